public import CloudContainers

/// What becomes of one service.
public struct ServicePlan: Sendable, Hashable {
    /// What is done.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// It is new.
        case create
        /// It is changed in place.
        case update
        /// It is made anew, and the old one deleted, since what changes cannot be changed in place; its address changes.
        case replace
        /// It is deleted.
        case delete
        /// It is as its manifest says.
        case unchanged
    }

    /// What stands in the way, beside findings.
    public enum Obstacle: Sendable, Hashable {
        /// The service is not marked as one of this application; the mark that it has, or the tool that its tags name.
        case notOurs(owner: String?)
        /// The service would be replaced, which nobody has allowed.
        case replacement

        /// Whose the service is, for a person: `the application shop`, `a migration`, `Terraform`; `nil` for nobody.
        public var holder: String? {
            guard case .notOurs(let owner?) = self else { return nil }
            if let mark = ApplicationMark(owner) { return "the application \(mark.application)" }
            return owner.hasPrefix("migration.") ? "a migration" : owner
        }
    }

    /// The name.
    public var name: String
    /// What is done.
    public var action: Action
    /// The container that is there.
    public var id: Container.ID?
    /// The container in another namespace that is deleted once the new one runs.
    public var formerID: Container.ID?
    /// The requests; `nil` where a finding stands in the way.
    public var change: PreparedChange?
    /// What differs.
    public var differences: [FieldDifference]
    /// What is lost, adjusted, or in the way.
    public var findings: [Finding]
    /// What stands in the way, beside findings.
    public var obstacle: Obstacle?
    /// The secrets whose values are sent: those that are new, and those that are known to differ.
    public var secrets: [String]
    /// The secrets that are there and cannot be compared.
    public var uncomparedSecrets: [String]
    /// Whether the service is there as it should be, but does not run that.
    public var needsDeployment: Bool
    /// Whether the service is stopped, and therefore not deployed with what changes.
    public var isStopped = false
    /// The fingerprint of what was read.
    var basis: String?

    /// The container whose payload ``basis`` is of.
    var basisID: Container.ID? { id ?? formerID }

    /// Whether it is a container of the former namespace that is deleted.
    var isFormer = false

    /// Whether something is sent.
    public var isChange: Bool { action != .unchanged || !secrets.isEmpty || needsDeployment }

    /// The secrets whose values the requests hold; all others of ``secrets`` are set by themselves.
    var requestedSecrets: Set<String> { Set((change?.requests ?? []).flatMap(\.secretNames)) }

    /// The findings that still need consent.
    public func unconsented(_ given: Resolutions) -> [Finding] { ledger.unconsented(given) }

    /// The findings that stop the service.
    public var blockers: [Finding] { findings.filter { $0.outcome.demand == .resolution } }

    /// The findings as a ledger, an entry for each.
    public var ledger: Ledger { Ledger(of: findings) }
}
