import CloudContainers
import QoveryContainers
import ScalewayContainers
import Testing

/// The figures of the mapping rules, each computed by the translators.
@Suite("Worked examples") struct WorkedExamplesTests {
    static let registry = "3c90c3cc-0d44-4b50-8888-8dd25736052a"

    private func spec(cpu: Int? = nil, mebibytes: Int? = nil) throws -> ContainerSpec {
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        spec.resources.cpu = try cpu.map { try CPU(millicores: $0) }
        spec.resources.memory = try mebibytes.map { try ByteCount.mebibytes(1).multiplied(by: $0) }
        return spec
    }

    private func given() -> Resolutions {
        var given = Resolutions()
        given.registries["docker.io"] = Self.registry
        return given
    }

    private func qovery(_ members: JSONObject, _ parts: JSONObject = [:]) throws -> Translation<ContainerSpec> {
        var container: JSONObject = [
            "name": "web", "image_name": "nginx", "tag": "1.27", "healthchecks": [:],
            "registry_id": .string(Self.registry),
            "registry": ["id": .string(Self.registry), "url": "https://docker.io", "kind": "DOCKER_HUB"],
            "ports": [["internal_port": 8080, "publicly_accessible": true, "protocol": "HTTP", "is_default": true]],
        ]
        for member in members { container.set(member.name, member.value) }
        var bundle: JSONObject = ["container": .object(container)]
        for part in parts { bundle.set(part.name, part.value) }
        return try #require(try QoveryDialect().read(JSONDocument(.object(bundle)), given()).first)
    }

    private func scaleway(_ members: JSONObject) throws -> Translation<ContainerSpec> {
        var container: JSONObject = ["name": "web", "image": "nginx:1.27", "port": 8080, "privacy": "public"]
        for member in members { container.set(member.name, member.value) }
        let bundle: JSONValue = ["container": .object(container)]
        return try #require(try ScalewayDialect().read(JSONDocument(bundle), given()).first)
    }

    private func toScaleway(_ spec: ContainerSpec, _ given: Resolutions = Resolutions()) -> (JSONValue?, [Finding]) {
        let written = ScalewayDialect().write(spec, given)
        return (written.value?.root["container"], written.ledger.findings.map(\.finding))
    }

    private func toQovery(_ spec: ContainerSpec) -> (JSONValue?, [Finding]) {
        let written = QoveryDialect().write(spec, given())
        return (written.value?.root["container"], written.ledger.findings.map(\.finding))
    }

    // MARK: Amounts

    @Test(arguments: [
        (50, 256, 70, 269), (50, 512, 135, 537), (250, 2048, 537, 2148), (500, 4096, 1074, 4295),
        (1000, 512, 1000, 1000), (500, 11718, 3072, 12288),
    ])
    func pairsBecomeTheSmallestThatHoldBoth(cpu: Int, mebibytes: Int, mvcpu: Int, megabytes: Int) throws {
        let (container, _) = toScaleway(try spec(cpu: cpu, mebibytes: mebibytes))
        #expect(container?["mvcpu_limit"]?.integer == mvcpu)
        #expect(container?["memory_limit_bytes"]?.integer == megabytes * 1_000_000)
    }

    @Test func moreMemoryThanThereIsIsBlockedUnlessClamped() throws {
        let spec = try spec(cpu: 500, mebibytes: 11719)
        let (none, findings) = toScaleway(spec)
        #expect(none == nil)
        #expect(findings.filter { $0.outcome == .blocked }.map(\.code) == [.memoryMaximum])
        #expect(findings.first { $0.code == .memoryMaximum }?.resolution == "--clamp memory")
        var given = Resolutions()
        given.clamps = [.memory]
        let (container, clamped) = toScaleway(spec, given)
        #expect(container?["memory_limit_bytes"]?.integer == 12_288_000_000)
        #expect(clamped.contains { $0.code == .memoryClamped && $0.outcome == .reduced })
    }

    @Test func moreCPUThanThereIsIsBlockedUnlessClamped() throws {
        let spec = try spec(cpu: 6001, mebibytes: 8192)
        #expect(toScaleway(spec).0 == nil)
        var given = Resolutions()
        given.clamps = [.cpu]
        #expect(toScaleway(spec, given).0?["mvcpu_limit"]?.integer == 6000)
    }

    @Test func qoveryMegabytesAreMebibytes() throws {
        let spec = try qovery(["cpu": 250, "memory": 512]).value
        #expect(spec.resources.memory?.bytes == 536_870_912)
        let (container, findings) = toScaleway(spec)
        #expect(container?["memory_limit_bytes"]?.integer == 537_000_000)
        let finding = try #require(findings.first { $0.code == .memoryRounded })
        #expect(finding.before.description == "512 MiB (536,870,912 bytes)")
        #expect(finding.after.description == "537 MB (537,000,000 bytes)")
    }

    @Test func threeTripsChangeNothing() throws {
        var bundle = JSONDocument([
            "container": [
                "name": "web", "image": "nginx:1.27", "port": 8080, "privacy": "public", "mvcpu_limit": 1000,
                "memory_limit_bytes": 2_048_000_000,
            ]
        ])
        for _ in 0..<3 {
            let spec = try #require(try ScalewayDialect().read(bundle, given()).first?.value)
            let there = try #require(QoveryDialect().write(spec, given()).value)
            #expect(there.root["container"]?["memory"]?.integer == 1954)
            let seen = try #require(try QoveryDialect().read(there, given()).first?.value)
            bundle = try #require(ScalewayDialect().write(seen, given()).value)
            #expect(bundle.root["container"]?["memory_limit_bytes"]?.integer == 2_048_000_000)
            #expect(bundle.root["container"]?["mvcpu_limit"]?.integer == 1000)
        }
    }

    @Test func aMarkThatNoLongerFitsIsNotBelieved() throws {
        let live = try scaleway([
            "mvcpu_limit": 1000, "memory_limit_bytes": 1_500_000_000, "tags": ["cloud-containers:memory=512Mi"],
        ])
        #expect(live.value.resources.memory == .megabytes(1500))
    }

    @Test func limitsOverrideRequests() throws {
        let read = try qovery(
            ["cpu": 250, "memory": 512],
            [
                "advanced_settings": [
                    "resources.override.limit.cpu_in_milli": 800, "resources.override.limit.ram_in_mib": 1024,
                ]
            ]
        )
        #expect(read.value.resources.cpu == .millicores(800))
        #expect(read.value.resources.memory == .mebibytes(1024))
        let back = try #require(QoveryDialect().write(read.value, given()).value)
        #expect(back.root["advanced_settings"]?["resources.override.limit.cpu_in_milli"] == nil)
    }

    @Test func scratchDiskIsRoundedUpAndBounded() throws {
        var spec = try spec()
        spec.resources.ephemeralStorage = .gibibytes(10)
        #expect(toScaleway(spec).0?["local_storage_limit_bytes"]?.integer == 10_738_000_000)
        spec.resources.ephemeralStorage = .gigabytes(25)
        #expect(toScaleway(spec).0 == nil)
        #expect(toScaleway(spec).1.contains { $0.code == .diskMaximum })
        spec.resources.ephemeralStorage = .megabytes(1500)
        #expect(toQovery(spec).0?["ephemeral_storage_in_gib"]?.integer == 2)
        #expect(try qovery([:]).ledger.findings.contains { $0.finding.code == .diskDefault })
    }

    @Test func gpuAndARMAreBlocked() throws {
        #expect(toScaleway(try qovery(["gpu": 1]).value).1.contains { $0.code == .gpu && $0.outcome == .blocked })
        let arm = toScaleway(try qovery(["cpu_architecture": "ARM64"]).value).1
        #expect(arm.contains { $0.code == .architecture && $0.outcome == .blocked })
        #expect(toScaleway(try qovery([:]).value).1.contains { $0.code == .architectureUnknown })
    }

    // MARK: Scale

    @Test func minusOneBecomesFiftyReduced() throws {
        let (container, findings) = toScaleway(try qovery(["max_running_instances": -1]).value)
        #expect(container?["max_scale"]?.integer == 50)
        #expect(findings.contains { $0.code == .maximumUnlimited && $0.outcome == .reduced })
    }

    @Test func minimumTwelveBecomesTenReduced() throws {
        let spec = try qovery(["min_running_instances": 12, "max_running_instances": 20]).value
        let (container, findings) = toScaleway(spec)
        #expect(container?["min_scale"]?.integer == 10)
        #expect(findings.contains { $0.code == .minimumReduced && $0.outcome == .reduced })
    }

    @Test func minimumZeroToQoveryBecomesOne() throws {
        let (container, findings) = toQovery(try scaleway(["min_scale": 0]).value)
        #expect(container?["min_running_instances"]?.integer == 1)
        #expect(findings.contains { $0.code == .minimumRaised })
    }

    @Test func noLimitToQoveryNeedsInput() throws {
        var spec = try spec()
        spec.scaling.maximum = .unlimited
        #expect(toQovery(spec).0 == nil)
        var given = given()
        given.instances["web"] = InstanceCount.of(1)...InstanceCount.of(7)
        let written = QoveryDialect().write(spec, given).value
        #expect(written?.root["container"]?["max_running_instances"]?.integer == 7)
    }

    @Test func kedaFromZeroIsBlockedTowardsScaleway() throws {
        let policy: JSONValue = [
            "mode": "KEDA", "polling_interval_seconds": 30, "cooldown_period_seconds": 300,
            "scalers": [["scaler_type": "rabbitmq", "enabled": true, "role": "PRIMARY", "config_json": ["a": 1]]],
        ]
        let zero = try qovery(["min_running_instances": 0, "max_running_instances": 5, "autoscaling": policy]).value
        #expect(toScaleway(zero).1.contains { $0.code == .kedaZero && $0.outcome == .blocked })
        let one = try qovery(["min_running_instances": 1, "max_running_instances": 5, "autoscaling": policy]).value
        #expect(toScaleway(one).1.contains { $0.code == .kedaDropped && $0.outcome == .dropped })
    }

    @Test func theCPUTargetIsCarried() throws {
        let (container, _) = toScaleway(try qovery(["max_running_instances": 5]).value)
        #expect(container?["scaling_option"] == ["cpu_usage_threshold": 60])
        let both: JSONObject = [
            "advanced_settings": [
                "hpa.cpu.average_utilization_percent": 70, "hpa.memory.average_utilization_percent": 80,
            ]
        ]
        let (kept, findings) = toScaleway(try qovery(["max_running_instances": 5], both).value)
        #expect(kept?["scaling_option"] == ["cpu_usage_threshold": 70])
        #expect(findings.contains { $0.code == .scaleRuleDropped })
    }

    // MARK: Probes

    private func probe(_ type: JSONValue, _ numbers: [Int] = [30, 10, 5, 1, 9]) -> JSONValue {
        [
            "type": type, "initial_delay_seconds": .number(numbers[0]), "period_seconds": .number(numbers[1]),
            "timeout_seconds": .number(numbers[2]), "success_threshold": .number(numbers[3]),
            "failure_threshold": .number(numbers[4]),
        ]
    }

    @Test func theDefaultReadinessBecomesTwelveTimesTenSeconds() throws {
        let readiness = probe(["http": ["path": "/up", "scheme": "HTTP", "port": 8080]])
        let spec = try qovery(["healthchecks": ["readiness_probe": readiness]]).value
        let (container, findings) = toScaleway(spec)
        let expected: JSONValue = [
            "failure_threshold": 12, "interval": "10s", "timeout": "5s", "http": ["path": "/up"],
        ]
        #expect(container?["startup_probe"] == expected)
        #expect(findings.contains { $0.code == .probeReadiness && $0.outcome == .approximated })
    }

    @Test func longBudgetsStretchTheInterval() throws {
        let readiness = probe(["tcp": ["port": 8080]], [0, 10, 5, 1, 90])
        let spec = try qovery(["healthchecks": ["readiness_probe": readiness]]).value
        let (container, findings) = toScaleway(spec)
        #expect(container?["startup_probe"]?["failure_threshold"]?.integer == 50)
        #expect(container?["startup_probe"]?["interval"]?.string == "18s")
        #expect(findings.contains { $0.code == .probeTiming })
    }

    @Test(
        arguments: [
            ["exec": ["command": ["true"]]], ["grpc": ["port": 8080]], ["tcp": ["port": 9999]],
            ["http": ["path": "/", "scheme": "HTTPS", "port": 8080]],
        ] as [JSONValue]
    )
    func checksThatScalewayCannotDoAreReplaced(_ type: JSONValue) throws {
        let spec = try qovery(["healthchecks": ["liveness_probe": probe(type)]]).value
        let (container, findings) = toScaleway(spec)
        let expected: JSONValue = ["failure_threshold": 30, "interval": "10s", "timeout": "1s", "tcp": [:]]
        #expect(container?["liveness_probe"] == expected)
        #expect(findings.contains { $0.code == .probeReplaced && $0.outcome == .replaced })
    }

    @Test func aLivenessDelayWithoutReadinessAddsAStartupProbe() throws {
        let spec = try qovery(["healthchecks": ["liveness_probe": probe(["tcp": ["port": 8080]])]]).value
        let (container, findings) = toScaleway(spec)
        #expect(container?["startup_probe"]?["failure_threshold"]?.integer == 12)
        #expect(findings.contains { $0.code == .probeDelay })
    }

    @Test func aStartupProbeBecomesADelayAndReadiness() throws {
        let spec = try scaleway([
            "startup_probe": ["failure_threshold": 10, "interval": "10s", "timeout": "2s", "http": ["path": "/boot"]],
            "liveness_probe": ["failure_threshold": 30, "interval": "10.5s", "timeout": "1s", "tcp": [:]],
        ]).value
        let (container, findings) = toQovery(spec)
        let checks = container?["healthchecks"]
        #expect(checks?["liveness_probe"]?["initial_delay_seconds"]?.integer == 100)
        #expect(checks?["liveness_probe"]?["period_seconds"]?.integer == 11)
        #expect(checks?["readiness_probe"]?["type"]?["http"]?["path"]?.string == "/boot")
        #expect(checks?["readiness_probe"]?["initial_delay_seconds"]?.integer == 0)
        #expect(findings.contains { $0.code == .probeStartup })
        #expect(findings.contains { $0.code == .probeRounded })
    }

    @Test func aLivenessProbeAloneGatesTheTrafficToo() throws {
        let (container, _) = toQovery(try scaleway([:]).value)
        #expect(container?["healthchecks"]?["readiness_probe"]?["type"]?["tcp"]?["port"]?.integer == 8080)
    }

    // MARK: Everything else

    @Test func aVolumeBlocksUntilNamed() throws {
        let disk: JSONValue = [["id": .string(Self.registry), "type": "FAST_SSD", "size": 10, "mount_point": "/data"]]
        let spec = try qovery(["storage": disk]).value
        let (none, findings) = toScaleway(spec)
        #expect(none == nil)
        #expect(findings.first { $0.code == .volume }?.resolution == "--without-volume web")
        var given = Resolutions()
        given.withoutVolumes = ["web"]
        #expect(toScaleway(spec, given).0 != nil)
    }

    @Test func aCommandOfThreeWordsIsOneEntrypointAndTwoLeadingArguments() throws {
        let (container, _) = toQovery(try scaleway(["command": ["/bin/sh", "-c", "run"], "args": ["--fast"]]).value)
        #expect(container?["entrypoint"]?.string == "/bin/sh")
        #expect(container?["arguments"] == ["-c", "run", "--fast"])
    }

    @Test func anEntrypointIsNeverSplit() throws {
        let read = try qovery(["entrypoint": "run all", "arguments": ["x"]])
        #expect(read.value.command == ["run all"])
        #expect(read.ledger.findings.contains { $0.finding.code == .commandBlank })
        #expect(toScaleway(read.value).0?["command"] == ["run all"])
    }

    @Test func httpsOnlyIsCarriedBothWays() throws {
        let settings: JSONObject = ["advanced_settings": ["network.ingress.force_ssl_redirect": true]]
        #expect(toScaleway(try qovery([:], settings).value).0?["https_connections_only"]?.bool == true)
        // The platform's default is true.
        #expect(toScaleway(try qovery([:]).value).0?["https_connections_only"]?.bool == true)
        let written = QoveryDialect().write(try scaleway(["https_connections_only": true]).value, given()).value
        #expect(written?.root["advanced_settings"]?["network.ingress.force_ssl_redirect"]?.bool == true)
    }

    @Test func requestTimeoutsAreAtLeastTheOldOnes() throws {
        let long: JSONObject = [
            "advanced_settings": [
                "network.ingress.proxy_read_timeout_seconds": 60, "network.ingress.grpc_read_timeout_seconds": "900",
            ]
        ]
        #expect(toScaleway(try qovery([:]).value).0?["timeout"]?.string == "300s")
        let (container, findings) = toScaleway(try qovery([:], long).value)
        #expect(container?["timeout"]?.string == "900s")
        #expect(findings.contains { $0.code == .timeoutIdle && $0.outcome == .approximated })
        var given = given()
        given.ingress = .nginx
        let back = QoveryDialect().write(try scaleway(["timeout": "120.5s"]).value, given).value?.root[
            "advanced_settings"
        ]
        #expect(back?["network.ingress.proxy_read_timeout_seconds"]?.integer == 121)
        #expect(back?["network.gateway_api.http_request_timeout_seconds"] == nil)
    }

    @Test func aDigestAloneBlocksTowardsQovery() throws {
        let digest = "sha256:" + String(repeating: "a", count: 64)
        let alone = try scaleway(["image": .string("nginx@\(digest)")]).value
        #expect(toQovery(alone).0 == nil)
        #expect(toQovery(alone).1.contains { $0.code == .imageDigestOnly && $0.outcome == .blocked })
        let both = try scaleway(["image": .string("nginx:1.27@\(digest)")]).value
        #expect(toQovery(both).0?["tag"]?.string == "1.27")
        #expect(toQovery(both).1.contains { $0.code == .imageDigestDropped && $0.outcome == .dropped })
    }

    @Test func dockerHubImagesKeepTheirShortName() throws {
        #expect(toScaleway(try qovery([:]).value).0?["image"]?.string == "nginx:1.27")
        #expect(toQovery(try scaleway([:]).value).0?["image_name"]?.string == "nginx")
    }

    @Test func aRegistryIsNeededTowardsQovery() throws {
        let written = QoveryDialect().write(try scaleway([:]).value, Resolutions())
        #expect(written.value == nil)
        let finding = try #require(written.ledger.obstacles.first { $0.code == .imageRegistry })
        #expect(finding.outcome == .needsInput)
        #expect(finding.resolution == "--registry docker.io=UUID")
    }

    @Test func aRegistryWithCredentialsNeedsAnotherPlace() throws {
        let spec = try qovery(
            [
                "registry": [
                    "id": .string(Self.registry), "url": "https://1.dkr.ecr.eu-west-3.amazonaws.com", "kind": "ECR",
                ]
            ]
        ).value
        #expect(toScaleway(spec).1.contains { $0.code == .imageCredentials && $0.outcome == .blocked })
        var given = Resolutions()
        given.imageMap = [.init(from: "1.dkr.ecr.eu-west-3.amazonaws.com", to: "rg.fr-par.scw.cloud/shop")]
        let (container, findings) = toScaleway(spec, given)
        #expect(container?["image"]?.string == "rg.fr-par.scw.cloud/shop/nginx:1.27")
        #expect(findings.first { $0.code == .imageMapped }?.detail?.hasPrefix("copy it first: skopeo copy") == true)
    }

    @Test func aHashNeverLeavesAsAValue() throws {
        let hash = "$argon2id$v=19$m=65536,t=3,p=64$c29tZXNhbHQ$aGFzaA"
        let read = try scaleway(["secret_environment_variables": ["TOKEN": .string(hash)]])
        var given = given()
        #expect(QoveryDialect().write(read.value, given).ledger.obstacles.map(\.code) == [.secretValue])
        given.secretNames = ["TOKEN"]
        for target in [QoveryDialect(), ScalewayDialect()] as [any ContainerDialect] {
            let text = try #require(target.write(read.value, given).value).text()
            #expect(!text.contains("$argon2id$"))
            #expect(text.contains("{secret:TOKEN}"))
        }
    }

    @Test func portVariableIsExactOrAConflict() throws {
        var spec = try spec()
        spec.variables = [EnvironmentVariable(name: "PORT", value: .plain("8080"))]
        let (container, _) = toScaleway(spec)
        #expect(container != nil && container?["environment_variables"] == nil)
        spec.variables = [EnvironmentVariable(name: "PORT", value: .plain("9000"))]
        #expect(toScaleway(spec).1.contains { $0.code == .variablePort && $0.outcome == .blocked })
    }

    @Test func variablesResolveAsThePlatformDoes() throws {
        func variable(_ key: String, _ value: JSONValue, _ scope: String, _ more: JSONObject = [:]) -> JSONValue {
            var object: JSONObject = [
                "id": .string(Self.registry), "created_at": "2026-01-01T00:00:00Z", "key": .string(key), "value": value,
                "scope": .string(scope), "variable_type": "VALUE", "is_secret": false,
            ]
            for member in more { object.set(member.name, member.value) }
            return .object(object)
        }
        let read = try qovery(
            [:],
            [
                "variables": [
                    variable("HOST", "example.org", "PROJECT"), variable("HOST", "shop.example.org", "ENVIRONMENT"),
                    variable("URL", "https://{{HOST}}/{{PATH}}", "CONTAINER"),
                    variable(
                        "ALSO",
                        .null,
                        "CONTAINER",
                        [
                            "variable_type": "ALIAS",
                            "aliased_variable": ["key": "HOST", "scope": "ENVIRONMENT", "variable_type": "VALUE"],
                        ]
                    ),
                    variable("DB", "postgres://{{QOVERY_POSTGRESQL_Z1_HOST}}/x", "CONTAINER"),
                    variable("QOVERY_POSTGRESQL_Z1_HOST", "z1", "BUILT_IN", ["variable_type": "BUILT_IN"]),
                ]
            ]
        )
        var values: [String: String] = [:]
        for variable in read.value.variables {
            if case .plain(let text) = variable.value { values[variable.name] = text }
        }
        #expect(values["HOST"] == "shop.example.org")
        #expect(values["URL"] == "https://shop.example.org/{{PATH}}")
        #expect(values["ALSO"] == "shop.example.org")
        let reference = try #require(read.ledger.obstacles.first)
        #expect(reference.code == .variableReference && reference.subject == "DB")
        #expect(read.ledger.findings.contains { $0.finding.code == .variableBuiltIn })
    }

    @Test func longTimeoutsAreReducedAndShortOnesRaised() throws {
        var spec = try spec()
        spec.timeouts.request = .seconds(5000)
        #expect(toScaleway(spec).0?["timeout"]?.string == "3600s")
        #expect(toScaleway(spec).1.contains { $0.code == .timeoutReduced && $0.outcome == .reduced })
        spec.timeouts.request = .seconds(3)
        #expect(toScaleway(spec).0?["timeout"]?.string == "10s")
    }

    @Test func probesAreFittedIntoTheBounds() throws {
        let fast = try qovery(["healthchecks": ["liveness_probe": probe(["tcp": ["port": 8080]], [0, 1, 1, 1, 2])]])
        let (container, findings) = toScaleway(fast.value)
        #expect(container?["liveness_probe"]?["interval"]?.string == "5s")
        #expect(container?["liveness_probe"]?["failure_threshold"]?.integer == 3)
        #expect(findings.contains { $0.code == .probeTiming && $0.outcome == .approximated })
    }

    @Test func longNamesAndTextsAreBounded() throws {
        var spec = try spec()
        spec.description = String(repeating: "x", count: 300)
        spec.variables = [EnvironmentVariable(name: "LONG", value: .plain(String(repeating: "x", count: 1001)))]
        var host = CustomDomain(host: String(repeating: "a", count: 60) + ".example.org")
        host.usesCDN = true
        spec.domains = [host, CustomDomain(host: "*.example.org")]
        let findings = toScaleway(spec).1
        #expect(findings.contains { $0.code == .descriptionCut && $0.outcome == .reduced })
        #expect(findings.contains { $0.code == .variableLong && $0.outcome == .blocked })
        #expect(findings.contains { $0.code == .domainLong })
        #expect(findings.contains { $0.code == .domainWildcard })
        spec.domains = (0...50).map { CustomDomain(host: "shop-\($0).example.org") }
        let told = toScaleway(spec).1
        #expect(told.count { $0.code == .domainWebSocket && $0.outcome == .noted } == 50)
        let left = told.filter { $0.code == .domainCount && $0.outcome == .dropped }
        #expect(left.map(\.subject) == ["shop-50.example.org"])
        spec.variables = (0...200).map { EnvironmentVariable(name: "V\($0)", value: .plain("x")) }
        #expect(toScaleway(spec).1.contains { $0.code == .variableCount && $0.outcome == .blocked })
    }

    @Test(arguments: [8008, 8012, 8013, 8022, 9090, 9091]) func reservedPortsAreBlocked(_ number: UInt16) throws {
        var spec = try spec()
        spec.ports = [Port(.of(number))]
        #expect(toScaleway(spec).1.contains { $0.code == .portReserved && $0.outcome == .blocked })
    }

    @Test func concurrencyBecomesACPURule() throws {
        let spec = try scaleway(["max_scale": 9, "scaling_option": ["concurrent_requests_threshold": 20]]).value
        let written = QoveryDialect().write(spec, given())
        #expect(written.value?.root["advanced_settings"]?["hpa.cpu.average_utilization_percent"]?.integer == 60)
        #expect(written.ledger.findings.contains { $0.finding.code == .scaleRuleReplaced })
    }

    @Test func namesAreFittedAndComeBack() throws {
        var spec = try spec()
        spec.name = "Catalog API"
        let (container, findings) = toScaleway(spec)
        #expect(container?["name"]?.string == "catalog-api")
        #expect(findings.contains { $0.code == .nameChanged && $0.outcome == .replaced })
        let bundle = try #require(ScalewayDialect().write(spec, Resolutions()).value)
        #expect(try ScalewayDialect().read(bundle, Resolutions()).first?.value.name == "Catalog API")
    }
}
