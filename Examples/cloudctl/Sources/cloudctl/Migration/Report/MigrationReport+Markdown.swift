import CloudContainers

extension MigrationReport {
    /// The report as Markdown, for tickets and pull requests.
    var markdown: String {
        var lines = ["# \(text(title))", "", text(way), "", "**\(text(verdict)).** \(text(explanation))"]
        if !needed.isEmpty {
            lines += ["", "To go on, add:", ""]
            lines += needed.map { "- \(MarkdownReport.code($0))" }
        }
        lines += table(["Summary", ""], summary.map { [text($0.name), text($0.value)] })
        if !results.isEmpty {
            lines += ["", "## Outcome"]
            lines += table(
                ["Service", "On the target", "State", "Time", "Reason"],
                results.map { [$0.name, $0.target, $0.state, $0.time, $0.reason].map(text) }
            )
            lines += table(["Timings", ""], timings.map { [text($0.name), text($0.value)] })
        }
        lines += ["", "## Estimate", ""] + estimate.map { "- \(text($0))" }
        if !raises.isEmpty { lines += ["", "What is raised:", ""] + raises.map { "- \(text($0))" } }
        if !staying.isEmpty { lines += ["", "## Does not move", ""] + staying.map { "- \(text($0))" } }
        for service in services { lines += Self.lines(of: service) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of service: Service) -> [String] {
        var lines = ["", "## \(MarkdownReport.escaped(service.title))", ""]
        lines += service.facts.map { "- \(MarkdownReport.escaped($0.name)): \(MarkdownReport.escaped($0.value))" }
        if !service.changes.isEmpty {
            lines += ["", "### What changes"]
            lines += table(
                [
                    "Outcome", "Code", "Source field", "Source value", "Target field", "Target value", "Meaning",
                    "What to do",
                ],
                service.changes.map {
                    [
                        escaped($0.outcome), code($0.code), code($0.field), escaped($0.before), code($0.targetField),
                        escaped($0.after), escaped($0.meaning), $0.advice == "allowed" ? "allowed" : code($0.advice),
                    ]
                }
            )
        }
        if !service.fields.isEmpty {
            lines += ["", "### Every field of the target"]
            lines += table(
                ["Field", "Wanted", "Target field", "Target value", "Outcome"],
                service.fields.map {
                    [
                        code($0.field), escaped($0.value), code($0.targetField), escaped($0.targetValue),
                        escaped($0.outcome),
                    ]
                }
            )
        }
        if !service.requests.isEmpty {
            lines += ["", "### Requests"]
            lines += table(
                ["Method", "Path", "Purpose"],
                service.requests.map { [escaped($0.method), code($0.path), escaped($0.purpose)] }
            )
        }
        return lines
    }

    private static func table(_ header: [String], _ rows: [[String]]) -> [String] {
        let rule = header.map { _ in "---" }
        return [""] + ([header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
    }

    private func table(_ header: [String], _ rows: [[String]]) -> [String] { Self.table(header, rows) }

    private func text(_ text: String) -> String { MarkdownReport.escaped(text) }

    private static func escaped(_ text: String) -> String { MarkdownReport.escaped(text) }

    private static func code(_ text: String) -> String { text.isEmpty ? "" : MarkdownReport.code(text) }
}
