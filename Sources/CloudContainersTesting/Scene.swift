import CloudContainers

/// One check under way: the service, and the words to say what is wrong.
struct Scene {
    let check: ServiceConformance.Check
    let service: any ContainerService
    let given: Resolutions
    let waiting: WaitOptions
    let surroundings: ServiceConformance.Surroundings

    func expect(_ isTrue: Bool, _ expected: String, saw seen: @autoclosure () -> String) throws {
        if !isTrue { throw ConformanceFailure(check: check.rawValue, expected: expected, seen: seen()) }
    }

    /// Runs something that has to fail with a code.
    func expect(_ code: ContainerServiceError.Code, from body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as ContainerServiceError {
            return try expect(error.code == code, "the error \(code.rawValue)", saw: error.code.rawValue)
        }
        throw ConformanceFailure(check: check.rawValue, expected: "the error \(code.rawValue)", seen: "no error")
    }

    func sample(_ name: String) throws -> ContainerSpec {
        var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .megabytes(1024)
        spec.scaling.minimum = .of(1)
        spec.scaling.maximum = .instances(.of(3))
        spec.ports = [Port(.of(8080))]
        spec.ports[0].isDefault = true
        spec.variables = [EnvironmentVariable(name: "GREETING", value: .plain("hello"))]
        return spec
    }

    func create(
        _ spec: ContainerSpec,
        in namespace: Namespace,
        secrets: SecretValues = SecretValues()
    ) async throws -> Container.ID {
        try await service.apply(spec, in: namespace.id, secrets: secrets, given)
    }

    /// Makes a container that runs.
    func ready(_ name: String, in namespace: Namespace) async throws -> Container.ID {
        let id = try await create(try sample(name), in: namespace)
        let deploys = service.dialect.capabilities.createDeploys
        let deployment = deploys ? nil : try await service.deploy([id], in: namespace.id)
        try await service.wait(for: [id], in: namespace.id, after: deployment, waiting)
        return id
    }

    /// Deletes a container and waits until it is gone.
    func remove(_ id: Container.ID, from namespace: Namespace) async throws {
        try await service.delete(id)
        try await service.wait(for: [id], in: namespace.id, until: .gone, waiting)
    }

    /// Deletes a namespace and waits until it is gone.
    func remove(_ namespace: Namespace) async throws {
        try await service.deleteNamespace(namespace.id)
        try await service.waitUntilGone(namespace.id, waiting)
    }

    /// All elements of the pages of a list as the service gives them, at most a thousand pages.
    func pages<Element>(_ page: (PageToken?) async throws -> Page<Element>) async throws -> [Element] {
        var elements: [Element] = []
        var token: PageToken?
        for _ in 1...1000 {
            let next = try await page(token)
            elements += next.elements
            token = next.next
            if token == nil { return elements }
        }
        throw ConformanceFailure(check: check.rawValue, expected: "a list that ends", seen: "a thousand pages")
    }
}
