/// Codes about health checks.
extension FindingCode {
    /// Check replaced.
    public static let probeReplaced = FindingCode(rawValue: "CC-PROBE-REPLACED")
    /// Default check.
    public static let probeDefault = FindingCode(rawValue: "CC-PROBE-DEFAULT")
    /// Readiness becomes startup.
    public static let probeReadiness = FindingCode(rawValue: "CC-PROBE-READINESS")
    /// Startup becomes delay.
    public static let probeStartup = FindingCode(rawValue: "CC-PROBE-STARTUP")
    /// Delay replaced.
    public static let probeDelay = FindingCode(rawValue: "CC-PROBE-DELAY")
    /// Probe timing fitted.
    public static let probeTiming = FindingCode(rawValue: "CC-PROBE-TIMING")
    /// Success threshold dropped.
    public static let probeSuccess = FindingCode(rawValue: "CC-PROBE-SUCCESS")
    /// Probe time rounded up.
    public static let probeRounded = FindingCode(rawValue: "CC-PROBE-ROUNDED")
}

extension FindingPage {
    /// The pages about health checks.
    static let probes: [FindingPage] = [
        FindingPage(
            .probeReplaced,
            title: "Check replaced",
            summary: "The target cannot run this check, so its tcp check of the container's port stands in.",
            meaning: """
                A check by command or gRPC, of another port, another host or by https becomes a tcp check; as liveness \
                it runs 30 times at 10 s.
                """,
            reason: """
                Scaleway's probes check the container's port by tcp or http only (Scaleway SDK), and Qovery takes one \
                check for each probe.
                """,
            advice: "Offer an http check on the service's own port, or consent with `--allow CC-PROBE-REPLACED`."
        ),
        FindingPage(
            .probeDefault,
            title: "Default check",
            summary: "There is no liveness probe, so Scaleway checks the container's port by tcp.",
            meaning: "30 attempts at 10 s: a service that does not open its port within 300 s fails.",
            reason: """
                Scaleway's API puts this probe wherever none is given, and it cannot be removed (Scaleway recordings).
                """,
            advice: """
                Make sure that the service opens its port, or give a probe of its own; strict mode asks for `--allow \
                CC-PROBE-DEFAULT`.
                """
        ),
        FindingPage(
            .probeReadiness,
            title: "Readiness becomes startup",
            summary: "The readiness probe becomes a startup probe, which gates the start and not the traffic.",
            meaning: """
                Once started, an instance gets requests even while the check would fail; the time that the source \
                allows is kept.
                """,
            reason: "Scaleway has startup and liveness probes only (Scaleway SDK).",
            advice: """
                Answer with an error while the service cannot serve, then consent with `--allow CC-PROBE-READINESS`.
                """
        ),
        FindingPage(
            .probeStartup,
            title: "Startup becomes delay",
            summary: "Qovery has no startup probe, so its time becomes the delay of the liveness probe.",
            meaning: """
                The delay is the interval times the attempts, in seconds; without a readiness probe the same check \
                also becomes readiness.
                """,
            reason: "Qovery's health checks are readiness and liveness only (Qovery API document).",
            advice: "Consent with `--allow CC-PROBE-STARTUP`; a service that starts fast is checked later than before."
        ),
        FindingPage(
            .probeDelay,
            title: "Delay replaced",
            summary: "Scaleway knows no initial delay, so a startup probe holds the liveness probe back.",
            meaning: "Liveness begins when the startup probe has passed, and not after a fixed time.",
            reason: "Scaleway's probes have attempts, interval and time-out only (Scaleway SDK).",
            advice: "Consent with `--allow CC-PROBE-DELAY`; the startup probe allows at least the time of the delay."
        ),
        FindingPage(
            .probeTiming,
            title: "Probe timing fitted",
            summary: "Attempts and interval of the probe were fitted to the bounds of the target.",
            meaning: """
                Scaleway takes 3 to 50 attempts at 5 s to 120 s; they are chosen so that they cover at least the same \
                time, as far as the bounds allow.
                """,
            reason: "The bounds are Scaleway's API validation rules and, for the interval, those of its console.",
            advice: "Compare the two timings in the finding, then consent with `--allow CC-PROBE-TIMING`."
        ),
        FindingPage(
            .probeSuccess,
            title: "Success threshold dropped",
            summary: "The target takes the first success as enough, so the success threshold is dropped.",
            meaning: "The source asks for several successes in a row before an instance counts as healthy.",
            reason: "Scaleway's probes have no success threshold (Scaleway SDK).",
            advice: "Consent with `--allow CC-PROBE-SUCCESS`, or let the check fail until the service is steady."
        ),
        FindingPage(
            .probeRounded,
            title: "Probe time rounded up",
            summary: "Qovery takes whole seconds, so a time of the probe is rounded up.",
            meaning: "A fraction of a second is added to the delay, the interval or the time-out.",
            reason: "All times of Qovery's probes are integers in seconds (Qovery API document).",
            advice: "Nothing needs to be done; strict mode asks for `--allow CC-PROBE-ROUNDED`."
        ),
    ]
}
