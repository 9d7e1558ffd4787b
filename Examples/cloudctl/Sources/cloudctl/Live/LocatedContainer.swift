import CloudContainers

/// A container with the namespace that it is in.
struct LocatedContainer: Located {
    /// The namespace.
    var namespace: Namespace
    /// The container, as a list or a single answer gives it.
    var container: Container
    var place: String

    var name: String { container.spec.name }
    var rawID: String { container.id.rawValue }
    static var noun: String { "service" }
    static var list: String { "cloudctl list" }
}

extension Session {
    /// All namespaces, or the one that somebody names.
    ///
    /// - Parameter name: A name, or else an id; an empty one is all of them, and `nil` what the profile says.
    /// - Returns: The namespaces, in the provider's order.
    /// - Throws: ``Failure`` where there is none, or several of the name.
    func namespaces(_ name: String?) async throws -> [Namespace] { try await places(name).map(\.namespace) }

    /// The same, each with what stands for it on a command line.
    func places(_ name: String?) async throws -> [(namespace: Namespace, word: String)] {
        var all: [Namespace] = []
        for try await namespace in service.allNamespaces { all.append(namespace) }
        let counts = Dictionary(all.map { ($0.name, 1) }, uniquingKeysWith: +)
        let chosen: [Namespace]
        if name == nil, let value = defaultNamespace {
            do {
                chosen = try Self.chosen(value.text, of: all)
            } catch let failure as Failure {
                throw failure.from(value.place)
            }
        } else {
            chosen = try Self.chosen(name == "" ? nil : name, of: all)
        }
        return chosen.map { ($0, counts[$0.name] == 1 ? $0.name : $0.id.rawValue) }
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
        try await forEach(in: name, service.allContainers) { container, namespace, place in
            try body(LocatedContainer(namespace: namespace, container: container, place: place))
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
        try await containers(in: Self.scope(namespace, of: names)).named(names)
    }

    /// The one container that a name, or else an id or a path, stands for.
    func container(named name: String, in namespace: String?) async throws -> LocatedContainer {
        try await containers(in: Self.scope(namespace, of: [name])).named(name)
    }

    /// Where to look for words: a path says it itself.
    static func scope(_ namespace: String?, of words: [String]) -> String? {
        namespace ?? (words.contains { $0.contains("/") } ? "" : nil)
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
