import CloudContainers
import QoveryContainers
import ScalewayContainers
import Testing

/// Behaviour of the Scaleway dialect that was wrong once.
@Suite("Scaleway regressions") struct ScalewayRegressionTests {
    private let dialect = ScalewayDialect()

    private func live(_ members: JSONObject = [:], _ parts: JSONObject = [:]) -> JSONDocument {
        var container: JSONObject = [
            "id": "c1", "name": "web", "namespace_id": "n1", "status": "ready", "image": "nginx:1.27",
            "description": "", "min_scale": 0, "max_scale": 5, "mvcpu_limit": 1000,
            "memory_limit_bytes": 2_048_000_000, "local_storage_limit_bytes": 1_000_000_000, "timeout": "300s",
            "privacy": "public", "protocol": "http1", "port": 8080, "https_connections_only": false, "sandbox": "v2",
            "scaling_option": ["concurrent_requests_threshold": 50], "startup_probe": .null,
            "liveness_probe": ["failure_threshold": 30, "interval": "10s", "timeout": "1s", "tcp": [:]],
            "tags": [], "command": [], "args": [], "environment_variables": [:], "secret_environment_variables": [:],
        ]
        for member in members { container.set(member.name, member.value) }
        var bundle: JSONObject = ["container": .object(container), "namespace": ["name": "shop"]]
        bundle.set("domains", [])
        bundle.set("triggers", [])
        for part in parts { bundle.set(part.name, part.value) }
        return JSONDocument(.object(bundle))
    }

    private func wish(_ name: String = "web", ports: Bool = true) throws -> ContainerSpec {
        var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "nginx:1.27"))
        if ports { spec.ports = [Port(.of(8080))] }
        return spec
    }

    private func cron(_ schedule: String) -> ScalewaySettings.Trigger {
        var trigger = ScalewaySettings.Trigger()
        trigger.name = "t"
        trigger.cron = ScalewaySettings.Trigger.Cron()
        trigger.cron?.schedule = schedule
        return trigger
    }

    private func queue(_ address: String = "https://sqs.example.org/q") -> ScalewaySettings.Trigger {
        var trigger = ScalewaySettings.Trigger()
        trigger.name = "t"
        trigger.sqs = ScalewaySettings.Trigger.SQS()
        trigger.sqs?.queueURL = address
        return trigger
    }

    private func triggered(_ trigger: ScalewaySettings.Trigger) throws -> ContainerSpec {
        var spec = try wish()
        spec.scaleway = ScalewaySettings()
        spec.scaleway?.triggers = [trigger]
        return spec
    }

    private static let cronAnswer: JSONValue = [
        "id": "t1", "container_id": "c1", "name": "t", "description": "", "tags": [], "source_type": "cron",
        "destination_config": ["http_path": "/", "http_method": "post"],
        "cron_config": ["schedule": "0 1 * * *", "timezone": "UTC", "body": "", "headers": [:]],
    ]

    private static let queueAnswer: JSONValue = [
        "id": "t1", "container_id": "c1", "name": "t", "description": "", "tags": [], "source_type": "sqs",
        "destination_config": ["http_path": "/", "http_method": "post"],
        "sqs_config": [
            "region": "fr-par", "endpoint": "https://sqs.example.org", "access_key_id": "KEY",
            "queue_url": "https://sqs.example.org/q",
        ],
    ]

    private func update(
        _ spec: ContainerSpec,
        _ live: JSONDocument,
        _ given: Resolutions = Resolutions()
    ) throws -> Translation<PreparedChange?> {
        try dialect.prepare(.update(spec, live: live), given)
    }

    private func requests(_ spec: ContainerSpec, _ live: JSONDocument) throws -> [PreparedRequest] {
        try #require(try update(spec, live).value).requests
    }

    private func read(_ document: JSONDocument) throws -> Translation<ContainerSpec> {
        try #require(try dialect.read(document, Resolutions()).first)
    }

    // MARK: Renaming

    private func old() -> JSONDocument {
        live(
            [
                "description": "the shop", "command": ["serve"], "environment_variables": ["A": "1"],
                "secret_environment_variables": ["T": "$argon2id$x"], "memory_limit_bytes": 3_000_000_000,
            ],
            [
                "domains": [["id": "d1", "hostname": "shop.example.org", "container_id": "c1", "tags": []]],
                "triggers": [Self.cronAnswer],
                "namespace": [
                    "name": "shop", "environment_variables": ["N": "1"], "secret_environment_variables": ["S": "$"],
                ],
            ]
        )
    }

    @Test func aRenamedServiceTakesOverWhatTheWishDoesNotManage() throws {
        var given = Resolutions()
        given.secretNames = ["T"]
        let change = try #require(try update(wish("shop"), old(), given).value)
        #expect(
            change.requests.map { "\($0.method) \($0.path)" } == [
                "POST /containers", "POST /triggers", "POST /domains", "DELETE /containers/{replaced}",
            ]
        )
        let body = try #require(change.requests.first?.body?.root)
        #expect(body["name"]?.string == "shop")
        #expect(body["environment_variables"] == ["A": "1"])
        #expect(body["secret_environment_variables"] == ["T": "{secret:T}"])
        #expect(body["description"]?.string == "the shop")
        #expect(body["command"] == ["serve"])
        #expect(body["memory_limit_bytes"]?.integer == 3_000_000_000)
        #expect(change.replaces)
        #expect(change.basis != nil)
    }

    @Test func aRenameAsksForTheSecretsThatCannotBeReadBack() throws {
        let prepared = try update(wish("shop"), old())
        #expect(prepared.value == nil)
        #expect(prepared.ledger.obstacles.map(\.subject) == ["T"])
        #expect(prepared.ledger.obstacles.codes == [.secretValue])
    }

    @Test func aRenameAsksConsent() throws {
        let prepared = try update(wish("shop"), live(["future_member": 1]))
        let finding = try #require(prepared.ledger.findings.map(\.finding).first { $0.code == .replaced })
        #expect(finding.outcome == .replaced)
        #expect(finding.detail == "the address changes")
        #expect(prepared.ledger.unconsented(Resolutions()).codes.contains(.replaced))
        #expect(prepared.ledger.unconsented(Resolutions()).codes.contains(.fieldUnknown))
    }

    // MARK: Huge amounts

    @Test func hugeProbesAreFittedWithoutATrap() throws {
        var spec = try wish()
        for huge in [Duration.seconds(9_000_000_000_000_000_000), .nanoseconds(1)] {
            var probe = Probe(.tcp(Probe.TCPCheck()))
            probe.interval = huge
            probe.timeout = huge
            probe.initialDelay = .seconds(9_000_000_000_000_000_000)
            probe.failureThreshold = try AttemptCount(Int.max)
            spec.probes.liveness = probe
            spec.probes.startup = probe
            spec.probes.readiness = probe
            let container = dialect.write(spec, Resolutions()).value?.root["container"]
            #expect(container?["startup_probe"]?["failure_threshold"]?.integer == 50)
            #expect(container?["liveness_probe"]?["failure_threshold"]?.integer == 50)
            spec.probes.startup = nil
            #expect(dialect.write(spec, Resolutions()).value != nil)
        }
    }

    @Test func hugeSizesAreBlockedWithoutATrap() throws {
        var spec = try wish()
        spec.resources.memory = try ByteCount(bytes: Int.max)
        spec.resources.cpu = try CPU(millicores: 1_000_000_000)
        spec.resources.ephemeralStorage = try ByteCount(bytes: Int.max)
        let codes = dialect.write(spec, Resolutions()).ledger.obstacles.codes
        #expect(Set(codes) == [.memoryMaximum, .cpuMaximum, .diskMaximum])
    }

    // MARK: Unknown members

    @Test func anUnknownCheckIsReplacedAndNamed() throws {
        let document = live(["liveness_probe": ["failure_threshold": 30, "interval": "10s", "grpc": ["port": 1]]])
        let finding = try #require(
            try read(document).ledger.findings.map(\.finding).first { $0.code == .probeReplaced }
        )
        #expect(finding.outcome == .replaced)
        #expect(finding.before == .text("grpc"))
    }

    /// A member that this version does not know, by its path, and the parts that hold it.
    struct UnknownMember: Sendable {
        var path: String
        var members: JSONObject = [:]
        var parts: JSONObject = [:]
    }

    private static let cronJitter: JSONValue = ["schedule": "0 1 * * *", "jitter": "3s"]
    private static let cronRetry: JSONValue = [
        "name": "t", "cron_config": ["schedule": "0 1 * * *"], "retry_config": ["count": 3],
    ]
    private static let unknownMembers: [UnknownMember] = [
        UnknownMember(
            path: "container.liveness_probe.tcp.host",
            members: ["liveness_probe": ["tcp": ["host": "x"]]]
        ),
        UnknownMember(
            path: "container.liveness_probe.delay",
            members: ["liveness_probe": ["tcp": [:], "delay": "3s"]]
        ),
        UnknownMember(path: "container.scaling_option.gpu", members: ["scaling_option": ["gpu": 3]]),
        UnknownMember(path: "namespace.vpc", parts: ["namespace": ["name": "shop", "vpc": "x"]]),
        UnknownMember(
            path: "domains[0].redirect_to",
            parts: ["domains": [["hostname": "a.example.org", "redirect_to": "x"]]]
        ),
        UnknownMember(
            path: "triggers[0].cron_config.jitter",
            parts: ["triggers": [["name": "t", "cron_config": cronJitter]]]
        ),
        UnknownMember(path: "triggers[0].retry_config.count", parts: ["triggers": [cronRetry]]),
    ]

    @Test(arguments: unknownMembers) func unknownMembersInsideAreSaid(_ member: UnknownMember) throws {
        let document = live(member.members, member.parts)
        let unknown = try read(document).ledger.findings.filter { $0.finding.code == .fieldUnknown }
        #expect(unknown.flatMap { $0.entry.sources.map(\.path.description) } == [member.path])
    }

    @Test func aTriggerWithoutAKnownSourceIsDropped() throws {
        let parts: JSONObject = ["triggers": [["name": "t", "source_type": "kafka", "kafka_config": ["topic": "x"]]]]
        let translation = try read(live([:], parts))
        #expect(translation.value.scaleway?.triggers.isEmpty == true)
        let finding = translation.ledger.findings.map(\.finding).first { $0.code == .triggerDropped }
        #expect(finding?.subject == "t")
        #expect(finding?.outcome == .dropped)
        var trigger = ScalewaySettings.Trigger()
        trigger.name = "t"
        let written = dialect.write(try triggered(trigger), Resolutions())
        #expect(written.value?.root["triggers"] == nil)
        #expect(written.ledger.findings.contains { $0.finding.code == .triggerDropped })
    }

    // MARK: Triggers

    @Test func aChangedScheduleIsPatched() throws {
        let document = live([:], ["triggers": [Self.cronAnswer]])
        let requests = try requests(triggered(cron("0 5 * * *")), document)
        #expect(requests.map { "\($0.method) \($0.path)" } == ["PATCH /triggers/t1"])
        let expected: JSONValue = [
            "cron_config": ["schedule": "0 5 * * *", "timezone": "UTC", "body": "", "headers": [:]]
        ]
        #expect(requests.first?.body?.root == expected)
        #expect(try self.requests(triggered(cron("0 1 * * *")), document).isEmpty)
    }

    @Test func aTriggerOfAnotherKindIsMadeAnew() throws {
        let requests = try requests(triggered(cron("0 5 * * *")), live([:], ["triggers": [Self.queueAnswer]]))
        #expect(requests.map { "\($0.method) \($0.path)" } == ["DELETE /triggers/t1", "POST /triggers"])
    }

    @Test func anUnchangedQueueKeepsItsCredentials() throws {
        let document = live([:], ["triggers": [Self.queueAnswer]])
        #expect(try requests(triggered(queue()), document).isEmpty)
        var described = queue()
        described.description = "orders"
        #expect(try requests(triggered(described), document).first?.body?.root == ["description": "orders"])
        let moved = try update(triggered(queue("https://sqs.example.org/other")), document)
        #expect(moved.ledger.obstacles.map(\.subject) == ["trigger:t"])
    }

    @Test func headersOfASchedulesRequestAreHidden() throws {
        let secret = "Bearer 0123456789"
        var trigger = cron("0 1 * * *")
        trigger.cron?.headers["Authorization"] = secret
        let spec = try triggered(trigger)
        let written = dialect.write(spec, Resolutions())
        let bundle = try #require(written.value)
        let leaves = [written.ledger, try read(bundle).ledger].flatMap(\.entries).flatMap { $0.sources + $0.targets }
        #expect(leaves.contains { $0.path.description.contains("Authorization") })
        #expect(!leaves.contains { $0.value == .text(secret) })
    }

    @Test func aScheduleWithoutATimeZoneGetsOneAndKeepsTheLiveOne() throws {
        let written = dialect.write(try triggered(cron("0 1 * * *")), Resolutions())
        #expect(written.value?.root["triggers"]?.array?.first?["cron_config"]?["timezone"] == "Etc/UTC")
        #expect(written.ledger.findings.contains { $0.finding.code == .defaultAssumed })
        let config: JSONValue = ["schedule": "0 1 * * *", "timezone": "Europe/Paris", "body": "", "headers": [:]]
        var answer = try #require(Self.cronAnswer.object)
        answer.set("cron_config", config)
        #expect(try requests(triggered(cron("0 1 * * *")), live([:], ["triggers": [.object(answer)]])).isEmpty)
    }

    /// A trigger that the API would refuse, and what is said of it.
    static let refused: [(change: @Sendable (inout ScalewaySettings.Trigger) -> Void, rule: String)] = [
        ({ $0.path = "orders" }, "the path"), ({ $0.method = "TRACE" }, "the method"),
        ({ $0.cron?.schedule = "0 0 * * * *" }, "the schedule"), ({ $0.cron?.timezone = "x y" }, "the time zone"),
        ({ $0.cron?.body = String(repeating: "x", count: 10_001) }, "the body"),
    ]

    @Test(arguments: refused.indices) func aTriggerThatTheAPIWouldRefuseIsBlocked(_ index: Int) throws {
        var trigger = cron("0 1 * * *")
        Self.refused[index].change(&trigger)
        let written = dialect.write(try triggered(trigger), Resolutions())
        #expect(written.value == nil)
        let finding = written.ledger.findings.map(\.finding).first { $0.code == .triggerRefused }
        #expect(finding?.detail?.hasPrefix(Self.refused[index].rule) == true, "\(String(describing: finding))")
    }

    @Test func namesOfTriggersAreFittedAndDifferent() throws {
        var spec = try triggered(cron("0 1 * * *"))
        spec.scaleway?.triggers = ["", "", "to be, or not!", "night"].map { name in
            var trigger = cron("0 1 * * *")
            trigger.name = name
            return trigger
        }
        let written = dialect.write(spec, Resolutions())
        let names = written.value?.root["triggers"]?.array?.compactMap { $0["name"]?.string }
        #expect(names == ["trigger", "trigger-2", "to-be-or-not", "night"])
        #expect(written.ledger.findings.filter { $0.finding.code == .nameChanged }.count == 3)
    }

    @Test func tagsAndTriggersAreTakenAwayWhereTheWishSaysSo() throws {
        let document = live(["tags": ["a", "b"]], ["triggers": [Self.cronAnswer]])
        var spec = try wish()
        #expect(try requests(spec, document).isEmpty)
        spec.resets = ["providers.scaleway.tags", "providers.scaleway.triggers"]
        let change = try update(spec, document)
        #expect(
            change.value?.requests.map { "\($0.method) \($0.path)" } == [
                "PATCH /containers/{container}", "DELETE /triggers/t1",
            ]
        )
        #expect(change.value?.requests.first?.body?.root == ["tags": []])
        #expect(!change.ledger.findings.contains { $0.finding.code == .resetImpossible })
    }

    // MARK: What the caller gives

    @Test func whatTheCallerGivesIsSaid() throws {
        var spec = try wish()
        spec.scaling.minimum = .of(3)
        spec.scaling.maximum = .instances(.of(20))
        spec.variables = [EnvironmentVariable(name: "A", value: .plain("1"))]
        var given = Resolutions()
        given.instances["web"] = .of(1) ... .of(5)
        given.values["A"] = "other"
        for codes in [
            dialect.write(spec, given).ledger.findings.map(\.finding.code),
            QoveryDialect().write(spec, given).ledger.findings.map(\.finding.code),
        ] {
            #expect(codes.filter { $0 == .instancesGiven }.count == 2, "\(codes)")
            #expect(codes.filter { $0 == .variableGiven }.count == 1, "\(codes)")
        }
        given.instances["web"] = .of(3) ... .of(20)
        given.values["A"] = "1"
        let same = dialect.write(spec, given).ledger.findings.map(\.finding.code)
        #expect(!same.contains(.instancesGiven) && !same.contains(.variableGiven))
    }

    // MARK: Lists

    @Test func whatStandsBesideAListIsRefused() throws {
        let element = try #require(live().root["container"])
        let whole: JSONValue = ["containers": [element], "total_count": 1, "next_page": nil]
        #expect(try dialect.read(JSONDocument(whole), Resolutions()).count == 1)
        for (name, value) in [
            ("total_count", 7), ("namespace", ["environment_variables": ["A": "1"]]), ("foo", [["bar": 1]]),
        ] as [(String, JSONValue)] {
            var object = try #require(whole.object)
            object.set(name, value)
            let error = try #require(throws: ContainerServiceError.self) {
                try dialect.read(JSONDocument(.object(object)), Resolutions())
            }
            #expect(error.diagnostics.first?.field?.description == name)
        }
    }

    // MARK: Probes

    @Test func numbersThatAProbeLeavesOutAreTheAPIsOwn() throws {
        let document = live(["liveness_probe": ["http": ["path": "/h"]], "startup_probe": ["tcp": [:]]])
        let translation = try read(document)
        let liveness = try #require(translation.value.probes.liveness)
        #expect(liveness.interval == .seconds(10) && liveness.timeout == .seconds(1))
        #expect(liveness.failureThreshold?.value == 30)
        #expect(translation.value.probes.startup?.failureThreshold?.value == 3)
        let said = translation.ledger.findings.map(\.finding).filter { $0.code == .defaultAssumed }.map(\.subject)
        #expect(said.contains("liveness_probe.failure_threshold") && said.contains("startup_probe.interval"))
    }

    // MARK: Variables

    @Test func ofTwoVariablesOfOneNameTheSecretHolds() throws {
        let members: JSONObject = [
            "environment_variables": ["A": "1"], "secret_environment_variables": ["A": "$argon2id$x"],
        ]
        let translation = try read(live(members))
        #expect(translation.value.variables.filter { $0.name == "A" }.map(\.isSecret) == [true])
        let entries = translation.ledger.entries.filter {
            $0.sources.contains { $0.path == "container.environment_variables.A" }
        }
        #expect(entries.map(\.outcome) == [.noted])
    }

    @Test func aVariableThatBecomesASecretLeavesThePlainMap() throws {
        var spec = try wish()
        spec.variables = [EnvironmentVariable(name: "A", value: .secret(.provided))]
        var given = Resolutions()
        given.secretNames = ["A"]
        for (own, left) in [(["A": "plain"], [:]), (["A": "plain", "B": "2"], ["B": "2"])] as [(JSONValue, JSONValue)] {
            let change = try update(spec, live(["environment_variables": own]), given)
            let body = change.value?.requests.first?.body?.root
            #expect(body?["environment_variables"] == left)
            #expect(body?["secret_environment_variables"] == ["A": "{secret:A}"])
        }
    }

    @Test func aSecretThatBecomesPlainLeavesTheSecrets() throws {
        var spec = try wish()
        spec.variables = [EnvironmentVariable(name: "A", value: .plain("1"))]
        let document = live(["secret_environment_variables": ["A": "$argon2id$x", "B": "$argon2id$y"]])
        let body = try requests(spec, document).first?.body?.root
        #expect(body == ["environment_variables": ["A": "1"], "secret_environment_variables": ["B": ""]])
    }

    // MARK: What is not managed

    @Test func anEmptyWishKeepsTheMark() throws {
        let document = live([
            "memory_limit_bytes": 1_000_000_000, "mvcpu_limit": 1000, "local_storage_limit_bytes": 1_074_000_000,
            "tags": ["team", "cloud-containers:memory=512Mi", "cloud-containers:disk=1Gi"],
        ])
        #expect(try requests(wish(), document).isEmpty)
        #expect(try requests(wish(ports: false), document).isEmpty)
    }

    @Test func aWishWithoutPortsKeepsTheLiveOne() throws {
        var spec = try wish(ports: false)
        spec.description = "new"
        let document = live(["port": 3000, "privacy": "private", "protocol": "h2c"])
        #expect(try requests(spec, document).first?.body?.root == ["description": "new"])
        spec.resets = ["ports"]
        #expect(try update(spec, document).ledger.obstacles.codes == [.portNone])
    }

    // MARK: Bounds

    @Test func aLoadRuleAloneKeepsOneInstance() throws {
        var spec = try wish()
        spec.scaling.cpu = .percent(70)
        let written = dialect.write(spec, Resolutions())
        #expect(written.value?.root["container"]?["min_scale"]?.integer == 1)
        let finding = written.ledger.findings.map(\.finding).first { $0.code == .minimumRaisedForRule }
        #expect(finding?.outcome == .raised)
    }

    @Test(arguments: [true, false]) func percentagesOfARuleAreReducedToAHundred(_ isCPU: Bool) throws {
        var spec = try wish()
        if isCPU { spec.scaling.cpu = .percent(150) } else { spec.scaling.memory = .percent(150) }
        let written = dialect.write(spec, Resolutions())
        let option = written.value?.root["container"]?["scaling_option"]?.object
        #expect(option?.members.map(\.value.integer) == [100])
        #expect(written.ledger.unconsented(Resolutions()).codes == [.scaleRuleReduced])
    }

    @Test func requestsAtOnceAreReducedToEighty() throws {
        var spec = try wish()
        spec.scaling.concurrentRequests = .of(500)
        let written = dialect.write(spec, Resolutions())
        #expect(written.value?.root["container"]?["scaling_option"] == ["concurrent_requests_threshold": 80])
        #expect(written.ledger.unconsented(Resolutions()).codes == [.scaleRuleReduced])
    }

    // MARK: Probes

    @Test func readinessBesideAStartupProbeIsDropped() throws {
        var spec = try wish()
        spec.probes.startup = Probe(.tcp(Probe.TCPCheck()))
        spec.probes.readiness = Probe(.http(Probe.HTTPCheck(path: "/up")))
        let findings = dialect.write(spec, Resolutions()).ledger.findings.map(\.finding)
        #expect(findings.first { $0.code == .probeReadiness }?.outcome == .dropped)
    }

    // MARK: Moves

    @Test func aBareCreationIsKnownToComeFromScaleway() throws {
        let spec = try read(JSONDocument(["name": "web", "image": "nginx:1.27", "min_scale": 1, "max_scale": 2])).value
        #expect(spec.scaleway?.sandbox == .v2)
        let findings = QoveryDialect().write(spec, Resolutions()).ledger.findings.map(\.finding)
        #expect(findings.contains { $0.code == .egressChanged })
        #expect(try ContainerSpec(json: spec.document).resets.isEmpty)
    }
}
