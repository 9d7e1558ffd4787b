import CloudContainers

/// Something of an account with the namespace that it is in.
protocol Located: Sendable {
    /// The namespace.
    var namespace: Namespace { get }
    /// What stands for the namespace on a command line: its name, or its id where several have the name.
    var place: String { get }
    /// Its name.
    var name: String { get }
    /// The provider's identifier.
    var rawID: String { get }
    /// What messages call it.
    static var noun: String { get }
    /// The command that lists them.
    static var list: String { get }
}

extension Located {
    /// What stands for it alone on a command line: `shop/web`.
    var path: String { "\(place)/\(name)" }

    /// The name and the namespace, for a person.
    var title: String { "\(TerminalText.escaped(name)) in \(TerminalText.escaped(namespace.name))" }
}

extension Array where Element: Located {
    /// Those that names, or else ids or paths of namespace and name, stand for; each once, in their order.
    ///
    /// - Parameter words: Names, ids, or paths such as `shop/web`.
    /// - Returns: The elements.
    /// - Throws: ``Failure`` for words that stand for nothing, or for several.
    func named(_ words: [String]) throws -> [Element] {
        var result: [Element] = []
        for word in words {
            let found = try named(word)
            if !result.contains(where: { $0.rawID == found.rawID }) { result.append(found) }
        }
        return result
    }

    /// The one that a name, or else an id or a path, stands for.
    ///
    /// - Throws: ``Failure`` for a word that stands for nothing, or for several.
    func named(_ word: String) throws -> Element {
        let named = filter { $0.name == word }
        let found = named.isEmpty ? filter { $0.rawID == word || $0.path == word } : named
        guard let first = found.first else {
            let known = map { word.contains("/") ? $0.path : $0.name }
            throw Session.unknown(Element.noun, word, among: known, "\(Element.list) shows what there is.")
        }
        guard found.count > 1 else { return first }
        let places = found.map { "\($0.rawID) in \(Diagnostic.shortened($0.namespace.name))" }
        throw Failure(
            .wrongUse,
            "there are \(found.count) \(Element.noun)s \(Diagnostic.quoted(word))",
            advice: "Give NAMESPACE/NAME, --namespace, or an id: \(places.joined(separator: ", "))."
        )
    }
}

extension Session {
    /// Takes what is in all namespaces, or in one, as the pages of the lists come.
    ///
    /// - Parameters:
    ///   - name: The name or id of the namespace; `nil` goes through all.
    ///   - elements: The elements of a namespace.
    ///   - body: Takes an element with its namespace and what stands for that on a command line.
    /// - Throws: ``Failure`` where there is no such namespace, and what reading or the closure throws.
    func forEach<Element: Sendable>(
        in name: String?,
        _ elements: (Namespace.ID) -> Paginated<Element>,
        _ body: (Element, Namespace, _ place: String) throws -> Void
    ) async throws {
        let isNamed = name?.isEmpty == false
        for (namespace, word) in try await places(name) where !namespace.isDeleting || isNamed {
            do {
                for try await element in elements(namespace.id) { try body(element, namespace, word) }
            } catch let error as ContainerServiceError where error.code == .notFound && !isNamed {
                // It went away after the list was read.
            }
        }
    }
}
