import CloudContainers

/// An answer of an API: it keeps what it does not know.
struct OpenSample: OpenWireObject, Equatable {
    var id = ""
    var note: Member<String> = .absent
    var size: Int?
    var tags: [String] = []
    var labels = OrderedMap<String>()
    var parts: [ClosedSample] = []
    var unknown: [JSONObject.Member] = []

    init() {}

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("id", &id)
        try visitor.member("note", &note)
        try visitor.optional("size", &size)
        try visitor.collection("tags", &tags)
        try visitor.collection("labels", &labels)
        try visitor.collection("parts", &parts)
    }

    static let names = ["id", "note", "size", "tags", "labels", "parts"]
}

/// An object of our own: it refuses what it does not know.
struct ClosedSample: WireObject {
    var count = 0
    var colour: Colour?

    init() {}

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("count", &count)
        try visitor.optional("colour", &colour)
    }
}

enum Colour: String, ClosedWord {
    case red, green, blue
}

/// Three objects in one another, to look at paths.
struct Outer: WireObject {
    struct Middle: WireObject {
        var b: [ClosedSample] = []
        init() {}
        mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) { try visitor.collection("b", &b) }
    }

    var a = Middle()
    var map = OrderedMap<Int>()
    init() {}

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("a", &a)
        try visitor.collection("map", &map)
    }
}

extension WireValue {
    /// The value that a JSON text stands for.
    static func parsed(_ text: String) throws -> Self { try Self(json: try JSONDocument(parsing: text).root) }

    /// The error that a JSON text causes.
    static func failure(_ text: String) throws -> WireError? {
        let root = try JSONDocument(parsing: text).root
        do throws(WireError) {
            _ = try Self(json: root)
            return nil
        } catch {
            return error
        }
    }
}
