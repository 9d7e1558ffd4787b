import CloudContainers
import QoveryContainers
import ScalewayContainers
import Testing

/// Cases that went wrong once, each with what it has to give.
@Suite("Qovery, cases that went wrong once") struct QoveryRegressionTests {
    private static let id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"

    private func bundle(_ members: JSONObject = [:], _ parts: JSONObject = [:]) -> JSONDocument {
        var container: JSONObject = [
            "id": .string(Self.id), "name": "web", "image_name": "nginx", "tag": "1.27", "healthchecks": [:],
            "registry": ["id": .string(Self.id), "url": "https://docker.io", "kind": "DOCKER_HUB"],
            "cpu": 500, "memory": 512, "min_running_instances": 1, "max_running_instances": 3,
            "ports": [
                [
                    "id": .string(Self.id), "internal_port": 8080, "publicly_accessible": true, "protocol": "HTTP",
                    "is_default": true,
                ]
            ],
        ]
        for member in members { container.set(member.name, member.value) }
        var bundle: JSONObject = [
            "container": .object(container), "variables": [], "advanced_settings": [:], "custom_domains": [],
        ]
        for part in parts { bundle.set(part.name, part.value) }
        return JSONDocument(.object(bundle))
    }

    private func read(_ document: JSONDocument, _ given: Resolutions = Resolutions()) throws -> Translation<
        ContainerSpec
    > {
        try #require(try QoveryDialect().read(document, given).first)
    }

    private func wish() throws -> ContainerSpec {
        ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:1.27"))
    }

    private func update(_ wish: ContainerSpec, _ live: JSONDocument) throws -> [PreparedRequest] {
        try #require(try QoveryDialect().prepare(.update(wish, live: live), Resolutions()).value).requests
    }

    private func variable(_ id: String, _ key: String, _ value: JSONValue, _ scope: String, _ more: JSONObject = [:])
        -> JSONValue
    {
        var object: JSONObject = [
            "id": .string(id), "key": .string(key), "value": value, "scope": .string(scope), "variable_type": "VALUE",
            "is_secret": false,
        ]
        for member in more { object.set(member.name, member.value) }
        return .object(object)
    }

    @Test func hugeProbeTimesTrapNowhere() throws {
        let huge = 9_000_000_000_000_000_000
        for threshold in [50, huge] {
            let probe: JSONValue = [
                "type": ["tcp": ["port": 8080]], "initial_delay_seconds": .number(huge),
                "period_seconds": .number(huge),
                "timeout_seconds": 1, "success_threshold": 1, "failure_threshold": .number(threshold),
            ]
            let spec = try read(bundle(["healthchecks": ["readiness_probe": probe, "liveness_probe": probe]])).value
            _ = ScalewayDialect().write(spec, Resolutions())
            _ = QoveryDialect().write(spec, Resolutions())
        }
        var startup = Probe(.tcp(Probe.TCPCheck(port: .of(8080))))
        startup.interval = .seconds(huge)
        startup.initialDelay = .seconds(huge)
        startup.failureThreshold = AttemptCount(unchecked: huge)
        var spec = try wish()
        spec.probes.startup = startup
        spec.probes.liveness = startup
        _ = QoveryDialect().write(spec, Resolutions())
    }

    @Test func anUnmanagedDescriptionStaysWhenAnAmountChanges() throws {
        var wish = try wish()
        wish.resources.memory = try ByteCount(bytes: 2_048_000_000)
        let body = try update(wish, bundle(["description": "the shop"])).first?.body?.root
        #expect(body?["description"]?.string == "the shop [cloud-containers memory=2048M]")
    }

    @Test func aNewDescriptionKeepsTheMarkOfTheAmounts() throws {
        var wish = try wish()
        wish.description = "new text"
        let live = bundle(["memory": 1954, "description": "the shop [cloud-containers memory=2048000000]"])
        let body = try update(wish, live).first?.body?.root
        #expect(body?["description"]?.string == "new text [cloud-containers memory=2048M]")
    }

    @Test(
        arguments: [
            ("container", ["ports": [["internal_port": 1, "publicly_accessible": false, "ip_allowlist": "x"]]]),
            ("container", ["storage": [["size": 1, "type": "FAST_SSD", "mount_point": "/a", "iops": 5]]]),
            ("container", ["autoscaling": ["mode": "KEDA", "scalers": [], "fallback": ["replicas": 2]]]),
            (
                "container",
                ["healthchecks": ["liveness_probe": ["type": ["tcp": ["port": 1, "extra": 1]], "period_seconds": 1]]]
            ),
        ] as [(String, JSONObject)]
    )
    func unknownMembersInsideAreShown(_ part: String, _ members: JSONObject) throws {
        let unknown = try read(bundle(members)).ledger.findings.filter { $0.finding.code == .fieldUnknown }
        #expect(unknown.count == 1)
    }

    @Test(
        arguments: [
            ("network", ["new_thing": 1]), ("custom_domains", [["domain": "a.example.org", "x_new": 1]]),
            ("variables", [["key": "A", "value": "b", "scope": "CONTAINER", "is_secret": false, "new_flag": 1]]),
        ] as [(String, JSONValue)]
    )
    func unknownMembersOfPartsAreShown(_ part: String, _ value: JSONValue) throws {
        let document = bundle([:], JSONObject([.init(name: part, value: value)]))
        #expect(try read(document).ledger.findings.filter { $0.finding.code == .fieldUnknown }.count == 1)
    }

    @Test func aProbeWithNoKnownCheckIsNotTurnedIntoAnother() throws {
        let probe: JSONValue = ["type": ["udp": ["port": 53]], "period_seconds": 10]
        let result = try read(bundle(["healthchecks": ["liveness_probe": probe]]))
        #expect(result.value.probes.liveness == nil)
        #expect(result.ledger.findings.contains { $0.finding.code == .probeReplaced && $0.finding.outcome == .dropped })
    }

    @Test func theVariableThatCountsIsTheOneThatChanges() throws {
        let variables: JSONValue = [
            variable("id-project", "A", "old", "PROJECT"),
            variable("id-own", "A", "older", "CONTAINER", ["variable_type": "OVERRIDE"]),
        ]
        var wish = try wish()
        wish.variables = [EnvironmentVariable(name: "A", value: .plain("new"))]
        let changed = try update(wish, bundle([:], ["variables": variables]))
        #expect(changed.map { "\($0.method) \($0.path)" } == ["PUT /variable/id-own"])
        wish.variables = [EnvironmentVariable(name: "B", value: .plain("b"))]
        let removed = try update(wish, bundle([:], ["variables": variables]))
        #expect(removed.contains { $0.method == "DELETE" && $0.path == "/variable/id-own" })
    }

    @Test func anAliasIsMadeAnew() throws {
        let alias = variable(
            "id-alias",
            "LEVEL",
            .null,
            "CONTAINER",
            [
                "variable_type": "ALIAS",
                "aliased_variable": ["key": "LOG", "value": "debug", "scope": "PROJECT", "variable_type": "VALUE"],
            ]
        )
        var wish = try wish()
        wish.variables = [EnvironmentVariable(name: "LEVEL", value: .plain("info"))]
        let requests = try update(wish, bundle([:], ["variables": [alias]]))
        #expect(requests.map(\.method) == ["DELETE", "POST"])
    }

    @Test func anInheritedVariableCannotBecomeASecret() throws {
        var wish = try wish()
        wish.variables = [EnvironmentVariable(name: "A", value: .secret(.environment("A")))]
        let live = bundle([:], ["variables": [variable("id-project", "A", "old", "PROJECT")]])
        let change = try QoveryDialect().prepare(.update(wish, live: live), Resolutions())
        #expect(change.value == nil)
        #expect(change.ledger.obstacles.codes == [.variableKind])
    }

    @Test func aChangedDomainIsChanged() throws {
        var wish = try wish()
        var domain = CustomDomain(host: "a.example.org")
        domain.generatesCertificate = false
        wish.domains = [domain]
        let live: JSONValue = [["id": "id-domain", "domain": "a.example.org", "generate_certificate": true]]
        let requests = try update(wish, bundle([:], ["custom_domains": live]))
        #expect(requests.map { "\($0.method) \($0.path)" } == ["PUT /container/{container}/customDomain/id-domain"])
    }

    @Test func variablesThatHoldOneAnotherDoNotGrowWithoutBound() throws {
        var variables = [variable("v0", "V0", "0123456789", "CONTAINER")]
        for index in 1...12 {
            let text = String(repeating: "{{V\(index - 1)}}", count: 8)
            variables.append(variable("v\(index)", "V\(index)", .string(text), "CONTAINER"))
        }
        let result = try read(bundle([:], ["variables": .array(variables)]))
        #expect(result.ledger.obstacles.contains { $0.code == .variableLong })
    }

    @Test func variablesThatHoldThemselvesAreAnObstacle() throws {
        let variables: JSONValue = [
            variable("a", "A", "{{B}}", "CONTAINER"), variable("b", "B", "{{A}}", "CONTAINER"),
        ]
        #expect(
            try read(bundle([:], ["variables": variables])).ledger.obstacles.contains { $0.code == .variableReference }
        )
    }

    @Test func silenceIsNotWrittenAsTheTimeOfAWholeRequest() throws {
        let assumed = try #require(QoveryDialect().write(try read(bundle()).value, Resolutions()).value)
        let keys = assumed.root["advanced_settings"]?.object?.names ?? []
        #expect(!keys.contains { $0.contains("timeout") })
        var spec = try read(bundle()).value
        spec.qovery?.advancedSettings = [:]
        spec.timeouts.idle = .seconds(600)
        let settings = QoveryDialect().write(spec, Resolutions()).value?.root["advanced_settings"]
        #expect(settings?["network.gateway_api.http_connection_idle_timeout_seconds"]?.integer == 600)
        #expect(settings?["network.gateway_api.http_request_timeout_seconds"] == nil)
    }

    @Test func aRuleOfMemoryAloneIsSaidToHaveCPUBesideIt() throws {
        var spec = try read(bundle()).value
        spec.scaling.cpu = nil
        spec.scaling.memory = .percent(70)
        let findings = QoveryDialect().write(spec, Resolutions()).ledger.findings.map(\.finding)
        #expect(findings.contains { $0.code == .scaleRuleReplaced && $0.outcome == .approximated })
    }

    @Test func aMarkOfANameIsNotBelieved() throws {
        #expect(try read(bundle(["description": "[cloud-containers name=admin]"])).value.name == "web")
    }

    @Test func partsThatWereNotReadAreNotOverwritten() throws {
        let whole = bundle()
        let bare = JSONDocument(["container": whole.root["container"] ?? .null])
        var wish = try wish()
        wish.httpsOnly = false
        #expect(throws: ContainerServiceError.self) {
            try QoveryDialect().prepare(.update(wish, live: bare), Resolutions())
        }
    }

    @Test(arguments: ["{secret:TOKEN}", "{namespace}", "{container}"])
    func aPlainValueThatReadsLikeAPlaceholderIsAnObstacle(_ value: String) throws {
        var spec = try read(bundle()).value
        spec.variables = [EnvironmentVariable(name: "A", value: .plain(value))]
        for dialect in [QoveryDialect(), ScalewayDialect()] as [any ContainerDialect] {
            #expect(dialect.write(spec, Resolutions()).ledger.obstacles.codes.contains(.variablePlaceholder))
        }
    }

    @Test func aPutKeepsWhatOnlyTheLiveServiceHas() throws {
        let policy: JSONValue = [
            "mode": "KEDA", "polling_interval_seconds": 30,
            "scalers": [
                [
                    "scaler_type": "cron", "role": "PRIMARY", "enabled": true, "config_yaml": "a: 1",
                    "trigger_authentication": ["id": .string(Self.id), "name": "auth", "config_yaml": "kept: yes"],
                ]
            ],
        ]
        let live = bundle(["autoscaling": policy])
        var wish = try read(live).value
        wish.qovery?.autoscaling?.pollingInterval = .seconds(60)
        let body = try update(wish, live).first?.body?.root
        let scaler = body?["autoscaling"]?["scalers"]?.array?.first
        #expect(body?["autoscaling"]?["polling_interval_seconds"]?.integer == 60)
        #expect(scaler?["trigger_authentication"]?["config_yaml"]?.string == "kept: yes")
    }

    @Test func aFileIsInterpolatedOnlyWhereItSaysSo() throws {
        let file: JSONObject = ["variable_type": "FILE", "mount_path": "/etc/a", "enable_interpolation_in_file": false]
        let variables: JSONValue = [
            variable("a", "A", "x", "CONTAINER"), variable("f", "F", "hello {{A}} {{QOVERY_X}}", "CONTAINER", file),
        ]
        let result = try read(bundle([:], ["variables": variables]))
        #expect(result.ledger.obstacles.isEmpty)
        let value = result.value.variables.first { $0.name == "F" }?.value
        #expect(value == .plain("hello {{A}} {{QOVERY_X}}"))
    }

    @Test func theDelaysOfAStartAreAddedUp() throws {
        var spec = try wish()
        spec.ports = [Port(.of(8080))]
        var startup = Probe(.tcp(Probe.TCPCheck()))
        (startup.initialDelay, startup.interval, startup.failureThreshold) = (.seconds(60), .seconds(10), .of(3))
        var liveness = startup
        liveness.initialDelay = .seconds(120)
        (spec.probes.startup, spec.probes.liveness) = (startup, liveness)
        var given = Resolutions()
        given.registries["docker.io"] = Self.id
        let checks = QoveryDialect().write(spec, given).value?.root["container"]?["healthchecks"]
        #expect(checks?["liveness_probe"]?["initial_delay_seconds"]?.integer == 120)
        spec.probes.liveness?.initialDelay = nil
        let shorter = QoveryDialect().write(spec, given).value?.root["container"]?["healthchecks"]
        #expect(shorter?["liveness_probe"]?["initial_delay_seconds"]?.integer == 90)
    }

    @Test(arguments: [
        ("resources.override.limit.ram_in_mib", "4Gi"), ("network.ingress.proxy_read_timeout_seconds", "900s"),
        ("network.ingress.force_ssl_redirect", "off"), ("hpa.cpu.average_utilization_percent", "high"),
    ])
    func aSettingThatCannotBeReadIsReported(_ key: String, _ value: String) throws {
        let settings = JSONValue.object(JSONObject([.init(name: key, value: .string(value))]))
        let result = try read(bundle([:], ["advanced_settings": settings]))
        let finding = result.ledger.findings.first { $0.finding.code == .wordUnknown }?.finding
        #expect(finding?.subject == key && finding?.outcome == .replaced)
    }

    @Test func theGatewaysOwnRedirectCounts() throws {
        let settings: JSONObject = ["advanced_settings": ["network.gateway_api.force_ssl_redirect": false]]
        #expect(try read(bundle([:], settings)).value.httpsOnly == false)
        var spec = try read(bundle()).value
        spec.httpsOnly = false
        let written = QoveryDialect().write(spec, Resolutions()).value?.root["advanced_settings"]
        #expect(written?["network.gateway_api.force_ssl_redirect"]?.bool == false)
        #expect(written?["network.ingress.force_ssl_redirect"]?.bool == false)
    }

    @Test func resettingTheIdleTimeResetsEveryKey() throws {
        var wish = try wish()
        wish.resets = ["timeouts.idle"]
        let settings: JSONObject = ["advanced_settings": ["network.ingress.grpc_read_timeout_seconds": 900]]
        let body = try update(wish, bundle([:], settings)).first?.body?.root
        #expect(body?["network.ingress.grpc_read_timeout_seconds"]?.integer == 60)
    }

    @Test func credentialsOfARegistryAreShownNowhere() throws {
        let canary = "hunter2secret"
        let url = "https://user:\(canary)@registry.example.org"
        let registry: JSONValue = ["kind": "GENERIC_CR", "url": .string(url), "config": ["password": .string(canary)]]
        let live = bundle(
            ["registry": ["id": .string(Self.id), "url": .string(url), "kind": "GENERIC_CR"]],
            [
                "registry": registry,
                "advanced_settings": ["network.ingress.extra_headers": .string("{\"Authorization\":\"\(canary)\"}")],
            ]
        )
        let result = try read(live)
        #expect(result.value.image.registry == "registry.example.org")
        let written = ScalewayDialect().write(result.value, Resolutions())
        for ledger in [result.ledger, written.ledger] {
            let shown = ledger.entries.filter { entry in
                "\(entry)".contains(canary)
            }
            #expect(shown.isEmpty)
        }
    }

    @Test func snippetsThatMayTurnCallersAwayAreObstacles() throws {
        let settings: JSONObject = [
            "advanced_settings": ["network.ingress.nginx_controller_server_snippet": "allow 10.0.0.0/8; deny all;"]
        ]
        let spec = try read(bundle([:], settings)).value
        #expect(ScalewayDialect().write(spec, Resolutions()).ledger.obstacles.codes.contains(.callersRestricted))
    }

    @Test(arguments: ["https://registry-1.docker.io", "https://registry.hub.docker.com", "https://docker.io"])
    func dockerHubIsOneRegistryUnderAllItsNames(_ url: String) throws {
        let registry: JSONValue = ["id": .string(Self.id), "url": .string(url), "kind": "DOCKER_HUB"]
        #expect(try read(bundle(["registry": registry])).value.image.familiar == "nginx:1.27")
    }

    @Test func aCheckWithoutAnyPortIsNotWritten() throws {
        var spec = try wish()
        spec.probes.liveness = Probe(.tcp(Probe.TCPCheck()))
        var given = Resolutions()
        given.registries["docker.io"] = Self.id
        let written = QoveryDialect().write(spec, given)
        #expect(written.value?.root["container"]?["healthchecks"]?["liveness_probe"] == nil)
        #expect(written.ledger.findings.contains { $0.finding.code == .probeReplaced })
    }

    // MARK: Ports and files

    @Test func theOutsideOfAPrivatePortIsNoted() throws {
        let port: JSONObject = ["internal_port": 9100, "external_port": 9443, "publicly_accessible": false]
        let translation = try read(bundle(["ports": [.object(port)]]))
        let entry = translation.ledger.entries.first {
            $0.sources.contains { $0.path == "container.ports[0].external_port" }
        }
        #expect(entry?.outcome == .noted)
        var wish = try wish()
        wish.ports = [Port(.of(9000)), Port(.of(80))]
        wish.ports[0].exposure = .cluster
        wish.ports[0].externalNumber = .of(77)
        var given = Resolutions()
        given.registries["docker.io"] = Self.id
        let ports = QoveryDialect().write(wish, given).value?.root["container"]?["ports"]?.array
        #expect(ports?.map { $0["is_default"]?.bool } == [false, true])
        #expect(ports?.first?["external_port"] == nil)
    }

    @Test func bracesInAFileAreLeftAsTheyAre() throws {
        var wish = try wish()
        wish.variables = [
            EnvironmentVariable(name: "F", value: .plain("{{A}}"), mountPath: "/etc/f"),
            EnvironmentVariable(name: "V", value: .plain("{{A}}")),
        ]
        let findings = QoveryDialect().write(wish, Resolutions()).ledger.findings.map(\.finding)
        #expect(findings.filter { $0.code == .variableBraces }.map(\.subject) == ["V"])
    }
}
