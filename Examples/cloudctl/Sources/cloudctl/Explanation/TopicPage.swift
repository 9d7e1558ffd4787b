import CloudContainers

/// The explanation of one thing, in every form.
struct TopicPage {
    /// What is explained.
    let topic: Topic

    /// Adds the page for people.
    func add(to sheet: inout Sheet) {
        switch topic {
        case .field(let field): Self.add(field, to: &sheet)
        case .finding(let page): Self.add(page, to: &sheet)
        case .exitCodes:
            Self.addTable(ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) }, to: &sheet)
        case .environmentVariables:
            Self.addTable(ToolVariable.all.map { ($0.name, $0.text) }, to: &sheet)
        }
    }

    /// The kind of the document for programs.
    var kind: String {
        switch topic {
        case .field: "FieldExplanation"
        case .finding: "FindingExplanation"
        case .exitCodes: "ExitStatusList"
        case .environmentVariables: "EnvironmentVariableList"
        }
    }

    /// The page for programs.
    var json: JSONValue {
        switch topic {
        case .field(let field): Self.json(field)
        case .finding(let page): Self.json(page)
        case .exitCodes:
            [
                "statuses": .array(
                    ExitStatus.allCases.map { ["status": .number(Int($0.rawValue)), "meaning": .string($0.meaning)] }
                )
            ]
        case .environmentVariables:
            [
                "variables": .array(
                    ToolVariable.all.map {
                        ["names": .array($0.names.map(JSONValue.string)), "meaning": .string($0.meaning)]
                    }
                )
            ]
        }
    }

    // MARK: Fields

    private static func add(_ field: ManifestField, to sheet: inout Sheet) {
        sheet.line(.init(field.path, .strong))
        sheet.paragraph(field.summary, indent: 2)
        sheet.space()
        ServicePage.addLine("value", field.value + (field.isRequired ? "; required" : ""), .plain, to: &sheet)
        for example in field.examples { ServicePage.addLine("example", example.text(.compact), .plain, to: &sheet) }
        let sides = ProviderSide.all(of: field)
        if sides.isEmpty {
            sheet.space()
            let isFrame = field.name == "services" || field.name == "environments" || field.name == "providers"
            sheet.paragraph(
                isFrame ? "It holds other fields." : "cloudctl uses it itself; no provider sees it.",
                indent: 2
            )
        }
        for side in sides { add(side, to: &sheet) }
    }

    private static func add(_ side: ProviderSide, to sheet: inout Sheet) {
        sheet.space()
        sheet.line(.init(side.dialect.provider.rawValue, .strong))
        if let standard = side.standard { ServicePage.addLine("default", standard, .plain, to: &sheet) }
        for row in side.capabilities { sheet.paragraph("\(row.name): \(row.value)", indent: 2, hanging: 4) }
        if side.rules.isEmpty {
            sheet.paragraph("Nothing there says the same; cloudctl check tells what becomes of it.", indent: 2)
        }
        for rule in side.rules { ProviderPage.add(rule, indent: 2, to: &sheet) }
    }

    private static func json(_ field: ManifestField) -> JSONValue {
        [
            "name": .string(field.name),
            "path": .string(field.path),
            "summary": .string(field.summary),
            "value": .string(field.value),
            "required": .bool(field.isRequired),
            "examples": .array(field.examples),
            "providers": .array(
                ProviderSide.all(of: field).map { side in
                    [
                        "name": .string(side.dialect.provider.rawValue),
                        "default": .optional(side.standard),
                        "capabilities": .object(
                            JSONObject(side.capabilities.map { .init(name: $0.name, value: .string($0.value)) })
                        ),
                        "rules": .array(side.rules.map(ProviderPage.rule)),
                    ]
                }
            ),
        ]
    }

    // MARK: Findings

    /// The rules that can give a finding, by the provider.
    private static func rules(with code: FindingCode) -> [(provider: String, rules: [FieldRule])] {
        Registry.dialects.compactMap { dialect in
            let rules = (dialect.rules + (dialect.jobs?.rules ?? [])).filter { $0.codes.contains(code) }
            return rules.isEmpty ? nil : (dialect.provider.rawValue, rules)
        }
    }

    private static func add(_ page: FindingPage, to sheet: inout Sheet) {
        sheet.paragraph([.init(page.code.rawValue, .strong), .init(" \(page.title)")])
        sheet.paragraph(plain(page.summary), indent: 2)
        for (title, text) in [("What it says", page.meaning), ("Why", page.reason), ("What to do", page.advice)] {
            sheet.space()
            sheet.line(.init(title, .strong))
            for line in text.split(separator: "\n") { sheet.paragraph(plain(String(line)), indent: 2) }
        }
        let sources = rules(with: page.code)
        guard !sources.isEmpty else { return }
        sheet.space()
        sheet.line(.init("Fields that can give it", .strong))
        for (provider, rules) in sources {
            for rule in rules {
                sheet.paragraph(
                    "\(provider) \(rule.field) \(ProviderPage.arrow(rule.direction)) \(rule.portable ?? "nothing")",
                    indent: 2,
                    hanging: 4
                )
            }
        }
    }

    private static func json(_ page: FindingPage) -> JSONValue {
        [
            "code": .string(page.code.rawValue),
            "title": .string(page.title),
            "summary": .string(page.summary),
            "meaning": .string(page.meaning),
            "reason": .string(page.reason),
            "advice": .string(page.advice),
            "fields": .array(
                rules(with: page.code).flatMap { provider, rules in
                    rules.map {
                        [
                            "provider": .string(provider), "field": .string($0.field),
                            "portable": .optional($0.portable),
                        ]
                    }
                }
            ),
        ]
    }

    /// The text without the marks that a page of the documentation has around code.
    private static func plain(_ text: String) -> String { text.filter { $0 != "`" } }

    // MARK: Tables

    private static func addTable(_ rows: [(name: String, text: String)], to sheet: inout Sheet) {
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        for row in rows {
            sheet.paragraph(
                [.init(TerminalText.padded(row.name, to: width), .strong), .init(row.text)],
                hanging: width
            )
        }
    }
}
