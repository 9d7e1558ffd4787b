public import CloudContainers

/// A domain of a planned service, on its way from the source to the target.
public struct DomainMove: Sendable, Hashable {
    /// The service, by its name at the source.
    public var service: String
    /// The domain.
    public var domain: CustomDomain
    /// Where it stands.
    public var step: MigrationState.DomainStep
    /// The record that leads to the source; `nil` where the source does not tell it any more.
    public var before: AttachedDomain.Record?
    /// The record that leads to the target; `nil` where the target tells it only when the domain is there.
    public var record: AttachedDomain.Record?
    /// Whether the target wants the record to be set before it takes the domain, so that callers get errors until it is ready.
    public var needsRecordFirst: Bool
    /// Why it stands there, or what keeps it from being moved.
    public var failure: ContainerServiceError?
    /// The container on the target.
    var container: Container.ID?

    /// The host name.
    public var host: String { domain.host }
    /// Whether there is still something to do to move it.
    var isOpen: Bool { step != .moved && failure == nil }
}

/// Sets the records of domains in the place of a person.
///
/// It sets ``DomainMove/record`` when domains move, and ``DomainMove/before`` when they are taken back. It returns when the record is
/// set, which need not be visible everywhere yet.
public struct RecordSetter: Sendable {
    let set: @Sendable (DomainMove) async throws -> Void

    /// Makes a setter.
    public init(_ set: @escaping @Sendable (DomainMove) async throws -> Void) { self.set = set }
}

/// What became of domains.
public struct DomainOutcome: Sendable, Hashable {
    /// The domains, in the order of the plan.
    public var domains: [DomainMove]
    /// Whether it was asked to stop before its end.
    public var wasStopped: Bool

    /// Whether every domain leads to the target.
    public var isMoved: Bool { domains.allSatisfy { $0.step == .moved } }
    /// Whether no domain is on the target because of this migration any more.
    public var isReverted: Bool {
        domains.allSatisfy { [.reverted, .notMoved].contains($0.step) && $0.failure == nil }
    }
}
