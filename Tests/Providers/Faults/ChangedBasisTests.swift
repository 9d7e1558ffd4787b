import CloudContainers
import SimulationKit
import Testing

/// What somebody else changes meanwhile, and what a change leaves alone.
@Suite("Changed meanwhile") struct ChangedBasisTests {
    /// A service in which every field is set that the provider can keep.
    private static func full(_ provider: Provider) throws -> ContainerSpec {
        var spec = try Workshop.spec("web")
        spec.variables.append(EnvironmentVariable(name: "SECOND", value: .plain("two")))
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        spec.command = ["/bin/server"]
        spec.arguments = ["--verbose", "--port=8080"]
        spec.description = "The shop"
        var probe = Probe(.http(.init(path: "/health", port: try PortNumber(8080))))
        probe.interval = .seconds(20)
        probe.timeout = .seconds(5)
        probe.failureThreshold = .of(4)
        spec.probes.liveness = probe
        spec.scaling.cpu = try Percentage(percent: 70)
        if provider == .qovery {
            spec.probes.readiness = probe
            spec.ports.append(Port(.of(9090)))
            spec.volumes = [Volume(mountPath: "/data", size: .gibibytes(10))]
        } else {
            spec.resources.ephemeralStorage = .megabytes(2000)
        }
        return spec
    }

    private struct Full {
        let shop: Workshop
        let id: Container.ID
        let given: Resolutions

        init(_ provider: Provider) async throws {
            shop = try await Workshop(provider)
            var given = shop.account.given
            given.secretNames.insert("TOKEN")
            given.allowsAll = true
            self.given = given
            var spec = try ChangedBasisTests.full(provider)
            spec.name = "full"
            id = try await shop.service.apply(
                spec,
                in: shop.namespace,
                secrets: SecretValues(["TOKEN": "s3cret-value"]),
                given
            )
            if provider == .scaleway {
                try await shop.service.wait(for: [id], in: shop.namespace, shop.account.waiting)
            }
        }

        var spec: ContainerSpec {
            get throws {
                var spec = try ChangedBasisTests.full(shop.account.provider)
                spec.name = "full"
                return spec
            }
        }
    }

    /// One field changed, by its name.
    private static let changes: [(name: String, change: @Sendable (inout ContainerSpec) throws -> Void)] = [
        ("image", { $0.image = try ImageReference(parsing: "docker.io/library/nginx:1.28") }),
        ("cpu", { $0.resources.cpu = .millicores(560) }),
        ("maximum", { $0.scaling.maximum = .instances(.of(5)) }),
        ("minimum", { $0.scaling.minimum = .of(2) }),
        ("variable", { $0.variables[1].value = .plain("three") }),
        ("new variable", { $0.variables.append(EnvironmentVariable(name: "THIRD", value: .plain("3"))) }),
        ("arguments", { $0.arguments = ["--quiet"] }),
        ("command", { $0.command = ["/bin/other"] }),
        ("description", { $0.description = "Another shop" }),
        ("probe", { $0.probes.liveness?.interval = .seconds(30) }),
        ("rule", { $0.scaling.cpu = try Percentage(percent: 80) }),
    ]

    @Test(
        "row 17: any one field that changes between reading and writing is a conflict, and nothing is sent",
        arguments: Provider.allCases
    )
    func conflicts(_ provider: Provider) async throws {
        for (name, change) in Self.changes {
            let full = try await Full(provider)
            let (service, shop) = (full.shop.service, full.shop)
            var wish = try full.spec
            wish.resources.memory = .megabytes(2048)
            wish.resources.cpu = .millicores(1000)
            let live = try await service.container(full.id).bundle
            let mine = try #require(try shop.dialect.prepare(.update(wish, live: live), full.given).value)
            #expect(!mine.requests.isEmpty)
            var theirs = try full.spec
            try change(&theirs)
            _ = try await service.apply(theirs, in: shop.namespace, to: full.id, full.given)
            let writes = await shop.account.writes.count
            var steps = 0
            let error = try await failure {
                _ = try await service.perform(
                    mine,
                    in: shop.namespace,
                    container: full.id,
                    secrets: SecretValues()
                ) { _ in steps += 1 }
            }
            #expect(error?.code == .conflict && error?.isRetryable == false, "\(name): \(error?.message ?? "none")")
            #expect(await shop.account.writes.count == writes && steps == 0, "\(name)")
        }
    }

    /// What the provider holds about a container, as far as it is configured.
    private func configuration(_ full: Full) async throws -> JSONObject {
        let root = try await full.shop.service.container(full.id).bundle.root
        var container = root["container"]?.object ?? JSONObject()
        for name in ["updated_at", "status", "error_message"] { container.remove(name) }
        for name in ["ports", "storage"] {
            guard let items = container[name]?.array else { continue }
            container.set(name, .array(items.sorted { ($0["id"]?.string ?? "") < ($1["id"]?.string ?? "") }))
        }
        var result = container
        for part in ["advanced_settings", "network", "custom_domains"] {
            if let value = root[part] { result.set(part, value) }
        }
        let variables = (root["variables"]?.array ?? []).filter { $0["scope"]?.string != "BUILT_IN" }
        for variable in variables {
            result.set("variable \(variable["key"]?.string ?? "")", variable["value"] ?? .null)
        }
        return result
    }

    @Test(
        "row 18: a change of one field keeps all others, with the ids of ports and storage",
        arguments: Provider.allCases
    )
    func keepsOthers(_ provider: Provider) async throws {
        let full = try await Full(provider)
        for (name, change) in Self.changes {
            let before = try await configuration(full)
            var wish = try full.spec
            try change(&wish)
            _ = try await full.shop.service.apply(wish, in: full.shop.namespace, to: full.id, full.given)
            if provider == .scaleway {
                try await full.shop.service.wait(for: [full.id], in: full.shop.namespace, full.shop.account.waiting)
            }
            let after = try await configuration(full)
            let changed = Set(before.names + after.names).filter { before[$0] != after[$0] }
            #expect(changed.isSubset(of: Self.touched(name)) && !changed.isEmpty, "\(name): \(changed)")
            // Back again.
            _ = try await full.shop.service.apply(
                try full.spec,
                in: full.shop.namespace,
                to: full.id,
                full.given
            )
            if provider == .scaleway {
                try await full.shop.service.wait(for: [full.id], in: full.shop.namespace, full.shop.account.waiting)
            }
        }
    }

    /// The members that a change of a field is about.
    private static func touched(_ name: String) -> Set<String> {
        switch name {
        case "image": ["image", "tag", "image_name"]
        case "cpu": ["cpu", "mvcpu_limit", "tags"]
        case "maximum": ["max_running_instances", "max_scale", "autoscaling"]
        case "minimum": ["min_running_instances", "min_scale", "autoscaling"]
        case "variable": ["environment_variables", "variable SECOND"]
        case "new variable": ["environment_variables", "variable THIRD"]
        case "arguments": ["arguments", "args"]
        case "command": ["entrypoint", "command"]
        case "description": ["description"]
        case "probe": ["healthchecks", "liveness_probe"]
        default: ["advanced_settings", "scaling_option", "autoscaling"]
        }
    }

    // MARK: Replacement

    @Test("a container under another name is made anew, and the old one goes") func replaces() async throws {
        let shop = try await Workshop(.scaleway)
        var given = shop.account.given
        given.allowsAll = true
        let id = try await shop.service.apply(
            try Workshop.spec("shop-front"),
            in: shop.namespace,
            to: shop.container,
            given
        )
        #expect(id != shop.container)
        try await shop.service.wait(for: [shop.container], in: shop.namespace, until: .gone, shop.account.waiting)
        let names = try await shop.service.completeContainers(in: shop.namespace).map(\.spec.name)
        #expect(names == ["shop-front"])
    }

    @Test("row 1: a replacement whose answers are lost leaves one container, the new one", arguments: 1...6)
    func replacesOnce(_ number: Int) async throws {
        for fault in [Fault.cutAfterActing, .cutBeforeActing, .timeOutAfterActing, .answer(HTTPResponse(status: 503))] {
            for method in [HTTPMethod.post, .delete, .get] {
                let shop = try await Workshop(.scaleway)
                var given = shop.account.given
                given.allowsAll = true
                await shop.account.faults.add(FaultRule(fault, method: method, occurrences: number...number))
                var id: Container.ID?
                let error = try await failure {
                    id = try await shop.service.apply(
                        try Workshop.spec("shop-front"),
                        in: shop.namespace,
                        to: shop.container,
                        given
                    )
                }
                let struck = await shop.account.faults.faultCount
                await shop.account.faults.removeRules()
                // A first read that fails is an error; nothing was done then.
                if let error {
                    #expect(method == .get && error.isRetryable, "\(method) \(fault): \(error)")
                    continue
                }
                guard struck > 0 else { continue }
                try await shop.service.wait(
                    for: [shop.container],
                    in: shop.namespace,
                    until: .gone,
                    shop.account.waiting
                )
                let containers = try await shop.service.completeContainers(in: shop.namespace)
                #expect(containers.map(\.id) == [id].compactMap { $0 }, "\(method) \(fault)")
                #expect(containers.map(\.spec.name) == ["shop-front"], "\(method) \(fault)")
            }
        }
    }

    // MARK: Partial success

    @Test("an import that takes only some variables is a conflict that names the others") func importsPartly()
        async throws
    {
        let shop = try await Workshop(.qovery)
        var spec = try Workshop.spec("other")
        spec.variables.append(EnvironmentVariable(name: "SECOND", value: .plain("two")))
        let change = try #require(try shop.dialect.prepare(.create(spec), shop.account.given).value)
        for taken in [[], ["GREETING"], ["GREETING", "OTHER"]] {
            await shop.account.faults.removeRules()
            let names = taken.map { JSONValue.object(["name": .string($0)]) }
            await shop.account.faults.add(
                FaultRule(
                    .answer(HTTPResponse(200, json: ["successful_imported_variables": .array(names)])),
                    path: "/variable/import"
                )
            )
            await shop.account.faults.add(
                FaultRule(.answer(HTTPResponse(201, json: ["id": .string(shop.container.rawValue)])), method: .post)
            )
            let error = try await failure { try await shop.perform(change, on: nil) }
            #expect(error?.code == .conflict && error?.isRetryable == false)
            #expect(error?.message.contains("SECOND") == true)
            #expect(error?.message.contains("GREETING") == taken.isEmpty)
        }
    }
}
