import CloudContainers
import ContainerMigration
import SimulationKit
import Testing

/// A fleet at one provider, on its way to the other.
struct Move: Sendable {
    let source: Account
    let target: Account
    let namespace: Namespace
    /// The sources, by name.
    let ids: [String: Container.ID]
    /// The jobs among the sources, by name.
    let jobIDs: [String: Job.ID]
    let settings: MigrationSettings
    let secrets: MigrationSecrets

    /// The fleets that tests move.
    static func specs(_ count: Int) throws -> [ContainerSpec] {
        try (0..<count).map { index in
            var spec = try ContainerSpec.sample(named: "service-\(index)", "GREETING", "hello \(index)")
            if index.isMultiple(of: 2) {
                spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
            }
            return spec
        }
    }

    /// The jobs that tests move.
    static func jobSpecs(_ count: Int) throws -> [JobSpec] {
        try (0..<count).map { index in
            let image = try ImageReference(parsing: "docker.io/library/nginx:1.27")
            var spec = JobSpec(name: "job-\(index)", source: .image(image))
            spec.schedules = [JobSchedule(try CronExpression(parsing: "\(index) 3 * * *"), in: .utc)]
            spec.command = JobCommand(command: ["run"], arguments: ["--number", "\(index)"])
            spec.resources.cpu = .millicores(250)
            spec.resources.memory = .mebibytes(512)
            spec.retries = .of(1)
            spec.timeLimit = .seconds(600)
            spec.variables = [EnvironmentVariable(name: "GREETING", value: .plain("hello \(index)"))]
            if index.isMultiple(of: 2) {
                spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
            }
            return spec
        }
    }

    static let canary = "canary-5b1d-value"

    init(
        _ count: Int,
        jobs: Int = 0,
        from provider: Provider,
        to other: Provider,
        seed: UInt64 = 1,
        _ change: (inout JobSpec) -> Void = { _ in }
    ) async throws {
        source = try Account(provider, seed: seed)
        target = try Account(other, seed: seed &+ 1)
        namespace = try await source.service.createNamespace(named: "shop")
        secrets = MigrationSecrets(SecretValues(["TOKEN": Self.canary]))
        var ids: [String: Container.ID] = [:]
        var given = source.given
        given.secretNames = ["TOKEN"]
        for spec in try Self.specs(count) {
            // Without a look at all names before each, which grows with the fleet.
            var change = try #require(source.service.dialect.prepare(.create(spec), given).value)
            change.isKnownByMark = true
            ids[spec.name] = try await source.service.perform(
                change,
                in: namespace.id,
                container: nil,
                secrets: secrets.shared
            ) { _ in }
        }
        self.ids = ids
        let all = Array(ids.values)
        let deployment =
            source.service.dialect.capabilities.createDeploys || all.isEmpty
            ? nil : try await source.service.deploy(all, in: namespace.id)
        if !all.isEmpty {
            try await source.service.wait(for: all, in: namespace.id, after: deployment, source.waiting)
        }
        var jobIDs: [String: Job.ID] = [:]
        var allowing = given
        allowing.allowsAll = true
        for var spec in try Self.jobSpecs(jobs) {
            change(&spec)
            let service = try #require(source.service.jobs)
            var change = try #require(service.dialect.prepare(.create(spec), allowing).value)
            change.isKnownByMark = true
            let id = try await service.perform(change, in: namespace.id, job: nil, secrets: secrets.shared) { _ in }
            if try await service.deployJob(id) != nil { try await source.time.sleep(for: .seconds(300)) }
            jobIDs[spec.name] = id
        }
        self.jobIDs = jobIDs
        var decided = target.given
        decided.allowsAll = true
        decided.ingress = .nginx
        settings = MigrationSettings(namespace: "shop-moved", resolutions: decided)
    }

    func plan() async throws -> MigrationPlan {
        let inventory = try await source.service.inventory(of: namespace.id)
        let existing = try await target.service.namespace(named: settings.namespace)
        return try MigrationPlan(
            moving: inventory,
            from: source.service.dialect,
            to: target.service.dialect,
            namespace: existing,
            settings
        )
    }

    func migration(
        _ plan: MigrationPlan,
        _ storage: any JournalStorage,
        concurrency: Int = 4,
        account: String? = nil
    ) async throws -> Migration {
        var options = MigrationOptions(concurrency: concurrency, waiting: target.waiting)
        options.account = account
        return try await Migration(
            plan,
            from: source.service,
            to: target.service,
            journal: try await MigrationJournal(storage),
            options
        )
    }

    /// The containers of the target, by name, without what differs from run to run.
    func moved() async throws -> [String: ContainerSpec] {
        guard let place = try await target.service.namespace(named: settings.namespace) else { return [:] }
        var result: [String: ContainerSpec] = [:]
        for container in try await target.service.completeContainers(in: place.id) {
            result[container.spec.name] = try await target.service.container(container.id).spec
        }
        return result
    }

    /// The jobs of the target, by name.
    func movedJobs() async throws -> [String: Job] {
        guard let place = try await target.service.namespace(named: settings.namespace) else { return [:] }
        let service = try #require(target.service.jobs)
        var result: [String: Job] = [:]
        for try await job in service.allJobs(in: place.id) {
            #expect(result[job.spec.name] == nil, "\(job.spec.name) is there twice")
            result[job.spec.name] = try await service.job(job.id)
        }
        return result
    }

    /// What reached the source that could have changed something since a number of requests.
    func sourceWrites(since count: Int) async -> Int { await source.writes.count - count }
}
