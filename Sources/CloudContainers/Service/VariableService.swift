/// Variables where a provider keeps them, each scope by itself; one of the optional parts of a ``ContainerService``.
///
/// ``ContainerSpec/variables`` says what one service is to see. This is about where a value comes from: a service inherits
/// variables of its namespace and project, and may see another name or value for one of them.
public protocol VariableService: Sendable {
    /// Everything that a container sees, inherited or its own, by name, the narrowest scope last within a name.
    ///
    /// What the platform makes by itself is left out. What a narrower scope hides is there, and not in effect.
    ///
    /// - Throws: ``ContainerServiceError``; a missing container is ``ContainerServiceError/Code/notFound``.
    func variables(of id: Container.ID) async throws -> [ScopedVariable]

    /// The variables of one scope by name, without those that it inherits and those that the platform makes.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `unsupported` where the provider has no such scope.
    func variables(in place: VariablePlace) async throws -> [ScopedVariable]

    /// Sets variables of a scope; others of it stay.
    ///
    /// A name that is there gets the new value, also where it changes between plain and secret. A name that is only inherited
    /// is overridden at this scope. A plain value that is there already is not sent again; a secret one always is, since nobody
    /// can compare it. The same call made once more ends in the same state, so that it may be repeated after a failure. When
    /// instances that run see it is the provider's matter: some deploy by themselves, others wait for the next deployment.
    ///
    /// - Parameters:
    ///   - variables: The names with their values; `mountPath` asks for a file where the provider has files.
    ///   - place: The scope.
    ///   - secrets: The values of those that are secret, by name.
    /// - Throws: ``ContainerServiceError`` with the code `secretMissing` before anything is sent where a value is missing, and
    ///   `invalidInput` or `unsupported` before anything is sent for what the provider cannot hold; one that names what is set
    ///   where the provider took only some.
    func setVariables(_ variables: [EnvironmentVariable], in place: VariablePlace, secrets: SecretValues) async throws

    /// Removes variables of a scope, and with them the aliases and overrides that point at them.
    ///
    /// What was hidden by one of them is in effect again.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `notFound` where the scope itself has no variable of a name; nothing is
    ///   removed then.
    func removeVariables(named names: [String], from place: VariablePlace) async throws
}

/// A scope with what it belongs to.
public enum VariablePlace: Sendable, Hashable {
    /// One container.
    case container(Container.ID)
    /// A namespace: every container in it inherits.
    case namespace(Namespace.ID)
    /// The project that a namespace belongs to: every container of its namespaces inherits.
    case project(of: Namespace.ID)

    /// The kind of scope.
    public var scope: VariableScope {
        switch self {
        case .container: .container
        case .namespace: .namespace
        case .project: .project
        }
    }
}

/// Where a variable is kept.
@nonexhaustive
public enum VariableScope: String, Sendable, Hashable, CaseIterable {
    /// With one container.
    case container
    /// With a namespace.
    case namespace
    /// With a project.
    case project
    /// With what the provider calls by a word that is not known.
    case unknown
}

/// A variable as a provider keeps it.
public struct ScopedVariable: Sendable, Hashable {
    /// How a variable comes by its value.
    public enum Origin: Sendable, Hashable {
        /// It has a value of its own.
        case value
        /// It is another name for a variable.
        case alias(of: String)
        /// It replaces the value of a variable of the same name and a wider scope.
        case override(of: VariableScope)
    }

    /// What a container finds under the name.
    public enum Resolution: Sendable, Hashable {
        /// A text.
        case plain(String)
        /// A value that only the provider knows.
        case secret
        /// The value needs a variable that is secret or made by the platform, or it needs itself: the variable's name.
        case unresolved(String)
    }

    /// The provider's identifier of the variable; `nil` where it has none.
    public var id: String?
    /// Name, value as it was set, and file.
    public var variable: EnvironmentVariable
    /// Where it is kept.
    public var scope: VariableScope
    /// The provider's own word for the scope.
    public var providerScope: String
    /// How it comes by its value.
    public var origin: Origin
    /// The value after aliases and references to other variables.
    public var resolution: Resolution
    /// Whether a container of this scope sees it, rather than one of the same name in a narrower scope.
    public var isInEffect: Bool
    /// The tool that writes it, in the provider's words, where that is another than the provider; only that tool changes it.
    public var owner: String?

    /// Makes a variable.
    public init(
        id: String? = nil,
        _ variable: EnvironmentVariable,
        scope: VariableScope,
        providerScope: String,
        origin: Origin = .value,
        resolution: Resolution,
        isInEffect: Bool = true,
        owner: String? = nil
    ) {
        self.id = id
        self.variable = variable
        self.scope = scope
        self.providerScope = providerScope
        self.origin = origin
        self.resolution = resolution
        self.isInEffect = isInEffect
        self.owner = owner
    }
}
