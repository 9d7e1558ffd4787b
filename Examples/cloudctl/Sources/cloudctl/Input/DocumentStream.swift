import CloudContainers

/// Makes one document of the several that a YAML stream of a provider's answers can hold.
enum DocumentStream {
    /// The documents as one list.
    static func joined(_ documents: [JSONDocument], named name: String) -> JSONDocument {
        guard let first = documents.first, documents.count > 1 else {
            return documents.first ?? JSONDocument(.null, source: SourceText([], name: name))
        }
        let elements = documents.flatMap { $0.root.array ?? [$0.root] }
        return JSONDocument(JSONValue(.array(elements), offset: first.root.offset), source: first.source)
    }
}
