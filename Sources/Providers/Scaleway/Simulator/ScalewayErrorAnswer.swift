public import CloudContainers
import SimulationKit

/// An answer that refuses, with the body that Scaleway's API has for it.
///
/// The simulator answers these itself where it has a reason to; for what has none there, such as a rate limit, give one to a
/// `FaultRule`.
///
/// ```swift
/// let rules = [FaultRule(.answer(ScalewayErrorAnswer.rateLimited.response), method: .get, occurrences: 1...2)]
/// let transport = FaultInjector(ScalewaySimulator(), rules: rules)
/// ```
public struct ScalewayErrorAnswer: Error, Sendable, Hashable {
    /// What is wrong with one argument.
    public struct Argument: Sendable, Hashable {
        /// Why an argument is refused.
        public enum Reason: String, Sendable, Hashable, CaseIterable {
            /// It is missing.
            case required
            /// It is written in a form that is none.
            case format
            /// It is out of bounds, or does not go with another.
            case constraint
            /// The API does not say.
            case unknown
        }

        /// The name of the argument, with a dot before each inner member.
        public var name: String
        /// Why it is refused.
        public var reason: Reason
        /// What would be accepted; never the value that was sent.
        public var help: String

        /// Makes a complaint about an argument.
        public init(_ name: String, _ reason: Reason, _ help: String) {
            self.name = name
            self.reason = reason
            self.help = help
        }
    }

    /// The status of the answer.
    public let status: Int
    /// The body; `nil` for an answer without one.
    public let body: JSONValue?
    /// The head, without what every answer has.
    public let headers: HTTPHeaders

    /// Makes an answer.
    public init(status: Int, body: JSONValue?, headers: HTTPHeaders = HTTPHeaders()) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// The answer as a transport gives it.
    public var response: HTTPResponse {
        body.map { HTTPResponse(status, json: $0, headers: headers) } ?? HTTPResponse(status: status, headers: headers)
    }

    /// Compares status and body.
    public static func == (left: ScalewayErrorAnswer, right: ScalewayErrorAnswer) -> Bool {
        left.status == right.status && left.body == right.body
    }

    /// Feeds the hasher so that equal values hash alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(body)
    }

    /// A body whose members stand in the order of their names, as the API writes them.
    private static func typed(
        _ status: Int,
        _ type: String,
        _ message: String,
        _ members: [(String, JSONValue)] = []
    ) -> ScalewayErrorAnswer {
        let all = members + [("message", .string(message)), ("type", .string(type))]
        let sorted = all.sorted { $0.0 < $1.0 }.map { JSONObject.Member(name: $0.0, value: $0.1) }
        return ScalewayErrorAnswer(status: status, body: .object(JSONObject(sorted)))
    }
}

extension ScalewayErrorAnswer {
    /// Status 400: something is wrong with arguments.
    public static func invalidArguments(_ arguments: [Argument]) -> ScalewayErrorAnswer {
        let details = arguments.map { argument -> JSONValue in
            [
                "argument_name": .string(argument.name), "help_message": .string(argument.help),
                "reason": .string(argument.reason.rawValue),
            ]
        }
        return typed(400, "invalid_arguments", "invalid argument(s)", [("details", .array(details))])
    }

    /// Status 401: the credential is missing or is none.
    ///
    /// - Parameters:
    ///   - method: `api_key`, `jwt` or `unknown_method`.
    ///   - reason: `not_found`, `invalid_argument`, `expired` or `unknown_reason`.
    /// - Returns: The answer.
    public static func authenticationDenied(
        method: String = "api_key",
        reason: String = "not_found"
    ) -> ScalewayErrorAnswer {
        typed(
            401,
            "denied_authentication",
            "authentication is denied",
            [("method", .string(method)), ("reason", .string(reason))]
        )
    }

    /// Status 403: the credential is good, but not for this.
    public static func permissionsDenied(_ permissions: [(resource: String, action: String)]) -> ScalewayErrorAnswer {
        let details = permissions.map { ["action": .string($0.action), "resource": .string($0.resource)] as JSONValue }
        return typed(403, "permissions_denied", "insufficient permissions", [("details", .array(details))])
    }

    /// Status 403: a quota would be exceeded.
    ///
    /// - Parameters:
    ///   - resource: What is counted.
    ///   - quota: How much there may be.
    ///   - current: How much there is.
    ///   - organization: The organization whose quota it is.
    /// - Returns: The answer.
    public static func quotaExceeded(
        _ resource: String,
        quota: Int,
        current: Int,
        organization: String
    ) -> ScalewayErrorAnswer {
        let detail: JSONValue = [
            "current": .number(current), "organization_id": .string(organization), "quota": .number(quota),
            "resource": .string(resource),
        ]
        return typed(403, "quotas_exceeded", "quota(s) exceeded for this resource", [("details", [detail])])
    }

    /// Status 404: there is no such resource.
    public static func notFound(_ resource: String, _ id: String) -> ScalewayErrorAnswer {
        typed(404, "not_found", "resource is not found", of(resource, id))
    }

    /// Status 409: the resource is being created, updated or deleted.
    public static func transientState(_ resource: String, _ id: String, state: String) -> ScalewayErrorAnswer {
        typed(
            409,
            "transient_state",
            "resource is in a transient state",
            of(resource, id) + [("current_state", .string(state))]
        )
    }

    /// Status 409: the name is taken.
    public static func alreadyExists(_ resource: String, _ id: String, help: String) -> ScalewayErrorAnswer {
        typed(409, "already_exists", "resource already exists", of(resource, id) + [("help_message", .string(help))])
    }

    /// Status 409: two changes met.
    public static func conflict(_ message: String = "resource was changed concurrently") -> ScalewayErrorAnswer {
        typed(409, "conflict", message)
    }

    /// Status 410: the resource is no more.
    public static func expired(_ resource: String, _ id: String, since: Timestamp) -> ScalewayErrorAnswer {
        typed(
            410,
            "resource_expired",
            "resource has expired",
            of(resource, id) + [("expired_since", .string(since.description))]
        )
    }

    /// Status 412: something else has to be done first.
    ///
    /// - Parameters:
    ///   - precondition: Such as `resource_still_in_use` or `protected_resource`.
    ///   - help: What has to be done.
    /// - Returns: The answer.
    public static func preconditionFailed(_ precondition: String, help: String) -> ScalewayErrorAnswer {
        typed(
            412,
            "precondition_failed",
            "precondition is not respected",
            [("precondition", .string(precondition)), ("help_message", .string(help))]
        )
    }

    /// Status 423: the resource is locked.
    public static func locked(_ resource: String, _ id: String) -> ScalewayErrorAnswer {
        typed(423, "locked", "resource is locked", of(resource, id))
    }

    /// Status 429 as an API answers it, with the limit.
    ///
    /// - Parameters:
    ///   - quota: How many requests there may be in the window.
    ///   - window: How long the window is, in whole seconds.
    ///   - reset: In how many seconds requests are taken again.
    ///   - resetAt: When that is.
    /// - Returns: The answer.
    public static func tooManyRequests(
        quota: Int,
        window: Int,
        reset: Int,
        at resetAt: Timestamp
    ) -> ScalewayErrorAnswer {
        typed(
            429,
            "too_many_requests",
            "too many requests",
            [
                ("help_message", .string("at most \(quota) requests are taken in \(window) seconds")),
                ("limit", ["quota": .number(quota), "window_seconds": .number(window)]),
                ("reset_seconds", .number(reset)), ("reset_at", .string(resetAt.description)),
            ]
        )
    }

    /// Status 429 as the gateway before all APIs answers it: without a body.
    public static var rateLimited: ScalewayErrorAnswer {
        ScalewayErrorAnswer(status: 429, body: nil, headers: ["x-envoy-ratelimited": "true"])
    }

    /// Status 503: the provider has no more of it.
    public static func outOfStock(_ resource: String) -> ScalewayErrorAnswer {
        typed(503, "out_of_stock", "resource is out of stock", [("resource", .string(resource))])
    }

    /// An answer that says nothing but a message.
    public static func untyped(_ status: Int, _ message: String) -> ScalewayErrorAnswer {
        ScalewayErrorAnswer(status: status, body: ["message": .string(message)])
    }

    private static func of(_ resource: String, _ id: String) -> [(String, JSONValue)] {
        [("resource", .string(resource)), ("resource_id", .string(id))]
    }
}
