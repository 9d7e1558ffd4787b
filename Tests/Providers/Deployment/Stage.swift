import CloudContainers
import ContainerDeployment
import SimulationKit
import Testing

/// An application and the account that it is applied to.
struct Stage: Sendable {
    let account: Account
    let secrets: [String: SecretValues]
    let options: DeploymentOptions

    static let canary = "canary-77c1-value"

    init(_ provider: Provider, world: DeclaredWorld = DeclaredWorld()) throws {
        account = try Account(provider, world: world)
        secrets = Dictionary(
            uniqueKeysWithValues: ["web", "api"].map { ($0, SecretValues(["TOKEN": Self.canary])) }
        )
        options = DeploymentOptions(waiting: account.waiting)
    }

    var service: any ContainerService { account.service }

    /// The services as their manifest describes them.
    static func specs() throws -> [ContainerSpec] {
        try ["web", "api"].map { name in
            var spec = try ContainerSpec.sample(named: name, "LOG_LEVEL", "info")
            if name == "api" { spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided))) }
            return spec
        }
    }

    /// Decisions that let everything through.
    func settings(_ fill: (inout DeploymentSettings) -> Void = { _ in }) -> DeploymentSettings {
        var given = account.given
        given.allowsAll = true
        given.ingress = .nginx
        var settings = DeploymentSettings(application: "shop", namespace: "production", resolutions: given)
        fill(&settings)
        return settings
    }

    func plan(_ specs: [ContainerSpec], _ settings: DeploymentSettings? = nil) async throws -> DeploymentPlan {
        try await service.deploymentPlan(for: specs, secrets: secrets, settings ?? self.settings())
    }

    /// Plans and carries out.
    @discardableResult
    func apply(_ specs: [ContainerSpec], _ settings: DeploymentSettings? = nil) async throws -> DeploymentOutcome {
        try await service.carryOut(try await plan(specs, settings), secrets: secrets, options)
    }

    /// The container of a name.
    func container(_ name: String) async throws -> Container? {
        guard let place = try await service.namespace(named: "production"),
            let found = try await service.completeContainers(in: place.id).first(where: { $0.spec.name == name })
        else { return nil }
        return try await service.container(found.id)
    }

    /// Lets a host name lead to a service.
    func point(_ host: String, to name: String) async throws {
        let endpoint = try #require(try await container(name)?.endpoints.first?.url)
        let target = try #require(endpoint.split(separator: "/").last)
        await account.declare(DeclaredWorld(aliases: [host: String(target)]))
    }

    /// Changes a service past its manifest.
    func meddle(_ name: String, _ change: (inout ContainerSpec) -> Void) async throws {
        let live = try #require(try await container(name))
        var spec = live.spec
        change(&spec)
        _ = try await service.apply(spec, in: live.namespace, to: live.id, settings().resolutions)
        let isByItself = service.dialect.capabilities.createDeploys
        let deployment = isByItself ? nil : try await service.deploy([live.id], in: live.namespace)
        try await service.wait(for: [live.id], in: live.namespace, after: deployment, account.waiting)
    }
}
