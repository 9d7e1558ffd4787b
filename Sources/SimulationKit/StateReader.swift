package import CloudContainers

/// Reads an object of a saved state, strictly: what is missing, of another type or unknown is refused with its place.
package struct StateReader: Sendable {
    /// The object, for members whose names are data.
    package let object: JSONObject
    /// Where the object stands.
    package let path: FieldPath
    private var taken: Set<String> = []

    package init(_ value: JSONValue, at path: FieldPath = .root) throws(ContainerServiceError) {
        guard let object = value.object else {
            throw Self.refusal("the value is \(value.typeName)", at: path, allowed: "an object")
        }
        self.object = object
        self.path = path
    }

    /// The error of a state that cannot be read; it quotes nothing, since a state may hold what is not for everybody.
    package static func refusal(
        _ problem: String,
        at path: FieldPath,
        allowed: String? = nil
    ) -> ContainerServiceError {
        .invalidInput(Diagnostic(problem: problem, field: path, allowed: allowed))
    }

    /// A member that has to be there.
    package mutating func value(_ name: String) throws(ContainerServiceError) -> JSONValue {
        guard let value = valueIfPresent(name) else {
            throw Self.refusal("the member is missing", at: path.appending(name))
        }
        return value
    }

    package mutating func valueIfPresent(_ name: String) -> JSONValue? {
        taken.insert(name)
        return object[name]
    }

    package mutating func text(_ name: String) throws(ContainerServiceError) -> String {
        try fitting(try value(name).string, name, "a string")
    }

    package mutating func textIfPresent(_ name: String) throws(ContainerServiceError) -> String? {
        guard let value = valueIfPresent(name) else { return nil }
        return try fitting(value.string, name, "a string")
    }

    package mutating func integer(_ name: String) throws(ContainerServiceError) -> Int {
        try fitting(try value(name).integer, name, "an integer")
    }

    package mutating func integerIfPresent(_ name: String) throws(ContainerServiceError) -> Int? {
        guard let value = valueIfPresent(name) else { return nil }
        return try fitting(value.integer, name, "an integer")
    }

    package mutating func bool(_ name: String) throws(ContainerServiceError) -> Bool {
        try fitting(try value(name).bool, name, "true or false")
    }

    package mutating func strings(_ name: String) throws(ContainerServiceError) -> [String] {
        try fitting(try stringsIfPresent(name), name, "a list of strings")
    }

    package mutating func stringsIfPresent(_ name: String) throws(ContainerServiceError) -> [String]? {
        guard let value = valueIfPresent(name) else { return nil }
        let strings = value.array?.compactMap(\.string)
        return try fitting(strings?.count == value.array?.count ? strings : nil, name, "a list of strings")
    }

    package mutating func duration(_ name: String) throws(ContainerServiceError) -> Duration {
        let text = try text(name)
        return try fitting(try? Duration(parsingSeconds: text), name, "seconds such as 1.5s")
    }

    package mutating func timestamp(_ name: String) throws(ContainerServiceError) -> Timestamp {
        let text = try text(name)
        return try fitting(try? Timestamp(parsing: text), name, "a time such as 2026-01-31T12:00:00Z")
    }

    /// A map from text to text.
    package mutating func texts(_ name: String) throws(ContainerServiceError) -> [String: String] {
        var map: [String: String] = [:]
        let inner = try reader(name)
        for member in inner.object {
            guard let text = member.value.string else {
                let place = inner.path.appending(member.name)
                throw Self.refusal("the value is \(member.value.typeName)", at: place, allowed: "a string")
            }
            map[member.name] = text
        }
        return map
    }

    /// An object inside of this one.
    package mutating func reader(_ name: String) throws(ContainerServiceError) -> StateReader {
        try StateReader(try value(name), at: path.appending(name))
    }

    package mutating func readerIfPresent(_ name: String) throws(ContainerServiceError) -> StateReader? {
        guard let value = valueIfPresent(name) else { return nil }
        return try StateReader(value, at: path.appending(name))
    }

    /// A list of objects inside of this one.
    package mutating func readers(_ name: String) throws(ContainerServiceError) -> [StateReader] {
        let list = try fitting(try value(name).array, name, "a list")
        var readers: [StateReader] = []
        for (index, value) in list.enumerated() {
            readers.append(try StateReader(value, at: path.appending(name).appending(index)))
        }
        return readers
    }

    /// Refuses members that nobody asked for.
    package func finish() throws(ContainerServiceError) {
        guard let unknown = object.names.first(where: { !taken.contains($0) }) else { return }
        throw Self.refusal("the member is not known", at: path.appending(unknown))
    }

    private func fitting<Value>(
        _ value: Value?,
        _ name: String,
        _ form: String
    ) throws(ContainerServiceError) -> Value {
        guard let value else {
            let found = object[name]?.typeName ?? "nothing"
            throw Self.refusal("the member is \(found)", at: path.appending(name), allowed: form)
        }
        return value
    }
}
