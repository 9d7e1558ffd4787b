/// What went wrong while a JSON value was read into a type; the reader above adds the path.
package struct WireError: Error {
    package var diagnostic: Diagnostic
    package var offset: Int?
    /// Whether the error is about something inside of the object that was read last, not about that object.
    private var isInside = false

    package init(_ diagnostic: Diagnostic, at value: JSONValue) {
        self.diagnostic = diagnostic
        self.offset = value.offset
    }

    package init(_ diagnostic: Diagnostic, offset: Int?) {
        self.diagnostic = diagnostic
        self.offset = offset
    }

    /// The value is of another JSON type than the field takes.
    package static func wrongType(_ value: JSONValue, expected: String) -> WireError {
        WireError(
            Diagnostic(problem: "wrong type, \(value.typeName) where \(expected) belongs", allowed: expected),
            at: value
        )
    }

    /// The field is not one of the object's; the nearest of those is named.
    package static func unknownField(_ member: JSONObject.Member, known: [String]) -> WireError {
        let nearest = NearestName.find(member.name, in: known)
        return WireError(
            Diagnostic(
                problem: "unknown field \(Diagnostic.quoted(member.name))",
                field: FieldPath.root.appending(member.name),
                allowed: known.joined(separator: ", "),
                advice: nearest.map { "Did you mean \($0)?" } ?? "Remove it, or correct its name.",
                replacement: nearest
            ),
            offset: member.nameOffset ?? member.value.offset
        )
    }

    /// The same error seen from the object or list around it.
    package func inside(_ step: FieldPath) -> WireError {
        var error = self
        error.isInside = true
        error.diagnostic.field = (diagnostic.field ?? .root).prefixed(by: step)
        return error
    }

    /// Whether the error is about the object that was being read as a whole, such as a field that it lacks.
    var isAboutObject: Bool { !isInside }

    /// The error with file, line and column, as the caller of the library sees it.
    package func located(in document: JSONDocument) -> ContainerServiceError {
        .invalidInput(document.located(diagnostic, at: offset))
    }
}

/// A type with a JSON form.
package protocol WireValue: Sendable, Hashable {
    init(json: JSONValue) throws(WireError)
    var json: JSONValue { get }
    /// The places, below a path, of members that were kept without being known.
    func unknownPaths(at path: FieldPath) -> [FieldPath]
    /// What a document can hold in the place of the value, as JSON Schema.
    static func schema(_ scope: SchemaScope) -> JSONValue
}

extension WireValue {
    /// Anything.
    package static func schema(_ scope: SchemaScope) -> JSONValue { [:] }
    package func unknownPaths(at path: FieldPath) -> [FieldPath] { [] }
}

/// A type whose JSON form is an object; one `visit` reads it, writes it and lists its names.
package protocol WireObject: WireValue {
    init()
    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError)
    /// Takes the members that `visit` does not name; a closed type refuses them.
    mutating func takeUnknown(_ members: [JSONObject.Member], known: [String]) throws(WireError)
    /// Members to write behind the named ones.
    var unknownMembers: [JSONObject.Member] { get }
}

/// A wire object that keeps what it does not know, as every answer of an API must.
package protocol OpenWireObject: WireObject {
    var unknown: [JSONObject.Member] { get set }
}

extension OpenWireObject {
    package mutating func takeUnknown(_ members: [JSONObject.Member], known: [String]) { unknown = members }
    package var unknownMembers: [JSONObject.Member] { unknown }
}

extension WireObject {
    package mutating func takeUnknown(_ members: [JSONObject.Member], known: [String]) throws(WireError) {
        guard let member = members.first else { return }
        throw .unknownField(member, known: known)
    }

    package var unknownMembers: [JSONObject.Member] { [] }

    package init(json: JSONValue) throws(WireError) {
        guard let object = json.object else { throw .wrongType(json, expected: "an object") }
        try self.init(members: object, offset: json.offset)
    }

    /// Reads a whole document.
    ///
    /// - Throws: ``ContainerServiceError`` with the place of what cannot be read.
    package init(reading document: JSONDocument) throws(ContainerServiceError) {
        do {
            try self.init(json: document.root)
        } catch {
            throw error.located(in: document)
        }
    }

    /// Reads the members of an object; an error that has no place of its own is the object's.
    package init(members object: JSONObject, offset: Int?) throws(WireError) {
        self.init()
        var reader = WireReader(object, offset: offset)
        do throws(WireError) {
            try visit(&reader)
        } catch {
            if error.isAboutObject { try Self.refuseMisspelt(object) }
            var error = error
            error.offset = error.offset ?? offset
            throw error
        }
        let unread = reader.unread
        if !unread.isEmpty { try takeUnknown(unread, known: reader.names) }
    }

    /// A field that is missing, or a combination that makes no sense, is most often a name that is written wrong.
    private static func refuseMisspelt(_ object: JSONObject) throws(WireError) {
        let known = memberNames
        let unknown = object.members.filter { member in
            guard !known.contains(member.name), let nearest = NearestName.find(member.name, in: known) else {
                return false
            }
            return object[nearest] == nil
        }
        var value = Self()
        try value.takeUnknown(unknown, known: known)
    }

    package var json: JSONValue {
        var writer = WireWriter()
        var copy = self
        // A writer only looks; it throws nothing.
        try? copy.visit(&writer)
        var object = writer.object
        for member in unknownMembers { object.set(member.name, member.value) }
        return .object(object)
    }

    package func unknownPaths(at path: FieldPath) -> [FieldPath] {
        var finder = WireUnknowns(at: path)
        var copy = self
        try? copy.visit(&finder)
        return finder.paths + unknownMembers.map { path.appending($0.name) }
    }

    /// The names of the members, in the order in which they are written.
    package static var memberNames: [String] {
        var names = WireNames()
        var value = Self()
        try? value.visit(&names)
        return names.names
    }
}
