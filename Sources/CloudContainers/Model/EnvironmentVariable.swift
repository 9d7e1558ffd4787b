/// Where the value of a secret comes from; never the value.
public enum SecretReference: Sendable, Hashable {
    /// The caller gives the value under the variable's own name.
    case provided
    /// An environment variable of the process that applies the service.
    case environment(String)
    /// A file whose content is the value.
    case file(String)
    /// A command whose output is the value.
    case command([String])
}

/// A variable that a service sees in its environment.
public struct EnvironmentVariable: Sendable, Hashable {
    /// A plain value, or a reference to a secret one.
    public enum Value: Sendable, Hashable {
        /// A value that may be read by whoever reads the service.
        case plain(String)
        /// A value that lives elsewhere.
        case secret(SecretReference)
    }

    /// The name.
    public var name: String
    /// The value, or where it comes from.
    public var value: Value
    /// The file that holds the value inside the instance, if it is a file rather than a variable.
    public var mountPath: String?

    /// Makes a variable.
    public init(name: String, value: Value, mountPath: String? = nil) {
        self.name = name
        self.value = value
        self.mountPath = mountPath
    }

    /// Whether the value is a secret.
    public var isSecret: Bool {
        if case .secret = value { true } else { false }
    }
}

extension SecretReference: WireObject {
    package init() { self = .provided }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var environment: String?
        var file: String?
        var command: [String] = []
        switch self {
        case .provided: break
        case .environment(let name): environment = name
        case .file(let path): file = path
        case .command(let words): command = words
        }
        try visitor.optional("env", &environment)
        try visitor.optional("file", &file)
        try visitor.collection("command", &command)
        guard visitor.isReading else { return }
        let references: [SecretReference] =
            [
                environment.map(SecretReference.environment), file.map(SecretReference.file),
                command.isEmpty ? nil : .command(command),
            ].compactMap(\.self)
        guard references.count <= 1 else {
            throw WireError(
                Diagnostic(
                    problem: "a secret comes from \(references.count) places",
                    allowed: "one of env, file, command; or {} for a value that is given when it is needed",
                    advice: "Keep one of them."
                ),
                offset: nil
            )
        }
        self = references.first ?? .provided
    }

    /// A field such as `value` holds what must not stand here.
    package mutating func takeUnknown(_ members: [JSONObject.Member], known: [String]) throws(WireError) {
        guard let member = members.first else { return }
        guard ["value", "literal", "plain", "secret", "content"].contains(member.name) else {
            throw .unknownField(member, known: known)
        }
        var error = WireError(Self.literal, offset: member.nameOffset ?? member.value.offset)
        error.diagnostic.field = FieldPath.root.appending(member.name)
        error.diagnostic.replacement = nil
        throw error
    }

    private static let literal = Diagnostic(
        problem: "a secret's value is written out",
        allowed: "{env: NAME}, {file: PATH}, {command: [WORD, …]}, or {}",
        advice: "Put the value elsewhere and name the place; a value in a file like this one gets around.",
        replacement: "{}"
    )

    package init(json: JSONValue) throws(WireError) {
        guard let object = json.object else { throw WireError(Self.literal, at: json) }
        try self.init(members: object, offset: json.offset)
    }
}

extension SecretReference {
    /// A secret comes from at most one place.
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        objectSchema(scope).setting("maxProperties", 1)
    }
}

/// A file inside the instance whose content is a variable's value.
package struct VariableFile: WireObject {
    package var path = ""
    package var content: PlainText?
    package var secret: SecretReference?

    package init() {}

    package init(path: String, content: PlainText?, secret: SecretReference?) {
        self.path = path
        self.content = content
        self.secret = secret
    }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("path", &path)
        try visitor.optional("content", &content)
        try visitor.optional("secret", &secret)
        guard !visitor.isReading || (content == nil) != (secret == nil) else {
            throw WireError(
                Diagnostic(
                    problem: content == nil ? "a file has no content" : "a file has a plain content and a secret one",
                    allowed: "exactly one of content, secret",
                    advice: content == nil ? "Add one of them." : "Keep one of them."
                ),
                offset: nil
            )
        }
    }
}

extension VariableFile {
    /// A file has exactly one content.
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        let object = objectSchema(scope)
        return scope.isPartial ? object : object.allowing(exactlyOneOf: ["content", "secret"])
    }
}

/// The value of a plain variable: any scalar, as it is written.
package struct PlainText: WireValue {
    package var text: String

    package init(_ text: String) { self.text = text }

    package init(json: JSONValue) throws(WireError) {
        switch json.content {
        case .string(let text): self.text = text
        case .number(let number): text = number.text
        case .bool(let bool): text = bool ? "true" : "false"
        case .null, .array, .object: throw .wrongType(json, expected: "a text, a number, true or false")
        }
    }

    package var json: JSONValue { .string(text) }

    package static func schema(_ scope: SchemaScope) -> JSONValue { ["type": ["string", "number", "boolean"]] }
}
