import CloudContainers

extension Scene {
    func listsNamespaces() async throws {
        let made = try await service.createNamespace(named: "shop")
        let seen = try await pages { try await service.namespaces(after: $0) }.count { $0.id == made.id }
        try expect(seen == 1, "the namespace once", saw: "\(seen) times")
    }

    func refusesTakenNamespace() async throws {
        _ = try await service.createNamespace(named: "shop")
        try await expect(.alreadyExists) { _ = try await service.createNamespace(named: "shop") }
    }

    func getsNamespace() async throws {
        let made = try await service.createNamespace(named: "shop")
        _ = try await service.createNamespace(named: "other")
        let namespace = try await service.namespace(made.id)
        try expect(namespace.id == made.id && namespace.name == "shop", "shop", saw: namespace.name)
        let found = try await service.namespace(named: "shop")
        try expect(found?.id == made.id, "shop by its name", saw: found?.name ?? "nothing")
    }

    func missesNamespace() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        try await remove(namespace)
        try await expect(.notFound) { try await service.deleteNamespace(namespace.id) }
        try await expect(.notFound) { _ = try await service.namespace(namespace.id) }
        try await expect(.notFound) { _ = try await service.containers(in: namespace.id, after: nil) }
    }

    func deletesNamespace() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await remove(namespace)
        try await expect(.notFound) { _ = try await service.container(id) }
        let count = try await pages { try await service.namespaces(after: $0) }.count { $0.id == namespace.id }
        try expect(count == 0, "no such namespace", saw: "\(count)")
    }
}
