import CloudContainers
import CloudContainersTesting
import Foundation
import QoveryContainers
import QoverySimulator
import SimulationKit
import TestSupport
import Testing

/// Every kind of request that the adapter sends, on the simulator.
///
/// With `QOVERY_REQUEST_DUMP` set to a file, each request is written there with its answer, one JSON object a line, for the
/// check against the API's document.
@Suite("Requests of the Qovery adapter") struct QoveryRequestDumpTests {
    @Test(
        .enabled(if: RequestDump.isWanted),
        arguments: ServiceConformance.checks(for: Provider.qovery.dialect.capabilities)
    )
    func conformance(_ check: ServiceConformance.Check) async throws {
        let account = try Account(.qovery) { faults, _ in RequestDump(faults) }
        try await ServiceConformance(given: account.given, waiting: account.waiting) { account.service }.run(check)
    }

    /// A change of a service that is there, and the paths of the requests that it takes.
    struct Step: Sendable, CustomStringConvertible {
        var description: String
        var change: @Sendable (inout ContainerSpec) throws -> Void
    }

    static let steps = [
        Step(description: "image") { $0.image = try ImageReference(parsing: "docker.io/library/nginx:1.28") },
        Step(description: "description") { $0.description = "the shop" },
        Step(description: "command") {
            $0.command = ["/bin/sh", "-c"]
            $0.arguments = ["sleep 1", "two words"]
        },
        Step(description: "amounts") {
            $0.resources.cpu = .millicores(750)
            $0.resources.memory = .mebibytes(2048)
            $0.resources.ephemeralStorage = .gibibytes(12)
        },
        Step(description: "architecture") { $0.resources.architecture = .init(rawValue: "AMD64") },
        Step(description: "instances") {
            $0.scaling.minimum = .of(2)
            $0.scaling.maximum = .instances(.of(7))
        },
        Step(description: "targets of the scaling") {
            $0.scaling.cpu = try Percentage(percent: 75)
            $0.scaling.memory = try Percentage(percent: 80)
        },
        Step(description: "redirect") { $0.httpsOnly = false },
        Step(description: "time limits") { $0.timeouts.idle = .seconds(90) },
        Step(description: "ports") {
            $0.ports.append(Port(.of(9000), exposure: .cluster))
            $0.ports.append(Port(.of(5432), .tcp))
            $0.ports[1].name = "inner"
        },
        Step(description: "probes") {
            $0.probes.liveness = Probe(.http(.init(path: "/live", port: .of(8080))))
            $0.probes.readiness = Probe(.tcp(.init(port: .of(8080))))
        },
        Step(description: "another kind of probe") {
            $0.probes.liveness = Probe(.exec(.init(command: ["true"])))
            $0.probes.readiness = Probe(.grpc(.init(port: .of(8080))))
        },
        Step(description: "network") { $0.qovery = $0.qovery.changed { $0.stickySession = true } },
        Step(description: "advanced settings") {
            $0.qovery = $0.qovery.changed {
                $0.advancedSettings["deployment.termination_grace_period_seconds"] = 90
                $0.advancedSettings["network.ingress.whitelist_source_range"] = "10.0.0.0/8"
            }
        },
        Step(description: "switches and icon") {
            $0.qovery = $0.qovery.changed {
                $0.autoPreview = false
                $0.autoDeploy = true
                $0.iconURI = "app://qovery-console/nginx"
            }
        },
        Step(description: "domains") {
            $0.domains = [CustomDomain(host: "shop.example.org"), CustomDomain(host: "cdn.example.org")]
        },
        Step(description: "a domain's certificate") {
            $0.domains[0].generatesCertificate = false
            $0.domains[1].usesCDN = true
        },
        Step(description: "new variables") {
            $0.variables += [
                EnvironmentVariable(name: "PLAIN", value: .plain("line\nbreak")),
                EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
                EnvironmentVariable(name: "RULES", value: .plain("a: 1\n"), mountPath: "/etc/rules"),
                EnvironmentVariable(name: "KEY", value: .secret(.provided), mountPath: "/etc/key"),
            ]
        },
        Step(description: "a variable's value") { spec in
            spec.variables.change("PLAIN") { $0.value = .plain("{{GREETING}} again") }
        },
        Step(description: "a file's value") { spec in
            spec.variables.change("RULES") { $0.value = .plain("a: 2\n") }
        },
        Step(description: "a plain variable made secret") { spec in
            spec.variables.change("PLAIN") { $0.value = .secret(.provided) }
        },
        Step(description: "a variable made a file") { spec in
            spec.variables.change("GREETING") { $0.mountPath = "/etc/greeting" }
        },
        Step(description: "a variable of the environment") {
            $0.variables.append(EnvironmentVariable(name: "SHARED", value: .plain("own")))
        },
        Step(description: "an alias") { $0.variables.append(EnvironmentVariable(name: "ALIAS", value: .plain("own"))) },
        Step(description: "variables removed") { spec in spec.variables.removeAll { $0.name != "SHARED" } },
        Step(description: "what is set back") {
            $0.resets = ["command", "arguments", "description", "scaling.cpu", "timeouts.idle", "secrets"]
            $0.command = []
            $0.arguments = []
            $0.description = nil
            $0.scaling.cpu = nil
            $0.timeouts.idle = nil
        },
        Step(description: "volumes") {
            $0.scaling.minimum = .of(1)
            $0.scaling.maximum = .instances(.of(1))
            $0.volumes = [Volume(mountPath: "/data", size: .gibibytes(10))]
        },
    ]

    /// Scaling on events, which cannot be taken back by leaving it out.
    static let eventSteps = [
        Step(description: "scaling on events") {
            var scaler = QoverySettings.Autoscaling.Scaler()
            scaler.type = "rabbitmq"
            scaler.role = "PRIMARY"
            scaler.isEnabled = true
            scaler.configuration = ["queueName": "orders", "value": 20]
            var autoscaling = QoverySettings.Autoscaling()
            autoscaling.pollingInterval = .seconds(30)
            autoscaling.cooldown = .seconds(300)
            autoscaling.scalers = [scaler]
            $0.scaling.minimum = .of(1)
            $0.scaling.maximum = .instances(.of(5))
            $0.qovery = $0.qovery.changed { $0.autoscaling = autoscaling }
        },
        Step(description: "more instances on events") { $0.scaling.maximum = .instances(.of(9)) },
    ]

    @Test(arguments: [steps, eventSteps]) func updatesOfEveryKind(_ steps: [Step]) async throws {
        let account = try Account(.qovery) { faults, _ in RequestDump(faults) }
        let service = account.service
        let namespace = try await service.makeNamespace(named: "shop")
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        spec.variables = [EnvironmentVariable(name: "GREETING", value: .plain("hello"))]
        var given = account.given
        given.allowsAll = true
        given.secretNames = ["TOKEN", "KEY", "PLAIN"]
        let secrets = SecretValues(["TOKEN": "s3cret-token", "KEY": "s3cret-key", "PLAIN": "s3cret-plain"])
        let id = try await service.apply(spec, in: namespace.id, secrets: secrets, given)
        try await addSharedVariables(service, namespace.id, id)
        for step in steps {
            try step.change(&spec)
            let writes = await account.writes.count
            do {
                _ = try await service.apply(spec, in: namespace.id, to: id, secrets: secrets, given)
                _ = try await service.container(id)
            } catch {
                Issue.record("\(step): \(error)")
            }
            #expect(await account.writes.count > writes, "\(step) sent nothing")
            spec.resets = []
        }
        try await run(account, namespace.id, id)
    }

    /// Variables further up, which a service overrides, and an alias of one of them.
    private func addSharedVariables(
        _ service: any ContainerService,
        _ namespace: Namespace.ID,
        _ id: Container.ID
    ) async throws {
        func add(_ request: PreparedRequest) async throws {
            let change = PreparedChange(requests: [request], deploys: false)
            _ = try await service.perform(
                change,
                in: namespace,
                container: id,
                secrets: SecretValues(),
                journal: { _ in }
            )
        }
        let body: JSONValue = [
            "key": "SHARED", "value": "common", "is_secret": false, "variable_scope": "ENVIRONMENT",
            "variable_parent_id": "{namespace}",
        ]
        try await add(PreparedRequest("POST", "/variable", body: body, purpose: "make a shared variable"))
        let shared = try await service.container(id).bundle.root["variables"]?.array?.first {
            $0["key"]?.string == "SHARED"
        }
        let path = "/variable/\(try #require(shared?["id"]?.string))/alias"
        let alias: JSONValue = ["key": "ALIAS", "alias_scope": "CONTAINER", "alias_parent_id": "{container}"]
        try await add(PreparedRequest("POST", path, body: alias, purpose: "make an alias"))
    }

    /// Everything that a container goes through until it is gone, and its environment after it.
    private func run(_ account: Account, _ namespace: Namespace.ID, _ id: Container.ID) async throws {
        let service = account.service
        let first = try await service.deploy([id], in: namespace)
        try await service.wait(for: [id], in: namespace, after: first, account.waiting)
        let second = try await service.restart([id], in: namespace)
        try await service.wait(for: [id], in: namespace, after: second, account.waiting)
        let domain = try await service.domains?.addDomain(CustomDomain(host: "extra.example.org"), to: id)
        if let domain { try await service.domains?.removeDomain(domain.id, of: id) }
        _ = try await service.logs?.logs(of: id, LogQuery())
        _ = try await service.failureReason(of: id, in: namespace)
        let third = try await service.stop([id], in: namespace)
        try await service.wait(for: [id], in: namespace, until: .stopped, after: third, account.waiting)
        try await service.delete(id)
        try await service.wait(for: [id], in: namespace, until: .gone, account.waiting)
        try await service.deleteNamespace(namespace)
    }

    @Test func listsOfTheWholeAccount() async throws {
        let simulator = QoverySimulator(time: VirtualTime(), seed: 1)
        let token = QoverySimulator.Configuration().token
        let service = QoveryContainerService(
            try QoveryConfiguration(token: token),
            transport: RequestDump(simulator),
            time: VirtualTime()
        )
        var count = 0
        for try await _ in service.allNamespaces { count += 1 }
        #expect(count == 0)
        let paths = await simulator.history.map(\.path)
        #expect(paths.contains("/organization") && paths.contains { $0.hasSuffix("/project") })
    }

    /// Services of every form that the API knows, made and changed into one another.
    @Test func generatedServices() async throws {
        let account = try Account(.qovery) { faults, _ in RequestDump(faults) }
        let service = account.service
        let namespace = try await service.makeNamespace(named: "shop")
        var taken = 0
        var refused: [String: Int] = [:]
        let first = testSeed(default: 1)
        for index in 0..<UInt64(caseCount(default: 100)) {
            var generator = QoveryGenerator(seed: first &+ index)
            var id: Container.ID?
            for _ in 1...2 {
                let bundle = JSONDocument(generator.bundle())
                var spec = try #require(try QoveryDialect().read(bundle, Resolutions()).first?.value)
                spec.name = "web-\(index)"
                spec.qovery = spec.qovery.changed {
                    $0.registryID = nil
                    $0.registryHost = nil
                    $0.labelsGroups = []
                    $0.annotationsGroups = []
                }
                spec.domains = spec.domains.map { CustomDomain(host: "\(index)." + $0.host.replacing("*.", with: "")) }
                var given = Resolutions.permissive(for: spec)
                given.registries[spec.image.registry] = account.given.registries["docker.io"]
                let secrets = spec.variables.map { ($0.name, "s3cret-value") }
                do {
                    id = try await service.apply(
                        spec,
                        in: namespace.id,
                        to: id,
                        secrets: SecretValues(Dictionary(secrets) { $1 }),
                        given
                    )
                    taken += 1
                } catch let error as ContainerServiceError {
                    refused[error.code.rawValue, default: 0] += 1
                }
            }
        }
        print("generated services: \(taken) taken by the simulator, \(refused.values.reduce(0, +)) refused: \(refused)")
        #expect(taken > 0)
    }
}

extension QoverySettings? {
    /// The settings, made where there are none, after a change.
    fileprivate func changed(_ change: (inout QoverySettings) -> Void) -> QoverySettings {
        var settings = self ?? QoverySettings()
        change(&settings)
        return settings
    }
}

extension [EnvironmentVariable] {
    fileprivate mutating func change(_ name: String, _ change: (inout EnvironmentVariable) -> Void) {
        for index in indices where self[index].name == name { change(&self[index]) }
    }
}
