import CloudContainers

/// The requests and waits of the stage of domains.
struct DomainWork: Sendable {
    private let migration: Migration
    private let domains: any DomainService
    private let stop: MigrationStop
    private let pointing: RecordSetter?
    private let observer: Migration.Observer

    /// How often a domain is added whose check fails.
    private static let mostAdditions = 3
    /// The longest wait for a record or a check, where the options name none: a record can take minutes to be seen.
    private static let usualLimit = Duration.seconds(900)

    init(
        _ migration: Migration,
        _ domains: any DomainService,
        _ stop: MigrationStop,
        _ pointing: RecordSetter?,
        _ observer: @escaping Migration.Observer
    ) {
        self.migration = migration
        self.domains = domains
        self.stop = stop
        self.pointing = pointing
        self.observer = observer
    }

    private var plan: MigrationPlan { migration.plan }
    private var time: any TimeSource { StoppableTime(time: migration.options.waiting.time, stop: stop) }

    /// Does something about a domain, and keeps an error with it.
    func step(
        _ move: DomainMove,
        _ body: @Sendable (DomainMove) async throws -> DomainMove
    ) async throws -> DomainMove {
        var result = move
        do {
            result = try await body(move)
        } catch is StoppableTime.Stopped {
            // What it stands at is noted.
        } catch let error as ContainerServiceError where !Migration.endsRun(error) {
            try await noteFailure(error, move)
            result.failure = error
            await observer(.domainFailed(service: move.service, host: move.host, error))
        }
        let known = await known(move)
        result.step = known.step
        result.record = result.record ?? known.record
        return result
    }

    // MARK: Moving

    /// Makes the record of a domain known, for which some targets have to have the domain, and tells it.
    func begin(_ move: DomainMove) async throws -> DomainMove {
        var move = move
        if move.needsRecordFirst {
            try await note(.domainBegun, move) { $0.record = move.record.map(MigrationState.text) }
        } else {
            move.record = try await attach(move, until: try await deadline()).record ?? move.record
        }
        guard let record = move.record else {
            throw ContainerServiceError(
                .answerNotUnderstood,
                "\(plan.target.provider) does not tell the record of \(move.host)",
                provider: plan.target.provider
            )
        }
        await observer(.record(service: move.service, record, replacing: move.before))
        return move
    }

    /// Has the record set and seen, and the domain ready.
    func lead(_ move: DomainMove) async throws -> DomainMove {
        try await pointing?.set(move)
        if let record = move.record { try await confirm(move, record) }
        var additions = 0
        while true {
            let isThere = await known(move).id != nil
            if !isThere { additions += 1 }
            let domain = try await attach(move, until: try await deadline())
            switch try await settle(domain, move) {
            case .ready: return move
            case .gone: try await note(.domainRemoved, move)
            case .failed(let seen):
                guard additions < Self.mostAdditions, await known(move).isOwn else { throw wayBack(move, seen) }
                // A check that has failed is not repeated; only a new domain is looked at again.
                additions = max(additions, 1)
                try await remove(seen.id, move)
            }
        }
    }

    /// Deploys what needs it, and notes what is done.
    func finish(_ moves: [DomainMove]) async throws -> [DomainMove] {
        var moves = moves
        var ready: [DomainMove] = []
        for move in moves where move.isOpen && move.record != nil {
            if await known(move).step == .added { ready.append(move) }
        }
        let failure: ContainerServiceError?
        do {
            failure = try await deploy(ready)
        } catch is StoppableTime.Stopped {
            return moves
        }
        for index in moves.indices where ready.contains(where: { $0.host == moves[index].host }) {
            moves[index] = try await step(moves[index]) { move in
                if let failure { throw failure }
                try await note(.domainMoved, move)
                await observer(.domain(service: move.service, host: move.host, .moved))
                return move
            }
        }
        return moves
    }

    // MARK: Taking back

    /// Tells the record that leads to the source.
    func tellBack(_ move: DomainMove) async throws {
        guard let before = move.before else { return }
        await observer(.record(service: move.service, before, replacing: move.record))
    }

    /// Has the record set back and seen, and removes the domain if this migration has added it.
    func takeBack(_ move: DomainMove) async throws -> DomainMove {
        if move.before != nil {
            try await pointing?.set(move)
            if let before = move.before { try await confirm(move, before) }
        }
        let known = await known(move)
        let there = try await find(move)
        if let there, known.canBeOwn { try await remove(there.id, move) } else { try await note(.domainRemoved, move) }
        await observer(.domain(service: move.service, host: move.host, .reverted))
        return move
    }

    /// Deploys the services of domains that were added or removed, where that is what it takes.
    ///
    /// - Returns: Why that failed.
    /// - Throws: `StoppableTime.Stopped` where somebody asked to stop meanwhile, and errors that would meet every domain.
    func deploy(_ moves: [DomainMove]) async throws -> ContainerServiceError? {
        guard domains.needsDeployment, let namespace = await migration.journal.state.namespace else { return nil }
        let running = Set(plan.services.filter(\.runs).map(\.sourceName))
        var ids: [Container.ID] = []
        for move in moves where running.contains(move.service) {
            if let id = move.container, !ids.contains(id) { ids.append(id) }
        }
        guard !ids.isEmpty else { return nil }
        let names = running.intersection(moves.map(\.service)).sorted().joined(separator: ", ")
        let request = PreparedRequest("POST", "deploy", purpose: "deploy \(names), whose domains have changed")
        do {
            try await migration.note(.willSend(request), nil, observer)
            let deployment = try await migration.target.deploy(ids, in: namespace)
            try await migration.note(.didSend(request), nil, observer)
            var waiting = migration.options.waiting
            waiting.time = time
            try await migration.target.wait(for: ids, in: namespace, after: deployment, waiting)
        } catch let error as ContainerServiceError where !Migration.endsRun(error) {
            return error
        }
        return nil
    }

    // MARK: Requests

    /// Adds the domain, or takes over the one that is there, until the target has seen the record if it wants to.
    private func attach(_ move: DomainMove, until end: Duration) async throws -> AttachedDomain {
        let request = PreparedRequest("POST", "domain", purpose: "add the domain \(move.host)")
        var mustLook = true
        while true {
            if mustLook, let there = try await find(move) {
                let known = await known(move)
                if known.id != there.id { try await noteAdded(there, move, isOwn: known.canBeOwn) }
                return there
            }
            mustLook = false
            try await send(request, move)
            do {
                guard let id = move.container else { throw migration.missing(move.service) }
                let added = try await domains.addDomain(move.domain, to: id)
                try await noteAdded(added, move, isOwn: true)
                return added
            } catch let error as ContainerServiceError where error.isRetryable || error.code == .outcomeUnknown {
                try await noteFailure(error, move)
                // Where the target has said that it sees no record, nothing can be there.
                mustLook = error.code != .conflict
                try await pause(until: end) {
                    error.code == .conflict ? lateRecord(move, error.words) : error
                }
            } catch let error as ContainerServiceError where error.code == .alreadyExists {
                // The addition itself can have been repeated on the way.
                guard let there = try await find(move) else { throw error }
                try await noteAdded(there, move, isOwn: true)
                return there
            }
        }
    }

    private func remove(_ id: AttachedDomain.ID, _ move: DomainMove) async throws {
        guard let container = move.container else { throw migration.missing(move.service) }
        try await send(PreparedRequest("DELETE", "domain", purpose: "remove the domain \(move.host)"), move)
        do {
            try await domains.removeDomain(id, of: container)
        } catch let error as ContainerServiceError where error.code == .notFound {}
        let end = try await deadline()
        while try await find(move)?.id == id {
            try await pause(until: end) { stillThere(move) }
        }
        try await note(.domainRemoved, move)
    }

    /// How a look at a domain ended.
    private enum Settled {
        case ready
        case failed(AttachedDomain)
        case gone
    }

    /// Looks at a domain until it is ready or cannot become so.
    private func settle(_ domain: AttachedDomain, _ move: DomainMove) async throws -> Settled {
        guard let container = move.container else { throw migration.missing(move.service) }
        let end = try await deadline()
        var words = domain.words
        while true {
            do {
                let seen = try await domains.checkDomain(domain.id, of: container)
                if seen.state == .ready { return .ready }
                // Who wants the record first looks once; who does not goes on looking.
                if seen.state == .failed, move.needsRecordFirst { return .failed(seen) }
                words = seen.words
            } catch let error as ContainerServiceError where error.code == .notFound {
                return .gone
            } catch let error as ContainerServiceError where error.isRetryable {
                await observer(.unreadable(error))
            }
            try await pause(until: end) { lateRecord(move, words) }
        }
    }

    /// Waits until every resolver sees a record.
    private func confirm(_ move: DomainMove, _ record: AttachedDomain.Record) async throws {
        // What stands before the service is what such a name leads to.
        if move.domain.usesCDN == true || move.host.hasPrefix("*") { return }
        let end = try await deadline()
        for resolver in migration.options.resolvers {
            while true {
                let leads = (try? await resolver.leads(move.host, to: record.value)) ?? false
                if leads { break }
                try Task.checkCancellation()
                try await pause(until: end) {
                    ContainerServiceError(
                        .timedOut,
                        "\(resolver.name) does not see this record yet: \(record)",
                        isRetryable: true
                    )
                }
            }
        }
    }

    private func find(_ move: DomainMove) async throws -> AttachedDomain? {
        guard let id = move.container else { return nil }
        return try await domains.domains(of: id).first { $0.domain.host.lowercased() == move.host.lowercased() }
    }

    // MARK: Time

    private func deadline() async throws -> Duration {
        await time.now() + (migration.options.waiting.limit ?? Self.usualLimit)
    }

    /// Sleeps before the next look, or ends with an error where there is no time for one.
    private func pause(until end: Duration, _ error: () -> ContainerServiceError) async throws {
        let delay = migration.options.waiting.longestDelay
        guard await time.now() + delay <= end else { throw error() }
        try await time.sleep(for: delay)
    }

    // MARK: Words

    private func lateRecord(_ move: DomainMove, _ words: String) -> ContainerServiceError {
        ContainerServiceError(
            .timedOut,
            "\(plan.target.provider) does not see that \(move.host) leads to it (\(words)); \(back(move))",
            provider: plan.target.provider,
            isRetryable: true
        )
    }

    private func wayBack(_ move: DomainMove, _ seen: AttachedDomain) -> ContainerServiceError {
        ContainerServiceError(
            .deploymentFailed,
            "\(move.host) did not become ready on \(plan.target.provider) (\(seen.words)); "
                + back(move),
            provider: plan.target.provider
        )
    }

    private func back(_ move: DomainMove) -> String {
        let wanted = move.record.map { "the record has to be \($0)" } ?? "its record is not known"
        return wanted + (move.before.map { "; the way back is \($0)" } ?? "")
    }

    private func stillThere(_ move: DomainMove) -> ContainerServiceError {
        ContainerServiceError(
            .timedOut,
            "\(plan.target.provider) has not removed the domain \(move.host) yet",
            provider: plan.target.provider,
            isRetryable: true
        )
    }

    // MARK: Noting

    private func known(_ move: DomainMove) async -> MigrationState.Domain {
        await migration.journal.state[move.service].domain(move.host)
    }

    private func note(
        _ event: JournalRecord.Event,
        _ move: DomainMove,
        _ fill: (inout JournalRecord) -> Void = { _ in }
    ) async throws {
        try await migration.note(event, move.service) {
            $0.domain = move.host
            fill(&$0)
        }
    }

    private func noteAdded(_ domain: AttachedDomain, _ move: DomainMove, isOwn: Bool) async throws {
        try await note(.domainAdded, move) {
            $0.id = domain.id.rawValue
            $0.isOwn = isOwn
            $0.record = (domain.record ?? move.record).map(MigrationState.text)
        }
        await observer(.domain(service: move.service, host: move.host, .added))
    }

    private func noteFailure(_ error: ContainerServiceError, _ move: DomainMove) async throws {
        try await note(.failed, move) {
            $0.code = error.code.rawValue
            $0.text = error.message
        }
    }

    private func send(_ request: PreparedRequest, _ move: DomainMove) async throws {
        try await note(.willSend, move) { $0.tell(request) }
        await observer(.sending(service: move.service, request: request))
    }
}
