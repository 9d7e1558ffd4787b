import CloudContainers
import QoveryContainers
import SimulationKit
import TestSupport
import Testing

// Every kind of request about jobs.
extension QoveryRequestDumpTests {
    private var secrets: SecretValues { SecretValues(["TOKEN": "s3cret-token", "KEY": "s3cret-key"]) }

    private func nightly(_ name: String = "nightly") throws -> JobSpec {
        var spec = JobSpec(name: name, source: .image(try ImageReference(parsing: "docker.io/library/nginx:1.27")))
        spec.schedules = [JobSchedule(try CronExpression(parsing: "0 3 * * *"), in: .utc)]
        spec.command = JobCommand(command: ["run"], arguments: ["--all"])
        spec.variables = [
            EnvironmentVariable(name: "LEVEL", value: .plain("debug")),
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
            EnvironmentVariable(name: "CONF", value: .plain("a=1"), mountPath: "/etc/conf"),
        ]
        spec.retries = .of(1)
        spec.timeLimit = .seconds(300)
        return spec
    }

    private static let jobSteps: [@Sendable (inout JobSpec) throws -> Void] = [
        { $0.description = "what it does" },
        { $0.source = .image(try ImageReference(parsing: "docker.io/library/nginx:1.28")) },
        { $0.schedules[0].timeZone = TimeZoneName(rawValue: "Europe/Paris") },
        { $0.command = JobCommand(command: ["other"], arguments: ["one", "two words"]) },
        {
            $0.resources.cpu = .millicores(750)
            $0.resources.memory = .mebibytes(640)
        },
        {
            $0.retries = .of(4)
            $0.timeLimit = .seconds(600)
        },
        { $0.variables[0] = EnvironmentVariable(name: "LEVEL", value: .plain("info")) },
        { $0.variables.append(EnvironmentVariable(name: "KEY", value: .secret(.provided), mountPath: "/etc/key")) },
        {
            $0.variables.removeAll { $0.name != "LEVEL" }
            $0.resets = ["files"]
        },
        {
            var settings = QoveryJobSettings()
            settings.advancedSettings["cronjob.concurrency_policy"] = "Allow"
            settings.autoDeploy = true
            settings.port = .of(9000)
            $0.qovery = settings
        },
        {
            $0.schedules = []
            $0.events = [.start: JobCommand(), .stop: JobCommand(arguments: ["bye"]), .delete: JobCommand()]
        },
        {
            $0.resets = ["retries", "timeLimit", "description"]
            $0.retries = nil
            $0.timeLimit = nil
            $0.description = nil
        },
    ]

    @Test func jobsFromTheirBeginningToTheirEnd() async throws {
        let account = try Account(.qovery) { faults, _ in RequestDump(faults) }
        let jobs = try #require((account.service as? QoveryContainerService)?.qoveryJobs)
        let namespace = try await account.service.makeNamespace(named: "shop")
        var given = account.given
        given.allowsAll = true
        given.secretNames = ["TOKEN", "KEY"]
        var spec = try nightly()
        let id = try await jobs.createJob(spec, in: namespace.id, secrets: secrets, given)
        #expect(try await jobs.job(named: "nightly", in: namespace.id)?.id == id)
        for (index, change) in Self.jobSteps.enumerated() {
            try change(&spec)
            let writes = await account.writes.count
            try await jobs.updateJob(id, to: spec, secrets: secrets, given)
            #expect(await account.writes.count > writes, "step \(index) sent nothing")
            spec.resets = []
        }
        _ = try await jobs.deployJob(id)
        try await account.time.sleep(for: .seconds(300))
        let scheduled = try await jobs.createJob(try nightly("weekly"), in: namespace.id, secrets: secrets, given)
        _ = try await jobs.deployJob(scheduled)
        try await account.time.sleep(for: .seconds(300))
        try await jobs.stopSchedules(of: scheduled)
        #expect(try await account.service.otherServices(in: namespace.id).count == 2)
        var start = JobStart()
        for event in JobEvent.allCases {
            start.event = event
            let run = try #require(try await jobs.startJob(id, start).first)
            // One is stopped while it waits, one while it runs, one ends by itself.
            let pause: Duration = event == .start ? .zero : event == .stop ? .seconds(8) : .seconds(300)
            try await account.time.sleep(for: pause)
            try await jobs.stop(run.id, of: id)
            try await account.time.sleep(for: .seconds(300))
            _ = try await jobs.run(run.id, of: id)
            _ = try await jobs.logs(of: run.id, of: id, LogQuery())
        }
        var runs = 0
        for try await _ in jobs.allRuns(of: id) { runs += 1 }
        #expect(runs >= 2)
        try await jobs.deleteJob(id)
    }

    /// Jobs of every form that the API knows, made and changed into one another.
    @Test func generatedJobs() async throws {
        let account = try Account(.qovery) { faults, _ in RequestDump(faults) }
        let jobs = try #require((account.service as? QoveryContainerService)?.qoveryJobs)
        let namespace = try await account.service.makeNamespace(named: "shop")
        var taken = 0
        var refused: [String: Int] = [:]
        let first = testSeed(default: 1)
        let count = caseCount(default: 100)
        for index in 0..<UInt64(count) {
            var generator = QoveryGenerator(seed: first &+ index)
            var id: Job.ID?
            for _ in 1...2 {
                let bundle = JSONDocument(generator.jobBundle())
                var spec = try #require(try QoveryJobDialect().read(bundle, Resolutions()).first?.value)
                guard case .image(let image) = spec.source else { continue }
                spec.name = "job-\(index)"
                spec.qovery?.registryID = nil
                spec.qovery?.registryHost = nil
                spec.qovery?.labelsGroups = []
                spec.qovery?.annotationsGroups = []
                var given = Resolutions()
                given.allowsAll = true
                given.secretNames = Set(spec.variables.map(\.name))
                given.registries[image.registry] = account.given.registries["docker.io"]
                let values = Dictionary(spec.variables.map { ($0.name, "s3cret-value") }) { $1 }
                do {
                    if let id {
                        try await jobs.updateJob(id, to: spec, secrets: SecretValues(values), given)
                    } else {
                        id = try await jobs.createJob(spec, in: namespace.id, secrets: SecretValues(values), given)
                    }
                    taken += 1
                } catch let error as ContainerServiceError {
                    refused[error.code.rawValue, default: 0] += 1
                }
            }
        }
        print("generated jobs: \(taken) taken by the simulator, \(refused.values.reduce(0, +)) refused: \(refused)")
        #expect(taken > count / 2)
    }
}

// Payloads that were written down, of both providers.
extension QoveryRequestDumpTests {
    /// The jobs of all fixtures and of the recordings of Scaleway, as Qovery's simulator takes them.
    @Test func writtenDownJobs() async throws {
        let account = try Account(.qovery) { faults, _ in RequestDump(faults) }
        let jobs = try #require((account.service as? QoveryContainerService)?.qoveryJobs)
        let namespace = try await account.service.makeNamespace(named: "shop")
        let registry = account.given.registries["docker.io"]
        var given = Resolutions()
        given.allowsAll = true
        var counts = (made: 0, built: 0, blocked: 0)
        for (provider, name, document) in try JobPayloads.fixtures + JobPayloads.recordings {
            let dialect = JobPayloads.dialect(of: provider)
            for var spec in try dialect.read(document, given).map(\.value) {
                // What is there of the account that wrote it down, this one has not.
                spec.name = "job-\(counts.made)"
                spec.qovery?.registryID = nil
                spec.qovery?.registryHost = nil
                spec.qovery?.labelsGroups = []
                spec.qovery?.annotationsGroups = []
                given.secretNames = Set(spec.variables.map(\.name))
                guard case .image(let image) = spec.source else {
                    // Qovery would read the repository.
                    counts.built += 1
                    continue
                }
                given.registries[image.registry] = registry
                let values = Dictionary(spec.variables.map { ($0.name, "s3cret-value") }) { $1 }
                do {
                    _ = try await jobs.createJob(spec, in: namespace.id, secrets: SecretValues(values), given)
                    counts.made += 1
                } catch let error as ContainerServiceError where spec.schedules.count > 1 {
                    #expect(error.message.contains(FindingCode.jobSchedules.rawValue), "\(name): \(error)")
                    counts.blocked += 1
                } catch {
                    Issue.record("\(name): \(error)")
                }
            }
        }
        print(
            "jobs written down: \(counts.made) made, \(counts.built) built of a repository, \(counts.blocked) blocked"
        )
        #expect(counts.made >= 10)
    }
}
