package import CloudContainers

/// Reads the errors of Scaleway's APIs: a type, a message, and members that depend on the type.
package enum ScalewayRefusal {
    /// The error that a refusal stands for.
    package static func error(_ response: HTTPResponse) -> ContainerServiceError {
        let answer = RefusedAnswer(response)
        var error = ContainerServiceError(answer.code, "", isRetryable: answer.isRetryable)
        error.providerMessage = answer.first(of: "message") ?? answer.text
        guard let object = answer.object else { return error }
        if let type = object["type"]?.string, let code = codes[type] {
            error.code = code
            error.isRetryable = retryable.contains(type)
        } else if let code = untyped(error.providerMessage ?? "") {
            error.code = code
            error.isRetryable = code != .quotaExceeded
        }
        error.details = details(of: object)
        return error
    }

    private static let codes: [String: ContainerServiceError.Code] = [
        "invalid_arguments": .invalidInput, "invalid_request_error": .invalidInput,
        "denied_authentication": .unauthenticated, "permissions_denied": .permissionDenied,
        "quotas_exceeded": .quotaExceeded, "not_found": .notFound, "unknown_resource": .notFound,
        "resource_expired": .notFound, "expired": .notFound, "transient_state": .busy,
        "already_exists": .alreadyExists, "conflict": .conflict, "precondition_failed": .conflict,
        "locked": .permissionDenied, "too_many_requests": .rateLimited, "out_of_stock": .unavailable,
    ]

    private static let retryable: Set<String> = ["transient_state", "conflict", "too_many_requests", "out_of_stock"]

    /// Refusals without a type, which only their words tell apart (recorded).
    private static func untyped(_ message: String) -> ContainerServiceError.Code? {
        if message.contains("quota") && message.contains("exceeded") { return .quotaExceeded }
        if message.contains("still running") || message.contains("concurrently updated") { return .busy }
        return message.hasPrefix("could not validate domain") ? .conflict : nil
    }

    private static func details(of object: JSONObject) -> [ContainerServiceError.Detail] {
        func text(_ value: JSONValue?) -> String? { value?.string ?? value?.number?.text }
        var result = (object["details"]?.array ?? []).compactMap { item -> ContainerServiceError.Detail? in
            if let name = item["argument_name"]?.string {
                return .init(
                    subject: name,
                    reason: item["reason"]?.string ?? "refused",
                    help: item["help_message"]?.string
                )
            }
            guard let resource = item["resource"]?.string else { return nil }
            if let quota = text(item["quota"]) {
                return .init(
                    subject: resource,
                    reason: "the quota is \(quota), used \(text(item["current"]) ?? "unknown")"
                )
            }
            return .init(subject: resource, reason: "no right to \(item["action"]?.string ?? "use it")")
        }
        let about = object["resource"]?.string ?? object["type"]?.string ?? "request"
        for (name, words) in [
            ("current_state", "is"), ("precondition", "needs"), ("expired_since", "expired since"),
            ("method", "was shown as"),
        ] {
            guard let value = object[name]?.string else { continue }
            // Who it is that is busy.
            let id = object["resource_id"]?.string.map { " \($0)" } ?? ""
            result.append(.init(subject: about + id, reason: "\(words) \(value)"))
        }
        if object["method"] != nil, let reason = object["reason"]?.string {
            result.append(.init(subject: about, reason: reason))
        }
        if let seconds = object["reset_seconds"]?.integer {
            result.append(.init(subject: "rate limit", reason: "starts anew in \(seconds) s"))
        }
        if let help = object["help_message"]?.string, !help.isEmpty {
            result.append(.init(subject: about, reason: help))
        }
        for (name, texts) in object["fields"]?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
            let reasons = texts.array?.compactMap(\.string) ?? []
            result.append(.init(subject: name, reason: reasons.joined(separator: ", ")))
        }
        return result
    }
}
