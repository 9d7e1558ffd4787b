import CloudContainers

extension Migration {
    /// Takes moved domains back: has the records of the source set, and removes from the target what this migration has added.
    ///
    /// A domain that somebody else added to the target stays there. The source is only read.
    ///
    /// - Parameters:
    ///   - services: The services, by their names at the source; all that have domains when left out.
    ///   - stop: A wish to stop, looked at before each domain and while waiting.
    ///   - pointing: Sets the records back; without it they are told (``MigrationEvent/record(service:_:replacing:)``). With
    ///     resolvers in the options a domain is removed when all of them see the source's record.
    ///   - observer: Hears of what happens.
    /// - Returns: Where each domain stands; the same call goes on with those that were not taken back.
    /// - Throws: `ContainerServiceError` with the code `conflict` where the source of a service was retired already; what
    ///   ``moveDomains(of:stop:pointing:_:)`` throws.
    public func revertDomains(
        of services: Set<String>? = nil,
        stop: MigrationStop = MigrationStop(),
        pointing: RecordSetter? = nil,
        _ observer: @escaping Observer = { _ in }
    ) async throws -> DomainOutcome {
        let state = await journal.state
        for service in plan.services
        where (services?.contains(service.sourceName) ?? true) && state[service.sourceName].step == .retired {
            throw ContainerServiceError(
                .conflict,
                "the source of \(service.sourceName) was retired, so that its domains have nowhere to go back to"
            )
        }
        let work = DomainWork(self, try targetDomains(), stop, pointing, observer)
        var moves = try await domainMoves(of: services)
        // What keeps a domain from moving does not keep it from going back.
        for index in moves.indices { moves[index].failure = nil }
        try await note(.began) { $0.plan = plan.fingerprint }
        let open = Set(moves.filter { ![.notMoved, .reverted].contains($0.step) }.map(\.host))
        for move in moves where open.contains(move.host) { try await work.tellBack(move) }
        let told = moves
        moves = try await concurrently(told, atMost: max(options.concurrency, told.count)) { move in
            guard open.contains(move.host), await !stop.isRequested else { return move }
            return try await work.step(move) { try await work.takeBack($0) }
        }
        let taken = moves.filter { open.contains($0.host) && $0.step == .reverted }
        var failure: ContainerServiceError?
        do {
            failure = try await work.deploy(taken)
        } catch is StoppableTime.Stopped {
            // The domains are gone; the target only has not noticed yet.
        }
        if let failure {
            for index in moves.indices where taken.contains(where: { $0.host == moves[index].host }) {
                moves[index].failure = failure
                await observer(.domainFailed(service: moves[index].service, host: moves[index].host, failure))
            }
        }
        try await note(.ended)
        let isDone = moves.allSatisfy { [.reverted, .notMoved].contains($0.step) }
        return DomainOutcome(domains: moves, wasStopped: await stop.isRequested && !isDone)
    }

    /// Refuses to go on while a domain that was moved leads to the target.
    func checkDomainsAreBack(_ state: MigrationState) async throws {
        for service in plan.services {
            for (host, known) in state[service.sourceName].domains.sorted(by: { $0.key < $1.key }) {
                guard try await leadsToTarget(host, known, state[service.sourceName].id) else { continue }
                let isThere = known.step != .reverted
                throw ContainerServiceError(
                    .conflict,
                    "the domain \(host) leads to \(service.name) on \(plan.target.provider); "
                        + (isThere ? "take it back first with domains --revert" : "set its record back first"),
                    provider: plan.target.provider
                )
            }
        }
    }

    private func leadsToTarget(
        _ host: String,
        _ known: MigrationState.Domain,
        _ id: Container.ID?
    ) async throws -> Bool {
        guard let record = known.record, !options.resolvers.isEmpty else {
            guard known.step != .reverted, let id, let domains = target.domains else { return false }
            do {
                return try await domains.domains(of: id).contains { $0.domain.host == host && $0.state == .ready }
            } catch let error as ContainerServiceError where error.code == .notFound {
                return false
            }
        }
        for resolver in options.resolvers {
            do {
                if try await resolver.leads(host, to: record.value) { return true }
            } catch let error as CancellationError {
                throw error
            } catch {
                throw ContainerServiceError(
                    .unavailable,
                    "\(resolver.name) does not tell where \(host) leads, so that nothing is removed",
                    isRetryable: true
                )
            }
        }
        return false
    }

    /// Refuses to retire sources before the time of the options is over.
    func checkSoak(_ parts: [any PlannedPart], _ state: MigrationState) async throws {
        guard options.soak > .zero else { return }
        let times = parts.flatMap { part in
            let known = state[part.key]
            let moved = known.domains.values.compactMap(\.movedAt)
            return moved.isEmpty ? [known.verifiedAt].compactMap(\.self) : moved
        }
        guard let latest = times.max() else { return }
        let end = latest.later(by: options.soak)
        guard await options.waiting.time.wallClock() < end else { return }
        throw ContainerServiceError(.conflict, "the sources stay until \(end), so that there is a way back until then")
    }

    func missing(_ service: String) -> ContainerServiceError {
        ContainerServiceError(.notFound, "\(service) is not on the target", provider: plan.target.provider)
    }
}

extension Timestamp {
    fileprivate func later(by duration: Duration) -> Timestamp {
        let (whole, rest) = duration.components
        let (sum, overflows) = seconds.addingReportingOverflow(whole)
        let more = Int32(rest / 1_000_000_000)
        return Timestamp(seconds: overflows ? .max : sum, nanoseconds: nanoseconds + more)
    }
}
