import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// One job through both dialects and back.
@Suite("Jobs from provider to provider") struct JobJourneyTests {
    private let qovery = QoveryJobDialect()
    private let scaleway = ScalewayJobDialect()

    private var given: Resolutions {
        var given = Resolutions()
        given.registries["docker.io"] = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        given.allowsAll = true
        return given
    }

    /// A job that both providers can have without a loss.
    private func common(_ random: inout SeededGenerator) throws -> JobSpec {
        let images = ["docker.io/library/alpine:3.21", "docker.io/acme/tasks:1.2"]
        var spec = JobSpec(
            name: "job-\(Int.random(in: 1...999, using: &random))",
            source: .image(try ImageReference(parsing: images.randomElement(using: &random) ?? images[0]))
        )
        let crons = ["0 3 * * *", "*/5 * * * *", "15 4 1 * 1-5", "30 2 * * MON-FRI"]
        let zones = ["Etc/UTC", "Europe/Paris", "America/New_York"]
        spec.schedules = [
            JobSchedule(
                try CronExpression(parsing: crons.randomElement(using: &random) ?? crons[0]),
                in: TimeZoneName(rawValue: zones.randomElement(using: &random) ?? zones[0])
            )
        ]
        if Bool.random(using: &random) { spec.description = "what it does" }
        if Bool.random(using: &random) {
            spec.command = JobCommand(command: ["run"], arguments: ["--all", "two words"])
        }
        spec.resources.cpu = .millicores(UInt32.random(in: 10...6000, using: &random))
        spec.resources.memory = .mebibytes(UInt32.random(in: 64...16_384, using: &random))
        spec.resources.ephemeralStorage = .gibibytes(UInt32.random(in: 1...10, using: &random))
        spec.retries = .of(UInt32.random(in: 0...5, using: &random))
        spec.timeLimit = .seconds(Int.random(in: 1...86_400, using: &random))
        spec.variables = [
            EnvironmentVariable(name: "LEVEL", value: .plain("info")),
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
        ]
        if Bool.random(using: &random) {
            spec.variables.append(
                EnvironmentVariable(name: "KEY", value: .secret(.provided), mountPath: "/etc/tasks/key")
            )
        }
        return spec
    }

    /// What is written of the job by one provider, read back, with what the report says of both ways.
    private func through(
        _ dialect: any JobDialect,
        _ spec: JobSpec
    ) throws -> (spec: JobSpec, bundle: JSONValue, findings: [Finding]) {
        var given = given
        given.secretNames = Set(spec.variables.map(\.name))
        let written = dialect.write(spec, given)
        let bundle = try #require(written.value, "\(written.ledger.obstacles)")
        // What is made in Secret Manager is no part of the job that is there afterwards.
        var live = bundle.root.object ?? JSONObject()
        live.remove("new_secrets")
        let read = try #require(try dialect.read(JSONDocument(.object(live)), given).first)
        return (read.value, bundle.root, written.ledger.findings.map(\.finding) + read.ledger.findings.map(\.finding))
    }

    /// The job without what one provider alone knows, and with its files under names that both can keep.
    private func plain(_ spec: JobSpec) -> JSONValue {
        var spec = spec
        spec.providers = ProviderSettingsSet()
        spec.imageAccess = nil
        spec.variables = spec.variables.map { variable in
            var variable = variable
            // A file has no name of its own at Scaleway.
            if let path = variable.mountPath { variable.name = path }
            return variable
        }.sorted { $0.name < $1.name }
        return spec.document
    }

    @Test func aJobThatBothCanHaveComesBackAsItWas() async throws {
        let first = testSeed(default: 71_000)
        let count = caseCount(default: 500)
        print("\(count) cases from seed \(first): \(#function)")
        for seed in first..<first + UInt64(count) {
            var random = SeededGenerator(seed: seed)
            let spec = try common(&random)
            for route in [[qovery, scaleway], [scaleway, qovery]] as [[any JobDialect]] {
                var now = spec
                for dialect in route {
                    let step = try through(dialect, now)
                    let asked = step.findings.filter { $0.outcome.demand != .nothing }
                    #expect(asked.isEmpty, "seed \(seed) \(dialect.provider): \(asked.map(\.code))")
                    now = step.spec
                }
                guard plain(now) == plain(spec) else {
                    let (one, other) = (plain(spec).text(.compact), plain(now).text(.compact))
                    Issue.record("seed \(seed) \(route.map(\.provider)):\n\(one)\n\(other)")
                    return
                }
            }
            await Task.yield()
        }
    }

    /// Where a job does not come back as it was, a finding has said so at the same field.
    private struct Exception: Sendable, CustomStringConvertible {
        var description: String
        var field: String
        var code: FindingCode
        var change: @Sendable (inout JobSpec) throws -> Void
    }

    private static let towardsScaleway = [
        Exception(description: "retries above 5", field: "retries", code: .jobRetries) { $0.retries = .of(9) },
        Exception(description: "more than a day", field: "timeLimit", code: .jobTimeLimit) {
            $0.timeLimit = .seconds(100_000)
        },
        Exception(description: "a plain file", field: "files", code: .variableFile) {
            $0.variables.append(EnvironmentVariable(name: "CONF", value: .plain("a=1"), mountPath: "/etc/conf"))
        },
    ]

    private static let towardsQovery = [
        Exception(description: "part of a second", field: "timeLimit", code: .jobTimeLimit) {
            $0.timeLimit = .milliseconds(1500)
        },
        Exception(description: "no schedule", field: "events", code: .jobManual) { $0.schedules = [] },
    ]

    @Test(arguments: towardsScaleway.indices) func aLossTowardsScalewayIsSaid(_ index: Int) throws {
        try check(Self.towardsScaleway[index], from: qovery, to: scaleway)
    }

    @Test(arguments: towardsQovery.indices) func aLossTowardsQoveryIsSaid(_ index: Int) throws {
        try check(Self.towardsQovery[index], from: scaleway, to: qovery)
    }

    private func check(_ exception: Exception, from source: any JobDialect, to target: any JobDialect) throws {
        var random = SeededGenerator(seed: 1)
        var spec = try common(&random)
        try exception.change(&spec)
        let there = try through(source, spec).spec
        let moved = try through(target, there)
        #expect(moved.findings.contains { $0.code == exception.code }, "\(exception): \(moved.findings.map(\.code))")
        #expect(plain(moved.spec)[exception.field] != plain(there)[exception.field], "\(exception)")
    }

    @Test func whatOneOfThemCannotHaveIsBlocked() throws {
        var random = SeededGenerator(seed: 2)
        var spec = try common(&random)
        var given = given
        given.secretNames = Set(spec.variables.map(\.name))
        spec.schedules.append(JobSchedule(.everyMinute, name: "more"))
        #expect(scaleway.write(spec, given).value != nil)
        #expect(qovery.write(spec, given).ledger.obstacles.map(\.code).contains(.jobSchedules))
        spec.schedules = []
        spec.events = [.stop: JobCommand(arguments: ["bye"])]
        #expect(qovery.write(spec, given).value != nil)
        #expect(scaleway.write(spec, given).ledger.findings.contains { $0.finding.code == .jobEvent })
    }
}
