import CloudContainers
import ContainerMigration
import SimulationKit

/// A migration that is carried out in memory: the source answers what was read of it, and the target is a simulator of its
/// provider with the namespace and the names that the real account has.
///
/// Nothing is sent to a provider, no value of a secret is needed, and no wait takes any time.
struct Rehearsal {
    /// The plan, made of the real accounts.
    let plan: MigrationPlan
    /// What the source holds.
    let inventory: MigrationInventory
    /// The target's namespace, if it is there.
    let existing: Namespace?
    /// The names that are taken there.
    let taken: [String]

    /// Carries the plan out.
    ///
    /// - Parameters:
    ///   - source: How the source's provider spells services.
    ///   - provider: The target's provider.
    ///   - running: How the migration runs.
    ///   - console: The console; only its clock is used, and no variable of the user's.
    /// - Returns: What would happen.
    /// - Throws: ``Failure`` where the plan cannot run at all.
    func run(
        from source: any ContainerDialect,
        to provider: any CloudProvider,
        _ running: RunningOptions,
        on console: Console
    ) async throws -> RehearsalReport {
        let time = SimulationTime(over: console.time)
        let randomness = SeededRandomness(seed: 1)
        var simulation = provider.simulation(at: time, in: world, registries: plan.settings.resolutions.registries)
        let counter = RequestCounter(simulation.transport)
        simulation.transport = counter
        let target = try await simulation.account(of: provider, on: console, isFounder: true)
            .service(counter, time, randomness)
        var plan = plan
        if let existing { plan.target.id = try await furnish(existing, target, simulation.given) }
        await counter.reset()

        let requests = RehearsedRequests()
        let timings = MigrationTimings(time)
        await timings.begin()
        let waiting = WaitOptions(longestDelay: .seconds(20), time: time, randomness: randomness)
        let outcome = try await Failure.ofMigration {
            let migration = try await Migration(
                plan,
                from: RecordedAccount(inventory, source),
                to: target,
                journal: try await MigrationJournal(InMemoryJournalStorage()),
                MigrationOptions(
                    concurrency: running.concurrency,
                    stopsAtFailure: running.stopsAtFailure,
                    waiting: waiting
                )
            )
            return try await migration.run(secrets: placeholders) { event in
                await requests.take(event)
                await timings.take(event)
            }
        }
        return RehearsalReport(
            plan: plan,
            outcome: outcome,
            account: target,
            requests: await requests.all,
            reads: await counter.reads,
            writes: await counter.writes,
            refusals: await counter.refusals,
            timings: await timings.record()
        )
    }

    /// Every image of the plan exists and answers on the port that it is told.
    private var world: DeclaredWorld {
        let jobs = plan.jobs.compactMap { job in
            if case .image(let image) = job.spec.source { image.description } else { nil as String? }
        }
        let images = (plan.services.map(\.spec.image.description) + jobs).map { ($0, DeclaredWorld.Image()) }
        return DeclaredWorld(images: Dictionary(images) { first, _ in first })
    }

    /// Values that stand for those that a real run needs.
    private var placeholders: MigrationSecrets {
        MigrationSecrets(SecretValues(Dictionary(plan.secrets.map { ($0.name, "rehearsal") }) { first, _ in first }))
    }

    /// Makes the namespace, with a container for each name that is taken.
    private func furnish(
        _ existing: Namespace,
        _ target: any ContainerService,
        _ given: Resolutions
    ) async throws -> Namespace.ID {
        let namespace = try await target.makeNamespace(named: existing.name)
        var names: Set<String> = []
        for name in taken where names.insert(name.lowercased()).inserted {
            var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
            spec.resources.cpu = .millicores(250)
            spec.resources.memory = .megabytes(512)
            spec.resources.ephemeralStorage = .gigabytes(1)
            spec.scaling.minimum = .of(1)
            spec.scaling.maximum = .instances(.of(1))
            spec.ports = [Port(.of(8080))]
            _ = try await target.apply(spec, in: namespace.id, secrets: SecretValues(), given)
        }
        return namespace.id
    }
}

/// The requests that change something, in the order in which they are sent.
actor RehearsedRequests {
    /// A request, and the service that it is for; `nil` for all.
    typealias Entry = (service: String?, request: PreparedRequest)

    private(set) var all: [Entry] = []

    func take(_ event: MigrationEvent) {
        if case .sending(let service, let request) = event { all.append((service, request)) }
    }
}

extension Simulation {
    /// An account in the simulation, which nothing of the user's own configuration leads to.
    func account(of provider: any CloudProvider, on console: Console, isFounder: Bool) async throws -> Account {
        var console = console
        console.environment = isFounder ? environment.merging(foundingEnvironment) { $1 } : environment
        return try await provider.account(AccountChoice(), on: console)
    }
}
