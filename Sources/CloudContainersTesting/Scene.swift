import CloudContainers

/// One check under way: the service, and the words to say what is wrong.
struct Scene {
    let check: ServiceConformance.Check
    let service: any ContainerService
    let given: Resolutions

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

    // MARK: Namespaces

    func listsNamespaces() async throws {
        let made = try await service.createNamespace(named: "shop")
        var seen = 0
        for try await namespace in service.allNamespaces where namespace == made { seen += 1 }
        try expect(seen == 1, "the namespace once", saw: "\(seen) times")
    }

    func refusesTakenNamespace() async throws {
        _ = try await service.createNamespace(named: "shop")
        try await expect(.alreadyExists) { _ = try await service.createNamespace(named: "shop") }
    }

    func missesNamespace() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        try await service.deleteNamespace(namespace.id)
        try await expect(.notFound) { try await service.deleteNamespace(namespace.id) }
        try await expect(.notFound) { _ = try await service.containers(in: namespace.id, after: nil) }
    }

    func deletesNamespace() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await service.deleteNamespace(namespace.id)
        try await expect(.notFound) { _ = try await service.container(id) }
        var count = 0
        for try await other in service.allNamespaces where other.id == namespace.id { count += 1 }
        try expect(count == 0, "no such namespace", saw: "\(count)")
    }

    // MARK: Containers

    func createsContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let spec = try sample("web")
        let container = try await service.container(try await create(spec, in: namespace))
        try expect(container.namespace == namespace.id, "the namespace \(namespace.id)", saw: "\(container.namespace)")
        try expect(container.spec.name == spec.name, spec.name, saw: container.spec.name)
        try expect(container.spec.image == spec.image, "\(spec.image)", saw: "\(container.spec.image)")
        try expect(
            container.spec.resources.memory == spec.resources.memory,
            "1024 MB",
            saw: container.spec.resources.memory?.explained ?? "nothing"
        )
        try expect(
            container.spec.variables == spec.variables,
            "one variable",
            saw: "\(container.spec.variables.count) variables"
        )
    }

    func refusesTakenContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        _ = try await create(try sample("web"), in: namespace)
        try await expect(.alreadyExists) { _ = try await create(try sample("web"), in: namespace) }
    }

    func missesContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await service.delete(id)
        try await expect(.notFound) { _ = try await service.container(id) }
        try await expect(.notFound) { try await service.delete(id) }
    }

    func updatesContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        var wish = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.28"))
        wish.ports = try sample("web").ports
        let same = try await service.apply(wish, in: namespace.id, to: id, given)
        let container = try await service.container(same)
        try expect(same == id, "the same container", saw: "\(same)")
        try expect(container.spec.image.tag == "1.28", "the tag 1.28", saw: "\(container.spec.image)")
        try expect(
            container.spec.resources.cpu == .millicores(500),
            "500 mCPU as before",
            saw: "\(container.spec.resources.cpu?.description ?? "nothing")"
        )
        try expect(
            container.spec.variables.count == 1,
            "the variable as before",
            saw: "\(container.spec.variables.count)"
        )
    }

    func preparesNothing() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let spec = try sample("web")
        let live = try await service.container(try await create(spec, in: namespace)).bundle
        for wish in [spec, try await service.container(try await create(try sample("other"), in: namespace)).spec] {
            var wish = wish
            wish.name = "web"
            let change = try service.dialect.prepare(.update(wish, live: live), given).value
            try expect(change?.requests.isEmpty == true, "no request", saw: "\(change?.requests.map(\.purpose) ?? [])")
        }
    }

    func refusesStaleChange() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        var wish = try sample("web")
        wish.resources.cpu = .millicores(700)
        let live = try await service.container(id).bundle
        guard let change = try service.dialect.prepare(.update(wish, live: live), given).value else {
            throw ConformanceFailure(check: check.rawValue, expected: "a change", seen: "nothing")
        }
        wish.resources.cpu = .millicores(800)
        _ = try await service.apply(wish, in: namespace.id, to: id, given)
        try await expect(.conflict) {
            _ = try await service.perform(
                change,
                in: namespace.id,
                container: id,
                secrets: SecretValues(),
                journal: { _ in }
            )
        }
        let cpu = try await service.container(id).spec.resources.cpu
        try expect(cpu == .millicores(800), "800 mCPU, untouched", saw: "\(cpu?.description ?? "nothing")")
    }

    func refusesMissingSecret() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        var spec = try sample("web")
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        var given = given
        given.secretNames.insert("TOKEN")
        try await expect(.secretMissing) { _ = try await service.apply(spec, in: namespace.id, given) }
        let page = try await service.containers(in: namespace.id, after: nil)
        try expect(page.elements.isEmpty, "no container", saw: "\(page.elements.count)")
        _ = try await service.apply(spec, in: namespace.id, secrets: SecretValues(["TOKEN": "s3cret-value"]), given)
    }

    func journalsRequests() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        guard let change = try service.dialect.prepare(.create(try sample("web")), given).value else {
            throw ConformanceFailure(check: check.rawValue, expected: "a change", seen: "nothing")
        }
        var steps: [RequestStep] = []
        _ = try await service.perform(
            change,
            in: namespace.id,
            container: nil,
            secrets: SecretValues(),
            journal: { steps.append($0) }
        )
        let expected = change.requests.flatMap { [RequestStep.willSend($0), .didSend($0)] }
        try expect(steps == expected, "\(expected.count) steps in order", saw: "\(steps.count) steps")
    }

    func listsContainers() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let other = try await service.createNamespace(named: "other")
        _ = try await create(try sample("stranger"), in: other)
        let names = (1...7).map { "web-\($0)" }
        for name in names { _ = try await create(try sample(name), in: namespace) }
        var seen: [String] = []
        for try await container in service.allContainers(in: namespace.id) { seen.append(container.spec.name) }
        try expect(seen.sorted() == names, "\(names)", saw: "\(seen.sorted())")
    }

    func deletesContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await service.delete(id)
        let statuses = try await service.statuses(of: [id], in: namespace.id)
        try expect(statuses.isEmpty, "no status", saw: "\(statuses.count)")
        _ = try await create(try sample("web"), in: namespace)
    }

    // MARK: Running

    func deploys() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await service.deploy([id], in: namespace.id)
        let state = try await service.statuses(of: [id], in: namespace.id)[id]?.state
        try expect(state == .ready || state == .updating, "ready or updating", saw: state?.rawValue ?? "nothing")
    }

    func stops() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await service.deploy([id], in: namespace.id)
        try await service.stop([id], in: namespace.id)
        let state = try await service.statuses(of: [id], in: namespace.id)[id]?.state
        try expect(state == .stopped || state == .updating, "stopped", saw: state?.rawValue ?? "nothing")
    }
}
