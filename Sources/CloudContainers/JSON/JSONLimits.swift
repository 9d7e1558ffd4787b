/// How large a document may be before it is refused.
public struct JSONLimits: Sendable, Hashable {
    /// How many lists and objects may stand inside each other, at most 1,024 whatever is set.
    public var maximumDepth = 512
    /// How large the text may be.
    public var maximumSize = ByteCount.mebibytes(64)

    /// Makes limits; the defaults suit a file that somebody wrote.
    public init(maximumDepth: Int = 512, maximumSize: ByteCount = .mebibytes(64)) {
        self.maximumDepth = maximumDepth
        self.maximumSize = maximumSize
    }

    /// The depth that is obeyed; freeing a much deeper value could exhaust the stack of a thread.
    var effectiveDepth: Int { min(max(maximumDepth, 0), 1024) }
}
