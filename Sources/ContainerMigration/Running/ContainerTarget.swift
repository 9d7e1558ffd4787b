import CloudContainers

/// The containers of the target's account.
struct ContainerTarget: PartTarget {
    let service: any ContainerService

    var word: String { "container" }

    func title(of part: PlannedService) -> String { part.name }

    func read(_ id: Container.ID) async throws -> Container { try await service.container(id) }

    func find(_ part: PlannedService, in namespace: Namespace.ID) async throws -> Container? {
        try await service.container(named: part.name, in: namespace)
    }

    func all(named part: PlannedService, in namespace: Namespace.ID) async throws -> [Container] {
        try await service.completeContainers(in: namespace).filter { $0.spec.name == part.name }
    }

    func prepare(
        _ part: PlannedService,
        over live: Container?,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        try service.dialect.prepare(live.map { .update(part.spec, live: $0.bundle) } ?? .create(part.spec), given)
    }

    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        on id: Container.ID?,
        _ secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID {
        try await service.perform(change, in: namespace, container: id, secrets: secrets, journal: journal)
    }

    func delete(_ id: Container.ID) async throws { try await service.delete(id) }

    func waitUntilGone(_ id: Container.ID, in namespace: Namespace.ID?, _ waiting: WaitOptions) async throws {
        guard let namespace else { return }
        try await service.wait(for: [id], in: namespace, until: .gone, waiting)
    }
}
