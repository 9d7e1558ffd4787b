/// Where in a manifest a schema is made for, and what is said about the fields.
package struct SchemaScope {
    /// What a person reads about a field.
    package struct FieldText: Sendable {
        /// One sentence.
        package var description: String
        /// Values as they may be written.
        package var examples: [JSONValue]

        package init(_ description: String, _ examples: JSONValue...) {
            self.description = description
            self.examples = examples
        }
    }

    /// The texts by the path of the field; `[]` stands for an element of a list, `*` for a key of a map.
    package var texts: [String: FieldText]
    /// The path of the value.
    package var path: String = ""
    /// Whether it is part of an overlay, in which nothing is required.
    package var isPartial = false

    package init(_ texts: [String: FieldText]) { self.texts = texts }

    func inside(_ step: String) -> SchemaScope {
        var scope = self
        scope.path += step == "[]" || path.isEmpty ? step : "." + step
        // A list replaces another one as a whole.
        if step == "[]" { scope.isPartial = false }
        return scope
    }
}

/// Makes the schema of a wire object from its visit.
package struct WireSchema: WireVisitor {
    private let scope: SchemaScope
    private(set) var properties = JSONObject()
    private(set) var required: [String] = []

    package init(_ scope: SchemaScope) { self.scope = scope }

    private mutating func add<Value: WireValue>(_ name: String, _ type: Value.Type, isOptional: Bool) {
        let inner = scope.inside(name)
        var schema = Value.schema(inner)
        if isOptional { schema = schema.nullable }
        if let text = scope.texts[inner.path] {
            schema = JSONValue.object(
                JSONObject(
                    [.init(name: "description", value: .string(text.description))] + (schema.object?.members ?? [])
                )
            )
            if !text.examples.isEmpty { schema = schema.setting("examples", .array(text.examples)) }
        }
        properties.set(name, schema)
        if !isOptional, !scope.isPartial { required.append(name) }
    }

    package mutating func member<Value: WireValue>(_ name: String, _ member: inout Member<Value>) {
        add(name, Value.self, isOptional: true)
    }

    package mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) {
        add(name, Value.self, isOptional: true)
    }

    package mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) {
        add(name, Value.self, isOptional: false)
    }

    package mutating func collection<Value: WireValue & Collectible>(_ name: String, _ value: inout Value) {
        add(name, Value.self, isOptional: true)
    }

    package mutating func section<Value: WireObject>(_ name: String, _ value: inout Value) {
        add(name, Value.self, isOptional: true)
    }
}

extension WireObject {
    package static func schema(_ scope: SchemaScope) -> JSONValue { objectSchema(scope) }

    /// The object that the visit describes.
    static func objectSchema(_ scope: SchemaScope) -> JSONValue {
        var schema = WireSchema(scope)
        var value = Self()
        // A visit that does not read throws nothing.
        try? value.visit(&schema)
        var object: JSONObject = ["type": "object", "additionalProperties": false]
        if Self.self is any OpenWireObject.Type { object.set("additionalProperties", true) }
        object.set("properties", .object(schema.properties))
        if !schema.required.isEmpty { object.set("required", .array(schema.required.map(JSONValue.string))) }
        return .object(object)
    }
}

extension JSONValue {
    /// The schema with another keyword.
    func setting(_ keyword: String, _ value: JSONValue) -> JSONValue {
        var object = object ?? JSONObject()
        object.set(keyword, value)
        return .object(object)
    }

    /// The schema that takes `null` as well.
    var nullable: JSONValue {
        guard let object, !object.isEmpty else { return self }
        if let choices = object["anyOf"]?.array { return setting("anyOf", .array(choices + [["type": "null"]])) }
        switch object["type"]?.content {
        case .string(let type)?: return setting("type", [.string(type), "null"])
        case .array(let types)?: return setting("type", .array(types + ["null"]))
        default: return ["anyOf": [self, ["type": "null"]]]
        }
    }

    /// The schema of an object that has exactly one of some members.
    func allowing(exactlyOneOf names: [String]) -> JSONValue {
        setting("oneOf", .array(names.map { ["required": [.string($0)]] }))
    }

    /// The schema of a scalar that a reference to a variable can stand for.
    var orReference: JSONValue { ["anyOf": [self, ["$ref": "#/definitions/reference"]]] }

    /// The schema of a text of a certain form, which a reference can stand for; words say the form, since a pattern does not.
    static func text(_ pattern: String, _ words: String) -> JSONValue {
        (["type": "string", "pattern": .string(pattern), "$comment": .string(words)] as JSONValue).orReference
    }
}
