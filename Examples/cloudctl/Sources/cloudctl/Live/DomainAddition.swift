import CloudContainers

/// Adds a domain to a service, and waits until it leads there if asked.
struct DomainAddition {
    /// The service.
    let place: DomainPlace
    /// The host name.
    let host: String
    /// Whether it is waited for.
    let waits: Bool
    /// The longest wait.
    let limit: Duration
    /// The form of the result.
    let form: FormOptions.Form

    /// The longest wait where none is named: a record that was just set can take minutes to be seen.
    static let usualLimit = Duration.seconds(600)
    /// The time between two looks.
    private static let interval = Duration.seconds(10)

    private var session: Session { place.session }
    private var manners: DomainManners { session.provider.domainManners }

    /// Prints what would be done.
    func rehearse() async throws -> ExitStatus {
        if let domain = try await existing {
            try place.print([DomainRow(domain, .unchanged)], form)
        } else {
            try checkHost()
            let record = try await place.domains.record(for: CustomDomain(host: host), of: place.id)
            try place.print([DomainRow(host, .planned, "would be added", record: record)], form)
            if record == nil { await session.screen.note("The record is known when the domain is there.", .faint) }
        }
        return .done
    }

    /// Does it, and prints what came of it.
    ///
    /// - Throws: ``Failure`` where it failed, after the result is printed.
    func run() async throws -> ExitStatus {
        let end = await session.time.now() + limit
        var outcome = DomainRow.Outcome.unchanged
        let domain: AttachedDomain
        if let there = try await existing {
            domain = there
        } else {
            try checkHost()
            outcome = .added
            domain = try await add(until: end)
        }
        do {
            let seen = try await look(at: domain, until: end)
            try await finish(seen, outcome)
        } catch let error as CancellationError {
            await session.screen.note("interrupted: \(host) stays added to \(place.target.title)", .warning)
            throw error
        }
        return .done
    }

    private var existing: AttachedDomain? {
        get async throws { try await place.domains.domains(of: place.id).first { $0.domain.host == host } }
    }

    // MARK: Adding

    /// Makes sure that the provider can take the name, so that nobody sets a record in vain.
    private func checkHost() throws {
        var spec = place.target.container.spec
        spec.domains = [CustomDomain(host: host)]
        let findings = session.service.dialect.write(spec, Resolutions()).ledger.findings.map(\.finding)
        guard let finding = findings.first(where: { $0.outcome == .dropped && $0.subject == host }) else { return }
        let words =
            switch finding.code {
            case .domainWildcard: "no wildcards"
            case .domainLong: "host names of 3 to 63 characters alone"
            default: "no such name"
            }
        throw Failure(
            .wrongInput,
            "\(session.provider.name) takes \(words), and not \(Diagnostic.quoted(host))",
            advice: "cloudctl explain \(finding.code.rawValue) says why."
        )
    }

    private func add(until end: Duration) async throws -> AttachedDomain {
        var hasSaidSo = false
        while true {
            do {
                return try await place.domains.addDomain(CustomDomain(host: host), to: place.id)
            } catch let error as ContainerServiceError {
                let isEarly = error.code == .conflict && error.isRetryable
                let record = isEarly ? try await place.domains.record(for: CustomDomain(host: host), of: place.id) : nil
                let hasTime = await session.time.now() + Self.interval <= end
                guard waits, hasTime, isEarly || error.code == .busy else {
                    try place.print([DomainRow(host, .failed, "not added", record: record, error: error)], form)
                    throw refusal(error, record, isLate: waits && (isEarly || error.code == .busy))
                }
                if !hasSaidSo, let record {
                    await session.screen.note("waiting for this record, which has to be set first:", .notice)
                    await session.screen.note("  \(TerminalText.escaped(record.description))")
                    hasSaidSo = true
                }
                try await session.time.sleep(for: Self.interval)
            }
        }
    }

    private func refusal(_ error: ContainerServiceError, _ record: AttachedDomain.Record?, isLate: Bool) -> Failure {
        var report = ServiceErrorReport(error, provider: session.provider)
        switch error.code {
        case .conflict:
            if let record {
                report.advice = "Set this record first: \(record) Then run the same command again."
            }
        case .alreadyExists:
            report.advice =
                "The name leads to another service, which cloudctl domains list shows for each. Remove it there first."
        case .outcomeUnknown: report.advice = "\(place.command("domains list")) shows whether it was added."
        default: break
        }
        return Failure(isLate ? .timedOut : ExitStatus(error), [report])
    }

    // MARK: Looking

    /// Looks at the domain: once, or until it is ready, cannot become so, or the time runs out.
    private func look(at domain: AttachedDomain, until end: Duration) async throws -> AttachedDomain {
        var seen = domain
        var told: String?
        while true {
            seen = try await place.domains.checkDomain(domain.id, of: place.id)
            let isOver = seen.state == .ready || (seen.state == .failed && manners.failureIsFinal)
            guard waits, !isOver, await session.time.now() + Self.interval <= end else { return seen }
            let state = DomainRow(seen).state
            if state != told {
                await session.screen.note("\(host): \(state)")
                if told == nil, seen.state == .failed, let record = seen.record {
                    await session.screen.note("  \(TerminalText.escaped(record.description))")
                }
            }
            told = state
            try await session.time.sleep(for: Self.interval)
        }
    }

    private func finish(_ domain: AttachedDomain, _ outcome: DomainRow.Outcome) async throws {
        let check = place.command("domains check", host)
        if domain.state == .failed, manners.failureIsFinal {
            try place.print([DomainRow(domain, .failed)], form, isMade: outcome == .added)
            throw Failure(
                .failed,
                "\(host) does not lead to \(place.target.title)" + (domain.message.map { ": \($0)" } ?? ""),
                advice: "Set the record, remove the domain with cloudctl domains remove, and add it again."
            )
        }
        if waits, domain.state != .ready {
            try place.print([DomainRow(domain, .timedOut)], form, isMade: outcome == .added)
            throw Failure(
                .timedOut,
                "\(host) is not ready after \(limit.text); its state is \(DomainRow(domain).state)",
                advice: "Check the record. \(check) looks again, and --timeout waits longer."
            )
        }
        try place.print([DomainRow(domain, outcome)], form, isMade: outcome == .added)
        if outcome == .unchanged { await session.screen.note("\(place.target.title) had this domain already.") }
        if domain.state != .ready {
            await session.screen.note("Set the record if it is not set. \(check) looks again.", .notice)
            if let words = manners.untilReady { await session.screen.note(words, .notice) }
        }
        await place.noteDeployment(isNew: outcome == .added)
    }
}
