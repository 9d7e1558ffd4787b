public import CloudContainers

/// Makes a namespace `shop` with three services that run, for the programs to move.
///
/// - Parameters:
///   - service: The simulated account.
///   - registry: The id of the registry that images come from, where the provider needs one.
///   - time: The time of the simulator.
/// - Throws: What the account throws.
public func fillShop(
    of service: any ContainerService,
    registry: String? = nil,
    _ time: any TimeSource
) async throws {
    let shop = try await service.createNamespace(named: "shop")
    var given = Resolutions()
    given.registries["docker.io"] = registry
    given.secretNames = ["PAYMENT_KEY"]
    let secrets = SecretValues(["PAYMENT_KEY": "a sample"])
    var ids: [Container.ID] = []
    for (name, port) in [("storefront", UInt16(8080)), ("checkout", 3000), ("search", 9200)] {
        var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "nginx:1.27"))
        spec.resources.cpu = .millicores(250)
        spec.resources.memory = .mebibytes(512)
        spec.scaling.minimum = .of(1)
        spec.scaling.maximum = .instances(.of(4))
        spec.ports = [Port(.of(port))]
        spec.variables = [EnvironmentVariable(name: "LOG_LEVEL", value: .plain("info"))]
        if name == "checkout" {
            spec.variables.append(EnvironmentVariable(name: "PAYMENT_KEY", value: .secret(.provided)))
        }
        ids.append(try await service.apply(spec, in: shop.id, secrets: secrets, given))
    }
    // Not every provider deploys what is created.
    let deploys = service.dialect.capabilities.createDeploys
    let deployment = deploys ? nil : try await service.deploy(ids, in: shop.id)
    try await service.wait(for: ids, in: shop.id, after: deployment, WaitOptions(time: time))
}
