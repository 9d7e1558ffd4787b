/// The stable code of a finding, such as `CC-MEM-ROUNDED`.
///
/// A code never changes its meaning, so scripts and consent can rely on it. What a code says, why, and what to do about it
/// stands on its ``FindingPage``. Codes with another text than the ones declared here can be made, because a later version,
/// or a provider of somebody else, may have them.
public struct FindingCode: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The code as reports print it and as the flag `--allow` takes it.
    public let rawValue: String

    /// Makes a code from its text, which is not checked.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The code's text.
    public var description: String { rawValue }

    /// Whether the first code comes before the second one in the order of their texts.
    public static func < (left: FindingCode, right: FindingCode) -> Bool { left.rawValue < right.rawValue }
}
