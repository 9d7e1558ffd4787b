import ArgumentParser
import CloudContainers

/// Whose variables a command is about: a service's, or those of a wider scope.
struct VariableChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The namespace of the service, or with --scope the one that is meant.",
            valueName: "name|id"
        ),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @Option(
        help: ArgumentHelp(
            "Variables that several services share: namespace, or project (that of --namespace). No service is named then.",
            valueName: "scope"
        ),
        completion: .list(Self.scopes),
        transform: NameArguments.oneOf(Self.scopes, "scope that services share")
    )
    var scope: String?

    /// The scopes that are named by an option.
    private static let scopes = [VariableScope.namespace.rawValue, VariableScope.project.rawValue]

    func validate() throws {
        if scope != nil, namespace == nil { throw ValidationError("--scope needs --namespace.") }
    }

    /// Makes sure that a list is of one thing.
    ///
    /// - Throws: `ValidationError` where nothing is named, or a service beside a wider scope.
    func check(_ service: String?) throws {
        if service == nil, namespace == nil { throw ValidationError("Name a service, or give --namespace.") }
        if service != nil, scope != nil {
            throw ValidationError("--scope names variables that services share; leave the service out.")
        }
    }

    /// Takes the service off the words of a command line, where one belongs there.
    ///
    /// - Parameters:
    ///   - words: The words; the service, where there is one, is the first.
    ///   - others: What follows it, for the message.
    /// - Returns: The name of the service, and the other words.
    /// - Throws: `ValidationError` where the service is missing.
    func service(of words: [String], before others: String) throws -> (service: String?, rest: [String]) {
        if scope != nil { return (nil, words) }
        guard let service = words.first, !service.contains("=") else {
            throw ValidationError(
                "Name a service before \(others), or give --scope namespace with --namespace."
            )
        }
        return (service, Array(words.dropFirst()))
    }

    /// Finds what is meant.
    ///
    /// - Throws: ``Failure`` for a name that is missing or ambiguous.
    func target(_ service: String?, in session: Session) async throws -> VariableTarget {
        if let service { return VariableTarget(try await session.container(named: service, in: namespace)) }
        guard let found = try await session.namespaces(namespace).first else {
            throw Failure(.notFound, "there is no namespace")
        }
        return VariableTarget(found, isProject: scope == VariableScope.project.rawValue)
    }
}

/// What has variables, with its name for a person.
struct VariableTarget {
    /// The scope.
    let place: VariablePlace
    /// The name, such as `web in shop`.
    let title: String
    /// The service; `nil` for a wider scope.
    let container: LocatedContainer?
    /// The namespace; `nil` for a project.
    let namespace: Namespace?
    /// The namespaces whose services see a change; none where they are not known.
    var namespaces: [Namespace] { namespace.map { [$0] } ?? [] }
    /// The name, id and place for programs.
    let identity: JSONValue

    /// A service.
    init(_ located: LocatedContainer) {
        place = .container(located.container.id)
        title = located.title
        container = located
        namespace = located.namespace
        identity = .object(JSONValue.identity(located))
    }

    /// A namespace, or the project that it belongs to.
    init(_ namespace: Namespace, isProject: Bool) {
        place = isProject ? .project(of: namespace.id) : .namespace(namespace.id)
        let name = TerminalText.escaped(namespace.name)
        title = isProject ? "the project of \(name)" : "the namespace \(name)"
        container = nil
        self.namespace = isProject ? nil : namespace
        identity = .namespace(namespace)
    }
}

extension Session {
    /// The variables of the account.
    ///
    /// - Throws: ``Failure`` where the provider has none that can be reached by themselves.
    func variables() throws -> any VariableService {
        if let variables = service.variables { return variables }
        throw Failure(.failed, "\(provider.name) keeps no variables that can be changed by themselves")
    }
}
