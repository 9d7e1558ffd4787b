import CloudContainers

/// What the provider in memory holds.
actor InMemoryStore {
    let dialect: any ContainerDialect

    struct Stored {
        var namespace: Namespace.ID
        var bundle: JSONDocument
        var status: ContainerStatus
        var secretNames: Set<String>
    }

    private var namespacesByID: [Namespace.ID: Namespace] = [:]
    var stored: [Container.ID: Stored] = [:]
    /// The variables that containers inherit from their namespaces, and from the one project that all of these belong to.
    var namespaceVariables: [Namespace.ID: [EnvironmentVariable]] = [:]
    var projectVariables: [EnvironmentVariable] = []
    private var lastNumber = 0
    private let pageSize: Int

    init(dialect: InMemoryDialect, pageSize: Int) {
        self.dialect = dialect
        self.pageSize = max(pageSize, 1)
    }

    private func nextID(_ prefix: String) -> String {
        lastNumber += 1
        return "\(prefix)-\(lastNumber)"
    }

    /// A page of elements that are in the order of their creation.
    private func page<Element>(_ all: [(number: Int, element: Element)], after token: PageToken?) -> Page<Element> {
        let start = token.flatMap { Int($0.rawValue) } ?? 0
        let rest = all.filter { $0.number > start }.sorted { $0.number < $1.number }
        let shown = rest.prefix(pageSize)
        let next = rest.count > shown.count ? shown.last.map { PageToken(rawValue: "\($0.number)") } : nil
        return Page(shown.map(\.element), next: next, total: all.count)
    }

    private func number(_ id: String) -> Int { id.split(separator: "-").last.flatMap { Int($0) } ?? 0 }

    func missing(_ what: String, _ id: String) -> ContainerServiceError {
        ContainerServiceError(.notFound, "\(what) \(id) does not exist", provider: .inMemory)
    }

    func namespaces(after token: PageToken?) -> Page<Namespace> {
        page(namespacesByID.values.map { (number($0.id.rawValue), $0) }, after: token)
    }

    func namespace(_ id: Namespace.ID) throws -> Namespace {
        guard let found = namespacesByID[id] else { throw missing("namespace", id.rawValue) }
        return found
    }

    func createNamespace(named name: String) throws -> Namespace {
        if namespacesByID.values.contains(where: { $0.name == name }) {
            throw ContainerServiceError(.alreadyExists, "a namespace \(name) exists already", provider: .inMemory)
        }
        let namespace = Namespace(id: Namespace.ID(rawValue: nextID("namespace")), name: name)
        namespacesByID[namespace.id] = namespace
        return namespace
    }

    func deleteNamespace(_ id: Namespace.ID) throws {
        guard namespacesByID.removeValue(forKey: id) != nil else { throw missing("namespace", id.rawValue) }
        stored = stored.filter { $0.value.namespace != id }
        namespaceVariables[id] = nil
    }

    func containers(in namespace: Namespace.ID, after token: PageToken?) throws -> Page<Container> {
        guard namespacesByID[namespace] != nil else { throw missing("namespace", namespace.rawValue) }
        let own = stored.filter { $0.value.namespace == namespace }
        return page(try own.map { (number($0.key.rawValue), try container($0.key, $0.value)) }, after: token)
    }

    func container(_ id: Container.ID) throws -> Container {
        guard let found = stored[id] else { throw missing("container", id.rawValue) }
        return try container(id, found)
    }

    private func container(_ id: Container.ID, _ stored: Stored) throws -> Container {
        guard let translation = try dialect.read(stored.bundle, Resolutions()).first else {
            throw missing("container", id.rawValue)
        }
        return Container(
            id: id,
            namespace: stored.namespace,
            spec: translation.value,
            status: stored.status,
            endpoints: [Container.Endpoint(url: "memory://\(stored.namespace)/\(translation.value.name)")],
            bundle: stored.bundle
        )
    }

    /// Refuses a change that does not fit what is there now.
    func check(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container id: Container.ID?,
        secrets: SecretValues
    ) throws {
        guard namespacesByID[namespace] != nil else { throw missing("namespace", namespace.rawValue) }
        if let id, stored[id] == nil { throw missing("container", id.rawValue) }
        try checkBasis(change.basis, of: id)
        let known = id.flatMap { stored[$0]?.secretNames } ?? []
        for request in change.requests {
            guard let body = request.body else { continue }
            let names = try dialect.read(body, Resolutions()).flatMap { translation in
                translation.value.variables.filter { $0.value == .secret(.provided) }.map(\.name)
            }
            if let name = names.first(where: { !known.contains($0) && !secrets.contains($0) }) {
                throw ContainerServiceError(
                    .secretMissing,
                    "the secret \(name) has no value; give it and try again",
                    provider: .inMemory
                )
            }
        }
    }

    private func checkBasis(_ basis: String?, of id: Container.ID?) throws {
        guard let id, let found = stored[id], let basis, basis != dialect.basis(of: found.bundle) else {
            return
        }
        throw ContainerServiceError(
            .conflict,
            "container \(id) has changed since it was read; plan again",
            provider: .inMemory
        )
    }

    func send(
        _ request: PreparedRequest,
        in namespace: Namespace.ID,
        container id: Container.ID?,
        basis: String?
    ) throws -> Container.ID {
        // The journal may have waited, so what the change rests on is looked at again.
        try checkBasis(basis, of: id)
        guard let body = request.body, let spec = try dialect.read(body, Resolutions()).first?.value else {
            throw ContainerServiceError(.invalidInput, "the request has no service in it", provider: .inMemory)
        }
        for (other, found) in stored where other != id && found.namespace == namespace {
            if try container(other, found).spec.name == spec.name {
                throw ContainerServiceError(
                    .alreadyExists,
                    "a container \(spec.name) exists already",
                    provider: .inMemory
                )
            }
        }
        let id = id ?? Container.ID(rawValue: nextID("container"))
        stored[id] = Stored(
            namespace: namespace,
            bundle: body,
            status: stored[id]?.status ?? ContainerStatus(.neverDeployed, providerWord: "never deployed"),
            secretNames: Set(spec.variables.filter(\.isSecret).map(\.name))
        )
        return id
    }

    func set(_ status: ContainerStatus, of ids: [Container.ID], in namespace: Namespace.ID) throws {
        if let id = ids.first(where: { stored[$0]?.namespace != namespace }) { throw missing("container", id.rawValue) }
        for id in ids { stored[id]?.status = status }
    }

    func delete(_ id: Container.ID) throws {
        guard stored.removeValue(forKey: id) != nil else { throw missing("container", id.rawValue) }
    }

    func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID
    ) -> [Container.ID: ContainerStatus] {
        var result: [Container.ID: ContainerStatus] = [:]
        for id in ids where stored[id]?.namespace == namespace { result[id] = stored[id]?.status }
        return result
    }
}
