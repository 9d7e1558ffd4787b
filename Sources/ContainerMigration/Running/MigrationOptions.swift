public import CloudContainers

/// How a migration runs.
public struct MigrationOptions: Sendable {
    /// How many services are worked on at a time, at least 1.
    public var concurrency: Int
    /// Whether services that were not begun stay so after the first failure.
    public var stopsAtFailure: Bool
    /// Whether the values of secrets are compared with what the target holds, where it allows that.
    public var provesSecrets: Bool
    /// How to wait for services to run; its clock is the clock of the journal too.
    public var waiting: WaitOptions

    /// Makes options.
    public init(
        concurrency: Int = 4,
        stopsAtFailure: Bool = false,
        provesSecrets: Bool = true,
        waiting: WaitOptions = WaitOptions(longestDelay: .seconds(20))
    ) {
        self.concurrency = max(concurrency, 1)
        self.stopsAtFailure = stopsAtFailure
        self.provesSecrets = provesSecrets
        self.waiting = waiting
    }
}
