/// The name of a provider, such as `qovery`.
///
/// Providers are an open set, so this is a name with known values and not an enumeration.
public struct ProviderID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The text.
    public let rawValue: String

    /// Makes an identifier from a name in lower case.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text.
    public var description: String { rawValue }

    /// Whether the first comes before the second in the order of their texts.
    public static func < (left: ProviderID, right: ProviderID) -> Bool { left.rawValue < right.rawValue }
}
