import CloudContainers

/// Variables of the provider in memory.
struct InMemoryVariables: VariableService {
    private let store: InMemoryStore

    init(_ store: InMemoryStore) { self.store = store }

    func variables(of id: Container.ID) async throws -> [ScopedVariable] {
        try Task.checkCancellation()
        return try await store.variables(of: id)
    }

    func variables(in place: VariablePlace) async throws -> [ScopedVariable] {
        try Task.checkCancellation()
        return try await store.variables(in: place)
    }

    func setVariables(
        _ variables: [EnvironmentVariable],
        in place: VariablePlace,
        secrets: SecretValues
    ) async throws {
        try Task.checkCancellation()
        try await store.set(VariableChange(variables, secrets: secrets), in: place)
    }

    func removeVariables(named names: [String], from place: VariablePlace) async throws {
        try Task.checkCancellation()
        try await store.remove(names, from: place)
    }
}

extension InMemoryStore {
    func variables(of id: Container.ID) throws -> [ScopedVariable] {
        let namespace = try container(id).namespace
        return try variables([.project(of: namespace), .namespace(namespace), .container(id)])
    }

    func variables(in place: VariablePlace) throws -> [ScopedVariable] {
        switch place {
        case .container(let id): try variables(of: id).filter { $0.scope == .container }
        case .namespace(let id): try variables([.project(of: id), place]).filter { $0.scope == .namespace }
        case .project: try variables([place])
        }
    }

    func set(_ change: VariableChange, in place: VariablePlace) throws {
        var all = try own(place)
        for variable in change.variables {
            // The value of a secret is not kept: nothing runs that could read it.
            if let index = all.firstIndex(where: { $0.name == variable.name }) {
                all[index] = variable
            } else {
                all.append(variable)
            }
        }
        try keep(all, in: place)
    }

    func remove(_ names: [String], from place: VariablePlace) throws {
        let all = try own(place)
        let missing = Set(names).subtracting(all.map(\.name))
        if !missing.isEmpty {
            throw .missingVariables(Array(missing), in: place, provider: .inMemory) as ContainerServiceError
        }
        try keep(all.filter { !names.contains($0.name) }, in: place)
    }

    private func own(_ place: VariablePlace) throws -> [EnvironmentVariable] {
        switch place {
        case .container(let id): return try container(id).spec.variables
        case .namespace(let id):
            _ = try namespace(id)
            return namespaceVariables[id] ?? []
        case .project(let id):
            _ = try namespace(id)
            return projectVariables
        }
    }

    private func keep(_ variables: [EnvironmentVariable], in place: VariablePlace) throws {
        switch place {
        case .container(let id):
            var spec = try container(id).spec
            spec.variables = variables
            guard let bundle = dialect.write(spec, Resolutions()).value else { throw missing("container", id.rawValue) }
            stored[id]?.bundle = bundle
            stored[id]?.secretNames = Set(variables.filter(\.isSecret).map(\.name))
        case .namespace(let id): namespaceVariables[id] = variables
        case .project: projectVariables = variables
        }
    }

    /// The variables of scopes that lie in one another, the widest first.
    private func variables(_ chain: [VariablePlace]) throws -> [ScopedVariable] {
        var result: [ScopedVariable] = []
        for place in chain {
            for variable in try own(place) {
                var scoped = ScopedVariable(
                    variable,
                    scope: place.scope,
                    providerScope: place.scope.rawValue,
                    resolution: .secret
                )
                if case .plain(let text) = variable.value { scoped.resolution = .plain(text) }
                if let index = result.lastIndex(where: { $0.variable.name == variable.name }) {
                    result[index].isInEffect = false
                    scoped.origin = .override(of: result[index].scope)
                }
                result.append(scoped)
            }
        }
        return result.sortedByName
    }
}
