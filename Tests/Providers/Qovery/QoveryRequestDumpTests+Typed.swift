import CloudContainers
import QoveryContainers
import QoverySimulator
import SimulationKit
import Testing

extension QoveryRequestDumpTests {
    /// Every call that only Qovery's own service type has.
    @Test func whatOnlyQoveryHas() async throws {
        let shop = try await Workshop(.qovery) { faults, _ in RequestDump(faults) }
        let service = try #require(shop.service as? QoveryContainerService)
        try await registries(service, shop)
        try await deployments(service, shop)

        let change = try await service.changeAdvancedSettings(
            of: shop.container,
            ["network.ingress.proxy_body_size_mb": 250, "hpa.memory.average_utilization_percent": .null],
            since: service.advancedSettings(of: shop.container)
        )
        #expect(change.settings["network.ingress.proxy_body_size_mb"]?.integer == 250)
        #expect(try await service.defaultAdvancedSettings().keys.count > 20)

        #expect(try await service.missingRights(in: shop.namespace).isEmpty)
        #expect(try await service.missingRights(in: nil).isEmpty)
        let place = VariablePlace.container(shop.container)
        let alias = try await service.qoveryVariables.addAlias("WELCOME", of: "GREETING", in: place)
        #expect(alias.origin == .alias(of: "GREETING"))

        _ = try await service.clone(shop.container, named: "web-2", into: shop.namespace)
        let copy = try await service.cloneNamespace(
            shop.namespace,
            named: "shop-2",
            intoProject: QoverySimulator.Configuration().project.id,
            onCluster: QoverySimulator.Configuration().cluster.id,
            as: .staging
        )
        #expect(try await service.completeContainers(in: copy.id).count == 2)
    }

    private func registries(_ service: QoveryContainerService, _ shop: Workshop) async throws {
        let kinds: [(QoveryContainerRegistry.Kind, String, QoveryRegistryAccess)] = [
            (.generic, "https://registry.example.org", .anonymous),
            (.gitLab, "https://registry.gitlab.com", .password(username: "reader")),
            (.scaleway, "https://rg.fr-par.scw.cloud", .scaleway(region: "fr-par", projectID: "p", accessKey: "k")),
            (.ecr, "https://1.dkr.ecr.eu-west-3.amazonaws.com", .aws(region: "eu-west-3", accessKeyID: "k")),
            (
                .ecr, "https://2.dkr.ecr.eu-west-3.amazonaws.com",
                .awsRole(region: "eu-west-3", arn: "arn:aws:iam::1:role/r")
            ),
            (.google, "https://europe-docker.pkg.dev", .google(region: "europe")),
            (
                .google, "https://us-docker.pkg.dev",
                .googleFederation(
                    projectID: "p",
                    serviceAccount: "a@p.iam.gserviceaccount.com",
                    provider: "projects/1/locations/global",
                    tokenLifetime: .seconds(600)
                )
            ), (.azure, "https://shop.azurecr.io", .azure(tenantID: "t", subscriptionID: "s")),
        ]
        let secrets = SecretValues([
            "password": "s3cret-1", "scaleway_secret_key": "s3cret-2", "secret_access_key": "s3cret-3",
            "json_credentials": "{}",
        ])
        for (index, (kind, url, access)) in kinds.enumerated() {
            var request = QoveryRegistryRequest(named: "registry-\(index)", kind, url: url, access: access)
            request.description = "number \(index)"
            let made = try await service.createRegistry(request, secrets: secrets)
            _ = try await service.registry(made.id)
            _ = try await service.updateRegistry(made.id, to: request, secrets: secrets)
            _ = try await service.images(in: made.id, named: "web", containing: "we")
            try await service.deleteRegistry(made.id)
        }
        let first = try #require(try await service.registries().first)
        _ = try await service.images(in: first.id)
        _ = try await service.checkImage("nginx", tag: "1.27", in: first.id, from: shop.namespace)
    }

    private func deployments(_ service: QoveryContainerService, _ shop: Workshop) async throws {
        let (namespace, id) = (shop.namespace, shop.container)
        let first = try await service.deployAll(in: namespace)
        let second = try await service.restart([id], in: namespace)
        _ = try await service.queuedDeployments(in: namespace)
        _ = try await service.queuedDeployments(of: id)
        _ = try await service.deploymentRequest(try #require(first.id))
        try await service.cancelDeployment(requested: try #require(second.id))
        try await service.cancelDeployment(requested: try #require(second.id))
        try await service.cancelDeployment(in: namespace)
        try await service.cancelDeployment(in: namespace, forced: true)
        try await service.wait(
            for: [id],
            in: namespace,
            after: try await service.redeployAll(in: namespace),
            shop.account.waiting
        )
        _ = try await service.deploymentHistory(of: id, newest: .of(3))
        _ = try await service.deploymentHistory(in: namespace, newest: .of(3))
        _ = try await service.deploymentHistory(of: id)
        try await service.deployAutomatically("library/nginx", tag: "1.28")
        let stopped = try await service.stopAll(in: namespace)
        try await service.wait(for: [id], in: namespace, until: .stopped, after: stopped, shop.account.waiting)
        try await service.stopAll(in: namespace)
        try await service.uninstallAll(in: namespace)
    }
}
