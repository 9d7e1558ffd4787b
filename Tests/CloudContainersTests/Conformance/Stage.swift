import CloudContainers
import CloudContainersTesting
import InMemoryContainers
import SimulationKit

/// One thing that a service of domains or logs does wrongly, or does in another way and yet rightly.
enum StageFault: String, CaseIterable, Sendable, CustomStringConvertible {
    case nothing = "does everything right"
    case wantsRecordFirst = "wants the record before the domain"
    case forgetsDomain = "lists the first domain only"
    case doublesDomains = "lists domains twice"
    case hidesRecord = "lists no record"
    case overlooksTakenDomains = "overlooks that a name is in use"
    case movesTakenDomains = "takes a domain from another container"
    case saysReady = "says ready whatever there is"
    case neverReady = "never says ready"
    case hidesFirstRecord = "wants a record first that it does not tell"
    case listsOldState = "lists domains as they were added"
    case keepsDomains = "does not remove domains"
    case removesAll = "removes all domains of a container"
    case takesAnyContainer = "knows a domain by its id alone"
    case saysConflict = "says conflict where a domain is missing"
    case overlooksMissingContainer = "has domains of a container that is gone"
    case dropsPages = "tells the last hundred lines only"
    case reversesLines = "tells the latest line first"
    case doublesLines = "tells each line twice"
    case ignoresSince = "ignores the first instant"
    case includesUntil = "takes the last instant as one of the query's"
    case ignoresLimit = "ignores the limit"
    case takesEarliest = "takes the earliest lines of a limit"
    case mixesLogs = "mixes the logs of containers"
    case renamesLines = "gives a line another id each time"
    case tellsOldLines = "tells no line that came after the first look"

    var description: String { rawValue }
}

/// Domains and logs for the service in memory, with what is outside of it, and a fault.
actor Stage: DomainService, LogService {
    private let fault: StageFault
    private let containers: InMemoryContainerService
    private let time: any TimeSource
    private var attached: [(container: Container.ID, domain: AttachedDomain)] = []
    private var aliases: [String: String] = [:]
    private var lines: [(container: Container.ID, line: LogEntry)] = []
    private var count = 0
    private var looks: [Container.ID: Int] = [:]

    init(_ fault: StageFault, _ containers: InMemoryContainerService, _ time: any TimeSource) {
        self.fault = fault
        self.containers = containers
        self.time = time
    }

    nonisolated var surroundings: ServiceConformance.Surroundings {
        ServiceConformance.Surroundings(
            pointDomain: { await self.point($0.host, $1?.value) },
            writeLines: { try await self.write($0, $1) }
        )
    }

    private func point(_ host: String, _ target: String?) { aliases[host] = target }

    private func write(_ texts: [String], _ id: Container.ID) async throws {
        for text in texts {
            count += 1
            lines.append((id, LogEntry(id: "\(count)", time: await time.wallClock(), message: text)))
            try await time.sleep(for: .seconds(1))
        }
    }

    // MARK: Domains

    private var wantsRecordFirst: Bool { fault == .wantsRecordFirst || fault == .hidesFirstRecord }

    private func record(_ host: String, _ id: Container.ID) -> AttachedDomain.Record {
        AttachedDomain.Record(kind: "CNAME", name: host, value: "\(id).example.net")
    }

    private func seen(_ domain: AttachedDomain, of id: Container.ID) -> AttachedDomain {
        var domain = domain
        let leads = aliases[domain.domain.host] == record(domain.domain.host, id).value
        domain.state = fault == .saysReady || (leads && fault != .neverReady) ? .ready : .failed
        return domain
    }

    private func check(_ id: Container.ID) async throws {
        if fault != .overlooksMissingContainer { _ = try await containers.container(id) }
    }

    private func index(_ id: AttachedDomain.ID, of container: Container.ID) throws -> Int {
        let index = attached.firstIndex {
            $0.domain.id == id && ($0.container == container || fault == .takesAnyContainer)
        }
        guard let index else {
            throw ContainerServiceError(fault == .saysConflict ? .conflict : .notFound, "there is no such domain")
        }
        return index
    }

    func domains(of id: Container.ID) async throws -> [AttachedDomain] {
        try await check(id)
        var result = attached.filter { $0.container == id }.map(\.domain)
        if fault != .listsOldState { result = result.map { seen($0, of: id) } }
        if fault == .forgetsDomain { result = Array(result.prefix(1)) }
        if fault == .doublesDomains { result += result }
        if fault == .hidesRecord { for index in result.indices { result[index].record = nil } }
        return result
    }

    func record(for domain: CustomDomain, of id: Container.ID) async throws -> AttachedDomain.Record? {
        fault == .wantsRecordFirst ? record(domain.host, id) : nil
    }

    func addDomain(_ domain: CustomDomain, to id: Container.ID) async throws -> AttachedDomain {
        try await check(id)
        if let index = attached.firstIndex(where: { $0.domain.domain.host == domain.host }) {
            if fault == .movesTakenDomains { attached.remove(at: index) }
            if fault != .overlooksTakenDomains { throw ContainerServiceError(.alreadyExists, "the name is in use") }
        }
        let record = record(domain.host, id)
        if wantsRecordFirst, aliases[domain.host] != record.value {
            throw ContainerServiceError(.conflict, "the name does not lead here", isRetryable: true)
        }
        count += 1
        let added = seen(
            AttachedDomain(
                id: AttachedDomain.ID(rawValue: "\(count)"),
                domain: domain,
                record: record,
                state: .pending,
                providerWord: ""
            ),
            of: id
        )
        attached.append((id, added))
        return added
    }

    func checkDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws -> AttachedDomain {
        seen(attached[try index(id, of: container)].domain, of: container)
    }

    func removeDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws {
        let index = try index(id, of: container)
        if fault == .removesAll { return attached.removeAll { $0.container == container } }
        if fault != .keepsDomains { attached.remove(at: index) }
    }

    // MARK: Logs

    func logs(of id: Container.ID, _ query: LogQuery) async throws -> [LogEntry] {
        looks[id, default: 0] += 1
        var result = lines.filter { $0.container == id || fault == .mixesLogs }.map(\.line)
        result = result.filter { line in
            let isLate = query.until.map { fault == .includesUntil ? line.time > $0 : line.time >= $0 } ?? false
            return !isLate && (fault == .ignoresSince || query.since.map { line.time >= $0 } ?? true)
        }
        switch fault {
        case .ignoresLimit: break
        case .takesEarliest: result = Array(result.prefix(query.limit))
        default: result = result.suffix(query.limit)
        }
        for index in result.indices {
            if fault == .renamesLines { result[index].id += "/\(looks[id, default: 0])" }
        }
        switch fault {
        case .dropsPages: result = result.suffix(100)
        case .reversesLines: result.reverse()
        case .doublesLines: result = result.flatMap { [$0, $0] }
        case .tellsOldLines:
            if let first = query.since, looks[id, default: 0] > 2 { result.removeAll { $0.time > first } }
        default: break
        }
        return result
    }
}
