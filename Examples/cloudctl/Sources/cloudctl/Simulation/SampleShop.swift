import CloudContainers
import SimulationKit

/// The services that a simulator begins with: a small shop, one part of which does not come up.
enum SampleShop {
    /// What is so outside of the provider: one image listens on another port than its service says.
    static let world = DeclaredWorld(
        images: jobImages.merging(["docker.io/shop/search:8.11": DeclaredWorld.Image(port: .of(9200))]) { $1 },
        otherImages: DeclaredWorld.Image()
    )

    /// The decisions that the services need at any provider.
    static var resolutions: Resolutions {
        var given = Resolutions()
        given.allowsAll = true
        given.withoutVolumes = ["search"]
        given.ingress = .nginx
        given.secretNames = Set(secrets.names)
        return given
    }

    /// The values of the secrets; they open nothing.
    static let secrets = SecretValues(["SESSION_KEY": "sample-session-key"])

    /// The services by their namespace, as manifests.
    static let namespaces = [("shop", shop), ("staging", staging)]

    /// The service that is stopped where a provider can stop services.
    static let stopped = "reports"

    private static let shop = """
        {
          "apiVersion": "cloudctl/v1",
          "services": {
            "web": {
              "image": "docker.io/library/nginx:1.27",
              "resources": {"cpu": "500m", "memory": "512M", "ephemeralStorage": "1G"},
              "scaling": {"minimum": 1, "maximum": 3},
              "ports": [{"number": 8080, "protocol": "http", "exposure": "public"}],
              "environment": {"LOG_LEVEL": "info"}
            },
            "api": {
              "image": "docker.io/shop/api:2.4.1",
              "resources": {"cpu": "1000m", "memory": "1G", "ephemeralStorage": "1G"},
              "scaling": {"minimum": 1, "maximum": 5},
              "ports": [{"number": 8080, "protocol": "http", "exposure": "public"}],
              "environment": {"LOG_LEVEL": "info"},
              "secrets": {"SESSION_KEY": {}}
            },
            "search": {
              "image": "docker.io/shop/search:8.11",
              "resources": {"cpu": "500m", "memory": "1G", "ephemeralStorage": "1G"},
              "scaling": {"minimum": 1, "maximum": 1},
              "ports": [{"number": 8080, "protocol": "http", "exposure": "public"}],
              "probes": {"liveness": {"tcp": {"port": 8080}, "interval": "10s", "failureThreshold": 3}},
              "volumes": [{"mountPath": "/var/lib/search", "size": "10Gi"}]
            },
            "reports": {
              "image": "docker.io/shop/reports:1.3",
              "resources": {"cpu": "250m", "memory": "512M", "ephemeralStorage": "1G"},
              "scaling": {"minimum": 1, "maximum": 1},
              "ports": [{"number": 8080, "protocol": "http", "exposure": "public"}]
            }
          }
        }
        """

    private static let staging = """
        {
          "apiVersion": "cloudctl/v1",
          "services": {
            "api": {
              "image": "docker.io/shop/api:2.5.0-rc1",
              "resources": {"cpu": "250m", "memory": "512M", "ephemeralStorage": "1G"},
              "scaling": {"minimum": 1, "maximum": 1},
              "ports": [{"number": 8080, "protocol": "http", "exposure": "public"}]
            }
          }
        }
        """

    /// Makes the services, through the same calls as for a real account, and lets the time pass that they take.
    static func fill(_ service: any ContainerService, _ given: Resolutions, _ options: WaitOptions) async throws {
        for (name, manifest) in namespaces {
            let namespace = try await service.makeNamespace(named: name)
            var ids: [Container.ID] = []
            var idle: [Container.ID] = []
            let document = try JSONDocument(parsing: manifest, named: "the sample shop")
            for translation in try Registry.manifest.read(document, given) {
                let spec = translation.value
                let id = try await service.apply(spec, in: namespace.id, secrets: secrets, given)
                ids.append(id)
                if spec.name == stopped { idle.append(id) }
            }
            var deployment: Deployment?
            if !service.dialect.capabilities.createDeploys {
                deployment = try await service.deploy(ids, in: namespace.id)
            }
            do {
                try await service.wait(for: ids, in: namespace.id, after: deployment, options)
            } catch let error as ContainerServiceError where error.code == .deploymentFailed {
                // The world says so.
            }
            guard service.dialect.capabilities.stops, !idle.isEmpty else { continue }
            let stop = try await service.stop(idle, in: namespace.id)
            try await service.wait(for: idle, in: namespace.id, until: .stopped, after: stop, options)
        }
    }
}
