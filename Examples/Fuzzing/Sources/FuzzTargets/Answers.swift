import CloudContainers
import ContainerMigration
import Dispatch
import QoveryContainers
import ScalewayContainers
import SimulationKit

/// A provider that answers every request with the same bytes.
private struct OneAnswer: HTTPTransport {
    let response: HTTPResponse

    func send(_ request: HTTPRequest) async throws -> HTTPResponse { response }
}

/// Asks a service whose answer is the input behind its first two bytes: those choose the provider, the call and the status.
func readAnswer(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    let (call, kind) = (Int(bytes[0]), Int(bytes[1]))
    let statuses = [200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503]
    let response = HTTPResponse(status: statuses[kind % statuses.count], body: Array(bytes.dropFirst(2)))
    wait {
        let service = try service(call.isMultiple(of: 2), OneAnswer(response: response))
        try await ask(service, call / 2)
    }
}

/// Reads a journal, whose end may be cut.
func readJournal(_ bytes: [UInt8]) {
    wait {
        let journal = try await MigrationJournal(InMemoryJournalStorage(bytes))
        let again = try await MigrationJournal(InMemoryJournalStorage(bytes))
        let isSame = await journal.state == again.state
        require(isSame, "the journal is read in two ways")
    }
}

private func service(_ isQovery: Bool, _ transport: any HTTPTransport) throws -> any ContainerService {
    // Whatever a service waits for comes at once, or never.
    let time = VirtualTime()
    let account = [
        "QOVERY_API_TOKEN": "qov_fuzz", "QOVERY_PROJECT_ID": "3f2a9c1e-0000-4000-8000-000000000001",
        "QOVERY_ORGANIZATION_ID": "3f2a9c1e-0000-4000-8000-000000000002",
        "SCW_SECRET_KEY": "3f2a9c1e-0000-4000-8000-000000000003",
        "SCW_DEFAULT_PROJECT_ID": "3f2a9c1e-0000-4000-8000-000000000004", "SCW_DEFAULT_REGION": "fr-par",
    ]
    if isQovery {
        return QoveryContainerService(try QoveryConfiguration(environment: account), transport: transport, time: time)
    }
    let configuration = try ScalewayConfiguration(ScalewayProfile(environment: account))
    return ScalewayContainerService(configuration, transport: transport, time: time)
}

private func ask(_ service: any ContainerService, _ call: Int) async throws {
    let namespace = Namespace.ID(rawValue: "3f2a9c1e-0000-4000-8000-000000000005")
    let container = Container.ID(rawValue: "3f2a9c1e-0000-4000-8000-000000000006")
    let job = Job.ID(rawValue: "3f2a9c1e-0000-4000-8000-000000000007")
    switch call % 14 {
    case 0: _ = try await service.namespaces(after: nil)
    case 1: _ = try await service.namespace(namespace)
    case 2: _ = try await service.containers(in: namespace, after: nil)
    case 3: _ = try await service.container(container)
    case 4: _ = try await service.statuses(of: [container], in: namespace, after: nil)
    case 5: _ = try await service.failureReason(of: container, in: namespace)
    case 6: _ = try await service.otherServices(in: namespace)
    case 7: _ = try await service.deployedImages(of: container)
    case 8: _ = try await service.variables?.variables(in: .container(container))
    case 9: _ = try await service.domains?.domains(of: container)
    case 10: _ = try await service.logs?.logs(of: container, LogQuery())
    case 11: _ = try await service.jobs?.jobs(in: namespace, after: nil)
    case 12: _ = try await service.jobs?.job(job)
    default: _ = try await service.jobs?.runs(of: job, after: nil)
    }
}

/// Runs something to its end; libFuzzer waits for each input.
private func wait(for body: @escaping @Sendable () async throws -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        do {
            try await body()
        } catch let error as ContainerServiceError {
            check(error)
        } catch {
            require(false, "\(error) is no error of a service")
        }
        done.signal()
    }
    done.wait()
}
