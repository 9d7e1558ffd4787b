import CloudContainers
import SimulationKit

// The jobs of the shop: one that does its work every night, and one that fails.
extension SampleShop {
    /// The names of the jobs.
    static let jobNames = ["nightly", "import"]

    /// What is so of the images of the jobs.
    static let jobImages = [
        "docker.io/shop/nightly:1.0": DeclaredWorld.Image(
            run: DeclaredWorld.Run(length: .seconds(90), output: ["tidying up", "12 carts removed"])
        ),
        "docker.io/shop/import:2.3": DeclaredWorld.Image(
            run: DeclaredWorld.Run(
                length: .seconds(20),
                exitCode: 3,
                output: ["reading prices.csv", "error: line 7 has no price"]
            )
        ),
    ]

    private static func job(
        _ name: String,
        _ image: String,
        _ cron: String,
        in zone: String
    ) throws(ContainerServiceError) -> JobSpec {
        var spec = JobSpec(name: name, source: .image(try ImageReference(parsing: image)))
        spec.schedules = [JobSchedule(try CronExpression(parsing: cron), in: TimeZoneName(rawValue: zone))]
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .mebibytes(512)
        spec.resources.ephemeralStorage = .mebibytes(1000)
        spec.timeLimit = .seconds(600)
        spec.retries = .of(0)
        return spec
    }

    /// Makes the jobs, and lets each run once.
    static func addJobs(
        to service: any ContainerService,
        _ given: Resolutions,
        _ options: WaitOptions
    ) async throws {
        guard let jobs = service.jobs, let namespace = try await service.namespace(named: namespaces[0].0) else {
            return
        }
        var nightly = try job(jobNames[0], "docker.io/shop/nightly:1.0", "30 3 * * *", in: "Europe/Paris")
        nightly.variables = [
            EnvironmentVariable(name: "KEEP_DAYS", value: .plain("30")),
            EnvironmentVariable(name: "SESSION_KEY", value: .secret(.provided)),
        ]
        let prices = try job(jobNames[1], "docker.io/shop/import:2.3", "0 6 * * MON-FRI", in: TimeZoneName.utc.rawValue)
        for spec in [nightly, prices] {
            let id = try await jobs.createJob(spec, in: namespace.id, secrets: secrets, given)
            for run in try await jobs.startJob(id, JobStart()) {
                while try await !jobs.run(run.id, of: id).state.isFinal {
                    try await options.time.sleep(for: .seconds(5))
                }
            }
        }
    }
}
