/// Transports around this one.
///
/// They chain from the network outwards, in this order:
///
/// ```swift
/// let transport = network.logging { entry in print(entry) }
///     .paced(to: RateLimit(requests: 1000, per: .seconds(3600)))
///     .retrying()
/// ```
///
/// Recording and logging are innermost, so that they see each attempt as it is sent, and time it without any wait.
/// Pacing is next, since a server counts attempts. Repeating is outermost, so that a repeat is paced and logged like
/// any other request; waits for the pace count towards its time.
extension HTTPTransport {
    /// This transport with repeats, see ``RetryingTransport``.
    public func retrying(
        _ policy: RetryPolicy = RetryPolicy(),
        budget: RetryBudget = RetryBudget(),
        time: any TimeSource = SystemTime(),
        randomness: any Randomness = SystemRandomness(),
        observer: (@Sendable (TransportEvent) async -> Void)? = nil
    ) -> RetryingTransport {
        RetryingTransport(
            self,
            policy: policy,
            budget: budget,
            time: time,
            randomness: randomness,
            observer: observer
        )
    }

    /// This transport with a limit of requests, see ``PacedTransport``.
    public func paced(
        to limit: RateLimit?,
        maximumWait: Duration = .seconds(3600),
        time: any TimeSource = SystemTime(),
        observer: (@Sendable (TransportEvent) async -> Void)? = nil
    ) -> PacedTransport {
        PacedTransport(self, limit: limit, maximumWait: maximumWait, time: time, observer: observer)
    }

    /// This transport with a log, see ``LoggingTransport``.
    public func logging(
        showsBodies: Bool = false,
        time: any TimeSource = SystemTime(),
        to log: @escaping @Sendable (HTTPLogEntry) async -> Void
    ) -> LoggingTransport {
        LoggingTransport(self, showsBodies: showsBodies, time: time, log: log)
    }

    /// This transport with a recording, see ``RecordingTransport``.
    public func recording() -> RecordingTransport { RecordingTransport(self) }
}
