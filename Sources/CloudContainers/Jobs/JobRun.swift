/// One run of a job.
public struct JobRun: Sendable, Hashable {
    /// The provider's identifier of a run.
    public struct ID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The text.
        public let rawValue: String
        /// Makes an identifier from the provider's text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The text.
        public var description: String { rawValue }
    }

    /// The state in words that every provider shares.
    @nonexhaustive
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It waits for its turn, or for its image.
        case waiting
        /// It runs.
        case running
        /// It failed, and is about to be tried again.
        case retrying
        /// It is being stopped.
        case stopping
        /// It ended well.
        case succeeded
        /// It failed, and is not tried again.
        case failed
        /// It was stopped.
        case stopped
        /// The provider's word is not known.
        case unknown

        /// Whether nothing more happens to the run; nobody knows of an unknown word.
        public var isFinal: Bool {
            switch self {
            case .succeeded, .failed, .stopped: true
            case .waiting, .running, .retrying, .stopping, .unknown: false
            }
        }
    }

    /// Why a run ended as it did, in words that every provider shares.
    @nonexhaustive
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Its program ended with an exit code that is not 0.
        case exitCode = "exit code"
        /// It took longer than its time limit.
        case timeLimit = "time limit"
        /// Somebody stopped it.
        case stopped
        /// The image was not found, or cannot be run.
        case image
        /// It needed more memory than it has.
        case memory
        /// It needed more scratch disk than it has.
        case storage
        /// A secret is missing or disabled.
        case secret
        /// A quota of the account is used up.
        case quota
        /// The provider failed, or gives no reason that is known.
        case provider
    }

    /// The identifier.
    public var id: ID
    /// The job.
    public var job: Job.ID
    /// The state.
    public var state: State
    /// The provider's own word for the state.
    public var providerWord: String
    /// Why it ended, once it has.
    public var reason: Reason?
    /// The provider's own message, if it gave one.
    public var message: String?
    /// The exit code of its program, where the provider tells.
    public var exitCode: Int?
    /// How often it was tried, where the provider tells.
    public var attempts: AttemptCount?
    /// When it was asked for.
    public var createdAt: Timestamp?
    /// When its program began.
    public var startedAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?

    /// Makes a run.
    public init(_ id: ID, of job: Job.ID, _ state: State, providerWord: String) {
        self.id = id
        self.job = job
        self.state = state
        self.providerWord = providerWord
    }
}

/// What is different in a run that somebody starts; by default nothing is.
public struct JobStart: Sendable, Hashable {
    /// The event to run the job for; `nil` runs it for its schedule or, where it has none, for itself.
    public var event: JobEvent?
    /// What runs instead of the job's own command.
    public var command = JobCommand()
    /// Plain variables that are added, or take the place of others; a provider may have no secret ones here.
    public var variables = OrderedMap<String>()
    /// How many runs to start at once; `nil` is one.
    public var copies: InstanceCount?

    /// Makes a start of one run as the job is configured.
    public init() {}
}
