/// What a look at an account found out about services before they are made there.
public struct PreflightRemark: Sendable, Hashable {
    /// How sure it is that the service cannot be made.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// The provider says that it would not work.
        case refused
        /// A documented limit would be passed; the account may have another one.
        case overLimit
        /// It could not be looked at.
        case unknown
    }

    /// The name of the service on the provider; `nil` for all of them.
    public var service: String?
    /// What the remark is about, such as `image docker.io/library/nginx:1.27`.
    public var subject: String
    /// How sure it is.
    public var verdict: Verdict
    /// What was found, in a few words.
    public var reason: String
    /// What to do, as a sentence.
    public var advice: String?

    /// Makes a remark.
    public init(
        service: String? = nil,
        about subject: String,
        _ verdict: Verdict,
        _ reason: String,
        advice: String? = nil
    ) {
        self.service = service
        self.subject = subject
        self.verdict = verdict
        self.reason = reason
        self.advice = advice
    }
}
