import CloudContainers
import ScalewayContainers
import Testing

/// Applying a service asks before anything is lost.
@Suite("Applying") struct ApplyingTests {
    /// A service that remembers nothing and takes every change.
    private struct AgreeableService: ContainerService {
        var dialect: any ContainerDialect { ScalewayDialect() }

        func namespaces(after token: PageToken?) async throws -> Page<Namespace> { Page([]) }
        func createNamespace(named name: String) async throws -> Namespace {
            Namespace(id: .init(rawValue: "1"), name: name)
        }
        func deleteNamespace(_ id: Namespace.ID) async throws {}
        func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container> {
            Page([])
        }
        func container(_ id: Container.ID) async throws -> Container { throw ContainerServiceError(.notFound, "gone") }
        func perform(
            _ change: PreparedChange,
            in namespace: Namespace.ID,
            container: Container.ID?,
            secrets: SecretValues,
            journal: (RequestStep) async throws -> Void
        ) async throws -> Container.ID { Container.ID(rawValue: "made") }
        func namespace(_ id: Namespace.ID) async throws -> Namespace { Namespace(id: id, name: "shop") }
        func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
            Deployment(of: ids)
        }
        func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
            Deployment(of: ids)
        }
        func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment { Deployment(of: ids) }
        func delete(_ id: Container.ID) async throws {}
        func statuses(
            of ids: [Container.ID],
            in namespace: Namespace.ID,
            after deployment: Deployment?
        ) async throws -> [Container.ID: ContainerStatus] { [:] }
    }

    private func spec() throws -> ContainerSpec {
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        spec.scaling.minimum = .of(12)
        return spec
    }

    /// The error that applying a service gives.
    private func refusal(of spec: ContainerSpec, _ given: Resolutions) async -> ContainerServiceError? {
        do {
            _ = try await AgreeableService().apply(spec, in: Namespace.ID(rawValue: "1"), given)
            return nil
        } catch {
            return error as? ContainerServiceError
        }
    }

    @Test func aLossWithoutConsentIsRefused() async throws {
        let spec = try spec()
        let error = await refusal(of: spec, Resolutions())
        #expect(error?.code == .consentMissing)
        #expect(error?.message.contains(FindingCode.minimumReduced.rawValue) == true)
        var given = Resolutions()
        given.allowedCodes = [.minimumReduced]
        let id = try await AgreeableService().apply(spec, in: Namespace.ID(rawValue: "1"), given)
        #expect(id.rawValue == "made")
    }

    @Test func whatIsBlockedIsRefused() async throws {
        var spec = try spec()
        spec.ports = []
        var given = Resolutions()
        given.allowsAll = true
        #expect(await refusal(of: spec, given)?.code == .unsupported)
    }
}
