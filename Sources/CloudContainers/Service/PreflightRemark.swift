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

extension APIClient {
    /// What a creation that cannot be carried out is refused for, if it is for lack of rights; with the advice how to get them.
    package func missingRight(
        to path: String,
        with body: JSONValue,
        _ what: String,
        advice: String
    ) async throws -> PreflightRemark? {
        do {
            _ = try await json(APICall(.post, path, json: body, operation: "look whether it may \(what)"))
            return nil
        } catch let error as ContainerServiceError {
            guard error.code == .permissionDenied else { return nil }
            return PreflightRemark(
                about: "rights",
                .refused,
                "the credential may not \(what)" + (error.providerMessage.map { " (\($0))" } ?? ""),
                advice: advice
            )
        }
    }
}
