/// The one error that the library throws, apart from `CancellationError`.
///
/// Branch on ``code``; show ``message`` and ``diagnostics`` to a person, and ``details`` escaped.
public struct ContainerServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is; what a program branches on.
    @nonexhaustive
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The input cannot be read, or the provider refused a value; ``ContainerServiceError/diagnostics`` and
        /// ``ContainerServiceError/details`` say where and why.
        case invalidInput
        /// Something with that name or id does not exist.
        case notFound
        /// The name is taken.
        case alreadyExists
        /// What was read has changed since.
        case conflict
        /// The provider cannot do this; see its capabilities.
        case unsupported
        /// A secret's value is needed and was not given.
        case secretMissing
        /// Something would be lost that nobody has consented to.
        case consentMissing
        /// The credential is missing, refused, or expired.
        case unauthenticated
        /// The credential is good, but not for this.
        case permissionDenied
        /// A quota of the account is used up; ``ContainerServiceError/details`` name it.
        case quotaExceeded
        /// The provider asks for fewer requests.
        case rateLimited
        /// Something is under way on the same service that has to end first.
        case busy
        /// The provider cannot be reached, or failed inside.
        case unavailable
        /// A wait ran out of time.
        case timedOut
        /// The provider could not bring the service up, or down.
        case deploymentFailed
        /// Nobody knows whether the request arrived: look before it is sent again.
        case outcomeUnknown
        /// The provider's answer was not understood.
        case answerNotUnderstood
        /// A file that has to be kept cannot be read or written.
        case storageFailed
    }

    /// One thing that the provider says about its refusal: which argument, which quota, which state.
    public struct Detail: Sendable, Hashable, CustomStringConvertible {
        /// What it is about, in the provider's words: the name of an argument, a quota, a resource.
        public var subject: String
        /// What about it, in the provider's words.
        public var reason: String
        /// The provider's advice, if it gave one.
        public var help: String?

        /// Makes a detail.
        public init(subject: String, reason: String, help: String? = nil) {
            self.subject = subject
            self.reason = reason
            self.help = help
        }

        /// The detail on one line.
        public var description: String { "\(subject): \(reason)" + (help.map { " (\($0))" } ?? "") }
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened, for a person, without any secret, safe to print.
    public var message: String
    /// The provider that said so, if one did.
    public var provider: ProviderID?
    /// What was being done, such as `create the container web`.
    public var operation: String?
    /// The HTTP status, if there was an answer.
    public var httpStatus: Int?
    /// The provider's own message, shortened, without any secret: escape it where it is shown, since it can hold
    /// anything.
    public var providerMessage: String?
    /// What the provider says in structured form, shortened, without any secret: escape it where it is shown.
    public var details: [Detail]
    /// The provider's identifier of the request, for its support.
    public var requestID: String?
    /// The places in an input that are wrong, if the input is the cause.
    public var diagnostics: [Diagnostic]
    /// Whether the same call can succeed later with nothing changed.
    public var isRetryable: Bool

    /// Makes an error.
    public init(
        _ code: Code,
        _ message: String,
        provider: ProviderID? = nil,
        operation: String? = nil,
        httpStatus: Int? = nil,
        providerMessage: String? = nil,
        details: [Detail] = [],
        requestID: String? = nil,
        diagnostics: [Diagnostic] = [],
        isRetryable: Bool = false
    ) {
        self.code = code
        self.message = message
        self.provider = provider
        self.operation = operation
        self.httpStatus = httpStatus
        self.providerMessage = providerMessage
        self.details = details
        self.requestID = requestID
        self.diagnostics = diagnostics
        self.isRetryable = isRetryable
    }

    /// An error about an input, with one diagnostic.
    public static func invalidInput(_ diagnostic: Diagnostic, provider: ProviderID? = nil) -> ContainerServiceError {
        ContainerServiceError(.invalidInput, diagnostic.description, provider: provider, diagnostics: [diagnostic])
    }

    /// The error with the place that the wrong input comes from, where its diagnostics name none.
    package func found(in place: String?) -> ContainerServiceError {
        guard let place, code == .invalidInput, let first = diagnostics.first, first.source == nil else { return self }
        var located = first
        located.source = place
        return .invalidInput(located)
    }

    /// The message.
    public var description: String { message }
}
