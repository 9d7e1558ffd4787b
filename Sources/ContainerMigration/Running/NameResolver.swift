/// Somebody who can tell where host names lead: a resolver of the domain name system.
public protocol NameResolver: Sendable {
    /// What a person calls it, such as the address of the resolver.
    var name: String { get }

    /// Whether a host name leads to another, directly, over others, or because both have the same addresses.
    ///
    /// - Throws: Whatever keeps it from answering; a name that does not exist leads nowhere.
    func leads(_ host: String, to target: String) async throws -> Bool
}
