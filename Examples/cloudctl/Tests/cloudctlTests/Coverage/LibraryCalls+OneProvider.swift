import CloudContainers
import QoveryContainers
import ScalewayContainers
import SimulationKit

// What only one of the providers has.
extension LibraryCalls {
    func only(_ service: QoveryContainerService, _ id: Container.ID, in namespace: Namespace.ID) async throws {
        await begin("`createRegistry`")
        let request = QoveryRegistryRequest(
            named: "own",
            .generic,
            url: "https://registry.example.org",
            access: .anonymous
        )
        let registry = try await service.createRegistry(request)
        await begin("`registries`")
        _ = try await service.registries()
        await begin("`registry`")
        _ = try await service.registry(registry.id)
        await begin("`updateRegistry`")
        _ = try await service.updateRegistry(registry.id, to: request)
        await begin("`images`")
        _ = try await service.images(in: registry.id)
        await begin("`checkImage`")
        _ = try await service.checkImage("nginx", tag: "1.27", in: registry.id, from: namespace)
        await begin("`services(pullingFrom:)`")
        _ = try await service.services(pullingFrom: registry.id)
        await begin("`deleteRegistry`")
        try await service.deleteRegistry(registry.id)
        try await deployments(service, id, in: namespace)
        await begin("`advancedSettings`")
        _ = try await service.advancedSettings(of: id)
        await begin("`defaultAdvancedSettings`")
        _ = try await service.defaultAdvancedSettings()
        await begin("`changeAdvancedSettings`")
        _ = try await service.changeAdvancedSettings(of: id, ["network.ingress.proxy_body_size_mb": 250])
        await begin("`qoveryVariables.addAlias`")
        try await service.qoveryVariables.addAlias("ALSO", of: "GREETING", in: .container(id))
        await begin("`qoveryVariables.addOverride`")
        let green = EnvironmentVariable(name: "COLOUR", value: .plain("green"))
        try await service.qoveryVariables.addOverride(green, in: .container(id))
        await begin("`clone`")
        _ = try await service.clone(id, named: "copy", into: namespace)
        await begin("`cloneNamespace`")
        _ = try await service.cloneNamespace(namespace, named: "shop copy")
    }

    private func deployments(
        _ service: QoveryContainerService,
        _ id: Container.ID,
        in namespace: Namespace.ID
    ) async throws {
        await begin("`deployAll`")
        let first = try await service.deployAll(in: namespace)
        await begin("")
        let second = try await service.restart([id], in: namespace)
        await begin("`queuedDeployments`")
        _ = try await service.queuedDeployments(in: namespace)
        _ = try await service.queuedDeployments(of: id)
        await begin("`deploymentRequest`")
        if let request = first.id { _ = try await service.deploymentRequest(request) }
        await begin("`cancelDeployment`")
        if let request = second.id { try await service.cancelDeployment(requested: request) }
        try await service.cancelDeployment(in: namespace)
        await begin("`deploymentHistory`")
        _ = try await service.deploymentHistory(of: id)
        _ = try await service.deploymentHistory(in: namespace)
        await begin("`deployAutomatically`")
        try await service.deployAutomatically("library/nginx", tag: "1.28")
        for (name, call) in [
            ("redeployAll", service.redeployAll), ("stopAll", service.stopAll), ("uninstallAll", service.uninstallAll),
        ] {
            await begin("`\(name)`")
            _ = try await call(namespace)
            await begin("")
            try await time.sleep(for: .seconds(1200))
        }
    }

    func only(_ service: ScalewayContainerService, _ id: Container.ID, in namespace: Namespace.ID) async throws {
        await begin("`namespaceProperties`")
        _ = try await service.namespaceProperties(of: namespace)
        await begin("`updateNamespace`")
        var change = ScalewayNamespaceChange()
        change.description = "the shop"
        _ = try await service.updateNamespace(namespace, change)
        await begin("`registryNamespaces`")
        _ = try await service.registryNamespaces()
        await begin("")
        let image = "rg.fr-par.scw.cloud/shop/web:1"
        try await push(image)
        await begin("`registryTag`")
        _ = try await service.registryTag(of: try ImageReference(parsing: image))
        await begin("`imageFreshness`")
        _ = try await service.imageFreshness(of: id)
        for (name, call) in [
            ("setPrivacy", { try await service.setPrivacy(.private, of: id) }),
            ("setSandbox", { try await service.setSandbox(.v1, of: id) }),
        ] as [(String, () async throws -> Deployment)] {
            await begin("`\(name)`")
            _ = try await call()
            await begin("")
            try await time.sleep(for: .seconds(120))
        }
    }
}
