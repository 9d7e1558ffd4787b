import CloudContainers

extension Scene {
    /// Something that a provider has or has not, as a change of a specification.
    private struct Feature {
        var name: String
        var isClaimed: Bool
        /// Asks for it.
        var add: (inout ContainerSpec) throws -> Void
        /// Whether a specification that was read back has it.
        var isThere: (ContainerSpec) -> Bool
    }

    private var features: [Feature] {
        let claimed = service.dialect.capabilities
        let digest = "docker.io/library/nginx@sha256:\(String(repeating: "0a", count: 32))"
        return [
            Feature(name: "volumes", isClaimed: claimed.hasVolumes) {
                $0.volumes = [Volume(mountPath: "/data", size: .gibibytes(10))]
                $0.scaling.maximum = .instances(.of(1))
            } isThere: {
                $0.volumes.map(\.mountPath) == ["/data"]
            },
            Feature(name: "files", isClaimed: claimed.hasFiles) {
                $0.variables.append(EnvironmentVariable(name: "RULES", value: .plain("a"), mountPath: "/etc/rules"))
            } isThere: {
                $0.variables.contains { $0.mountPath == "/etc/rules" }
            },
            Feature(name: "several ports", isClaimed: claimed.hasSeveralPorts) {
                $0.ports.append(Port(.of(9000)))
            } isThere: {
                Set($0.ports.map(\.number)) == [.of(8080), .of(9000)]
            },
            Feature(name: "ports inside the cluster only", isClaimed: claimed.hasClusterPorts) {
                $0.ports = [Port(.of(8080), exposure: .cluster)]
            } isThere: {
                $0.ports.map(\.exposure) == [.cluster]
            },
            Feature(name: "ports protected by a token", isClaimed: claimed.hasTokenPorts) {
                $0.ports = [Port(.of(8080), exposure: .token)]
            } isThere: {
                $0.ports.map(\.exposure) == [.token]
            },
            Feature(name: "public TCP", isClaimed: claimed.publishesTCP) {
                $0.ports = [Port(.of(5432), .tcp)]
            } isThere: {
                $0.ports.map(\.transport) == [.tcp]
            },
            Feature(name: "images by digest", isClaimed: claimed.pullsDigests) {
                $0.image = try ImageReference(parsing: digest)
            } isThere: {
                $0.image.description == digest
            },
            Feature(name: "GPUs", isClaimed: claimed.hasGPUs) {
                $0.resources.gpu = .of(1)
            } isThere: {
                $0.resources.gpu == .of(1)
            },
            Feature(name: "sleeping until a request comes", isClaimed: claimed.scalesToZeroOnRequests) {
                $0.scaling.minimum = .of(0)
            } isThere: {
                $0.scaling.minimum == .of(0)
            },
            Feature(name: "scaling on requests", isClaimed: claimed.scalesOnRequests) {
                $0.scaling.concurrentRequests = .of(20)
            } isThere: {
                $0.scaling.concurrentRequests == .of(20)
            },
        ]
    }

    func hasItsCapabilities() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        for (index, feature) in features.enumerated() {
            var spec = try sample("web-\(index)")
            try feature.add(&spec)
            guard feature.isClaimed else {
                let translation = try service.dialect.prepare(.create(spec), given)
                let plain = try service.dialect.prepare(.create(try sample("web-\(index)")), given)
                let added = Self.reports(translation.ledger).subtracting(Self.reports(plain.ledger))
                try expect(
                    translation.value == nil || !added.isEmpty,
                    "\(feature.name) refused or reported",
                    saw: "nothing said"
                )
                continue
            }
            var given = given
            given.allowsAll = true
            let id: Container.ID
            do {
                id = try await service.apply(spec, in: namespace.id, given)
            } catch let error as ContainerServiceError {
                throw ConformanceFailure(check: check.rawValue, expected: feature.name, seen: error.message)
            }
            let seen = try await service.container(id).spec
            try expect(feature.isThere(seen), feature.name, saw: "a service without")
        }
    }

    /// What a translation reports beside what it carried exactly.
    private static func reports(_ ledger: Ledger) -> Set<FindingCode> {
        Set(ledger.findings.map(\.finding).filter { !$0.outcome.isExact }.map(\.code))
    }

    func keepsItsBounds() async throws {
        let capabilities = service.dialect.capabilities
        let namespace = try await service.createNamespace(named: "shop")
        var wishes: [ContainerSpec] = []
        var least = try sample(String(repeating: "a", count: capabilities.nameLength.lowerBound))
        least.resources.cpu = capabilities.cpu.lowerBound
        least.resources.memory = capabilities.memory.lowerBound
        if case .instances(let most) = capabilities.maximumInstances { least.scaling.maximum = .instances(most) }
        wishes.append(least)
        var most = try sample(String(repeating: "a", count: capabilities.nameLength.upperBound))
        // Where there is no documented maximum, the bound is out of this world.
        if capabilities.cpu.upperBound < .millicores(1_000_000) {
            most.resources.cpu = capabilities.cpu.upperBound
            most.resources.memory = capabilities.memory.upperBound
            wishes.append(most)
        }
        for wish in wishes {
            let id: Container.ID
            do {
                id = try await create(wish, in: namespace)
            } catch let error as ContainerServiceError {
                throw ConformanceFailure(check: check.rawValue, expected: "the bounds taken", seen: error.message)
            }
            let seen = try await service.container(id).spec
            try expect(seen.resources.cpu == wish.resources.cpu, "the bound of CPU", saw: "another amount")
            try expect(seen.resources.memory == wish.resources.memory, "the bound of memory", saw: "another amount")
            try expect(seen.scaling.maximum == wish.scaling.maximum, "the bound of instances", saw: "another number")
        }
    }
}
