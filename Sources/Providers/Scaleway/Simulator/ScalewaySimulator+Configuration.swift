public import CloudContainers

extension ScalewaySimulator {
    /// What an account is like: who it is, how long things take, and how much it may have.
    public struct Configuration: Sendable {
        /// The secret key that every test may know; it opens nothing but a simulator.
        public static let sampleSecretKey = "5ca1ab1e-0000-4000-8000-000000005ca1"

        /// The identifier of the project's source of logs.
        public static let logsSourceID = "10650e00-0000-4000-8000-000000010650"
        /// The regions that the API has.
        static let regions = ["fr-par", "nl-ams", "pl-waw"]

        /// The secret key that `X-Auth-Token` has to hold.
        public var secretKey = sampleSecretKey
        /// The secret key of somebody who may only read; `nil` for nobody.
        public var readersKey: String?
        /// The organization of the key.
        public var organizationID = "0a11ce00-0000-4000-8000-00000000a11c"
        /// The project that namespaces are made in; others are refused.
        public var projectID = "0b0b5000-0000-4000-8000-0000000b0b50"
        /// The region that the project is in; in the others there is nothing, and nothing can be made.
        public var region = "fr-par"
        /// Where logs are read, without a slash at its end; `nil` for the host that the real API names.
        ///
        /// Whoever serves a simulator on loopback names its own address here. Then `/loki/api/v1/query_range` is answered on
        /// every host.
        public var logsURL: String?
        /// How long things take.
        public var durations = Durations()
        /// How much there may be.
        public var quotas = Quotas()
        /// How many elements a page has where a request does not say.
        public var defaultPageSize = 20
        /// The time zones that schedules of jobs may name; `nil` takes every name and reads it as UTC.
        ///
        /// The library has no time zones of its own. Who has them gives the offset of a zone at an instant, and `nil` for a zone
        /// that does not exist, which is then refused.
        public var timeZones: (@Sendable (TimeZoneName, Timestamp) -> UTCOffset?)?
        /// What hashes of secrets cost, as they say themselves; cheaper than the real API's unless it is told.
        public var hashCost = HashCost()
        /// Whether deleting what is being created or updated is refused, as updating it is.
        ///
        /// No recording shows what the real API does; the official tools wait before they delete. A namespace never waits for
        /// what is inside of it.
        public var refusesDeletionInTransientState = true

        /// Makes a configuration; all its values can be changed.
        public init() {}
    }

    /// How long things take: for each a shortest and a longest time, between which the seed chooses.
    public struct Durations: Sendable, Hashable {
        /// Until a namespace is ready after its creation or a change of its variables.
        public var namespaceReady: ClosedRange<Duration> = .seconds(5) ... .seconds(15)
        /// Until a deleted namespace is gone with all that it holds.
        public var namespaceGone: ClosedRange<Duration> = .seconds(5) ... .seconds(16)
        /// Until a container that answers its probes is ready.
        public var containerReady: ClosedRange<Duration> = .seconds(10) ... .seconds(45)
        /// Until a deleted container is gone with its domains and triggers.
        public var containerGone: ClosedRange<Duration> = .seconds(5) ... .seconds(16)
        /// Until it is known that an image does not exist.
        public var imageNotFound: ClosedRange<Duration> = .seconds(5) ... .seconds(15)
        /// Until a deployment has failed inside of the provider.
        public var internalFailure: ClosedRange<Duration> = .seconds(10) ... .seconds(20)
        /// What comes on top of the time that a failing probe is given.
        public var probeFailure: ClosedRange<Duration> = .seconds(1) ... .seconds(5)
        /// Until a domain is ready.
        public var domainReady: ClosedRange<Duration> = .seconds(10) ... .seconds(15)
        /// Until a deleted domain is gone.
        public var domainGone: ClosedRange<Duration> = .seconds(1) ... .seconds(5)
        /// How long a domain is given whose host name leads elsewhere after it was added.
        public var domainChallenge: Duration = .seconds(180)
        /// Until a trigger is ready after its creation or a change.
        public var triggerReady: ClosedRange<Duration> = .seconds(5) ... .seconds(11)
        /// Until a deleted trigger is gone.
        public var triggerGone: ClosedRange<Duration> = .seconds(1) ... .seconds(5)
        /// Until a run that a schedule starts is validated; one that a request starts is so when it is answered.
        public var jobRunValidated: ClosedRange<Duration> = .milliseconds(200) ... .milliseconds(500)
        /// Until a validated run is queued.
        public var jobRunQueued: ClosedRange<Duration> = .milliseconds(500) ... .milliseconds(1500)
        /// Until a queued run, or one that is tried again, begins to run.
        public var jobRunStarted: ClosedRange<Duration> = .seconds(5) ... .seconds(20)
        /// How long a run takes where the world does not say.
        public var jobRun: ClosedRange<Duration> = .seconds(5) ... .seconds(60)
        /// Until a run that is stopped has come to its end.
        public var jobRunInterrupted: ClosedRange<Duration> = .milliseconds(500) ... .seconds(5)
        /// How long runs are kept after their end.
        public var jobHistory: Duration = .seconds(60 * 86_400)

        /// Makes the times that recordings of the real API show.
        public init() {}
    }

    /// How much an account may have.
    public struct Quotas: Sendable, Hashable {
        /// How many bytes of memory, counted as largest number of instances × memory limit of every container.
        public var memoryBytes = 600 * 1024 * 1024 * 1024
        /// How many containers.
        public var containers = 1000
        /// How many namespaces.
        public var namespaces = 100
        /// How many domains one container may have.
        public var domainsOfContainer = 50
        /// How many definitions of jobs.
        public var jobDefinitions = 1000
        /// How many runs of jobs at the same time.
        public var parallelJobRuns = 400
        /// How many secrets one definition of a job may refer to.
        public var secretsOfJobDefinition = 100

        /// Makes the documented quotas.
        public init() {}
    }

    /// What a hash of a secret costs; where Argon2id does not allow the numbers, it costs the least.
    public struct HashCost: Sendable, Hashable {
        /// What the real API's hashes cost: 64 MiB, 3 passes, 64 lanes.
        ///
        /// Each hash then takes about half a second, during which the simulator answers nobody.
        public static let real = HashCost(memoryKiB: 65_536, passes: 3, lanes: 64)

        /// The memory in KiB, at least 8 for each lane.
        public var memoryKiB: Int
        /// The passes over the memory.
        public var passes: Int
        /// The lanes.
        public var lanes: Int

        /// Makes a cost; without arguments the cheapest that the algorithm allows.
        public init(memoryKiB: Int = 8, passes: Int = 1, lanes: Int = 1) {
            self.memoryKiB = memoryKiB
            self.passes = passes
            self.lanes = lanes
        }
    }
}
