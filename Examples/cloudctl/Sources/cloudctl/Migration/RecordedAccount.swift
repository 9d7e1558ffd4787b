import CloudContainers
import ContainerMigration

/// An account as it was read once: it answers the same again, and refuses every change.
struct RecordedAccount: ContainerService {
    let dialect: any ContainerDialect
    private let inventory: MigrationInventory

    init(_ inventory: MigrationInventory, _ dialect: any ContainerDialect) {
        self.inventory = inventory
        self.dialect = dialect
    }

    // MARK: Reading

    func namespaces(after token: PageToken?) async throws -> Page<Namespace> { Page([inventory.namespace]) }

    func namespace(_ id: Namespace.ID) async throws -> Namespace {
        guard inventory.namespace.id == id else { throw missing("namespace", id.rawValue) }
        return inventory.namespace
    }

    func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container> {
        Page(inventory.containers.filter { $0.namespace == namespace })
    }

    func container(_ id: Container.ID) async throws -> Container {
        guard let found = inventory.containers.first(where: { $0.id == id }) else {
            throw missing("container", id.rawValue)
        }
        return found
    }

    func otherServices(in namespace: Namespace.ID) async throws -> [OtherService] { inventory.others }

    func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus] {
        let known = inventory.containers.filter { ids.contains($0.id) }
        return Dictionary(known.map { ($0.id, $0.status) }) { first, _ in first }
    }

    var jobs: (any JobService)? {
        guard let dialect = dialect.jobs else { return nil }
        return RecordedJobs(dialect: dialect, jobs: inventory.jobs)
    }

    // MARK: Changes

    func createNamespace(named name: String) async throws -> Namespace { throw refusal }

    func deleteNamespace(_ id: Namespace.ID) async throws { throw refusal }

    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID { throw refusal }

    func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment { throw refusal }

    func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment { throw refusal }

    func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment { throw refusal }

    func delete(_ id: Container.ID) async throws { throw refusal }

    private var refusal: ContainerServiceError {
        ContainerServiceError(.unsupported, "what was read cannot be changed", provider: dialect.provider)
    }

    private func missing(_ kind: String, _ id: String) -> ContainerServiceError {
        ContainerServiceError(.notFound, "there is no \(kind) \(id)", provider: dialect.provider)
    }
}
