import CloudContainers
import TestSupport
import Testing

@Suite("Specifications of jobs as documents") struct JobSpecDocumentTests {
    private static let resettable = [
        "description", "imageAccess", "schedules", "events", "events.onStop", "command", "arguments", "resources",
        "resources.cpu", "retries", "timeLimit", "environment", "secrets", "files", "providers",
    ].map { FieldPath($0) }

    @Test func generatedSpecificationsComeBack() throws {
        let seed = testSeed(default: 1)
        print("specifications of jobs: seed \(seed)")
        var generator = SpecGenerator(seed: seed)
        var seen = Set<String>()
        for round in 0..<caseCount(default: 2000) {
            var spec = try generator.jobSpec()
            for path in Self.resettable where generator.chance(20) && spec.document.value(at: path) == nil {
                if !spec.resets.contains(where: { $0.contains(path) || path.contains($0) }) { spec.resets.insert(path) }
            }
            let text = spec.document.text(.compact)
            let json = try JSONDocument(parsing: text).root
            var back = try JobSpec(json: json)
            back.resets = JobSpec.resets(in: json)
            try #require(back == spec, "seed \(seed), round \(round): \(text)")
            try #require(back.document.text(.compact) == text, "seed \(seed), round \(round): \(text)")
            seen.formUnion(json.object?.names ?? [])
        }
        #expect(seen == Set(JobSpec.memberNames))
    }

    @Test func theSmallestDocumentIsANameAndAnImage() throws {
        let spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx")))
        #expect(spec.document == ["name": "nightly", "image": "docker.io/library/nginx"])
    }

    @Test func anEventWithoutACommandIsNoReset() throws {
        let json: JSONValue = ["name": "a", "image": "nginx", "events": ["onStart": [:], "onStop": .null]]
        let spec = try JobSpec(json: json)
        #expect(spec.events == [.start: JobCommand()])
        #expect(JobSpec.resets(in: json) == [FieldPath("events.onStop")])
    }

    @Test(
        arguments: [
            (#"{"name":"a"}"#, nil, "a job has nothing to run"),
            (#"{"name":"a","image":"nginx","build":{"repository":"r"}}"#, nil, "a job has an image and a build"),
            (#"{"name":"a","build":{}}"#, "build.repository", "a required field is missing"),
            (#"{"name":"a","image":"nginx","schedules":[{}]}"#, "schedules[0].cron", "a required field is missing"),
            (
                #"{"name":"a","image":"nginx","schedules":[{"cron":"0 25 * * *"}]}"#, "schedules[0].cron",
                "the hour 25 is out of range"
            ),
            (#"{"name":"a","image":"nginx","retries":-1}"#, "retries", "the count is negative"),
            (#"{"name":"a","image":"nginx","timelimit":"5m"}"#, "timelimit", #"unknown field "timelimit""#),
            (#"{"name":"a","image":"nginx","events":{"onPause":{}}}"#, "events.onPause", #"unknown field "onPause""#),
        ] as [(String, String?, String)]
    )
    func refusesWithTheField(_ text: String, _ field: String?, _ problem: String) throws {
        let json = try JSONDocument(parsing: text).root
        do throws(WireError) {
            _ = try JobSpec(json: json)
            Issue.record("it was read")
        } catch {
            #expect(error.diagnostic.problem == problem)
            #expect(error.diagnostic.field?.description == field)
        }
    }

    @Test func aSchemaKnowsEveryMember() throws {
        let schema = JobSpec.schema(SchemaScope([:]))
        #expect(schema["properties"]?.object?.names == JobSpec.memberNames)
        #expect(schema["required"] == ["name"])
    }

    @Test func aRunEndsOnlyInFinalStates() {
        #expect(JobRun.State.allCases.filter(\.isFinal) == [.succeeded, .failed, .stopped])
    }
}

extension SpecGenerator {
    fileprivate mutating func jobCommand() -> JobCommand {
        JobCommand(command: some(of: 0...2) { $0.text() }, arguments: some(of: 0...2) { $0.text() })
    }

    fileprivate mutating func jobSpec() throws -> JobSpec {
        let crons = ["0 3 * * *", "*/15 0-6,22 1 jan-mar MON", "  5/10\t* * * sun"]
        var build = ImageBuild(repository: "https://git.example.org/" + word())
        build.branch = maybe { $0.word() }
        build.folder = maybe { "/" + $0.word() }
        build.dockerfilePath = maybe { $0.word() }
        build.dockerfile = maybe { $0.text() }
        build.stage = maybe { $0.word() }
        var spec = JobSpec(name: word(), source: chance(70) ? .image(try image()) : .build(build))
        spec.description = maybe { $0.text() }
        spec.imageAccess = maybe { $0.chance() ? .anonymous : .credentials }
        spec.schedules = try some(of: 0...2) {
            let cron = try CronExpression(parsing: crons.randomElement(using: &$0.random) ?? "")
            var schedule = JobSchedule(cron, in: $0.maybe { _ in .utc }, name: $0.maybe { $0.word() })
            schedule.override = $0.jobCommand()
            return schedule
        }
        for event in JobEvent.allCases where chance(30) { spec.events[event] = jobCommand() }
        spec.command = jobCommand()
        spec.resources = try resources()
        spec.retries = maybe { .of(.random(in: 0...5, using: &$0.random)) }
        spec.timeLimit = maybe { $0.duration() }
        spec.variables = variables()
        if chance(30) { spec.providers[AcmeSettings.self] = AcmeSettings(tier: word(), pinned: true) }
        return spec
    }
}
