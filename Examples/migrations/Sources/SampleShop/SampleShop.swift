import CloudContainers

/// Makes an environment with three services that run.
func fillShop(of service: any ContainerService, registry: String?, _ time: any TimeSource) async throws {
    let shop = try await service.createNamespace(named: "shop")
    var given = Resolutions()
    given.registries["docker.io"] = registry
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
        given.secretNames = ["PAYMENT_KEY"]
        let secrets = SecretValues(["PAYMENT_KEY": "a sample"])
        ids.append(try await service.apply(spec, in: shop.id, secrets: secrets, given))
    }
    let deployment = try await service.deploy(ids, in: shop.id)
    try await service.wait(for: ids, in: shop.id, after: deployment, WaitOptions(time: time))
}
