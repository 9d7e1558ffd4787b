import CloudContainers

/// The longest time that services are waited for, and what it follows from.
struct WaitLimit: Sendable {
    /// The time.
    let duration: Duration
    /// What is said before the wait; `nil` where the command line says it already.
    let words: String?

    /// Makes a limit.
    ///
    /// - Parameters:
    ///   - named: What the command line names; `nil` for what the provider needs at most.
    ///   - specs: The services that are waited for.
    ///   - goal: What is waited for.
    ///   - provider: The provider.
    init(_ named: Duration?, for specs: [ContainerSpec], until goal: WaitGoal, of provider: any CloudProvider) {
        if let named {
            duration = named
            words = named == .noLimit ? "waiting without a limit" : nil
            return
        }
        let dialect = provider.dialect
        let longest = dialect.deploymentLimit(of: nil)
        let limits = specs.map { (spec: $0, limit: dialect.deploymentLimit(of: $0)) }
        guard goal == .ready, let slowest = limits.max(by: { $0.limit < $1.limit }), slowest.limit != longest else {
            // It is the same whatever the probes are.
            duration = longest
            let reason = goal == .ready ? "names no limit of its own" : "may take as long"
            words = "waiting up to \(longest.text): \(provider.name) \(reason)"
            return
        }
        duration = slowest.limit
        words = "waiting up to \(slowest.limit.text): \(Self.reason(slowest.spec, slowest.limit, provider))"
    }

    private static func reason(_ spec: ContainerSpec, _ limit: Duration, _ provider: any CloudProvider) -> String {
        let name = TerminalText.escaped(spec.name)
        let checks = ProbeMaths.checks(of: spec)
        if checks.isEmpty { return "\(name) has no probe, \(provider.name) checks it by itself" }
        let rest = checks.reduce(limit) { $0 - $1.longest }
        let words = checks.map { "\($0.name) \($0.words)" }.joined(separator: ", ")
        return "\(name) has \(words)" + (rest > .zero ? ", and \(rest.text) to begin" : "")
    }
}

extension Duration {
    /// The longest wait of somebody who wants none to end: 136 years.
    static let noLimit = Duration.seconds(1 << 32)
}
