// The forms of values in JSON Schema; the types' own readers say what is exactly accepted.

extension String {
    package static func schema(_ scope: SchemaScope) -> JSONValue { ["type": "string"] }
}

extension Bool {
    package static func schema(_ scope: SchemaScope) -> JSONValue { (["type": "boolean"] as JSONValue).orReference }
}

extension Int {
    package static func schema(_ scope: SchemaScope) -> JSONValue { (["type": "integer"] as JSONValue).orReference }
}

extension Array where Element: WireValue {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        ["type": "array", "items": Element.schema(scope.inside("[]"))]
    }
}

extension OrderedMap where Value: WireValue {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        let value = Value.schema(scope.inside("*"))
        return ["type": "object", "additionalProperties": scope.isPartial ? value.nullable : value]
    }
}

extension WireWord {
    package static func schema(_ scope: SchemaScope) -> JSONValue { ["type": "string"] }
}

extension ClosedWord {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        (["enum": .array(allCases.map { .string($0.rawValue) })] as JSONValue).orReference
    }
}

extension CPU {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        amount(
            "^([0-9]+(\\.[0-9]{1,3})?|[0-9]+m)$",
            ["type": "number", "minimum": 0],
            "CPU time: cores, such as 2 or 0.5, or millicores with an m, such as 500m"
        )
    }
}

extension ByteCount {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        amount(
            "^[0-9]+(\\.[0-9]+)?((Ki|Mi|Gi|Ti|k|M|G|T)B?)?$",
            ["type": "integer", "minimum": 0],
            "an amount with Ki, Mi, Gi, Ti (binary) or k, M, G, T (decimal); a bare number means bytes"
        )
    }
}

extension Percentage {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        amount("^[0-9]+%?$", ["type": "integer", "minimum": 0], "a percentage, such as 70%")
    }
}

extension InstanceLimit {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        amount("^([0-9]+|unlimited)$", ["type": "integer", "minimum": 0], "a number of instances, or unlimited")
    }
}

extension ImageReference {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        .text("^[^\\s:@/][^\\s]*$", "an image: [registry/]repository[:tag][@digest]")
    }
}

extension Duration {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        .text("^([0-9]+(\\.[0-9]+)?(h|m|s|ms|us|ns))+$", "a duration with its units, such as 30s, 1m30s or 250ms")
    }
}

extension Count {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        (["type": "integer", "minimum": 0] as JSONValue).orReference
    }
}

extension PortNumber {
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        (["type": "integer", "minimum": 1, "maximum": 65535] as JSONValue).orReference
    }
}

extension TextValue {
    /// An amount: a text of a certain form, or a number.
    fileprivate static func amount(_ pattern: String, _ number: JSONValue, _ words: String) -> JSONValue {
        let text = JSONValue.text(pattern, words)
        return text.setting("anyOf", .array([number] + (text["anyOf"]?.array ?? [])))
    }
}
