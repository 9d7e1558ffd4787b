extension ManifestFormat {
    /// The JSON Schema of a manifest, draft 7, as editors read it.
    ///
    /// It is made of the model's own fields, so that it names exactly those that are read. It cannot say all that
    /// ``application(of:overlay:environment:)`` checks, such as a maximum that is below a minimum.
    public var schema: JSONDocument {
        let whole = SchemaScope(ManifestFieldTexts.all)
        var part = whole
        part.isPartial = true
        return JSONDocument([
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "cloudctl manifest",
            "description": "The container services of an application, for every provider that cloudctl knows.",
            "type": "object",
            "additionalProperties": false,
            "required": ["apiVersion"],
            "anyOf": [["required": ["services"]], ["required": ["environments"]]],
            "properties": [
                "apiVersion": ["description": "The version of the manifest.", "const": .string(Self.apiVersion)],
                "application": text(
                    "The name of the application; its services are marked with it.",
                    ["type": ["string", "null"], "minLength": 1, "examples": ["shop"]]
                ),
                "target": text("Where the application goes.", ["$ref": "#/definitions/target"]),
                "services": text(
                    "The services by their names.",
                    services("#/definitions/service").setting("minProperties", 1)
                ),
                "environments": text(
                    "What is different in an environment, by its name; chosen with --overlay.",
                    ["type": ["object", "null"], "additionalProperties": ["$ref": "#/definitions/overlay"]]
                ),
            ],
            "definitions": [
                "service": service(whole),
                "overlay": [
                    "type": "object",
                    "additionalProperties": false,
                    "properties": [
                        "target": text("What is different of the target.", ["$ref": "#/definitions/target"]),
                        "services": text(
                            "What is different of services, and services that exist here only.",
                            services("#/definitions/serviceOverlay").nullable
                        ),
                    ],
                ],
                "serviceOverlay": service(part).setting("type", ["object", "null"]),
                "target": target,
                "reference": [
                    "description": "A text with a variable of the environment.",
                    "type": "string",
                    "pattern": "\\$\\{[A-Za-z_]",
                ],
            ],
        ])
    }

    private func text(_ description: String, _ schema: JSONValue) -> JSONValue {
        // Beside a reference nothing else is read.
        if schema["$ref"] != nil { return ["description": .string(description), "allOf": [schema]] }
        let members = schema.object?.members ?? []
        return .object(JSONObject([.init(name: "description", value: .string(description))] + members))
    }

    private func services(_ definition: String) -> JSONValue {
        [
            "type": "object", "propertyNames": ["minLength": 1],
            "additionalProperties": ["$ref": .string(definition)],
        ]
    }

    private var target: JSONValue {
        let schema = Application.Target.schema(SchemaScope(ManifestFieldTexts.target))
        let provider = schema["properties"]?["provider"] ?? [:]
        let known = (["enum": .array(targets.map(JSONValue.string))] as JSONValue).orReference.nullable
        let named = known.setting("description", provider["description"] ?? "")
        let properties = (schema["properties"] ?? [:]).setting("provider", named)
        return schema.setting("properties", properties).nullable
    }

    private func service(_ scope: SchemaScope) -> JSONValue {
        let schema = ContainerSpec.schema(scope)
        var properties = schema["properties"]?.object ?? JSONObject()
        properties.remove("name")
        for member in ServiceManagement.schema(scope)["properties"]?.object?.members ?? [] {
            properties.set(member.name, member.value)
        }
        var sections = JSONObject()
        for dialect in dialects {
            sections.set(dialect.provider.rawValue, text("What only this provider knows.", dialect.settingsSchema))
        }
        properties.set(
            "providers",
            text(
                ManifestFieldTexts.all["providers"]?.description ?? "",
                ["type": ["object", "null"], "additionalProperties": false, "properties": .object(sections)]
            )
        )
        let required = schema["required"]?.array?.filter { $0 != "name" } ?? []
        var result = schema.object ?? JSONObject()
        result.remove("required")
        result.set("properties", .object(properties))
        if !required.isEmpty { result.set("required", .array(required)) }
        return .object(result)
    }

    /// The fields of a service and of a target that have no description.
    package var undescribedFields: [String] {
        let root = schema.root["definitions"] ?? [:]
        return ["service", "target"].flatMap { name in Self.undescribed(root[name] ?? [:], at: name) }
    }

    private static func undescribed(_ schema: JSONValue, at path: String) -> [String] {
        let properties = schema["properties"]?.object?.members ?? []
        let own = properties.filter { $0.value["description"] == nil }.map { "\(path).\($0.name)" }
        let inner = properties.flatMap { undescribed($0.value, at: "\(path).\($0.name)") }
        let parts = [("[]", schema["items"]), ("*", schema["additionalProperties"])].flatMap { step, part in
            part.map { undescribed($0, at: path + step) } ?? []
        }
        return own + inner + parts
    }
}
