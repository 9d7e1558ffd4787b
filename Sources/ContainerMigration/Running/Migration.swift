public import CloudContainers

/// A plan with the two accounts that it is about, and its journal.
///
/// Everything can be repeated: a run looks at what is there and goes on from it, so that a crash at any point, a lost answer or
/// a stop loses nothing and makes nothing twice. Until ``retire(deleting:_:)`` the source is read only.
public struct Migration: Sendable {
    /// Hears of what happens, in the order in which it happens for each service.
    public typealias Observer = @Sendable (MigrationEvent) async -> Void

    /// What is to be done.
    public let plan: MigrationPlan
    private let sourceAccount: (any ContainerService)?
    let target: any ContainerService
    let journal: MigrationJournal
    let options: MigrationOptions

    /// Makes a migration; nothing is sent.
    ///
    /// - Parameters:
    ///   - plan: What is to be done.
    ///   - source: The account of the source; `nil` is enough to verify and to roll back.
    ///   - target: The account of the target.
    ///   - journal: What was done so far.
    ///   - options: How it runs.
    /// - Throws: `ContainerServiceError` with the code `conflict` where the journal belongs to another plan, and
    ///   `invalidInput` where a service is of another provider than the plan says.
    public init(
        _ plan: MigrationPlan,
        from source: (any ContainerService)?,
        to target: any ContainerService,
        journal: MigrationJournal,
        _ options: MigrationOptions = MigrationOptions()
    ) async throws {
        for case (let side, let service?) in [(plan.source, source), (plan.target, target)]
        where side.provider != service.dialect.provider {
            throw ContainerServiceError(
                .invalidInput,
                "the plan is about \(side.provider), and the account is one of \(service.dialect.provider)"
            )
        }
        if let other = await journal.state.plan, other != plan.fingerprint {
            throw ContainerServiceError(.conflict, "the journal belongs to another plan; give each plan its own")
        }
        self.plan = plan
        sourceAccount = source
        self.target = target
        self.journal = journal
        self.options = options
    }

    // MARK: Noting

    func note(_ event: JournalRecord.Event, _ service: String? = nil, _ fill: (inout JournalRecord) -> Void = { _ in })
        async throws
    {
        var record = JournalRecord(event, at: await options.waiting.time.wallClock(), service: service)
        fill(&record)
        try await journal.note(record)
    }

    /// Notes a request before and after it is sent.
    func note(_ step: RequestStep, _ service: String?, _ observer: Observer) async throws {
        switch step {
        case .willSend(let request):
            try await note(.willSend, service) { $0.tell(request) }
            await observer(.sending(service: service, request: request))
        case .didSend(let request): try await note(.didSend, service) { $0.tell(request) }
        }
    }

    func noteFailure(of service: String, _ error: ContainerServiceError, _ observer: Observer) async throws {
        try await note(.failed, service) {
            $0.code = error.code.rawValue
            $0.text = error.message
        }
        await observer(.failed(service: service, error))
    }

    // MARK: Reading

    /// The account of the source.
    var source: any ContainerService {
        get throws(ContainerServiceError) {
            if let sourceAccount { return sourceAccount }
            throw ContainerServiceError(.invalidInput, "this needs the account of the source, which was not given")
        }
    }

    /// Whether an error ends the run, since it would meet every service.
    static func endsRun(_ error: ContainerServiceError) -> Bool {
        [.storageFailed, .unauthenticated].contains(error.code)
    }
}

extension ContainerServiceError {
    /// The error with what was being done, where it does not say so itself.
    func during(_ operation: String) -> ContainerServiceError {
        var error = self
        error.operation = self.operation ?? operation
        return error
    }
}

extension JournalRecord {
    /// Notes which request it is; bodies are never noted.
    mutating func tell(_ request: PreparedRequest) {
        self.request = "\(request.method) \(request.path)"
        text = request.purpose
    }
}
