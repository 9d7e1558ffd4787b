import CloudContainers

extension Migration {
    /// What moving the domains would do: the records now and then, and what stands in the way; only reads.
    ///
    /// - Parameter services: The services, by their names at the source; all that have domains when left out.
    /// - Returns: The domains, in the order of the plan.
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for a service that the plan does not have; what reading
    ///   throws.
    public func domainMoves(of services: Set<String>? = nil) async throws -> [DomainMove] {
        let known = plan.services.map(\.sourceName)
        if let name = services?.subtracting(known).min() {
            let nearest = NearestName.find(name, in: known)
            throw ContainerServiceError.invalidInput(
                Diagnostic(
                    problem: "the plan has no such service",
                    value: Diagnostic.quoted(name),
                    allowed: known.joined(separator: ", "),
                    advice: nearest.map { "Did you mean \($0)?" },
                    replacement: nearest
                )
            )
        }
        let chosen = plan.services.filter { services?.contains($0.sourceName) ?? true && !$0.domains.isEmpty }
        let state = await journal.state
        return try await concurrently(chosen, atMost: options.concurrency) { service in
            try await moves(of: service, state[service.sourceName])
        }.flatMap { $0 }
    }

    /// Moves the domains of verified services to the target: has their records set, and adds them there.
    ///
    /// Where the target wants the record first, the record is told or set, every resolver of the options has to see it, and only then the
    /// domain is added, again and again until the target sees the record too; one whose check fails is removed and added
    /// again. Elsewhere the domain is added, then its record is told or set, and the service is deployed if that is what a domain
    /// needs. The source keeps its domains, and is only read.
    ///
    /// - Parameters:
    ///   - services: The services, by their names at the source; all that have domains when left out.
    ///   - stop: A wish to stop, looked at before each domain and while waiting.
    ///   - pointing: Sets the records; without it they are told (``MigrationEvent/record(service:_:replacing:)``), and waited for.
    ///   - observer: Hears of what happens.
    /// - Returns: Where each domain stands; the same call goes on with those that have not moved.
    /// - Throws: `ContainerServiceError` with the code `unsupported` where the target has no domains; what
    ///   ``domainMoves(of:)`` throws, and errors that would meet every domain. `CancellationError`.
    public func moveDomains(
        of services: Set<String>? = nil,
        stop: MigrationStop = MigrationStop(),
        pointing: RecordSetter? = nil,
        _ observer: @escaping Observer = { _ in }
    ) async throws -> DomainOutcome {
        let work = DomainWork(self, try targetDomains(), stop, pointing, observer)
        var moves = try await domainMoves(of: services)
        try await note(.began) { $0.plan = plan.fingerprint }
        // All records are told before the first is waited for, so that they can be set together.
        for index in moves.indices where moves[index].isOpen {
            if await stop.isRequested { break }
            moves[index] = try await work.step(moves[index]) { try await work.begin($0) }
        }
        let begun = moves
        moves = try await concurrently(begun, atMost: max(options.concurrency, begun.count)) { move in
            guard move.isOpen, move.record != nil, await !stop.isRequested else { return move }
            return try await work.step(move) { try await work.lead($0) }
        }
        if await !stop.isRequested { moves = try await work.finish(moves) }
        try await note(.ended)
        let isDone = moves.allSatisfy { $0.step == .moved }
        return DomainOutcome(domains: moves, wasStopped: await stop.isRequested && !isDone)
    }

    func targetDomains() throws -> any DomainService {
        if let domains = target.domains { return domains }
        throw ContainerServiceError(
            .unsupported,
            "\(plan.target.provider) has no domains",
            provider: plan.target.provider
        )
    }

    private func moves(of service: PlannedService, _ known: MigrationState.Service) async throws -> [DomainMove] {
        var before: [AttachedDomain] = []
        do {
            before = try await source.domains?.domains(of: service.source) ?? []
        } catch let error as ContainerServiceError where error.code == .notFound {
            // A source that was deleted tells nothing.
        }
        var moves: [DomainMove] = []
        for domain in service.domains {
            let state = known.domain(domain.host)
            var move = DomainMove(
                service: service.sourceName,
                domain: domain,
                step: state.step,
                before: before.first { $0.domain.host == domain.host }?.record,
                record: state.record,
                needsRecordFirst: false,
                container: known.id
            )
            if ![.verified, .retired].contains(known.step) {
                move.failure = ContainerServiceError(
                    .conflict,
                    "\(service.sourceName) is not verified on the target, so that \(domain.host) stays where it is"
                )
            } else if !takes(domain, of: service) {
                move.failure = ContainerServiceError(
                    .unsupported,
                    "\(plan.target.provider) does not take the domain \(domain.host)",
                    provider: plan.target.provider
                )
            } else if let id = known.id, let early = try await target.domains?.record(for: domain, of: id) {
                (move.record, move.needsRecordFirst) = (early, true)
            }
            moves.append(move)
        }
        return moves
    }

    /// Whether the target's payload has a place for a domain: a name that it would refuse must not lose its record first.
    private func takes(_ domain: CustomDomain, of service: PlannedService) -> Bool {
        var spec = service.spec
        spec.domains = [domain]
        var given = plan.settings.resolutions
        given.secretNames.formUnion(service.secrets)
        guard let payload = target.dialect.write(spec, given).value,
            let read = try? target.dialect.read(payload, given).first
        else { return true }
        return read.value.domains.contains { $0.host == domain.host }
    }
}
