import CloudContainers
import CommandKit
import QoveryContainers
import ScalewayContainers
import SimulationKit

/// Both simulated accounts, with services in one of them; they stay from command to command.
struct MovingCloud {
    static let providers = ["qovery", "scaleway"]

    let cloud: SimulatedCloud
    let time = VirtualTime()
    let environment: [String: String]

    init(world: DeclaredWorld? = nil) async throws {
        let address = "http://127.0.0.1:9"
        var settings = SimulatedCloud.Settings()
        settings.world = world
        cloud = try await SimulatedCloud(settings, at: address, time)
        environment = Dictionary(uniqueKeysWithValues: cloud.account(at: address).map { ($0.name, $0.value) })
    }

    /// What a command needs to see of it.
    func connect(_ terminal: Terminal, through transport: (any HTTPTransport)? = nil) {
        terminal.environment = environment.merging(["NO_COLOR": "1"]) { $1 }
        terminal.transport = transport ?? cloud
        terminal.time = time
    }

    /// The service of an account.
    func service(_ provider: String) throws -> any ContainerService {
        let randomness = SeededRandomness(seed: 1)
        return provider == "qovery"
            ? QoveryContainerService(
                try QoveryConfiguration(environment: environment),
                transport: cloud,
                time: time,
                randomness: randomness
            )
            : ScalewayContainerService(
                try ScalewayConfiguration(ScalewayProfile(environment: environment)),
                transport: cloud,
                time: time,
                randomness: randomness
            )
    }

    /// What moving needs to be decided, as the command line takes it.
    var decisions: [String] {
        ["--allow", "all", "--ingress", "nginx", "--registry", "docker.io=\(environment["QOVERY_REGISTRY_ID"] ?? "")"]
    }

    /// Makes services that run in a namespace: `web` and `api`, which has a secret.
    func fill(_ provider: String, named name: String = "shop") async throws {
        let service = try service(provider)
        var given = Resolutions()
        given.allowsAll = true
        given.ingress = .nginx
        given.registries["docker.io"] = environment["QOVERY_REGISTRY_ID"]
        given.secretNames = ["TOKEN"]
        let namespace = try await service.makeNamespace(named: name)
        var ids: [Container.ID] = []
        for name in ["web", "api"] {
            var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
            spec.resources.cpu = .millicores(500)
            spec.resources.memory = .mebibytes(1024)
            spec.scaling.minimum = .of(1)
            spec.scaling.maximum = .instances(.of(3))
            spec.ports = [Port(.of(8080))]
            spec.ports[0].isDefault = true
            spec.httpsOnly = true
            spec.variables = [EnvironmentVariable(name: "LOG_LEVEL", value: .plain("info"))]
            if name == "api" { spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided))) }
            let secrets = SecretValues(["TOKEN": "the source's own"])
            ids.append(try await service.apply(spec, in: namespace.id, secrets: secrets, given))
        }
        let deployment =
            service.dialect.capabilities.createDeploys ? nil : try await service.deploy(ids, in: namespace.id)
        let waiting = WaitOptions(time: time, randomness: SeededRandomness(seed: 1))
        try await service.wait(for: ids, in: namespace.id, after: deployment, waiting)
    }

    /// The names of the services of an account that stay, in the order of the alphabet.
    func names(_ provider: String, in namespace: String) async throws -> [String] {
        let service = try service(provider)
        guard let place = try await service.namespace(named: namespace) else { return [] }
        let all = try await service.completeContainers(in: place.id)
        return all.filter { $0.status.state != .deleting }.map(\.spec.name).sorted()
    }
}
