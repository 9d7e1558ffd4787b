/// The fields of a manifest as a table of Markdown, made from its schema.
package enum ManifestFieldTable {
    /// The fields of a service, with those that only one provider knows at the end.
    package static func ofService(_ format: ManifestFormat) -> String { table(format, "service") }

    /// The fields of a target.
    package static func ofTarget(_ format: ManifestFormat) -> String { table(format, "target") }

    private static func table(_ format: ManifestFormat, _ definition: String) -> String {
        let head = ["| Field | Value | Meaning |", "| --- | --- | --- |"]
        let schema = format.schema.root["definitions"]?[definition] ?? [:]
        return (head + rows(of: schema, at: "")).joined(separator: "\n") + "\n"
    }

    private static func rows(of schema: JSONValue, at path: String) -> [String] {
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        let own = (schema["properties"]?.object?.members ?? []).flatMap { member in
            let path = path.isEmpty ? member.name : "\(path).\(member.name)"
            let value = words(member.value).joined(separator: ", ")
            let examples = (member.value["examples"]?.array ?? []).map { "`\($0.text(.compact))`" }
            let example = examples.isEmpty ? "" : ", such as \(examples.joined(separator: ", "))"
            let mark = required.contains(member.name) ? "; required" : ""
            let meaning = member.value["description"]?.string ?? ""
            return ["| `\(path)` | \(value)\(example)\(mark) | \(meaning) |"] + rows(of: member.value, at: path)
        }
        let inner = [("[]", schema["items"]), (".*", schema["additionalProperties"])].flatMap { step, part in
            part.map { rows(of: $0, at: path + step) } ?? []
        }
        return own + inner
    }

    /// What a schema takes, in words; `null` and references are taken everywhere.
    private static func words(_ schema: JSONValue) -> [String] {
        let choices = schema["anyOf"]?.array ?? [schema]
        var words: [String] = []
        for choice in choices where choice["$ref"] == nil {
            if let values = choice["enum"]?.array {
                words += values.compactMap(\.string).map { "`\($0)`" }
                continue
            }
            let types = choice["type"]?.array?.compactMap(\.string) ?? [choice["type"]?.string].compactMap(\.self)
            for type in types where type != "null" { words.append(word(type)) }
        }
        return words.isEmpty ? ["anything"] : words
    }

    private static func word(_ type: String) -> String {
        switch type {
        case "string": "text"
        case "integer": "whole number"
        case "boolean": "true or false"
        case "array": "list"
        case "object": "map"
        default: type
        }
    }
}
