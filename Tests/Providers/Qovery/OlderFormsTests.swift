import CloudContainers
import QoveryContainers
import Testing

/// Forms of API 1.0.3, which older exports still hold.
@Suite("Older forms of Qovery's API") struct OlderFormsTests {
    private func read(_ container: JSONObject, _ parts: JSONObject) throws -> Translation<ContainerSpec> {
        var container = container
        for (name, value) in [("name", "web"), ("image_name", "team/web"), ("tag", "1.0")] as [(String, JSONValue)] {
            container.set(name, value)
        }
        var bundle: JSONObject = ["container": .object(container)]
        for part in parts { bundle.set(part.name, part.value) }
        return try #require(try QoveryDialect().read(JSONDocument(.object(bundle)), Resolutions()).first)
    }

    private let settings: JSONObject = [
        "readiness_probe.type": "HTTP", "readiness_probe.http_get.path": "/ready",
        "readiness_probe.initial_delay_seconds": 30, "readiness_probe.period_seconds": 10,
        "readiness_probe.timeout_seconds": 1, "readiness_probe.success_threshold": 1,
        "readiness_probe.failure_threshold": 3, "liveness_probe.type": "NONE",
        "hpa.cpu.average_utilization_percent": "60",
    ]

    @Test func probesAmongTheAdvancedSettingsAreRead() throws {
        let ports: JSONValue = [["internal_port": 8080, "publicly_accessible": true, "is_default": true]]
        let read = try read(["ports": ports], ["advanced_settings": .object(settings)])
        let readiness = try #require(read.value.probes.readiness)
        #expect(readiness.check == .http(Probe.HTTPCheck(path: "/ready", port: .of(8080))))
        #expect(readiness.failureThreshold == .of(3))
        #expect(read.value.probes.liveness == nil)
        #expect(read.value.scaling.cpu == .percent(60))
        #expect(!read.ledger.findings.contains { $0.finding.code == .fieldUnknown })
    }

    @Test func advancedSettingsMayBeAList() throws {
        let read = try read(
            [:],
            ["advanced_settings": [.object(settings), ["security.read_only_root_filesystem": true]]]
        )
        #expect(read.value.qovery?.advancedSettings["security.read_only_root_filesystem"] == true)
        #expect(read.value.probes.readiness != nil)
    }

    @Test func aSampleThatFillsAllFourChecksKeepsOneAndReportsTheOthers() throws {
        let type: JSONValue = [
            "tcp": ["port": 123, "host": .null], "http": ["path": "/", "scheme": "HTTP", "port": 123],
            "exec": ["command": ["true"]], "grpc": ["port": 123, "service": .null],
        ]
        let read = try read(["healthchecks": ["readiness_probe": ["type": type]]], [:])
        #expect(read.value.probes.readiness?.check == .http(Probe.HTTPCheck(path: "/", port: .of(123), scheme: "HTTP")))
        #expect(read.ledger.findings.filter { $0.finding.code == .probeReplaced }.count == 3)
    }

    @Test func anUnknownRegistryHostIsANeededInput() throws {
        let id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        let unknown = try read(["registry_id": .string(id)], [:])
        let finding = try #require(unknown.ledger.obstacles.first)
        #expect(finding.code == .imageHost && finding.resolution == "--registry HOST=\(id)")
        var given = Resolutions()
        given.registries["ghcr.io"] = id
        let bundle: JSONValue = [
            "container": ["name": "web", "image_name": "team/web", "tag": "1.0", "registry_id": .string(id)]
        ]
        let known = try #require(try QoveryDialect().read(JSONDocument(bundle), given).first)
        #expect(known.value.image.description == "ghcr.io/team/web:1.0")
        #expect(known.ledger.obstacles.isEmpty)
    }
}
