import CloudContainers

/// What a provider can do and how its fields are mapped, in every form.
enum ProviderPage {
    /// Adds a table with a row for each capability and a column for each provider.
    static func addCapabilities(of dialects: [any ContainerDialect], to sheet: inout Sheet) {
        var table = Table(["capability"] + dialects.map(\.provider.rawValue))
        let columns = dialects.map(\.capabilities.rows)
        for (index, row) in (columns.first ?? []).enumerated() {
            table.add([row.name] + columns.map { $0[index].value })
        }
        table.print(to: &sheet)
    }

    /// Adds the rule of each field, of services and of jobs.
    static func addRules(of dialect: any ContainerDialect, to sheet: inout Sheet) {
        add(dialect.rules, "How \(dialect.provider)'s fields are mapped", to: &sheet)
        if let jobs = dialect.jobs {
            add(jobs.rules, "How fields of \(dialect.provider)'s jobs are mapped", to: &sheet)
        }
    }

    private static func add(_ rules: [FieldRule], _ title: String, to sheet: inout Sheet) {
        sheet.space()
        sheet.line(.init(title, .strong))
        for rule in rules {
            sheet.space()
            add(rule, to: &sheet)
        }
    }

    /// Adds one rule.
    static func add(_ rule: FieldRule, indent: Int = 0, to sheet: inout Sheet) {
        sheet.paragraph(
            [.init(rule.field, .strong), .init(" \(arrow(rule.direction)) \(rule.portable ?? "nothing")")],
            indent: indent,
            hanging: indent + 2
        )
        sheet.paragraph(rule.rule, indent: indent + 4)
        if !rule.codes.isEmpty {
            sheet.paragraph(rule.codes.map(\.rawValue).joined(separator: ", "), .faint, indent: indent + 4)
        }
    }

    /// The providers as a document.
    static func document(of dialects: [any ContainerDialect], withRules: Bool) -> JSONObject {
        [
            "apiVersion": JSONReport.apiVersion,
            "kind": "ProviderList",
            "providers": .array(dialects.map { provider($0, withRules: withRules) }),
        ]
    }

    private static func provider(_ dialect: any ContainerDialect, withRules: Bool) -> JSONValue {
        var object = JSONObject([.init(name: "name", value: .string(dialect.provider.rawValue))])
        let capabilities = dialect.capabilities.rows.map { JSONObject.Member(name: $0.name, value: .string($0.value)) }
        object.set("capabilities", .object(JSONObject(capabilities)))
        if withRules {
            object.set("rules", .array(dialect.rules.map(rule)))
            if let jobs = dialect.jobs { object.set("jobRules", .array(jobs.rules.map(rule))) }
        }
        return .object(object)
    }

    /// A rule for programs.
    static func rule(_ rule: FieldRule) -> JSONValue {
        [
            "field": .string(rule.field),
            "portable": rule.portable.map(JSONValue.string) ?? .null,
            "direction": .string(rule.direction.rawValue),
            "rule": .string(rule.rule),
            "codes": .array(rule.codes.map { .string($0.rawValue) }),
        ]
    }

    /// The way of a rule as a sign between both fields.
    static func arrow(_ direction: FieldRule.Direction) -> String {
        switch direction {
        case .read: "→"
        case .write: "←"
        case .both: "↔"
        }
    }
}
