/// Why there is no complete answer to a request.
public struct HTTPTransportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    @nonexhaustive
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The host name has no address.
        case nameNotFound
        /// The connection was refused, or ended before the answer did.
        case connectionFailed
        /// The encrypted connection could not be made: an unknown authority, another host's certificate, a wrong date.
        case tlsFailed
        /// The request's time ran out.
        case timedOut
        /// The server answered with a redirect, which is never followed since it could carry the credential away.
        case redirectRefused
        /// The answer is larger than the request allows.
        case answerTooLarge
        /// The answer ended early, or is no HTTP.
        case brokenAnswer
        /// The transport itself cannot take the request: it is shut down, or too many calls were abandoned.
        case unavailable
    }

    /// Whether the server can have acted on the request.
    public enum Delivery: Sendable, Hashable {
        /// Nothing was sent, so that repeating is safe for any request.
        case notSent
        /// Nobody knows whether it arrived.
        case unknown
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened, for a person, without any secret.
    public var message: String
    /// Whether the server can have acted.
    public var delivery: Delivery

    /// Makes an error.
    public init(_ code: Code, _ message: String, delivery: Delivery = .unknown) {
        self.code = code
        self.message = message
        self.delivery = delivery
    }

    /// The message.
    public var description: String { message }
}
