import CloudContainers

/// A service with its domains, for the time of one command.
struct DomainPlace {
    /// The service.
    let target: LocatedContainer
    /// The service as the command line names it, for advice that can be typed.
    let words: String
    /// The provider's domains.
    let domains: any DomainService
    /// The session.
    let session: Session

    /// The service's identifier.
    var id: Container.ID { target.container.id }

    /// A command about the service, such as `domains list`, and a host name of it that can be typed as it stands.
    func command(_ verb: String, _ host: String? = nil) -> String {
        let parts = [verb, words] + (host.map { [ShellExport.quoted($0)] } ?? [])
        return TerminalText.escaped(session.command(parts.joined(separator: " ")))
    }

    /// The domain of that name.
    ///
    /// - Throws: ``Failure`` where the service has none.
    func domain(_ host: String) async throws -> AttachedDomain {
        let all = try await domains.domains(of: id)
        if let found = all.first(where: { $0.domain.host == host }) { return found }
        throw Failure(
            .notFound,
            "\(target.title) has no domain \(Diagnostic.quoted(host))",
            advice: Suggestion(for: host, among: all.map(\.domain.host)).question
                ?? "\(command("domains list")) shows what there is."
        )
    }

    /// Waits a while until a domain that is being removed is gone, so that its name is free again.
    func isGone(_ domain: AttachedDomain) async throws -> Bool {
        for _ in 1...Self.mostLooks {
            if try await !domains.domains(of: id).contains(where: { $0.id == domain.id }) { return true }
            try await session.time.sleep(for: Self.interval)
        }
        return false
    }

    /// Two minutes of looks.
    private static let mostLooks = 24
    private static let interval = Duration.seconds(5)

    /// Prints domains; with --quiet only those of a list, and what was made.
    func print(_ rows: [DomainRow], _ form: FormOptions.Form, isList: Bool = false, isMade: Bool = false) throws {
        if session.printing.quiet, !isList, !isMade { return }
        try DomainReport(target: target, rows: rows, isList: isList).listing.print(form, session)
    }

    /// Says what has to follow a change of the domains.
    ///
    /// - Parameter isNew: Whether the change was made just now; one that was made before may have been deployed since.
    func noteDeployment(isNew: Bool = true) async {
        guard session.provider.domainManners.needsDeployment else { return }
        let deployment = "the next deployment: \(command("deploy"))"
        await session.screen.note(
            isNew
                ? "It takes effect with \(deployment)"
                : "If there was none since it was added, it takes effect with \(deployment)",
            .notice
        )
    }
}

/// A domain as a command shows it.
struct DomainRow {
    /// What a command did about it.
    enum Outcome: String {
        /// It was added.
        case added
        /// It was there already.
        case unchanged
        /// It would be added, or removed.
        case planned
        /// It was removed.
        case removed
        /// It is being removed.
        case asked
        /// It could not be added, or it cannot become ready.
        case failed
        /// It did not become ready in time.
        case timedOut = "timed out"
    }

    /// The host name.
    var host: String
    /// What the provider says; `nil` where it is not there.
    var domain: AttachedDomain?
    /// The record to set, as far as it is known.
    var record: AttachedDomain.Record?
    /// What was done; `nil` where the command only looks.
    var outcome: Outcome?
    /// What the state of one that is not there is called.
    var absence = "not there"
    /// Why it failed.
    var error: ContainerServiceError?

    /// Makes the row of a domain that is there.
    init(_ domain: AttachedDomain, _ outcome: Outcome? = nil, error: ContainerServiceError? = nil) {
        host = domain.domain.host
        self.domain = domain
        record = domain.record
        self.outcome = outcome
        self.error = error
    }

    /// Makes the row of a domain that is not there.
    init(
        _ host: String,
        _ outcome: Outcome,
        _ absence: String,
        record: AttachedDomain.Record? = nil,
        error: ContainerServiceError? = nil
    ) {
        self.host = host
        self.record = record
        self.outcome = outcome
        self.absence = absence
        self.error = error
    }

    /// The state with the provider's own word, where that says more.
    var state: String {
        guard let domain else { return absence }
        let word = TerminalText.escaped(domain.providerWord)
        return word.lowercased() == domain.state.rawValue ? word : "\(domain.state.rawValue) (\(word))"
    }
}
