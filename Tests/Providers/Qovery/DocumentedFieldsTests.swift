import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import Testing

/// The API's own document: each property of its schemas is known, has a rule, and has an entry in a ledger.
@Suite("Fields of the API's document", .enabled(if: Payloads.shared != nil)) struct DocumentedFieldsTests {
    struct Schemas {
        let all: JSONValue

        init() throws {
            let folder = try #require(Payloads.shared)
            let document = try Payloads.document(folder.appending(path: "qovery/openapi-containers.json"))
            all = document.root["components"]?["schemas"] ?? .null
        }

        func resolved(_ schema: JSONValue) -> JSONValue {
            guard let reference = schema["$ref"]?.string, let name = reference.split(separator: "/").last else {
                return schema
            }
            return all[String(name)] ?? .null
        }

        /// A value that has every property of a schema, made of what the schema allows.
        func sample(_ schema: JSONValue, _ depth: Int = 0) -> JSONValue {
            let schema = resolved(schema)
            if let parts = schema["allOf"]?.array {
                var object = JSONObject()
                for part in parts {
                    let value = sample(part, depth)
                    guard let members = value.object?.members else { return value }
                    for member in members { object.set(member.name, member.value) }
                }
                return .object(object)
            }
            if let first = schema["oneOf"]?.array?.first { return sample(first, depth) }
            if let word = schema["enum"]?.array?.first { return word }
            switch schema["type"]?.string ?? (schema["properties"] == nil ? "string" : "object") {
            case "object":
                guard let properties = schema["properties"]?.object, depth < 12 else { return [:] }
                return .object(
                    JSONObject(properties.members.map { .init(name: $0.name, value: sample($0.value, depth + 1)) })
                )
            case "array": return [sample(schema["items"] ?? .null, depth + 1)]
            case "integer", "number": return .number(schema["minimum"]?.integer.map { max($0, 7) } ?? 7)
            case "boolean": return true
            default: return schema["format"]?.string == "uuid" ? "3c90c3cc-0d44-4b50-8888-8dd25736052a" : "text"
            }
        }
    }

    private static let parts: [(part: String, schema: String, isList: Bool)] = [
        ("container", "ContainerResponse", false), ("container", "ContainerRequest", false),
        ("variables", "VariableResponse", true), ("variables", "VariableImportRequest", false),
        ("files", "VariableRequest", true), ("advanced_settings", "ContainerAdvancedSettings", false),
        ("network", "ContainerNetwork", false), ("network", "ContainerNetworkRequest", false),
        ("custom_domains", "CustomDomain", true), ("custom_domains", "CustomDomainRequest", true),
        ("registry", "ContainerRegistryResponse", false),
    ]

    /// A bundle in which one part has every property of its schema, recursively.
    private func bundle(_ part: (part: String, schema: String, isList: Bool)) throws -> JSONValue {
        let schemas = try Schemas()
        var sample = schemas.sample(schemas.all[part.schema] ?? .null)
        if part.part == "container" { sample = .object(oneCheckEach(sample)) }
        if part.schema.hasPrefix("Variable"), part.schema != "VariableImportRequest", var object = sample.object {
            // A variable of an unknown key type would be a built-in; this one is plain.
            for (name, value) in [("scope", "CONTAINER"), ("variable_type", "VALUE"), ("owned_by", "QOVERY")]
                as [(String, JSONValue)]
            where object[name] != nil {
                object.set(name, value)
            }
            sample = .object(object)
        }
        var result: JSONObject = [
            "container": ["name": "web", "image_name": "nginx", "tag": "1", "registry": ["url": "https://docker.io"]]
        ]
        result.set(part.part, part.isList ? [sample] : sample)
        return .object(result)
    }

    /// The document allows four checks in a probe, of which the API takes one.
    private func oneCheckEach(_ container: JSONValue) -> JSONObject {
        var object = container.object ?? JSONObject()
        object.set("image_name", "nginx")
        object.set("tag", "1")
        if object["registry"] != nil {
            object.set("registry", object["registry"]?.setting("url", "https://docker.io") ?? .null)
        }
        return object
    }

    @Test(arguments: parts.map(\.schema)) func everyPropertyIsKnownAndComesBack(_ name: String) throws {
        let part = try #require(Self.parts.first { $0.schema == name })
        let bundle = try bundle(part)
        let wire = try QoveryBundle(json: bundle)
        #expect(wire.json == bundle)
        var unknown: [String] = []
        Self.collectUnknown(wire, "bundle", &unknown)
        #expect(unknown.isEmpty)
    }

    /// The names of unknown members, found by reflection, so that no type of ours can hide any.
    static func collectUnknown(_ value: Any, _ path: String, _ result: inout [String]) {
        for child in Mirror(reflecting: value).children {
            let name = child.label ?? ""
            if name == "unknown", let members = child.value as? [JSONObject.Member] {
                result += members.map { "\(path).\($0.name)" }
            } else if !(child.value is JSONValue) {
                collectUnknown(child.value, name.isEmpty ? path : "\(path).\(name)", &result)
            }
        }
    }

    @Test(arguments: parts.map(\.schema)) func everyLeafHasARuleAndExactlyOneEntry(_ name: String) throws {
        let part = try #require(Self.parts.first { $0.schema == name })
        let bundle = try bundle(part)
        let rules = QoveryDialect().rules
        let leaves = bundle.leaves().map(\.path).filter { FieldPath(part.part).contains($0) }
        for path in leaves where !rules.contains(where: { $0.covers(path) || FieldPath($0.field).contains(path) }) {
            Issue.record("\(path) has no rule")
        }
        let read = try #require(try QoveryDialect().read(JSONDocument(bundle), Resolutions()).first)
        for path in leaves {
            let count = read.ledger.entries.filter { $0.sources.contains { $0.path == path } }.count
            #expect(count == 1, "\(path) has \(count) entries")
        }
        let silent = read.ledger.findings.filter { $0.finding.code == .fieldUnknown }
        #expect(silent.isEmpty, "\(silent.map { $0.entry.sources.map(\.path) })")
        print("\(name): \(leaves.count) leaves")
    }
}

extension JSONValue {
    /// The object with a member set.
    func setting(_ name: String, _ value: JSONValue) -> JSONValue {
        var object = self.object ?? JSONObject()
        object.set(name, value)
        return .object(object)
    }
}
