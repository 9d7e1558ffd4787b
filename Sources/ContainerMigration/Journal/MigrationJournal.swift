public import CloudContainers

/// The memory of a migration: what was about to be done and what was done, a line each, on disk before the next request.
///
/// A line that was cut by the end of a process is the last one, and is taken away; anything else that is wrong with a line stops
/// the reading, since nobody knows what it said.
public actor MigrationJournal {
    private let storage: any JournalStorage
    /// Everything that was noted, in its order.
    public private(set) var records: [JournalRecord]
    /// What the records say so far.
    public private(set) var state: MigrationState
    /// The first failure to write, after which nothing is noted, and so nothing is sent.
    private var failure: (any Error)?

    /// Opens a journal and reads what it holds.
    ///
    /// - Throws: `ContainerServiceError` with the code `storageFailed` where a line cannot be used; what the storage throws.
    public init(_ storage: any JournalStorage) async throws {
        self.storage = storage
        let bytes = try await storage.read()
        var records: [JournalRecord] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(rest[..<end])
            records.append(try JournalRecord(line: line, number: records.count + 1, of: "the journal"))
            rest = rest[(end + 1)...]
        }
        self.records = records
        state = MigrationState(records)
        if !rest.isEmpty { try await storage.truncate(to: rest.startIndex) }
    }

    /// Notes something; it is on disk when this returns.
    ///
    /// - Throws: What the storage throws; from then on always.
    public func note(_ record: JournalRecord) async throws {
        if let failure { throw failure }
        do {
            try await storage.append(record.line)
        } catch {
            failure = error
            throw error
        }
        records.append(record)
        state.take(record)
    }
}

/// Where a migration stands, as its journal tells it.
public struct MigrationState: Sendable, Hashable {
    /// Where a service stands.
    public enum Step: String, Sendable, Hashable, CaseIterable {
        /// Nothing was sent for it.
        case notStarted = "not started"
        /// A request for it was sent whose end is not known.
        case making
        /// It is there.
        case made
        /// It runs.
        case ready
        /// It runs and is as planned.
        case verified
        /// Its source was stopped or deleted.
        case retired
        /// It was removed from the target.
        case removed
    }

    /// What is known of one service.
    public struct Service: Sendable, Hashable {
        /// Where it stands.
        public var step: Step = .notStarted
        /// The container, or the job, on the target.
        public var id: Container.ID?
        /// The last failure, if nothing went well after it.
        public var failure: String?
        /// When it was last found to be as planned.
        public var verifiedAt: Timestamp?
        /// Whether retiring its source was begun.
        public internal(set) var isRetiring = false
        /// Whether its source was deleted, and not only stopped.
        public internal(set) var isSourceDeleted = false
        /// Whether nothing is left to retire of it; where sources are to be deleted, one that was only stopped is.
        public func isRetired(deleting: Bool) -> Bool { step == .retired && (isSourceDeleted || !deleting) }
        /// Its domains that the stage of domains has begun with, by host name.
        public var domains: [String: Domain] = [:]

        /// What is known of one of its domains.
        public func domain(_ host: String) -> Domain { domains[host] ?? Domain() }
    }

    /// The fingerprint of the plan; `nil` before the first run.
    public private(set) var plan: String?
    /// Which account the target was in the last run that said so.
    public private(set) var account: String?
    /// The target's namespace.
    public private(set) var namespace: Namespace.ID?
    /// Whether this migration made the namespace.
    public private(set) var ownsNamespace = false
    /// Whether making the namespace was begun and nobody noted its end.
    public private(set) var isNamespaceUncertain = false
    /// How many runs there were.
    public private(set) var runs = 0
    /// Whether the last run came to its end.
    public private(set) var hasEnded = false
    private var services: [String: Service] = [:]

    init(_ records: [JournalRecord]) {
        for record in records { take(record) }
    }

    /// What is known of a service, by its name at the source, or of a job, by ``PlannedJob/key``.
    public subscript(service: String) -> Service { services[service] ?? Service() }

    mutating func take(_ record: JournalRecord) {
        hasEnded = record.event == .ended
        guard let name = record.service else {
            switch record.event {
            case .began:
                plan = record.plan
                account = record.account ?? account
                runs += 1
            case .willSend: isNamespaceUncertain = namespace == nil
            case .namespace:
                namespace = record.id.map { Namespace.ID(rawValue: $0) }
                ownsNamespace = record.isOwn ?? ownsNamespace
                isNamespaceUncertain = false
            case .removed: (namespace, ownsNamespace) = (nil, false)
            default: break
            }
            return
        }
        var service = services[name] ?? Service()
        if let host = record.domain {
            service.domains[host, default: Domain()].take(record, host)
            services[name] = service
            return
        }
        service.failure = record.event == .failed ? record.text : nil
        switch record.event {
        case .willSend where service.step == .notStarted || service.step == .removed: service.step = .making
        case .willSend where record.request.map(JournalRecord.retirements.contains) ?? false:
            service.isRetiring = true
        case .made, .adopted:
            service.id = record.id.map { Container.ID(rawValue: $0) }
            service.step = .made
        case .ready: service.step = .ready
        case .verified:
            service.step = .verified
            service.verifiedAt = record.time
        case .retired:
            service.step = .retired
            service.isSourceDeleted = record.text == JournalRecord.deletion
        case .removed:
            service.step = .removed
            service.id = nil
            service.domains = [:]
        default: break
        }
        services[name] = service
    }
}
