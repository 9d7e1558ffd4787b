extension Application {
    /// A manifest that says the same, with the overlay laid over it, and with what `${NAME}` stood for in its place.
    ///
    /// Each `$` is written so that ``ManifestFormat/application(of:overlay:environment:)`` reads it as it is. The overlays
    /// themselves are left out, as is where anything stood.
    public var document: JSONDocument {
        var head = JSONObject()
        if let name { head.set("application", .string(name)) }
        if target != Target() { head.set("target", target.json) }
        return ManifestFormat.escaping(ManifestFormat.document(services.map { ($0.name, $0.document) }, behind: head))
    }
}

extension Application.Service {
    /// The fields of the service, and behind them how it is managed.
    fileprivate var document: JSONValue {
        .object(JSONObject((spec.document.object?.members ?? []) + (management.json.object?.members ?? [])))
    }
}
