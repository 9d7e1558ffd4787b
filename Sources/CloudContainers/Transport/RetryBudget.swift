/// How many repeats all tasks together may still send, so that an outage does not multiply their requests.
///
/// A repeat costs 5 tokens, and 10 after a time-out, which has already cost the server most; a request that succeeds at
/// once gives 1 back. Without tokens nothing is repeated. These are the numbers of the standard mode of the AWS
/// clients.
public actor RetryBudget {
    /// The tokens at the beginning, and the most there can be.
    public nonisolated let capacity: Int
    /// The tokens that are left.
    public private(set) var tokens: Int

    /// What a repeat costs.
    static let repeatCost = 5
    /// What a repeat after a time-out costs.
    static let timeOutCost = 10

    /// Makes a budget; a capacity below zero is zero.
    public init(capacity: Int = 500) {
        self.capacity = max(capacity, 0)
        tokens = self.capacity
    }

    /// Takes the tokens of a repeat.
    ///
    /// - Parameter isAfterTimeOut: Whether the attempt before ran out of time.
    /// - Returns: Whether there were enough; if not, none are taken.
    public func takeRepeat(isAfterTimeOut: Bool) -> Bool {
        let cost = isAfterTimeOut ? Self.timeOutCost : Self.repeatCost
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }

    /// Gives a token back for a request that succeeded at its first attempt.
    public func giveBack() { tokens = min(tokens + 1, capacity) }
}
