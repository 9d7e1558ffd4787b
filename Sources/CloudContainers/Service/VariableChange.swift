/// Variables that are to be set, with what every provider checks before it sends any of them.
package struct VariableChange: Sendable {
    /// The variables, each name once.
    package let variables: [EnvironmentVariable]
    /// The values of those that are secret.
    package let secrets: SecretValues

    /// Takes variables with the values of their secrets.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `invalidInput` for a name that is there twice, and `secretMissing` for
    ///   secrets without a value, all at once.
    package init(_ variables: [EnvironmentVariable], secrets: SecretValues) throws(ContainerServiceError) {
        self.variables = variables
        self.secrets = secrets
        var names: Set<String> = []
        for variable in variables where !names.insert(variable.name).inserted {
            throw .invalidInput(
                Diagnostic(
                    problem: "the variable \(variable.name) is to be set twice at once",
                    advice: "Give it once: as a variable, or as a secret."
                )
            )
        }
        let missing = variables.filter { $0.isSecret && !secrets.contains($0.name) }.map(\.name)
        if !missing.isEmpty { throw .missingSecrets(Set(missing)) }
    }

    /// The value that is sent for a variable.
    package func value(of variable: EnvironmentVariable) -> String {
        switch variable.value {
        case .plain(let text): text
        case .secret: secrets.withValue(of: variable.name) { $0 } ?? ""
        }
    }

    /// The same in a form that logs may take.
    package func redactedValue(of variable: EnvironmentVariable) -> String {
        switch variable.value {
        case .plain(let text): text
        case .secret: "{secret:\(variable.name)}"
        }
    }

    /// A body that a closure makes of the variables' values, with and without those of the secrets.
    package func body(_ make: (_ value: (EnvironmentVariable) -> String) -> JSONValue) -> HTTPBody {
        HTTPBody(
            Array(make(value(of:)).text(.compact).utf8),
            redacted: Array(make(redactedValue(of:)).text(.compact).utf8)
        )
    }
}

extension Sequence<ScopedVariable> {
    /// The variables by name, the narrowest scope last within a name.
    package var sortedByName: [ScopedVariable] {
        let order: [VariableScope] = [.project, .namespace, .unknown, .container]
        func rank(_ variable: ScopedVariable) -> Int { order.firstIndex(of: variable.scope) ?? 0 }
        return sorted { ($0.variable.name, rank($0)) < ($1.variable.name, rank($1)) }
    }
}

extension ContainerServiceError {
    /// What is said where a scope has no variables of some names.
    package static func missingVariables(
        _ names: [String],
        in place: VariablePlace,
        provider: ProviderID
    ) -> ContainerServiceError {
        ContainerServiceError(
            .notFound,
            "\(place) has no \(names.count == 1 ? "variable" : "variables") \(names.sorted().joined(separator: ", ")) of its own",
            provider: provider
        )
    }
}

extension VariablePlace: CustomStringConvertible {
    /// The scope in words, such as `the namespace a1b2`.
    public var description: String {
        switch self {
        case .container(let id): "the container \(id)"
        case .namespace(let id): "the namespace \(id)"
        case .project(let id): "the project of the namespace \(id)"
        }
    }
}
