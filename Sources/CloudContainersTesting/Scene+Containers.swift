import CloudContainers

extension Scene {
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
        // A platform may add variables of its own.
        let greeting = container.spec.variables.first { $0.name == "GREETING" }
        try expect(greeting == spec.variables.first, "the variable GREETING", saw: greeting?.name ?? "nothing")
    }

    func refusesTakenContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        _ = try await create(try sample("web"), in: namespace)
        try await expect(.alreadyExists) { _ = try await create(try sample("web"), in: namespace) }
    }

    func findsContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        for name in ["web-shop", "web", "my-web"] { _ = try await create(try sample(name), in: namespace) }
        let id = try await create(try sample("web-s"), in: namespace)
        let found = try await service.container(named: "web-s", in: namespace.id)
        try expect(found?.id == id, "web-s", saw: found?.spec.name ?? "nothing")
        let missing = try await service.container(named: "web-sh", in: namespace.id)
        try expect(missing == nil, "no web-sh", saw: missing?.spec.name ?? "nothing")
    }

    func missesContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await remove(id, from: namespace)
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
            container.spec.variables.contains { $0.name == "GREETING" },
            "the variable GREETING as before",
            saw: "\(container.spec.variables.map(\.name))"
        )
    }

    func updatesVariables() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        var spec = try sample("web")
        spec.variables = ["A", "B"].map { EnvironmentVariable(name: $0, value: .plain("1")) }
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        let secrets = SecretValues(["TOKEN": "s3cret-value"])
        var given = given
        given.secretNames.insert("TOKEN")
        let id = try await service.apply(spec, in: namespace.id, secrets: secrets, given)
        spec.variables[0].value = .plain("2")
        spec.variables[1].name = "C"
        // The stored secret needs no value to stay.
        _ = try await service.apply(spec, in: namespace.id, to: id, given)
        let seen = try await service.container(id).spec.variables
        func value(_ name: String) -> EnvironmentVariable.Value? { seen.first { $0.name == name }?.value }
        try expect(value("A") == .plain("2"), "A with its new value", saw: "another one")
        try expect(value("B") == nil, "no B", saw: "it")
        try expect(value("C") == .plain("1"), "C", saw: "\(seen.map(\.name))")
        try expect(value("TOKEN") == .secret(.provided), "TOKEN as a secret", saw: "\(seen.map(\.name))")
    }

    func appliesTwice() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        let before = service.dialect.basis(of: try await service.container(id).bundle)
        let same = try await service.apply(try sample("web"), in: namespace.id, to: id, given)
        let after = service.dialect.basis(of: try await service.container(id).bundle)
        try expect(same == id && before == after, "the same configuration", saw: "another one")
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

    func namesProvider() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await remove(id, from: namespace)
        do {
            _ = try await service.container(id)
        } catch let error as ContainerServiceError {
            let provider = service.dialect.provider
            return try expect(error.provider == provider, "\(provider)", saw: error.provider?.description ?? "nothing")
        }
        throw ConformanceFailure(check: check.rawValue, expected: "an error", seen: "none")
    }

    func cancels() async throws {
        let service = service
        let ended = await withTaskGroup(of: Bool.self) { group in
            // What is added from here on is cancelled before it begins.
            group.cancelAll()
            group.addTask {
                do {
                    _ = try await service.createNamespace(named: "shop")
                    return false
                } catch {
                    return error is CancellationError
                }
            }
            return await group.next() ?? false
        }
        try expect(ended, "CancellationError", saw: "another end")
        let count = try await pages { try await service.namespaces(after: $0) }.count { $0.name == "shop" }
        try expect(count == 0, "nothing made", saw: "\(count) namespaces")
    }

    func listsContainers() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let other = try await service.createNamespace(named: "other")
        _ = try await create(try sample("stranger"), in: other)
        let names = (1...7).map { "web-\($0)" }
        for name in names { _ = try await create(try sample(name), in: namespace) }
        let seen = try await pages { try await service.containers(in: namespace.id, after: $0) }.map(\.spec.name)
        try expect(seen.sorted() == names, "\(names)", saw: "\(seen.sorted())")
    }

    func deletesContainer() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await ready("web", in: namespace)
        try await remove(id, from: namespace)
        let statuses = try await service.statuses(of: [id], in: namespace.id, after: nil)
        try expect(statuses.isEmpty, "no status", saw: "\(statuses.count)")
        let other = try await create(try sample("web"), in: namespace)
        try expect(other != id, "another container", saw: "the old one")
    }
}
