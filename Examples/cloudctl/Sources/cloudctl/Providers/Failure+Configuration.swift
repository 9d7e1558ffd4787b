import CloudContainers

extension Failure {
    /// Makes a failure of configuration: a missing credential, or a value that is not of its form.
    init(configurationError error: ContainerServiceError) {
        guard error.code == .unauthenticated else {
            let diagnostics = error.diagnostics.isEmpty ? [Diagnostic(problem: error.message)] : error.diagnostics
            self.init(.wrongConfiguration, diagnostics)
            return
        }
        // The first sentence says where it was looked for, the others what to do.
        let sentences = error.message.split(separator: ". ", maxSplits: 1)
        let advice = sentences.count > 1 ? String(sentences[1]) : nil
        self.init(.noCredential, sentences.first.map(String.init) ?? error.message, advice: advice)
    }
}
