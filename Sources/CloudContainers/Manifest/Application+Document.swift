extension Application {
    /// A manifest that says the same, with the overlay laid over it, and with what `${NAME}` stood for in its place.
    ///
    /// Each `$` is written so that ``ManifestFormat/application(of:overlay:environment:)`` reads it as it is. The overlays
    /// themselves are left out, as is where anything stood.
    public var document: JSONDocument {
        var manifest: JSONObject = ["apiVersion": .string(ManifestFormat.apiVersion)]
        if let name { manifest.set("application", .string(name)) }
        if target != Target() { manifest.set("target", target.json) }
        let members = services.map { JSONObject.Member(name: $0.name, value: $0.document) }
        manifest.set("services", .object(JSONObject(members)))
        return ManifestFormat.escaping(JSONDocument(.object(manifest)))
    }
}

extension Application.Service {
    /// The fields of the service, and behind them how it is managed where that is not the default.
    fileprivate var document: JSONValue {
        var object = spec.document.object ?? JSONObject()
        object.remove("name")
        let management = ServiceManagement(
            imageManager: imageManager == .manifest ? nil : imageManager,
            formerName: formerName
        )
        for member in management.json.object?.members ?? [] { object.set(member.name, member.value) }
        return .object(object)
    }
}
