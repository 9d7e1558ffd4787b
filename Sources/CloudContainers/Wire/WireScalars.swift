extension String: WireValue {
    package init(json: JSONValue) throws(WireError) {
        guard let string = json.string else { throw .wrongType(json, expected: "a string") }
        self = string
    }

    package var json: JSONValue { .string(self) }
}

extension Bool: WireValue {
    package init(json: JSONValue) throws(WireError) {
        guard let bool = json.bool else { throw .wrongType(json, expected: "true or false") }
        self = bool
    }

    package var json: JSONValue { .bool(self) }
}

extension Int: WireValue {
    package init(json: JSONValue) throws(WireError) {
        guard json.number != nil else { throw .wrongType(json, expected: "a whole number") }
        guard let integer = json.integer else {
            throw WireError(
                Diagnostic(
                    problem: "not a whole number that fits 64 bits",
                    value: json.number.map { Diagnostic.shortened($0.text) },
                    allowed: "a whole number"
                ),
                at: json
            )
        }
        self = integer
    }

    package var json: JSONValue { .number(self) }
}

extension JSONValue: WireValue {
    package init(json: JSONValue) { self = json }
    package var json: JSONValue { self }
    package static func schema(_ scope: SchemaScope) -> JSONValue { [:] }
}

extension Array: WireValue where Element: WireValue {
    package init(json: JSONValue) throws(WireError) {
        guard let array = json.array else { throw .wrongType(json, expected: "a list") }
        var elements: [Element] = []
        elements.reserveCapacity(array.count)
        for (index, element) in array.enumerated() {
            do {
                elements.append(try Element(json: element))
            } catch {
                throw error.inside(FieldPath.root.appending(index))
            }
        }
        self = elements
    }

    package var json: JSONValue {
        var elements: [JSONValue] = []
        elements.reserveCapacity(count)
        for element in self { elements.append(element.json) }
        return .array(elements)
    }

    package func unknownPaths(at path: FieldPath) -> [FieldPath] {
        var paths: [FieldPath] = []
        for (index, element) in enumerated() {
            let found = element.unknownPaths(at: .root)
            if !found.isEmpty { paths += found.map { $0.prefixed(by: path.appending(index)) } }
        }
        return paths
    }
}

extension OrderedMap: WireValue where Value: WireValue {
    package init(json: JSONValue) throws(WireError) {
        guard let object = json.object else { throw .wrongType(json, expected: "an object") }
        self.init()
        for member in object.members {
            do {
                append(member.name, try Value(json: member.value))
            } catch {
                throw error.inside(FieldPath.root.appending(member.name))
            }
        }
    }

    package var json: JSONValue {
        var object = JSONObject()
        for entry in entries { object.append(JSONObject.Member(name: entry.key, value: entry.value.json)) }
        return .object(object)
    }
}

/// A word of an API; an unknown one is kept as it is.
package protocol WireWord: WireValue, RawRepresentable where RawValue == String {
    init(rawValue: String)
}

extension WireWord {
    package init(json: JSONValue) throws(WireError) { self.init(rawValue: try String(json: json)) }
    package var json: JSONValue { .string(rawValue) }
}

/// A word of a closed set of our own; an unknown one is an error that lists the set.
package protocol ClosedWord: WireValue, RawRepresentable, CaseIterable where RawValue == String {}

extension ClosedWord {
    package init(json: JSONValue) throws(WireError) {
        let text = try String(json: json)
        guard let word = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue)
            let nearest = NearestName.find(text, in: known)
            throw WireError(
                Diagnostic(
                    problem: "unknown word",
                    value: Diagnostic.quoted(text),
                    allowed: known.joined(separator: ", "),
                    advice: nearest.map { "Did you mean \($0)?" },
                    replacement: nearest
                ),
                at: json
            )
        }
        self = word
    }

    package var json: JSONValue { .string(rawValue) }
}

/// A value with a text form of its own, such as a quantity: a JSON string, or a number as written.
package protocol TextValue: WireValue, CustomStringConvertible {
    init(parsing text: String) throws(ContainerServiceError)
}

extension TextValue {
    package init(json: JSONValue) throws(WireError) {
        guard let text = json.string ?? json.number?.text else {
            throw .wrongType(json, expected: "a string")
        }
        do {
            try self.init(parsing: text)
        } catch {
            throw WireError(error.diagnostics.first ?? Diagnostic(problem: error.message), at: json)
        }
    }

    package var json: JSONValue { .string(description) }
}
