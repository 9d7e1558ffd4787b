public import CloudContainers

/// What a running migration has to tell; where it names a service, that can also be the ``PlannedJob/key`` of a job.
@nonexhaustive
public enum MigrationEvent: Sendable {
    /// The target's namespace is there; whether this migration made it.
    case namespace(Namespace, isNew: Bool)
    /// A request about a service, or about all, is about to be sent.
    case sending(service: String?, request: PreparedRequest)
    /// A service is there.
    case made(service: String, id: Container.ID)
    /// The status of a service that is waited for.
    case status(service: String, ContainerStatus)
    /// The statuses could not be read; the wait goes on.
    case unreadable(ContainerServiceError)
    /// A service has reached a step.
    case reached(service: String, MigrationState.Step)
    /// Something about a service failed; the others go on.
    case failed(service: String, ContainerServiceError)
    /// A container was left as it is by a roll-back, and why.
    case kept(service: String, reason: String)
    /// A record that somebody has to set where the name is administered, and what it takes the place of.
    case record(service: String, AttachedDomain.Record, replacing: AttachedDomain.Record?)
    /// A domain has reached a step.
    case domain(service: String, host: String, MigrationState.DomainStep)
    /// Something about a domain failed; the others go on.
    case domainFailed(service: String, host: String, ContainerServiceError)
    /// A service has answered a smoke check as it should.
    case answered(service: String, SmokeCheck)
    /// A service was asked nothing although it was wanted, and why.
    case smokeSkipped(service: String, reason: String)
    /// Secrets of a service were not compared with the target's: no value was given, the provider tells nothing of it, or
    /// nobody wanted it.
    case secretsNotCompared(service: String, names: [String])
}

/// How a run ended.
public struct MigrationOutcome: Sendable, Hashable {
    /// What became of a service, or of a job.
    public struct Service: Sendable, Hashable {
        /// Its name at the source; for a job ``PlannedJob/key``.
        public var name: String
        /// Where it stands.
        public var step: MigrationState.Step
        /// The container, or the job, on the target.
        public var id: Container.ID?
        /// Why it stands there.
        public var failure: ContainerServiceError?
        /// Why a roll-back left it.
        public var kept: String?
    }

    /// The services and jobs, in the order of the plan.
    public var services: [Service]
    /// Whether the run was asked to stop before its end.
    public var wasStopped: Bool

    /// Whether every service is there, runs, and is as planned.
    public var isComplete: Bool {
        services.allSatisfy { [.verified, .retired].contains($0.step) && $0.failure == nil }
    }

    /// Whether nothing of the migration is on the target any more.
    public var isRolledBack: Bool {
        services.allSatisfy { [.removed, .notStarted].contains($0.step) && $0.kept == nil }
    }
}
