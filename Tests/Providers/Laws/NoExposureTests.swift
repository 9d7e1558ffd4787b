import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// Law 7: no translation makes a service reachable by more callers than before, unless it is told to by name.
@Suite("Law 7, no exposure") struct NoExposureTests {
    @Test func reachGrowsOnlyByName() async throws {
        try await GeneratedCase.each(default: 80_000) { generated in
            let spec = try generated.read().value
            var given = Resolutions.permissive(for: spec)
            given.privacy = [:]
            given.exposed = []
            guard let bundle = generated.other.write(spec, given).value,
                let result = try generated.other.read(bundle, given).first?.value
            else { return true }
            let known = Set(spec.ports.map(\.number))
            return reach(result) <= reach(spec)
                && known.allSatisfy { number in
                    reach(result, where: { $0.number == number }) <= reach(spec, where: { $0.number == number })
                }
        }
    }

    /// How many may call the most reachable of the ports.
    private func reach(_ spec: ContainerSpec, where isMeant: (Port) -> Bool = { _ in true }) -> Int {
        spec.ports.filter(isMeant).map { port in
            switch port.exposure {
            case .cluster: 1
            case .token: 2
            case .public: 3
            }
        }.max() ?? 0
    }

    private func spec(_ ports: [Port]) throws -> ContainerSpec {
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:1.27"))
        spec.ports = ports
        return spec
    }

    @Test func onlyPrivatePortsAreBlockedTowardsScaleway() throws {
        let spec = try spec([Port(.of(8080), exposure: .cluster)])
        let blocked = ScalewayDialect().write(spec, Resolutions())
        #expect(blocked.value == nil)
        #expect(blocked.ledger.obstacles.codes == [.portPrivate])
        #expect(blocked.ledger.obstacles.first?.resolution == "--privacy web=private|public")
        for privacy in Resolutions.Privacy.allCases {
            var given = Resolutions()
            given.privacy["web"] = privacy
            let written = ScalewayDialect().write(spec, given)
            #expect(written.value?.root["container"]?["privacy"]?.string == privacy.rawValue)
        }
    }

    @Test func aTokenProtectedServiceIsBlockedTowardsQovery() throws {
        let spec = try spec([Port(.of(8080), exposure: .token)])
        var given = Resolutions()
        given.registries["docker.io"] = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        #expect(QoveryDialect().write(spec, given).value == nil)
        #expect(QoveryDialect().write(spec, given).ledger.obstacles.codes == [.portToken])
        given.exposed.insert("web")
        let exposed = QoveryDialect().write(spec, given).value?.root["container"]?["ports"]?.array?.first
        #expect(exposed?["publicly_accessible"]?.bool == true)
        given.exposed = []
        given.privacy["web"] = .private
        let hidden = QoveryDialect().write(spec, given).value?.root["container"]?["ports"]?.array?.first
        #expect(hidden?["publicly_accessible"]?.bool == false)
    }

    @Test func aWorkerWithoutPortIsBlockedTowardsScaleway() throws {
        let written = ScalewayDialect().write(try spec([]), Resolutions())
        #expect(written.value == nil)
        #expect(written.ledger.obstacles.codes == [.portNone])
    }

    @Test(arguments: [Port.TransportProtocol.tcp, .udp])
    func aPublicSocketIsBlockedTowardsScaleway(_ transport: Port.TransportProtocol) throws {
        for ports in [[Port(.of(5432), transport)], [Port(.of(8080)), Port(.of(5432), transport)]] {
            let written = ScalewayDialect().write(try spec(ports), Resolutions())
            #expect(written.value == nil)
            #expect(Set(written.ledger.obstacles.codes) == [.portTCP])
        }
    }

    @Test(arguments: [
        "network.ingress.whitelist_source_range", "network.ingress.denylist_source_range",
        "network.ingress.basic_auth_env_var",
    ])
    func aFilterOfCallersIsNotLostSilently(_ key: String) throws {
        let payload: JSONValue = [
            "container": [
                "name": "web", "image_name": "nginx", "tag": "1.27", "healthchecks": [:],
                "registry": [
                    "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "url": "https://docker.io", "kind": "DOCKER_HUB",
                ],
                "ports": [["internal_port": 80, "publicly_accessible": true, "protocol": "HTTP"]],
            ],
            "advanced_settings": .object(JSONObject([.init(name: key, value: "10.0.0.0/8")])),
        ]
        let spec = try #require(try QoveryDialect().read(JSONDocument(payload), Resolutions()).first?.value)
        let written = ScalewayDialect().write(spec, Resolutions())
        #expect(written.ledger.obstacles.codes == [.callersRestricted])
        var given = Resolutions()
        given.exposed.insert("web")
        #expect(ScalewayDialect().write(spec, given).value != nil)
    }
}
