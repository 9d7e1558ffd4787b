/// Host names of the user's that lead to containers; one of the optional parts of a ``ContainerService``.
public protocol DomainService: Sendable {
    /// Whether a domain that was added or removed works, or stops working, with the next deployment of its container only.
    var needsDeployment: Bool { get }

    /// The domains of a container, with what the provider found out about them just now.
    func domains(of id: Container.ID) async throws -> [AttachedDomain]

    /// The record that a name needs before it can be added; `nil` where the provider tells it only of a domain that is there.
    func record(for domain: CustomDomain, of id: Container.ID) async throws -> AttachedDomain.Record?

    /// Adds a domain.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `alreadyExists` where the name is in use, and `conflict`, which a later
    ///   try can avoid, where the provider wants the DNS record to be there first.
    func addDomain(_ domain: CustomDomain, to id: Container.ID) async throws -> AttachedDomain

    /// Looks whether a domain leads to the container now; one of another container is
    /// ``ContainerServiceError/Code/notFound``, as is a missing one.
    func checkDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws -> AttachedDomain

    /// Removes a domain; a missing one is ``ContainerServiceError/Code/notFound``.
    func removeDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws
}

extension DomainService {
    /// It takes effect by itself.
    public var needsDeployment: Bool { false }

    /// Nothing before the domain is there.
    public func record(for domain: CustomDomain, of id: Container.ID) async throws -> AttachedDomain.Record? { nil }
}

/// A host name that a provider knows for a container.
public struct AttachedDomain: Sendable, Hashable {
    /// The provider's identifier of a domain.
    public struct ID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The text.
        public let rawValue: String
        /// Makes an identifier from the provider's text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The text.
        public var description: String { rawValue }
    }

    /// Where a domain stands.
    @nonexhaustive
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It leads to the container.
        case ready
        /// The provider is at work on it, or has not looked yet.
        case pending
        /// It does not lead to the container.
        case failed
        /// The provider's word is not known.
        case unknown
    }

    /// The record that has to be set where the name is administered.
    public struct Record: Sendable, Hashable, CustomStringConvertible {
        /// The kind of record, such as `CNAME`.
        public var kind: String
        /// The name it is for.
        public var name: String
        /// What it says.
        public var value: String

        /// Makes a record.
        public init(kind: String, name: String, value: String) {
            self.kind = kind
            self.name = name
            self.value = value
        }

        /// The record as a zone file has it.
        public var description: String { "\(name). \(kind) \(value)." }
    }

    /// The identifier.
    public var id: ID
    /// The domain.
    public var domain: CustomDomain
    /// The record to set; `nil` while the provider does not know it.
    public var record: Record?
    /// Where it stands.
    public var state: State
    /// The provider's own word.
    public var providerWord: String
    /// What the provider says about it, if it says something.
    public var message: String?

    /// Makes a domain.
    public init(
        id: ID,
        domain: CustomDomain,
        record: Record? = nil,
        state: State,
        providerWord: String,
        message: String? = nil
    ) {
        self.id = id
        self.domain = domain
        self.record = record
        self.state = state
        self.providerWord = providerWord
        self.message = message
    }
}
