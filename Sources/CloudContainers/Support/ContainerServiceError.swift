/// The one error that the library throws, apart from `CancellationError`.
///
/// Branch on ``code``; show ``message`` and ``diagnostics`` to a person.
public struct ContainerServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is; what a program branches on.
    @nonexhaustive
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The input cannot be read; ``ContainerServiceError/diagnostics`` says where and why.
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
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened, for a person, without any secret.
    public var message: String
    /// The provider that said so, if one did.
    public var provider: ProviderID?
    /// The places in an input that are wrong, if the input is the cause.
    public var diagnostics: [Diagnostic]
    /// Whether the same call can succeed later with nothing changed.
    public var isRetryable: Bool

    /// Makes an error.
    public init(
        _ code: Code,
        _ message: String,
        provider: ProviderID? = nil,
        diagnostics: [Diagnostic] = [],
        isRetryable: Bool = false
    ) {
        self.code = code
        self.message = message
        self.provider = provider
        self.diagnostics = diagnostics
        self.isRetryable = isRetryable
    }

    /// An error about an input, with one diagnostic.
    public static func invalidInput(_ diagnostic: Diagnostic) -> ContainerServiceError {
        ContainerServiceError(.invalidInput, diagnostic.description, diagnostics: [diagnostic])
    }

    /// The message.
    public var description: String { message }
}
