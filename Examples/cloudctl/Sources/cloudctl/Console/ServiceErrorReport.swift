package import CloudContainers

/// What failed at a provider, in the parts that are printed: what happened, why, and what to do.
package struct ServiceErrorReport {
    /// What happened.
    var problem: String
    /// Why, in the provider's words.
    var reasons: [String]
    /// What to do.
    var advice: String?
    /// The provider's identifier of the request.
    var requestID: String?

    /// Makes a report of an error.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - subject: What it is about, where the error names it by its identifier only.
    ///   - provider: The provider, for advice that only it can give.
    init(_ error: ContainerServiceError, about subject: String? = nil, provider: (any CloudProvider)? = nil) {
        let said = [error.providerMessage].compactMap(\.self) + error.details.map(\.description)
        if let provider = error.provider, let operation = error.operation, error.httpStatus != nil, !said.isEmpty {
            problem = "\(provider) refused to \(operation)"
            reasons = said
            if let status = error.httpStatus { reasons[reasons.count - 1] += " (status \(status))" }
        } else if error.code == .deploymentFailed, let subject {
            problem = "\(subject) failed"
            reasons = said.isEmpty ? [error.message] : said
        } else {
            problem = error.message
            reasons = []
        }
        if let subject, !problem.hasPrefix(subject) { problem = "\(subject): \(problem)" }
        let registered = provider ?? error.provider.flatMap { Registry.provider(of: $0) }
        // What is known of the place is worth more than what holds for all errors of its kind.
        let place = error.httpStatus == nil ? error.diagnostics.first : nil
        if let said = place?.advice, problem.hasSuffix(". " + said) { problem.removeLast(said.count + 2) }
        advice = place.flatMap(DiagnosticPrinter.help) ?? registered?.advice(for: error) ?? Self.advice(for: error)
        requestID = error.requestID
    }

    /// What to do about values that a provider does not take.
    private static func refusedValues(_ names: [String]) -> String {
        let what = names.isEmpty ? "that value" : Set(names).sorted().joined(separator: ", ")
        return "Change \(what) in the manifest or on the command line; cloudctl explain says what each provider takes."
    }

    /// What to do about an error of any provider.
    package static func advice(for error: ContainerServiceError) -> String {
        switch error.code {
        case .invalidInput:
            error.httpStatus == nil
                ? "Correct what the message names, and run the command again."
                : Self.refusedValues(error.details.map(\.subject))
        case .notFound: "cloudctl list shows what there is."
        case .alreadyExists: "Choose another name."
        case .conflict where error.providerMessage?.hasPrefix("could not validate domain") == true:
            "Set the record that the message names first, then run the same command again."
        case .conflict, .busy: "Something else is under way there. Run the command again when it has ended."
        case .unsupported: "cloudctl providers shows what each provider can do."
        case .secretMissing: "Give the value of the secret."
        case .consentMissing: "Consent to what would be lost, or change the service."
        case .unauthenticated: "Check the credential: it may be wrong, expired or deleted."
        case .permissionDenied: "The credential is good, but it lacks the right to do this, or the thing is not yours."
        case .quotaExceeded: "Delete what is not needed, or ask the provider for a larger quota."
        case .rateLimited: "Run the command again a little later, or ask for less at once."
        case .unavailable:
            error.httpStatus == nil
                ? "Check the connection, the proxy and the address of the API."
                : "Run the command again later; the provider's status page says more."
        case .timedOut: "The provider goes on with it. Look with cloudctl status, or wait longer with --timeout."
        case .deploymentFailed: "Look at the logs of the service in the provider's console."
        case .outcomeUnknown: "Nobody knows whether it was done. Look with cloudctl status before you run it again."
        case .answerNotUnderstood: "The API may have changed. Please report it with what --verbose prints."
        case .storageFailed: "Look whether the disk is full, and who may write there."
        @unknown default: ExitStatus(error).advice
        }
    }
}

extension Failure {
    /// Makes a failure of what went wrong at a provider.
    init(serviceError error: ContainerServiceError, provider: (any CloudProvider)? = nil) {
        let status = ExitStatus(error)
        if error.diagnostics.isEmpty || error.httpStatus != nil {
            self.init(status, [ServiceErrorReport(error, provider: provider)])
        } else {
            self.init(status, error.diagnostics)
        }
    }
}

extension ExitStatus {
    /// The status that an error ends with.
    package init(_ error: ContainerServiceError) {
        self =
            switch error.code {
            case .invalidInput: .wrongInput
            case .consentMissing, .secretMissing: .blocked
            case .storageFailed: .cannotWrite
            case .notFound: .notFound
            case .unauthenticated, .permissionDenied: .noCredential
            case .rateLimited, .busy: .tryLater
            // A list that changed each time it was read; what a provider refuses needs something else first.
            case .conflict where error.isRetryable && error.httpStatus == nil: .tryLater
            case .unavailable: error.httpStatus == nil ? .unreachable : .tryLater
            case .timedOut: .timedOut
            case .answerNotUnderstood: .notUnderstood
            default: .failed
            }
    }
}
