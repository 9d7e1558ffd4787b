/// Takes out of JSON what is secret by its name, and of any text what is secret by its value.
struct SecretRedaction: Sendable {
    let mask: SecretMask
    /// Whether the address is one of registries, whose `config` holds credentials.
    private let isAboutRegistries: Bool

    init(_ request: HTTPRequest) {
        mask = SecretMask(request)
        isAboutRegistries = request.path.lowercased().contains("registr")
    }

    /// A JSON value without secrets; placeholders such as `{secret:TOKEN}` stay.
    func redacted(_ value: JSONValue) -> JSONValue { redacted(value, isRegistry: isAboutRegistries) }

    /// The text of a body that is no JSON; nothing of it where it may hold a secret by name.
    func redacted(_ text: String, isCut: Bool = false) -> String {
        // A part of a document, such as an answer that ended early, cannot be searched by name.
        let start = text.unicodeScalars.first { !$0.properties.isWhitespace }
        if start == "{" || start == "[" {
            let names = Self.comparable(text)
            if (Self.names + ["credentials", "password", "issecret", "config"]).contains(where: { names.contains($0) })
            {
                return hiddenText
            }
        }
        return mask.masked(text, isCut: isCut)
    }

    private func redacted(_ value: JSONValue, isRegistry: Bool) -> JSONValue {
        switch value.content {
        case .string(let text): return mask.hides(text) ? .string(hiddenText) : value
        case .number(let number): return mask.hides(number.text) ? .string(hiddenText) : value
        case .array(let elements): return .array(elements.map { redacted($0, isRegistry: isRegistry) })
        case .object(let object):
            let isSecret = object["is_secret"]?.bool == true
            let isRegistry = isRegistry || object["kind"]?.string != nil
            return .object(
                JSONObject(
                    object.members.map { member in
                        let name = Self.comparable(member.name)
                        let isHidden =
                            Self.isSecret(name) || isSecret && name == "value" || isRegistry && name == "config"
                        return JSONObject.Member(
                            name: mask.hides(member.name) ? hiddenText : member.name,
                            value: isHidden
                                ? Self.hidden(member.value)
                                : redacted(member.value, isRegistry: isAboutRegistries || name.contains("registry"))
                        )
                    }
                )
            )
        case .null, .bool: return value
        }
    }

    /// A value with all leaves hidden but names, placeholders, and what holds nothing.
    private static func hidden(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .null: value
        case .string(let text): text.isEmpty || isPlaceholder(text) ? value : .string(hiddenText)
        case .number, .bool: .string(hiddenText)
        case .array(let elements): .array(elements.map(hidden))
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { member in
                        let isName = member.name == "key" && member.value.string != nil
                        return JSONObject.Member(name: member.name, value: isName ? member.value : hidden(member.value))
                    }
                )
            )
        }
    }

    /// Whether the whole text is a placeholder for the value of a secret.
    static func isPlaceholder(_ text: String) -> Bool {
        ["{secret:", "{secret-base64:"].contains { text.hasPrefix($0) } && text.hasSuffix("}")
            && !text.dropFirst().dropLast().contains { "{}".contains($0) }
    }

    private static func isSecret(_ name: String) -> Bool {
        names.contains(name) || name.hasPrefix("credentials") || name.hasSuffix("password")
    }

    /// A name without capitals and joints, since `secret_key` and `secretKey` mean the same.
    private static func comparable(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" }.map(Character.init))
    }

    private static let names: Set<String> = [
        "secretenvironmentvariables", "secretkey", "secretaccesskey", "token", "accesstoken", "refreshtoken",
        "password",
        "apikey", "privatekey", "clientsecret", "authorization",
    ]
}

extension JSONValue {
    /// Reads a body; `nil` where it is no JSON, without the work of saying why.
    static func quietlyParsed(_ bytes: [UInt8]) -> JSONValue? {
        let limits = JSONLimits()
        if bytes.count > limits.maximumSize.bytes { return nil }
        return try? bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxFailure) in
            var parser = JSONParser(buffer, maximumDepth: limits.effectiveDepth)
            return try parser.parseDocument()
        }
    }
}
