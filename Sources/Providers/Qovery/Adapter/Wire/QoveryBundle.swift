package import CloudContainers

/// All that Qovery has about one service.
///
/// `variables` is a list as the API answers it, or the body of an import; `files` are creations of variables that become
/// files, which an import cannot hold. `built_ins_of_others` is ours: it counts what the list leaves out.
package struct QoveryBundle: OpenWireObject {
    package var container: Member<QoveryContainer> = .absent
    package var variables: Member<QoveryVariableAnswers> = .absent
    /// How many built-in variables of other services were answered beside those in `variables`.
    package var builtInsOfOthers: Member<Int> = .absent
    package var files: Member<[QoveryVariable]> = .absent
    package var advancedSettings: Member<QoveryAdvancedSettings> = .absent
    package var network: Member<QoveryNetwork> = .absent
    package var customDomains: Member<[QoveryDomain]> = .absent
    package var registry: Member<QoveryRegistry> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("container", &container)
        try visitor.member("variables", &variables)
        try visitor.member("built_ins_of_others", &builtInsOfOthers)
        try visitor.member("files", &files)
        try visitor.member("advanced_settings", &advancedSettings)
        try visitor.member("network", &network)
        try visitor.member("custom_domains", &customDomains)
        try visitor.member("registry", &registry)
    }
}

/// The variables of a service in one of the API's two forms.
package enum QoveryVariableAnswers: WireValue {
    case answered([QoveryVariable])
    case imported(QoveryVariableImport)

    package init(json: JSONValue) throws(WireError) {
        if json.object == nil {
            self = .answered(try [QoveryVariable](json: json))
        } else if let results = json["results"] {
            self = .answered(try [QoveryVariable](json: results))
        } else {
            self = .imported(try QoveryVariableImport(json: json))
        }
    }

    package var json: JSONValue {
        switch self {
        case .answered(let variables): variables.json
        case .imported(let variables): variables.json
        }
    }

    package func unknownPaths(at path: FieldPath) -> [FieldPath] {
        switch self {
        case .answered(let variables): variables.unknownPaths(at: path)
        case .imported(let variables): variables.unknownPaths(at: path)
        }
    }

    package var all: [QoveryVariable] {
        switch self {
        case .answered(let variables): variables
        case .imported(let variables): variables.vars.value ?? []
        }
    }
}

/// The advanced settings: a flat object with dotted keys, of which the API's document names only some.
///
/// Older answers are a list of such objects. Values may be text (`"60"`) where the document says number.
package struct QoveryAdvancedSettings: WireValue {
    package var values = OrderedMap<JSONValue>()

    package init() {}

    package init(json: JSONValue) throws(WireError) {
        for object in json.array ?? [json] {
            for entry in try OrderedMap<JSONValue>(json: object) { values[entry.key] = entry.value }
        }
    }

    package var json: JSONValue { values.json }

    /// The value as text, whichever form it came in; `nil` for absent and `null`.
    package func text(_ key: String) -> String? {
        guard let value = values[key] else { return nil }
        switch value.content {
        case .string(let text): return text
        case .number(let number): return number.text
        case .bool(let bool): return bool ? "true" : "false"
        case .null, .array, .object: return nil
        }
    }

    /// The value as a whole number.
    package func integer(_ key: String) -> Int? {
        values[key]?.integer ?? text(key).flatMap { Int($0) }
    }

    /// The value as a yes or no.
    package func bool(_ key: String) -> Bool? { text(key).flatMap { Bool($0) } }
}
