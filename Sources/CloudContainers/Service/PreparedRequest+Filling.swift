/// What the placeholders of prepared requests stand for, as far as it is known.
package struct RequestFilling: Sendable {
    package var namespace: Namespace.ID
    /// The container that the requests are about; `nil` until the first of them has made it.
    package var container: Container.ID?
    /// The container that a replacement deletes.
    package var replaced: Container.ID?
    /// The identifiers of what requests have made, by ``PreparedRequest/makes``.
    package var made: [String: String] = [:]
    package var secrets: SecretValues

    package init(
        namespace: Namespace.ID,
        container: Container.ID?,
        replaced: Container.ID? = nil,
        secrets: SecretValues = SecretValues()
    ) {
        self.namespace = namespace
        self.container = container
        self.replaced = replaced
        self.secrets = secrets
    }

    /// The value of a placeholder that is no secret.
    private func value(_ placeholder: some StringProtocol) -> String? {
        switch placeholder {
        case "{namespace}": namespace.rawValue
        case "{container}": container?.rawValue
        case "{replaced}": replaced?.rawValue
        default: made[String(placeholder.dropFirst().dropLast())]
        }
    }

    /// The path with every step and every value of the query filled in.
    ///
    /// - Throws: ``ContainerServiceError`` where a placeholder has no value.
    package func path(of request: PreparedRequest) throws(ContainerServiceError) -> String {
        var result = ""
        var rest = request.path[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            guard let value = value(rest[start...end]) else {
                throw ContainerServiceError(
                    .invalidInput,
                    "the request to \(request.purpose) needs \(rest[start...end]), which is not known"
                )
            }
            result += rest[..<start] + PercentCoding.encoded(value)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// The body with everything filled in, and a form of it in which secrets are still placeholders.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `secretMissing` where a secret has no value.
    package func body(of request: PreparedRequest) throws(ContainerServiceError) -> HTTPBody? {
        guard let root = request.body?.root else { return nil }
        let redacted = filled(root)
        var missing: Set<String> = []
        let whole = revealed(redacted, &missing)
        guard missing.isEmpty else { throw ContainerServiceError.missingSecrets(missing) }
        return HTTPBody(Array(whole.text(.compact).utf8), redacted: Array(redacted.text(.compact).utf8))
    }

    /// Refuses requests whose secrets have no value, all at once.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `secretMissing` that names them.
    package func checkSecrets(of requests: [PreparedRequest]) throws(ContainerServiceError) {
        var missing: Set<String> = []
        for request in requests { _ = request.body.map { revealed($0.root, &missing) } }
        if !missing.isEmpty { throw ContainerServiceError.missingSecrets(missing) }
    }

    private func filled(_ json: JSONValue) -> JSONValue {
        json.mappingTexts { text in text.hasPrefix("{") ? value(text) : nil }
    }

    private func revealed(_ json: JSONValue, _ missing: inout Set<String>) -> JSONValue {
        var unknown = missing
        let result = json.mappingTexts { text in
            guard let secret = PreparedRequest.secret(text) else { return nil }
            if let value = secrets.withValue(of: secret.name, { $0 }) {
                return secret.isBase64 ? SecretMask.base64(of: value) : value
            }
            unknown.insert(secret.name)
            return nil
        }
        missing = unknown
        return result
    }
}

extension PreparedRequest {
    /// The names of the secrets whose values the body needs.
    package var secretNames: [String] {
        body?.root.leaves().compactMap { $0.value.string.flatMap { Self.secret($0)?.name } } ?? []
    }

    /// The name in `{secret:NAME}` or `{secret-base64:NAME}`.
    fileprivate static func secret(_ text: String) -> (name: String, isBase64: Bool)? {
        guard text.hasSuffix("}") else { return nil }
        for (start, isBase64) in [("{secret:", false), ("{secret-base64:", true)] where text.hasPrefix(start) {
            return (String(text.dropFirst(start.count).dropLast()), isBase64)
        }
        return nil
    }
}

extension ContainerServiceError {
    /// What is said where secrets have no value.
    package static func missingSecrets(_ names: Set<String>) -> ContainerServiceError {
        let list = names.sorted().joined(separator: ", ")
        return ContainerServiceError(
            .secretMissing,
            names.count == 1
                ? "the secret \(list) has no value; give it and try again"
                : "the secrets \(list) have no values; give them and try again"
        )
    }
}

extension JSONValue {
    /// The value with each of its texts, at any depth, replaced by what a closure gives for it.
    fileprivate func mappingTexts(_ replacement: (String) -> String?) -> JSONValue {
        switch content {
        case .string(let text): return replacement(text).map { .string($0) } ?? self
        case .array(let items): return .array(items.map { $0.mappingTexts(replacement) })
        case .object(let object):
            return .object(
                JSONObject(object.members.map { .init(name: $0.name, value: $0.value.mappingTexts(replacement)) })
            )
        default: return self
        }
    }
}
