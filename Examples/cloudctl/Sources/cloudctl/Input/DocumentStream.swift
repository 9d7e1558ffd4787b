import CloudContainers

/// Makes one document of the several that a YAML stream can hold.
enum DocumentStream {
    /// The documents as one: manifests with the services of all, everything else as a list.
    ///
    /// - Throws: ``Failure`` if a service occurs twice.
    static func joined(_ documents: [JSONDocument], named name: String) throws -> JSONDocument {
        guard let first = documents.first, documents.count > 1 else {
            return documents.first ?? JSONDocument(.null, source: SourceText([], name: name))
        }
        if documents.allSatisfy({ Registry.manifest.recognises($0) }) { return try joinedManifest(documents) }
        let elements = documents.flatMap { $0.root.array ?? [$0.root] }
        return JSONDocument(JSONValue(.array(elements), offset: first.root.offset), source: first.source)
    }

    private static func joinedManifest(_ documents: [JSONDocument]) throws -> JSONDocument {
        var root = documents[0].root.object ?? JSONObject()
        var services = documents[0].root["services"]?.object?.members ?? []
        for document in documents.dropFirst() {
            for member in document.root.object ?? JSONObject() where member.name != "services" {
                // An unknown field or another version is for the reader of the manifest to refuse.
                if root[member.name] == nil || root[member.name] != member.value { root.set(member.name, member.value) }
            }
            for member in document.root["services"]?.object ?? JSONObject() {
                if let other = services.first(where: { $0.name == member.name }) {
                    throw doubled(member, other, in: document)
                }
                services.append(member)
            }
        }
        let section = documents[0].root["services"]
        root.set("services", JSONValue(.object(JSONObject(services)), offset: section?.offset))
        return JSONDocument(JSONValue(.object(root), offset: documents[0].root.offset), source: documents[0].source)
    }

    private static func doubled(
        _ member: JSONObject.Member,
        _ other: JSONObject.Member,
        in document: JSONDocument
    ) -> Failure {
        let place = other.nameOffset.flatMap { document.source?.location(ofByte: $0).description }
        return Failure(
            .wrongInput,
            [
                document.located(
                    Diagnostic(
                        problem: "the service \(Diagnostic.quoted(member.name)) is given twice",
                        field: FieldPath("services").appending(member.name),
                        advice: place.map { "It stands first at \($0); rename one of the two." }
                            ?? "Rename one of the two."
                    ),
                    at: member.nameOffset
                )
            ]
        )
    }
}
