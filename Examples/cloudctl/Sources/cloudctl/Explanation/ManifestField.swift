import CloudContainers

/// A field of a manifest, as the schema of manifests describes it.
struct ManifestField {
    /// The steps that lead to it; `*` stands for any key, `[]` for an element of a list.
    let steps: [String]
    /// What the schema says about it.
    let schema: JSONValue
    /// Whether what holds the field must have it.
    let isRequired: Bool

    /// What the path of every field of a service begins with.
    private static let serviceSteps = ["services", "*"]

    /// Every field, in the order of the schema.
    static let all: [ManifestField] = {
        let schema = Registry.manifest.schema.root
        // An overlay has the fields of a service, so they are found there without being listed twice.
        return fields(of: schema, at: [], in: schema["definitions"] ?? [:]).filter { field in
            !field.steps.starts(with: ["environments", "*", "services", "*"])
        }
    }()

    private static func fields(of schema: JSONValue, at path: [String], in definitions: JSONValue) -> [ManifestField] {
        let schema = resolved(schema, definitions)
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        let own = (schema["properties"]?.object?.members ?? []).flatMap { member in
            let steps = path + [member.name]
            let field = ManifestField(
                steps: steps,
                schema: member.value,
                isRequired: required.contains(member.name)
            )
            return [field] + fields(of: member.value, at: steps, in: definitions)
        }
        let inner = [("[]", schema["items"]), ("*", schema["additionalProperties"])].flatMap { step, part in
            part.map { fields(of: $0, at: path + [step], in: definitions) } ?? []
        }
        return own + inner
    }

    /// The definition that a schema refers to, or the schema itself.
    private static func resolved(_ schema: JSONValue, _ definitions: JSONValue) -> JSONValue {
        let reference = schema["$ref"] ?? schema["allOf"]?.array?.first?["$ref"]
        guard let name = reference?.string?.split(separator: "/").last else { return schema }
        return definitions[String(name)] ?? schema
    }

    /// The whole path, such as `services.*.ports[].number`.
    var path: String { Self.text(steps) }

    /// The path as people write it: inside its service, or from the beginning.
    var name: String { isOfService ? Self.text(serviceSteps) : path }

    /// Whether it says something about one service.
    var isOfService: Bool { steps.count > 2 && steps.starts(with: Self.serviceSteps) }

    /// The steps inside the service.
    var serviceSteps: [String] { isOfService ? Array(steps.dropFirst(2)) : steps }

    /// What it says, in a sentence.
    var summary: String { schema["description"]?.string ?? "" }

    /// Values as they may be written.
    var examples: [JSONValue] { schema["examples"]?.array ?? [] }

    private static func text(_ steps: [String]) -> String {
        steps.reduce("") { $0 + ($0.isEmpty || $1 == "[]" ? "" : ".") + $1 }
    }

    /// What it takes, in words, with the unit and the bounds.
    var value: String {
        if let only = schema["const"]?.string { return "only \(only)" }
        let words = Self.words(schema)
        return words.isEmpty ? (schema["allOf"] == nil ? "anything" : "map") : words.joined(separator: ", or ")
    }

    private static func words(_ schema: JSONValue) -> [String] {
        let choices = schema["anyOf"]?.array ?? [schema]
        // What is said in words covers all forms of the value.
        let said = choices.compactMap { $0["$comment"]?.string }
        if !said.isEmpty { return said }
        return choices.flatMap { choice -> [String] in
            if let values = choice["enum"]?.array { return [values.compactMap(\.string).joined(separator: ", ")] }
            let types = choice["type"]?.array?.compactMap(\.string) ?? [choice["type"]?.string].compactMap(\.self)
            return types.filter { $0 != "null" }.map { word($0, choice) }
        }
    }

    private static func word(_ type: String, _ schema: JSONValue) -> String {
        switch type {
        case "string": "text"
        case "integer": "whole number" + bounds(schema)
        case "boolean": "true or false"
        case "array": "list" + (schema["items"].map { " of " + plural($0) } ?? "")
        case "object": "map"
        default: type
        }
    }

    private static func plural(_ schema: JSONValue) -> String {
        switch schema["type"]?.string {
        case "string": "texts"
        case "object": "maps"
        default: "values"
        }
    }

    private static func bounds(_ schema: JSONValue) -> String {
        switch (schema["minimum"]?.integer, schema["maximum"]?.integer) {
        case (let least?, let most?): " from \(least) to \(most)"
        case (let least?, nil): ", \(least) or more"
        case (nil, let most?): ", \(most) or less"
        case (nil, nil): ""
        }
    }
}
