import CloudContainers

/// A container with the namespace that it is in.
struct LocatedContainer: Sendable {
    /// The namespace.
    var namespace: Namespace
    /// The container, as a list or a single answer gives it.
    var container: Container
    /// What stands for the namespace on a command line: its name, or its id where several have the name.
    var place: String

    /// What stands for the container alone on a command line: `shop/web`.
    var path: String { "\(place)/\(container.spec.name)" }

    /// The name and the namespace, for a person.
    var title: String { "\(TerminalText.escaped(container.spec.name)) in \(TerminalText.escaped(namespace.name))" }
}

extension Session {
    /// All namespaces, or the one that somebody names.
    ///
    /// - Parameter name: A name, or else an id.
    /// - Returns: The namespaces, in the provider's order.
    /// - Throws: ``Failure`` where there is none, or several of the name.
    func namespaces(_ name: String?) async throws -> [Namespace] { try await places(name).map(\.namespace) }

    /// The same, each with what stands for it on a command line.
    func places(_ name: String?) async throws -> [(namespace: Namespace, word: String)] {
        var all: [Namespace] = []
        for try await namespace in service.allNamespaces { all.append(namespace) }
        let counts = Dictionary(all.map { ($0.name, 1) }, uniquingKeysWith: +)
        return try Self.chosen(name, of: all).map { ($0, counts[$0.name] == 1 ? $0.name : $0.id.rawValue) }
    }

    private static func chosen(_ name: String?, of all: [Namespace]) throws -> [Namespace] {
        guard let name else { return all }
        let named = all.filter { $0.name == name && !$0.isDeleting }
        let found = named.isEmpty ? all.filter { $0.id.rawValue == name } : named
        if found.count == 1 { return found }
        if found.isEmpty {
            throw unknown("namespace", name, among: all.map(\.name), "cloudctl namespaces shows what there is.")
        }
        throw Failure(
            .wrongUse,
            "there are \(found.count) namespaces \(Diagnostic.quoted(name))",
            advice: "Give the id: "
                + found.map { "\($0.id)\($0.parent.map { parent in " in " + Diagnostic.shortened(parent) } ?? "")" }
                .joined(separator: ", ") + "."
        )
    }

    /// The containers of all namespaces, or of one.
    func containers(in name: String?) async throws -> [LocatedContainer] {
        var result: [LocatedContainer] = []
        try await forEachContainer(in: name) { result.append($0) }
        return result
    }

    /// Takes the containers of all namespaces, or of one, as the pages of the lists come.
    func forEachContainer(in name: String?, _ body: (LocatedContainer) throws -> Void) async throws {
        for (namespace, word) in try await places(name) where !namespace.isDeleting || name != nil {
            do {
                for try await container in service.allContainers(in: namespace.id) {
                    try body(LocatedContainer(namespace: namespace, container: container, place: word))
                }
            } catch let error as ContainerServiceError where error.code == .notFound && name == nil {
                // It went away after the list was read.
            }
        }
    }

    /// The containers that names, or else ids or paths of namespace and name, stand for; each once, in their order.
    ///
    /// - Parameters:
    ///   - names: Names, ids, or paths such as `shop/web`.
    ///   - namespace: The name or id of the namespace to look in; `nil` looks in all.
    /// - Returns: The containers, as lists answer them.
    /// - Throws: ``Failure`` for names that nothing has, or several containers have.
    func containers(named names: [String], in namespace: String?) async throws -> [LocatedContainer] {
        let all = try await containers(in: namespace)
        var result: [LocatedContainer] = []
        for name in names {
            let named = all.filter { $0.container.spec.name == name }
            let found = named.isEmpty ? all.filter { $0.container.id.rawValue == name || $0.path == name } : named
            guard let first = found.first else {
                let known = name.contains("/") ? all.map(\.path) : all.map(\.container.spec.name)
                throw Self.unknown("service", name, among: known, "cloudctl list shows what there is.")
            }
            if found.count > 1 {
                let places = found.map { "\($0.container.id) in \(Diagnostic.shortened($0.namespace.name))" }
                throw Failure(
                    .wrongUse,
                    "there are \(found.count) services \(Diagnostic.quoted(name))",
                    advice: "Give NAMESPACE/NAME, --namespace, or an id: \(places.joined(separator: ", "))."
                )
            }
            if !result.contains(where: { $0.container.id == first.container.id }) { result.append(first) }
        }
        return result
    }

    /// The failure for a name that nothing has, with the one that was probably meant.
    static func unknown(_ noun: String, _ name: String, among known: [String], _ advice: String) -> Failure {
        Failure(
            .notFound,
            "there is no \(noun) \(Diagnostic.quoted(name))",
            advice: Suggestion(for: name, among: known).question ?? advice
        )
    }
}
