package import CloudContainers

/// Reads the errors of Qovery's API: an object with `status` and `detail`, and in older and other places with other members.
package enum QoveryRefusal {
    /// The error that a refusal stands for.
    package static func error(_ response: HTTPResponse) -> ContainerServiceError {
        let answer = RefusedAnswer(response)
        var error = ContainerServiceError(answer.code, "", isRetryable: answer.isRetryable)
        let message = answer.first(of: "detail", "message", "error", "title") ?? answer.text
        error.providerMessage = message
        let words = (message ?? "").lowercased()
        switch answer.status {
        case 400 where words.contains("exist") && !words.contains("already"):
            // A reference to something that is not there (seen with registries and clusters).
            error.code = .notFound
        case 409:
            error.code = conflict(words)
            error.isRetryable = error.code == .busy
        default: break
        }
        for name in ["code", "path"] {
            if let value = answer.first(of: name) { error.details.append(.init(subject: name, reason: value)) }
        }
        return error
    }

    /// What a 409 means: a name in use, or something that has to end first.
    ///
    /// A name is in the message and can hold any word, so what is said of names comes first.
    private static func conflict(_ words: String) -> ContainerServiceError.Code {
        let isTaken = ["already exist", "already taken", "already used", "already in use", "duplicate"]
        if isTaken.contains(where: words.contains) { return .alreadyExists }
        let isUnderWay = ["progress", "running", "already deploying", "queued", "operation", "ongoing"]
        return isUnderWay.contains(where: words.contains) ? .busy : .conflict
    }
}
