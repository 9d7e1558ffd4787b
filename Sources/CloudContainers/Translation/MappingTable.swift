/// The table of how a provider's fields are mapped, made from the rules of the code that maps them.
public enum MappingTable: Sendable {
    /// The table of a provider as Markdown, one row for each rule, with the capabilities before it.
    public static func markdown(of dialect: any ContainerDialect) -> String {
        var lines = ["## Capabilities", "", "| What | \(dialect.provider) |", "| --- | --- |"]
        lines += dialect.capabilities.rows.map { "| \($0.name) | \($0.value) |" }
        lines += ["", "## Fields", ""] + table(of: dialect.rules)
        if let jobs = dialect.jobs { lines += ["", "## Fields of jobs", ""] + table(of: jobs.rules) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(of rules: [FieldRule]) -> [String] {
        var lines = ["| Field | Portable field | Way | Rule | Findings |", "| --- | --- | --- | --- | --- |"]
        for rule in rules {
            let portable = rule.portable.map { "`\($0)`" } ?? "none"
            let codes = rule.codes.map(\.rawValue).joined(separator: ", ")
            lines.append(
                "| `\(rule.field)` | \(portable) | \(rule.direction.rawValue) | \(escaped(rule.rule)) | \(codes) |"
            )
        }
        return lines
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if character == "|" { result += "\\|" } else { result.append(character) }
        }
    }
}
