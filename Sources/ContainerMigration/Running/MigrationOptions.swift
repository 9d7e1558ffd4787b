public import CloudContainers

extension WaitOptions {
    /// How to wait where an hourly limit paces the requests: from 10 to 30 seconds between two looks.
    public static var paced: WaitOptions { WaitOptions(shortestDelay: .seconds(20), longestDelay: .seconds(30)) }
}

/// How a migration runs.
public struct MigrationOptions: Sendable {
    /// How many services are worked on at a time, at least 1.
    public var concurrency: Int
    /// Whether services that were not begun stay so after the first failure.
    public var stopsAtFailure: Bool
    /// Whose secrets are compared with what the target holds.
    public enum SecretVerification: String, Sendable, Hashable, CaseIterable {
        /// Those of every service.
        case all
        /// Those of the services that this run has made, or that somebody changed since they were verified.
        case changed
        /// None; a hash takes a moment each.
        case none
    }

    /// Whose secrets are compared with what the target holds, where it allows that; one at a time.
    public var secretVerification: SecretVerification
    /// How to wait for services to run; its clock is the clock of the journal too.
    public var waiting: WaitOptions
    /// For how long the sources stay after the domains have moved, or where there are none after the services were verified.
    public var soak: Duration = .zero
    /// Which account the target is, in words that are the same for the same account; a roll-back that does not find the
    /// namespace tells by them whether it looks in the wrong place.
    public var account: String?
    /// Who is asked where domains lead, all of them; without any the target's provider is believed.
    public var resolvers: [any NameResolver] = []
    /// What the services have to answer before they are verified; `nil` asks them nothing.
    public var smoke: SmokeChecks?

    /// Makes options.
    public init(
        concurrency: Int = 4,
        stopsAtFailure: Bool = false,
        secretVerification: SecretVerification = .all,
        waiting: WaitOptions = WaitOptions(longestDelay: .seconds(20))
    ) {
        self.concurrency = max(concurrency, 1)
        self.stopsAtFailure = stopsAtFailure
        self.secretVerification = secretVerification
        self.waiting = waiting
    }
}
