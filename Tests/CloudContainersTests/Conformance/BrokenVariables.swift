import CloudContainers

/// The variables in memory with a fault.
struct BrokenVariables: VariableService {
    private let fault: Fault
    private let inner: any VariableService
    private let service: any ContainerService

    init(_ fault: Fault, _ inner: any VariableService, _ service: any ContainerService) {
        self.fault = fault
        self.inner = inner
        self.service = service
    }

    private func seen(_ variables: [ScopedVariable]) -> [ScopedVariable] {
        variables.map { variable in
            var variable = variable
            if fault == .mistakesScopes { variable.scope = .container }
            if fault == .showsBothValues { variable.isInEffect = true }
            if fault == .showsSecrets, variable.variable.isSecret { variable.resolution = .plain("s3cret-value-1234") }
            return variable
        }
    }

    func variables(of id: Container.ID) async throws -> [ScopedVariable] {
        var variables = try await inner.variables(of: id)
        if fault == .inheritsNothing { variables.removeAll { $0.scope != .container } }
        if fault == .forgetsProjects { variables.removeAll { $0.scope == .project } }
        if fault == .inheritsStrangers {
            for try await namespace in service.allNamespaces {
                let others = try await inner.variables(in: .namespace(namespace.id))
                let known = Set(variables.map(\.variable.name))
                variables += others.filter { !known.contains($0.variable.name) }
            }
        }
        return seen(variables)
    }

    func variables(in place: VariablePlace) async throws -> [ScopedVariable] {
        var variables = try await inner.variables(in: place)
        if fault == .doublesVariables, let last = variables.last { variables.append(last) }
        return seen(variables)
    }

    func setVariables(
        _ variables: [EnvironmentVariable],
        in place: VariablePlace,
        secrets: SecretValues
    ) async throws {
        var place = place
        var variables = variables
        let there = try await inner.variables(in: place).map(\.variable)
        switch fault {
        case .widensVariables:
            guard case .container(let id) = place else { break }
            let namespace = try await service.container(id).namespace
            let outer = try await inner.variables(in: .namespace(namespace)).map(\.variable.name)
            if variables.allSatisfy({ outer.contains($0.name) }) { place = .namespace(namespace) }
        case .replacesVariables:
            let others = there.map(\.name).filter { name in !variables.contains { $0.name == name } }
            try await inner.removeVariables(named: others, from: place)
        case .keepsKinds:
            variables.removeAll { variable in
                there.contains { $0.name == variable.name && $0.isSecret != variable.isSecret }
            }
        case .refusesExisting:
            if let other = there.first(where: { other in variables.contains { $0.name == other.name } }) {
                throw ContainerServiceError(.alreadyExists, "the variable \(other.name) exists already")
            }
        case .setsWithoutSecret:
            let plain = variables.filter { !$0.isSecret }
            try await inner.setVariables(plain, in: place, secrets: secrets)
        case .deniesProjectsHalf where place.scope == .project:
            throw ContainerServiceError(.unsupported, "there are no variables of projects")
        default: break
        }
        try await inner.setVariables(variables, in: place, secrets: secrets)
    }

    func removeVariables(named names: [String], from place: VariablePlace) async throws {
        var names = names
        let there = try await inner.variables(in: place).map(\.variable.name)
        switch fault {
        case .removesOne: names = Array(names.prefix(1))
        case .removesWhatIsThere:
            try await inner.removeVariables(named: names.filter(there.contains), from: place)
            names.removeAll(where: there.contains)
        case .overlooksMissingVariables: names = names.filter(there.contains)
        default: break
        }
        try await inner.removeVariables(named: names, from: place)
    }
}
