/// What a provider lets one know about a secret that it holds.
public enum SecretProof: String, Sendable, Hashable, CaseIterable {
    /// The provider holds exactly this value.
    case equal
    /// The provider holds another value.
    case different
    /// The provider holds a value, and does not say which.
    case present
    /// The provider has no secret of that name.
    case missing
}
