public import CloudContainers

/// Variables and secrets of Qovery's containers, environments and projects, with aliases, overrides and files.
///
/// A namespace is an environment. A change reaches instances at the next deployment of their container only. Values of secrets
/// are never answered. What Qovery itself makes (`QOVERY_…`) is left out; a variable that another tool writes, such as
/// Doppler, is shown with its `owner` and refused to be changed here.
///
/// A variable cannot change between plain and secret, nor get another file: it is deleted and made anew, and aliases of the same
/// scope with it. Where narrower scopes have aliases or overrides of it, which would go too, that is refused.
public struct QoveryVariables: VariableService {
    let service: QoveryContainerService

    init(_ service: QoveryContainerService) { self.service = service }

    /// Everything that a container sees: of its project, its environment, and its own.
    public func variables(of id: Container.ID) async throws -> [ScopedVariable] {
        try await read(.container(id)).variables.map(\.variable).sortedByName
    }

    /// The variables of one scope.
    public func variables(in place: VariablePlace) async throws -> [ScopedVariable] {
        try await read(place).variables.filter(\.isOwn).map(\.variable).sortedByName
    }

    /// Removes variables of a scope; Qovery removes their aliases and overrides with them.
    public func removeVariables(named names: [String], from place: VariablePlace) async throws {
        let scope = try await read(place)
        let own = Set(names).sorted().map { (name: $0, wire: scope.own($0)) }
        let missing = own.filter { $0.wire == nil }.map(\.name)
        if !missing.isEmpty { throw .missingVariables(missing, in: place, provider: .qovery) as ContainerServiceError }
        for case (let name, let wire?) in own { try wire.checkOwner(of: name) }
        var progress = VariableProgress(names: own.map(\.name), word: "removed")
        for case (let name, let wire?) in own {
            do {
                // One that went with another, as its alias, is gone, and so is what it was.
                try await delete(wire, "remove the variable \(name) of \(place)")
                progress.done.insert(name)
            } catch let error as ContainerServiceError {
                throw progress.added(to: error)
            }
        }
    }

    // MARK: Only at Qovery

    /// Gives a variable that a scope has or inherits another name there; one that Qovery makes will do too.
    ///
    /// - Parameters:
    ///   - name: The other name.
    ///   - original: The name of the variable.
    ///   - place: The scope that gets the alias.
    /// - Returns: The alias; the one that is there already, where it is of the same variable.
    /// - Throws: `ContainerServiceError` with the code `notFound` without such a variable, `alreadyExists` where the other name is
    ///   in use, and `unsupported` where the variable is itself an alias.
    @discardableResult
    public func addAlias(
        _ name: String,
        of original: String,
        in place: VariablePlace
    ) async throws -> ScopedVariable {
        try QoveryDialect.checkVariableName(name)
        var last: (any Error)?
        // It is looked for after the request too, since the answer can be lost.
        for _ in 1...3 {
            let scope = try await read(place)
            if let (found, isOwn) = scope.variables.last(where: { $0.variable.variable.name == name }) {
                if isOwn, found.origin == .alias(of: original) { return found }
                throw ContainerServiceError(
                    .alreadyExists,
                    "\(place) has or inherits a variable \(name) already",
                    provider: .qovery
                )
            }
            if let last, (last as? ContainerServiceError)?.code != .outcomeUnknown { throw last }
            guard let source = scope.nearest(original), let id = source.id.value else {
                throw ContainerServiceError(
                    .notFound,
                    "\(place) neither has nor inherits a variable \(original)",
                    provider: .qovery
                )
            }
            if source.isAlias {
                throw ContainerServiceError(
                    .unsupported,
                    "Qovery has no alias of an alias, which \(original) is; name the variable that it stands for",
                    provider: .qovery
                )
            }
            let operation = "make \(name) an alias of \(original) in \(place)"
            do {
                _ = try await alias(name, of: id, scope, operation)
                last = ContainerServiceError(
                    .outcomeUnknown,
                    "Qovery took the alias \(name) and does not show it",
                    provider: .qovery
                )
            } catch let error as ContainerServiceError where error.code == .outcomeUnknown {
                last = error
            }
        }
        throw last ?? CancellationError()
    }

    /// Gives a variable that a scope inherits another value there, of the same kind.
    ///
    /// - Parameters:
    ///   - variable: The name with the value; the file is that of the inherited variable.
    ///   - place: The scope that gets the override.
    ///   - secrets: The value, where it is secret.
    /// - Throws: `ContainerServiceError` with the code `notFound` where nothing of the name is inherited, `alreadyExists` where the
    ///   scope has a value of its own.
    public func addOverride(
        _ variable: EnvironmentVariable,
        in place: VariablePlace,
        secrets: SecretValues = SecretValues()
    ) async throws {
        let scope = try await read(place)
        if scope.own(variable.name) != nil {
            throw ContainerServiceError(
                .alreadyExists,
                "\(place) has a variable \(variable.name) of its own already",
                provider: .qovery
            )
        }
        guard let inherited = scope.inherited(variable.name) else {
            throw ContainerServiceError(
                .notFound,
                "\(place) inherits no variable \(variable.name)",
                provider: .qovery
            )
        }
        var variable = variable
        variable.mountPath = inherited.filePath
        try await setVariables([variable], in: place, secrets: secrets)
    }
}

/// How far a call that changes several variables has come, for the error that ends it.
struct VariableProgress {
    /// All of them.
    let names: [String]
    /// What is done with them.
    let word: String
    /// Those that it is done with.
    var done: Set<String> = []
    /// Those that were deleted to be made anew, and are not there yet.
    var gone: Set<String> = []
    /// The aliases that were deleted with a variable, by its name.
    var aliases: [String: [String]] = [:]

    init(names: [String], word: String) {
        self.names = names
        self.word = word
    }

    /// An error that says how far it went, if it went anywhere.
    func added(to error: ContainerServiceError) -> ContainerServiceError {
        var parts: [String] = []
        if !done.isEmpty {
            let left = names.filter { !done.contains($0) }
            parts.append("\(done.count) of \(names.count) are \(word): \(done.sorted().joined(separator: ", "))")
            parts.append("not: \(left.joined(separator: ", "))")
        }
        if !gone.isEmpty {
            parts.append("deleted to be made anew, and perhaps missing now: \(gone.sorted().joined(separator: ", "))")
        }
        guard !parts.isEmpty else { return error }
        var error = error
        let reason = parts.joined(separator: "; ")
        error.details.append(.init(subject: "variables", reason: reason))
        error.message += " (\(reason))"
        return error
    }
}
