import CloudContainers

extension Scene {
    func createsAsSaid() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        let state = try await service.container(id).status.state
        if service.dialect.capabilities.createDeploys {
            try expect(state == .updating || state == .ready, "updating or ready", saw: state.rawValue)
        } else {
            try expect(state == .neverDeployed, "never deployed", saw: state.rawValue)
        }
    }

    func deploys() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        let deployment = try await service.deploy([id], in: namespace.id)
        try await expectState(.ready, of: id, in: namespace, after: deployment)
    }

    func restarts() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await ready("web", in: namespace)
        let deployment = try await service.restart([id], in: namespace.id)
        try await expectState(.ready, of: id, in: namespace, after: deployment)
    }

    func missesDeployed() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await create(try sample("web"), in: namespace)
        try await remove(id, from: namespace)
        try await expect(.notFound) { _ = try await service.deploy([id], in: namespace.id) }
    }

    func readsStatuses() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        var ids: [Container.ID] = []
        for name in ["web", "api", "mail"] { ids.append(try await create(try sample(name), in: namespace)) }
        let gone = try await create(try sample("gone"), in: namespace)
        try await remove(gone, from: namespace)
        let deployment = try await service.deploy(ids, in: namespace.id)
        try await service.wait(for: ids, in: namespace.id, after: deployment, waiting)
        let statuses = try await service.statuses(of: ids + [gone], in: namespace.id, after: deployment)
        let states = ids.map { statuses[$0]?.state }
        try expect(states == [.ready, .ready, .ready], "three ready", saw: "\(states)")
        try expect(statuses[gone] == nil, "nothing of what is gone", saw: "a status")
    }

    func stops() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await ready("web", in: namespace)
        let deployment = try await service.stop([id], in: namespace.id)
        try await expectState(.stopped, of: id, in: namespace, after: deployment)
        _ = try await service.stop([id], in: namespace.id)
        try await expectState(.stopped, of: id, in: namespace, after: nil)
    }

    func refusesToStop() async throws {
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await ready("web", in: namespace)
        try await expect(.unsupported) { _ = try await service.stop([id], in: namespace.id) }
    }

    private func expectState(
        _ state: ContainerStatus.State,
        of id: Container.ID,
        in namespace: Namespace,
        after deployment: Deployment?
    ) async throws {
        let goal = state == .stopped ? WaitGoal.stopped : .ready
        do {
            try await service.wait(for: [id], in: namespace.id, until: goal, after: deployment, waiting)
        } catch let error as ContainerServiceError {
            throw ConformanceFailure(check: check.rawValue, expected: state.rawValue, seen: error.message)
        }
        let seen = try await service.statuses(of: [id], in: namespace.id, after: deployment)[id]?.state
        try expect(seen == state, state.rawValue, saw: seen?.rawValue ?? "nothing")
    }
}
