import CloudContainers
import CommandKit
import QoveryContainers
import ScalewayContainers
import SimulationKit
import Testing

/// Makes every call of the library to an account once, naming each before it is made.
struct LibraryCalls {
    let service: any ContainerService
    let given: Resolutions
    let time: VirtualTime
    let outside: SimulatedOutside
    let begin: (String) async -> Void
    /// Puts an image into the provider's own registry, where it has one.
    var push: (_ reference: String) async throws -> Void = { _ in }

    init(
        _ service: any ContainerService,
        _ given: Resolutions,
        _ time: VirtualTime,
        _ outside: SimulatedOutside,
        _ begin: @escaping (String) async -> Void
    ) {
        self.service = service
        self.given = given
        self.time = time
        self.outside = outside
        self.begin = begin
    }

    private var waiting: WaitOptions { WaitOptions(time: time, randomness: SeededRandomness(seed: 1)) }

    private func spec(_ name: String, _ image: String) throws -> ContainerSpec {
        var spec = ContainerSpec(name: name, image: try ImageReference(parsing: image))
        spec.ports = [Port(.of(8080))]
        spec.scaling.maximum = .instances(.of(3))
        spec.variables = [
            EnvironmentVariable(name: "GREETING", value: .plain("hello")),
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
        ]
        return spec
    }

    func make() async throws {
        await begin("`createNamespace`")
        let namespace = try await service.createNamespace(named: "shop")
        await begin("`namespaces`")
        for try await _ in service.allNamespaces {}
        await begin("`namespace`")
        _ = try await service.namespace(namespace.id)
        let id = try await containers(in: namespace.id)
        try await running(id, in: namespace.id)
        try await surroundings(of: id, in: namespace.id)
        if let service = service as? QoveryContainerService { try await only(service, id, in: namespace.id) }
        if let service = service as? ScalewayContainerService { try await only(service, id, in: namespace.id) }
        try await makeJobs(in: namespace.id)
        await begin("`delete`")
        try await service.delete(id)
        await begin("")
        try await service.wait(for: [id], in: namespace.id, until: .gone, waiting)
        await begin("`deleteNamespace`")
        try await service.deleteNamespace(namespace.id)
    }

    private func containers(in namespace: Namespace.ID) async throws -> Container.ID {
        let secrets = SecretValues(["TOKEN": "a value"])
        await begin("`apply` (create)")
        var spec = try spec("web", "docker.io/library/nginx:1.27")
        let id = try await service.apply(spec, in: namespace, secrets: secrets, given)
        await begin("`apply` (update)")
        spec.description = "the shop"
        spec.variables[0].value = .plain("hello again")
        spec.variables.append(EnvironmentVariable(name: "NEW", value: .plain("1")))
        var changed = given
        changed.allowsAll = true
        if service is QoveryContainerService {
            spec.httpsOnly = true
            spec.variables.append(EnvironmentVariable(name: "RULES", value: .plain("a"), mountPath: "/etc/rules"))
            spec.qovery = QoverySettings()
            spec.qovery?.stickySession = true
        }
        if service is ScalewayContainerService {
            var trigger = ScalewaySettings.Trigger()
            trigger.name = "nightly"
            trigger.cron = ScalewaySettings.Trigger.Cron()
            trigger.cron?.schedule = "0 3 * * *"
            trigger.cron?.timezone = "Europe/Paris"
            spec.scaleway = ScalewaySettings()
            spec.scaleway?.triggers = [trigger]
        }
        _ = try await service.apply(spec, in: namespace, to: id, secrets: secrets, changed)
        spec.scaleway?.triggers[0].cron?.schedule = "0 4 * * *"
        spec.variables.removeLast()
        _ = try await service.apply(spec, in: namespace, to: id, secrets: secrets, changed)
        await begin("`containers`")
        _ = try await service.completeContainers(in: namespace)
        await begin("`container`")
        _ = try await service.container(id)
        _ = try await service.container(named: "web", in: namespace)
        return id
    }

    private func running(_ id: Container.ID, in namespace: Namespace.ID) async throws {
        await begin("`deploy`")
        let deployment = try await service.deploy([id], in: namespace)
        await begin("`statuses`, `wait`")
        try await service.wait(for: [id], in: namespace, after: deployment, waiting)
        await begin("`restart`")
        let again = try await service.restart([id], in: namespace)
        await begin("")
        try await service.wait(for: [id], in: namespace, after: again, waiting)
        if service.dialect.capabilities.stops {
            await begin("`stop`")
            let stopped = try await service.stop([id], in: namespace)
            await begin("")
            try await service.wait(for: [id], in: namespace, until: .stopped, after: stopped, waiting)
        }
        await begin("`failureReason`")
        _ = try await service.failureReason(of: id, in: namespace)
        await begin("`otherServices`")
        _ = try await service.otherServices(in: namespace)
        await begin("`proveSecrets`")
        _ = try await service.proveSecrets(SecretValues(["TOKEN": "a value"]), of: id)
    }

    private func surroundings(of id: Container.ID, in namespace: Namespace.ID) async throws {
        if let variables = service.variables {
            let one = [EnvironmentVariable(name: "COLOUR", value: .plain("red"))]
            var places: [VariablePlace] = [.namespace(namespace), .container(id)]
            if service is QoveryContainerService { places.insert(.project(of: namespace), at: 0) }
            for place in places {
                await begin("`variables.setVariables`")
                try await variables.setVariables(one, in: place, secrets: SecretValues())
                await begin("`variables.variables`")
                _ = try await variables.variables(in: place)
            }
            let two = [EnvironmentVariable(name: "COLOUR", value: .plain("blue"))]
            await begin("`variables.setVariables`")
            try await variables.setVariables(two, in: .container(id), secrets: SecretValues())
            await begin("`variables.removeVariables`")
            try await variables.removeVariables(named: ["COLOUR"], from: .container(id))
        }
        if let domains = service.domains {
            let domain = CustomDomain(host: "www.example.org")
            let record = try await domains.record(for: domain, of: id)
            await outside.point(domain.host, record?.value)
            await begin("`domains.addDomain`")
            let added = try await domains.addDomain(domain, to: id)
            await begin("`domains.domains`")
            _ = try await domains.domains(of: id)
            await begin("`domains.checkDomain`")
            _ = try await domains.checkDomain(added.id, of: id)
            await begin("")
            try await time.sleep(for: .seconds(300))
            await begin("`domains.removeDomain`")
            try await domains.removeDomain(added.id, of: id)
        }
        await begin("`logs.logs`")
        _ = try await service.logs?.logs(of: id, LogQuery())
    }
}
