/// The top of a manifest.
struct ManifestDocument: WireObject {
    var apiVersion = JSONValue.null
    var application: String?
    var target = JSONValue.null
    var services = OrderedMap<JSONValue>()
    var environments = OrderedMap<ManifestOverlay>()

    init() {}

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("apiVersion", &apiVersion)
        try visitor.optional("application", &application)
        var target = Optional(target)
        try visitor.optional("target", &target)
        self.target = target ?? .null
        try visitor.required("services", &services)
        try visitor.collection("environments", &environments)
    }
}

/// What is different in one environment.
struct ManifestOverlay: WireObject {
    var target: JSONValue?
    var services = OrderedMap<JSONValue>()

    init() {}

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("target", &target)
        try visitor.collection("services", &services)
    }
}
