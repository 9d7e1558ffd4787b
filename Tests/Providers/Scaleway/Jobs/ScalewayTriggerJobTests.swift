import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

@Suite("Cron triggers of Scaleway's containers as jobs") struct ScalewayTriggerJobTests {
    private static let caller = "docker.io/curlimages/curl:8.10.1"

    private func trigger() -> ScalewaySettings.Trigger {
        var cron = ScalewaySettings.Trigger.Cron()
        cron.schedule = "15 2 * * *"
        cron.timezone = "Europe/Paris"
        cron.body = "it's \"$HOME\" `id`\n@x"
        cron.headers = ["Content-Type": "text/plain", "X-Empty": ""]
        var trigger = ScalewaySettings.Trigger()
        trigger.name = "nightly"
        trigger.description = "yesterday's sales"
        trigger.tags = ["report"]
        trigger.path = "/reports?day=1&all"
        trigger.method = "put"
        trigger.cron = cron
        return trigger
    }

    private func service(_ triggers: [ScalewaySettings.Trigger]) throws -> ContainerSpec {
        var spec = ContainerSpec(name: "night-report", image: try ImageReference(parsing: "nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        spec.timeouts.request = .seconds(3000)
        var settings = ScalewaySettings()
        settings.triggers = triggers
        spec.scaleway = settings
        return spec
    }

    private func given(_ choices: [String: String]) throws -> Resolutions {
        var given = Resolutions()
        given.cronTriggers = try choices.mapValues { try CronTriggerChoice(parsing: $0) }
        given.values["URL_OF_NIGHT_REPORT"] = "https://night.example.com/"
        given.registries["docker.io"] = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        return given
    }

    private func jobs(_ triggers: [ScalewaySettings.Trigger], _ given: Resolutions) throws -> [Translation<JobSpec>] {
        try service(triggers).jobsInstead(at: .qovery, given)
    }

    private func findings(_ triggers: [ScalewaySettings.Trigger], _ given: Resolutions) throws -> [Finding] {
        QoveryDialect().write(try service(triggers), given).ledger.findings.map(\.finding)
    }

    // MARK: The choice

    @Test func nothingIsDecidedForTheCaller() throws {
        let given = try given([:])
        #expect(try jobs([trigger()], given).isEmpty)
        let finding = try findings([trigger()], given).first { $0.code == .triggerDropped }
        #expect(finding?.outcome == .dropped && finding?.subject == "nightly")
    }

    @Test func whatIsDroppedByChoiceNeedsNoConsent() throws {
        let given = try given(["night-report": "drop"])
        #expect(try jobs([trigger()], given).isEmpty)
        #expect(try findings([trigger()], given).first { $0.code == .triggerDropped }?.outcome == .noted)
    }

    @Test func aTriggerCanBeChosenByItself() throws {
        var weekly = trigger()
        weekly.name = "weekly"
        let given = try given(["night-report": "job:\(Self.caller)", "night-report/weekly": "drop"])
        #expect(try jobs([trigger(), weekly], given).map(\.value.name) == ["night-report-nightly"])
        let findings = try findings([trigger(), weekly], given)
        #expect(findings.first { $0.code == .triggerJob }?.after == .text("night-report-nightly"))
        #expect(findings.filter { $0.code == .triggerDropped }.map(\.subject) == ["weekly"])
    }

    @Test func queuesBecomeNoJob() throws {
        var queue = trigger()
        queue.cron = nil
        queue.nats = ScalewaySettings.Trigger.NATS()
        let given = try given(["night-report": "job:\(Self.caller)"])
        #expect(try jobs([queue], given).isEmpty)
        #expect(try findings([queue], given).first { $0.code == .triggerDropped }?.outcome == .dropped)
    }

    @Test func aTriggerStaysWhereThereAreTriggers() throws {
        let given = try given(["night-report": "job:\(Self.caller)"])
        let spec = try service([trigger()])
        #expect(spec.jobsInstead(at: .scaleway, given).isEmpty)
        #expect(ScalewayDialect().write(spec, given).value?.root["triggers"]?.array?.count == 1)
    }

    @Test(arguments: ["", "job", "job:", "job:UPPER CASE", "jobs", "keep"])
    func aChoiceThatIsNoneIsRefused(_ text: String) {
        #expect(throws: ContainerServiceError.self) { try CronTriggerChoice(parsing: text) }
    }

    // MARK: The job

    @Test func theJobSaysWhatTheTriggerSaid() throws {
        let job = try #require(try jobs([trigger()], given(["night-report": "job:\(Self.caller)"])).first)
        let spec = job.value
        #expect(spec.name == "night-report-nightly" && spec.description == "yesterday's sales")
        #expect(spec.source == .image(try ImageReference(parsing: Self.caller)))
        #expect(spec.schedules.map(\.cron.description) == ["15 2 * * *"])
        #expect(spec.schedules.first?.timeZone?.rawValue == "Europe/Paris")
        #expect(spec.timeLimit == .seconds(3000) && spec.retries == nil)
        let values = spec.variables.map { "\($0.name)=\($0.value)" }
        #expect(values.contains { $0.contains("TRIGGER_METHOD") && $0.contains("PUT") })
        #expect(job.ledger.obstacles.isEmpty)
        #expect(job.ledger.unconsented(Resolutions()).map(\.code) == [.tagDropped])
    }

    @Test func bothProvidersTakeTheJob() throws {
        var given = try given(["night-report": "job:\(Self.caller)"])
        given.allowsAll = true
        let spec = try #require(try jobs([trigger()], given).first?.value)
        for dialect in [QoveryJobDialect(), ScalewayJobDialect()] as [any JobDialect] {
            let written = dialect.write(spec, given)
            #expect(written.ledger.obstacles.isEmpty, "\(written.ledger.obstacles)")
            let bundle = try #require(written.value)
            let read = try #require(try dialect.read(bundle, given).first?.value)
            #expect(read.schedules.map(\.cron) == spec.schedules.map(\.cron))
            #expect(read.command == spec.command)
        }
    }

    @Test func withoutTheAddressNothingIsWritten() throws {
        var given = try given(["night-report": "job:\(Self.caller)"])
        given.values = [:]
        let job = try #require(try jobs([trigger()], given).first)
        #expect(job.ledger.obstacles.map(\.resolution) == ["--value URL_OF_NIGHT_REPORT=URL"])
    }

    @Test func aScheduleThatCannotBeReadIsBlocked() throws {
        var strange = trigger()
        strange.cron?.schedule = "every full moon"
        let job = try #require(try jobs([strange], given(["night-report": "job:\(Self.caller)"])).first)
        #expect(job.ledger.obstacles.map(\.code) == [.jobCron])
        #expect(job.ledger.obstacles.first?.resolution == "--trigger night-report/nightly=drop")
    }

    // MARK: Laws

    @Test func nothingOfTheTriggerIsSilent() throws {
        let given = try given(["night-report": "job:\(Self.caller)"])
        let before = try #require(try jobs([trigger()], given).first)
        let document = try #require(try service([trigger()]).scaleway?.document["triggers"]?.array?.first)
        let sources = before.ledger.entries.flatMap { $0.sources.map(\.path) }
        let targets = before.ledger.entries.flatMap { $0.targets.map(\.path) }
        #expect(sources.count == Set(sources).count && Set(sources) == Set(document.leaves().map(\.path)))
        #expect(
            targets.count == Set(targets).count
                && Set(targets) == Set(before.value.document.leaves().map(\.path))
        )
        #expect(!before.ledger.findings.contains { [.targetUnexplained, .fieldUnknown].contains($0.finding.code) })
        let others: [String: JSONValue] = ["cron.schedule": "16 2 * * *"]
        for (path, value) in document.leaves() {
            let other = others[path.description] ?? .string((value.string ?? "") + "x")
            let settings: JSONValue = ["triggers": [document.replacing(path, with: other)]]
            var spec = try service([])
            spec.providers.insert(try ScalewayDialect().settings(settings))
            let after = try #require(spec.jobsInstead(at: .qovery, given).first)
            #expect(after.value != before.value || after.ledger != before.ledger, "\(path) shows nowhere")
        }
    }

    @Test func whatTheRequestCarriesIsInNoLedger() throws {
        var secret = trigger()
        secret.cron?.body = "canary-8d1f"
        secret.cron?.headers = ["Authorization": "canary-77aa"]
        let given = try given(["night-report": "job:\(Self.caller)"])
        let job = try #require(try jobs([secret], given).first)
        #expect(!"\(job.ledger)".contains("canary"))
        let written = QoveryJobDialect().write(job.value, given)
        #expect(!"\(written.ledger)".contains("canary"))
    }

    /// Runs the program with a `curl` that prints its arguments.
    @Test func theShellHandsOnEveryTextAsItIs() throws {
        let spec = try #require(
            try jobs([trigger()], given(["night-report": "job:\(Self.caller)"])).first?.value
        )
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let curl = folder.appendingPathComponent("curl")
        try Data("#!/bin/sh\nprintf '%s\\0' \"$@\"\n".utf8).write(to: curl)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: curl.path)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = spec.command.arguments
        var environment = ["PATH": "\(folder.path):/usr/bin:/bin"]
        for variable in spec.variables {
            if case .plain(let text) = variable.value { environment[variable.name] = text }
        }
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let words = String(decoding: data, as: UTF8.self).split(separator: "\0").map(String.init)
        #expect(
            words == [
                "--fail", "--silent", "--show-error", "--request", "PUT", "--header", "Content-Type: text/plain",
                "--header", "X-Empty;", "--data-raw", "it's \"$HOME\" `id`\n@x",
                "https://night.example.com/reports?day=1&all",
            ]
        )
    }
}
