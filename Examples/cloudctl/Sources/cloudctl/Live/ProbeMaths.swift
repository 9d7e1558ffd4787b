import CloudContainers

/// How long a probe lets a service fail before something follows from it.
struct ProbeMaths {
    /// The name of the probe: `startup`.
    let name: String
    /// The time between two checks.
    let interval: Duration
    /// The checks that have to fail, one after another.
    let failures: Int
    /// The time before the first.
    let delay: Duration

    /// The longest that it takes until the last of them.
    var longest: Duration { interval * failures }

    /// The same in words: `12 × 10s`.
    var words: String { "\(failures) × \(interval.text)" }

    /// What follows from it, in words.
    var meaning: String {
        let sum = (delay > .zero ? "\(delay.text) + " : "") + "\(words) = \((delay + longest).text)"
        return switch name {
        case "startup": "startup: \(sum), in which it has to start"
        case "readiness": "readiness: \(sum) of failures, after which it gets no requests"
        default: "\(name): \(sum) of failures, after which it is started anew"
        }
    }

    /// Does the sums of a probe; `nil` where one of its numbers is the provider's.
    init?(_ name: String, _ probe: Probe?) {
        guard let probe, let interval = probe.interval, let failures = probe.failureThreshold else { return nil }
        (self.name, self.interval, self.failures) = (name, interval, failures.value)
        delay = probe.initialDelay ?? .zero
    }

    /// Those that a service has to pass before it is ready.
    static func checks(of spec: ContainerSpec) -> [ProbeMaths] {
        [ProbeMaths("startup", spec.probes.startup), ProbeMaths("liveness", spec.probes.liveness)].compactMap(\.self)
    }
}
