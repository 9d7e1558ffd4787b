import CloudContainers
import QoveryContainers
import SimulationKit
import Testing

/// What an update of a Qovery service keeps, deletes and sends again.
@Suite("Updates of Qovery services") struct QoveryUpdateTests {
    private static let disks: JSONValue = [
        ["id": "disk-a", "type": "FAST_SSD", "size": 4, "mount_point": "/a"],
        ["id": "disk-b", "type": "FAST_SSD", "size": 8, "mount_point": "/b"],
    ]

    private func live(_ members: JSONObject = [:], _ parts: JSONObject = [:]) -> JSONDocument {
        var container: JSONObject = [
            "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "name": "web", "image_name": "nginx", "tag": "1.27",
            "healthchecks": [:], "registry": ["id": "registry", "url": "https://docker.io", "kind": "DOCKER_HUB"],
            "cpu": 500, "memory": 512, "min_running_instances": 1, "max_running_instances": 1,
        ]
        for member in members { container.set(member.name, member.value) }
        var bundle: JSONObject = [
            "container": .object(container), "variables": [], "advanced_settings": [:], "custom_domains": [],
        ]
        for part in parts { bundle.set(part.name, part.value) }
        return JSONDocument(.object(bundle))
    }

    private func wish() throws -> ContainerSpec {
        ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:1.27"))
    }

    private func update(_ wish: ContainerSpec, _ live: JSONDocument) throws -> Translation<PreparedChange?> {
        try QoveryDialect().prepare(.update(wish, live: live), Resolutions())
    }

    private func variable(_ id: String, _ key: String, _ value: JSONValue, _ more: JSONObject = [:]) -> JSONValue {
        var object: JSONObject = [
            "id": .string(id), "key": .string(key), "value": value, "scope": "CONTAINER", "variable_type": "VALUE",
            "is_secret": false,
        ]
        for member in more { object.set(member.name, member.value) }
        return .object(object)
    }

    // MARK: Volumes

    @Test func aDiskThatIsMountedElsewhereStaysTheDisk() throws {
        var wish = try wish()
        wish.volumes = [
            Volume(mountPath: "/b", size: .gibibytes(8)), Volume(mountPath: "/var/a", size: .gibibytes(4)),
        ]
        let change = try update(wish, live(["storage": Self.disks]))
        let sent = change.value?.requests.first?.body?.root["storage"]?.array ?? []
        #expect(sent.map { $0["id"]?.string } == ["disk-b", "disk-a"])
        #expect(sent.map { $0["mount_point"]?.string } == ["/b", "/var/a"])
        #expect(change.ledger.findings.isEmpty)
    }

    @Test func aDiskIsNotDeletedWithoutConsent() throws {
        var wish = try wish()
        wish.volumes = [Volume(mountPath: "/a", size: .gibibytes(4))]
        let change = try update(wish, live(["storage": Self.disks]))
        let findings = change.ledger.unconsented(Resolutions())
        #expect(findings.map(\.code) == [.volumeDeleted] && findings.map(\.subject) == ["/b"])
        #expect(findings.first?.before == .bytes(.gibibytes(8)))
        var other = try self.wish()
        other.description = "another change"
        #expect(try update(other, live(["storage": Self.disks])).ledger.findings.isEmpty)
    }

    // MARK: Limits

    @Test func aLimitThatStandsApartTakesTheWish() throws {
        let settings: JSONValue = ["resources.override.limit.ram_in_mib": 2048]
        for (wanted, asked) in [(4096, 512), (256, 256)] as [(UInt32, Int)] {
            var wish = try wish()
            wish.resources.memory = .mebibytes(wanted)
            let requests = try update(wish, live([:], ["advanced_settings": settings])).value?.requests ?? []
            let memory = requests.first { $0.path == "/container/{container}" }?.body?.root["memory"]?.integer ?? 512
            let limit = requests.first { $0.path.hasSuffix("/advancedSettings") }?.body?.root
            #expect(memory == asked, "\(wanted)")
            #expect(limit?["resources.override.limit.ram_in_mib"]?.integer == Int(wanted))
        }
    }

    @Test func aSettingThatIsAnsweredAsTextIsNoChange() throws {
        var wish = try wish()
        wish.qovery = QoverySettings()
        wish.qovery?.advancedSettings["deployment.termination_grace_period_seconds"] = 120
        let settings: JSONValue = ["deployment.termination_grace_period_seconds": "120"]
        #expect(try update(wish, live([:], ["advanced_settings": settings])).value?.requests == [])
    }

    // MARK: Variables

    @Test func onlyWhatAManifestManagesIsRemoved() throws {
        let variables: JSONValue = [
            variable("plain", "A", "1"), variable("other", "B", "2"),
            variable("file", "F", "text", ["variable_type": "FILE", "mount_path": "/etc/f"]),
            variable("secret", "S", .null, ["is_secret": true]),
        ]
        var wish = try wish()
        wish.variables = [EnvironmentVariable(name: "A", value: .plain("1"))]
        let live = live([:], ["variables": variables])
        #expect(try update(wish, live).value?.requests.map(\.path) == ["/variable/other"])
        wish.resets = ["files"]
        let removed = try update(wish, live)
        #expect(removed.value?.requests.map(\.path).sorted() == ["/variable/file", "/variable/other"])
        #expect(removed.ledger.findings.isEmpty)
    }

    @Test func anAliasOutlivesTheVariableThatItNames() throws {
        let alias: JSONObject = [
            "variable_type": "ALIAS",
            "aliased_variable": [
                "id": "target", "key": "X", "value": "1", "scope": "CONTAINER", "variable_type": "VALUE",
            ],
        ]
        var wish = try wish()
        wish.variables = [EnvironmentVariable(name: "Y", value: .plain("1"))]
        let variables: JSONValue = [variable("target", "X", "1"), variable("alias", "Y", .null, alias)]
        let requests = try update(wish, live([:], ["variables": variables])).value?.requests ?? []
        #expect(requests.map(\.method) == ["DELETE", "POST"])
        #expect(requests.last?.body?.root["vars"]?.array?.map { $0["name"]?.string } == ["Y"])
    }

    @Test func anEditKeepsWhatBelongsToTheVariable() throws {
        var wish = try wish()
        wish.variables = [EnvironmentVariable(name: "F", value: .plain("new"), mountPath: "/etc/f")]
        let file = variable(
            "file",
            "F",
            "{{HOST}}",
            [
                "variable_type": "FILE", "mount_path": "/etc/f", "description": "for the proxy",
                "enable_interpolation_in_file": true,
            ]
        )
        let body = try update(wish, live([:], ["variables": [file]])).value?.requests.first?.body?.root
        #expect(body?["value"] == "new" && body?["description"] == "for the proxy")
        #expect(body?["enable_interpolation_in_file"] == true)
    }

    @Test func aNewServiceOverridesWhatItsEnvironmentHas() async throws {
        let account = try Account(.qovery)
        let service = try #require(account.service as? QoveryContainerService)
        var given = account.given
        given.secretNames = ["TOKEN", "LOG_LEVEL"]
        given.allowsAll = true
        let decided = given
        let namespace = try await service.createNamespace(named: "shop").id
        let above = [
            EnvironmentVariable(name: "LOG_LEVEL", value: .plain("info")),
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
        ]
        let values = SecretValues(["TOKEN": "one-value"])
        try await service.qoveryVariables.setVariables(above, in: .namespace(namespace), secrets: values)
        let own = [EnvironmentVariable(name: "LOG_LEVEL", value: .plain("debug")), above[1]]
        var spec = try wish()
        spec.variables = own
        let secrets = SecretValues(["TOKEN": "another-value"])
        let id = try await service.apply(spec, in: namespace, secrets: secrets, decided)
        let seen = try await service.container(id).spec.variables
        #expect(seen.first { $0.name == "LOG_LEVEL" }?.value == .plain("debug"))
        var job = JobSpec(name: "nightly", source: .image(spec.image))
        job.variables = own
        let made = try await service.qoveryJobs.createJob(job, in: namespace, secrets: secrets, decided)
        let jobs = try await service.qoveryJobs.job(made).spec.variables
        #expect(jobs.first { $0.name == "LOG_LEVEL" }?.value == .plain("debug"))
        // A secret cannot take the place of a plain variable.
        spec.name = "api"
        spec.variables = [EnvironmentVariable(name: "LOG_LEVEL", value: .secret(.provided))]
        let refused = try await failure {
            _ = try await service.apply(spec, in: namespace, secrets: SecretValues(["LOG_LEVEL": "x"]), decided)
        }
        #expect(refused?.code == .conflict && refused?.message.contains("LOG_LEVEL") == true)
    }

    // MARK: Answers

    @Test func aSettingThatQoveryDropsIsTold() async throws {
        let account = try Account(.qovery)
        let namespace = try await account.service.createNamespace(named: "shop").id
        var spec = try wish()
        spec.qovery = QoverySettings()
        spec.qovery?.advancedSettings["network.ingress.whitelist_source_rnage"] = "10.0.0.0/8"
        let error = try await failure { _ = try await account.service.apply(spec, in: namespace, account.given) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("network.ingress.whitelist_source_rnage") == true)
    }
}
