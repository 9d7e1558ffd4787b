/// Codes about how long requests may take.
extension FindingCode {
    /// Idle time becomes total time.
    public static let timeoutIdle = FindingCode(rawValue: "CC-TIMEOUT-IDLE")
    /// Total time becomes idle time.
    public static let timeoutTotal = FindingCode(rawValue: "CC-TIMEOUT-TOTAL")
    /// Time-out reduced.
    public static let timeoutReduced = FindingCode(rawValue: "CC-TIMEOUT-REDUCED")
    /// Time-out raised.
    public static let timeoutRaised = FindingCode(rawValue: "CC-TIMEOUT-RAISED")
}

extension FindingPage {
    /// The pages about how long requests may take.
    static let timeouts: [FindingPage] = [
        FindingPage(
            .timeoutIdle,
            title: "Idle time becomes total time",
            summary: "The source limits the silence in a request, the target limits the whole request.",
            meaning: """
                The larger of the idle time and 300 s is written as the time of the whole request, at most 3600 s.
                """,
            reason: """
                The time-outs of Qovery's proxy count the time between two reads; Scaleway's `timeout` counts the \
                whole request.
                """,
            advice: "Check the longest request and stream of the service, then consent with `--allow CC-TIMEOUT-IDLE`."
        ),
        FindingPage(
            .timeoutTotal,
            title: "Total time becomes idle time",
            summary: "The source limits the whole request, the target limits the silence in it.",
            meaning: """
                The same number of seconds is written to the time-outs of Qovery's proxy; a request that keeps sending \
                may last longer.
                """,
            reason: """
                NGINX and the Envoy gateway have different settings (Qovery API document), so both are written where \
                the cluster's proxy is not known.
                """,
            advice: """
                Name the proxy with `--ingress nginx` or `--ingress gateway`, and consent with `--allow \
                CC-TIMEOUT-TOTAL`.
                """
        ),
        FindingPage(
            .timeoutReduced,
            title: "Time-out reduced",
            summary: "Requests may take less time than in the source.",
            meaning: "Scaleway takes at most 3600 s for a request; what is above is lost.",
            reason: "The bound is that of Scaleway's documentation.",
            advice: "Move longer work into a job, or consent with `--allow CC-TIMEOUT-REDUCED`."
        ),
        FindingPage(
            .timeoutRaised,
            title: "Time-out raised",
            summary: "Requests may take more time than in the source, because the target has a higher minimum.",
            meaning: "Scaleway takes at least 10 s.",
            reason: "The bound is that of Scaleway's documentation.",
            advice: "Nothing needs to be done; strict mode asks for `--allow CC-TIMEOUT-RAISED`."
        ),
    ]
}
