/// Reads, writes or lists the members of a wire object, which names each of them once.
package protocol WireVisitor {
    /// Whether the visitor changes what it visits; what is split for a visit need not be put together if not.
    var isReading: Bool { get }
    mutating func member<Value: WireValue>(_ name: String, _ member: inout Member<Value>) throws(WireError)
    /// A member for which absent and `null` mean the same; it is written only if there is a value.
    mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) throws(WireError)
    /// A member that must be there.
    mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) throws(WireError)
    /// A list or map for which absent, `null` and empty mean the same; it is written only if it is not empty.
    mutating func collection<Value: WireValue & Collectible>(_ name: String, _ value: inout Value) throws(WireError)
    /// An object that is written only if it has members, and read as empty where it is absent.
    mutating func section<Value: WireObject>(_ name: String, _ value: inout Value) throws(WireError)
}

extension WireVisitor {
    package var isReading: Bool { false }
}

/// A list or a map: something that can be empty.
package protocol Collectible {
    init()
    var isEmpty: Bool { get }
}

extension Array: Collectible {}
extension OrderedMap: Collectible {}

/// Fills a wire object from a JSON object.
package struct WireReader: WireVisitor {
    private let object: JSONObject
    private let offset: Int?
    package private(set) var names: [String] = []

    package var isReading: Bool { true }

    package init(_ object: JSONObject, offset: Int?) {
        self.object = object
        self.offset = offset
        names.reserveCapacity(object.count)
    }

    /// The members of the object that no visit has named.
    package var unread: [JSONObject.Member] {
        readCount == object.count ? [] : object.members.filter { !names.contains($0.name) }
    }

    /// How many members a visit has found, to spare the search where it has found them all.
    private var readCount = 0
    /// Where the next member is likely to stand: behind the one that was found last.
    private var nextPlace = 0

    private mutating func take(_ name: String) -> JSONValue? {
        names.append(name)
        // Members mostly stand in the order in which they are visited.
        guard let place = object.place(of: name, near: nextPlace) else { return nil }
        readCount += 1
        nextPlace = place + 1
        return object.members[place].value
    }

    private func read<Value: WireValue>(_ name: String, _ json: JSONValue) throws(WireError) -> Value {
        do {
            return try Value(json: json)
        } catch {
            throw error.inside(FieldPath.root.appending(name))
        }
    }

    package mutating func member<Value: WireValue>(_ name: String, _ member: inout Member<Value>) throws(WireError) {
        guard let json = take(name) else { return member = .absent }
        member = json.isNull ? .null : .value(try read(name, json))
    }

    package mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) throws(WireError) {
        guard let json = take(name), !json.isNull else { return value = nil }
        value = try read(name, json) as Value
    }

    package mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) throws(WireError) {
        guard let json = take(name) else {
            throw WireError(
                Diagnostic(
                    problem: "a required field is missing",
                    field: FieldPath.root.appending(name),
                    advice: "Add \(name)."
                ),
                offset: offset
            )
        }
        value = try read(name, json)
    }

    package mutating func collection<Value: WireValue & Collectible>(
        _ name: String,
        _ value: inout Value
    ) throws(WireError) {
        guard let json = take(name), !json.isNull else { return value = Value() }
        value = try read(name, json)
    }

    package mutating func section<Value: WireObject>(_ name: String, _ value: inout Value) throws(WireError) {
        guard let json = take(name), !json.isNull else { return value = Value() }
        value = try read(name, json)
    }
}

/// Writes a wire object's members in the order in which it names them.
package struct WireWriter: WireVisitor {
    package private(set) var object = JSONObject()

    package init() {}

    private mutating func write(_ name: String, _ json: JSONValue) {
        object.append(JSONObject.Member(name: name, value: json))
    }

    package mutating func member<Value: WireValue>(_ name: String, _ member: inout Member<Value>) {
        switch member {
        case .absent: break
        case .null: write(name, .null)
        case .value(let value): write(name, value.json)
        }
    }

    package mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) {
        if let value { write(name, value.json) }
    }

    package mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) {
        write(name, value.json)
    }

    package mutating func collection<Value: WireValue & Collectible>(_ name: String, _ value: inout Value) {
        if !value.isEmpty { write(name, value.json) }
    }

    package mutating func section<Value: WireObject>(_ name: String, _ value: inout Value) {
        let json = value.json
        if json.object?.isEmpty == false { write(name, json) }
    }
}

/// Lists a wire object's member names.
package struct WireNames: WireVisitor {
    package private(set) var names: [String] = []

    package init() {}

    package mutating func member<Value: WireValue>(_ name: String, _ member: inout Member<Value>) { names.append(name) }
    package mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) { names.append(name) }
    package mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) { names.append(name) }
    package mutating func collection<Value: WireValue & Collectible>(_ name: String, _ value: inout Value) {
        names.append(name)
    }
    package mutating func section<Value: WireObject>(_ name: String, _ value: inout Value) { names.append(name) }
}

/// Finds the members of a wire object, and of the objects in it, that were kept without being known.
package struct WireUnknowns: WireVisitor {
    private let path: FieldPath
    package private(set) var paths: [FieldPath] = []

    package init(at path: FieldPath) { self.path = path }

    private mutating func look(_ name: String, _ value: some WireValue) {
        // Most values hold nothing unknown, so that the path is made where one does.
        let found = value.unknownPaths(at: .root)
        if !found.isEmpty { paths += found.map { $0.prefixed(by: path.appending(name)) } }
    }

    package mutating func member<Value: WireValue>(_ name: String, _ member: inout Member<Value>) {
        if let value = member.value { look(name, value) }
    }

    package mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) {
        if let value { look(name, value) }
    }

    package mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) { look(name, value) }

    package mutating func collection<Value: WireValue & Collectible>(_ name: String, _ value: inout Value) {
        look(name, value)
    }

    package mutating func section<Value: WireObject>(_ name: String, _ value: inout Value) { look(name, value) }
}
