import CloudContainers

/// Why a command ends without its result.
struct Failure: Error {
    /// The status to end with.
    var status: ExitStatus
    /// What to print: each as an error of its own.
    var diagnostics: [Diagnostic]
    /// What to print after them: what failed at a provider.
    var reports: [ServiceErrorReport] = []

    /// Makes a failure of diagnostics.
    init(_ status: ExitStatus, _ diagnostics: [Diagnostic]) {
        self.status = status
        self.diagnostics = diagnostics
    }

    /// Makes a failure of a sentence; an empty one prints nothing.
    init(_ status: ExitStatus, _ problem: String, source: String? = nil, advice: String? = nil) {
        self.status = status
        diagnostics = problem.isEmpty ? [] : [Diagnostic(problem: problem, advice: advice, source: source)]
    }

    /// Makes a failure of what failed at a provider.
    init(_ status: ExitStatus, _ reports: [ServiceErrorReport]) {
        self.status = status
        diagnostics = []
        self.reports = reports
    }

    /// The same failure, with what names the value that it is about.
    func from(_ place: String) -> Failure {
        var failure = self
        for index in failure.diagnostics.indices { failure.diagnostics[index].problem += ", which \(place) names" }
        return failure
    }

    /// Makes a failure of a library's error about an input.
    init(_ error: ContainerServiceError) {
        status = error.code == .notFound ? .notFound : .wrongInput
        diagnostics = error.diagnostics.isEmpty ? [Diagnostic(problem: error.message)] : error.diagnostics
    }
}

extension Failure {
    /// The diagnostics, each with what to do, in general words where it says nothing else of it.
    var advised: [Diagnostic] {
        diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            let isAdvised = [diagnostic.advice, diagnostic.allowed, diagnostic.replacement].contains { $0 != nil }
            if !isAdvised { diagnostic.advice = status.advice }
            return diagnostic
        }
    }

    /// What to do about a bug of the tool.
    static let bugAdvice = """
        This is a bug of cloudctl. Please open an issue in the repository of cloud-containers with the command, what cloudctl \
        doctor prints, and what this command prints with --verbose: neither holds a secret.
        """
}
