import CloudContainers

extension ScalewayJobDialect {
    static let identityRules: [FieldRule] = [
        FieldRule("definition.id", nil, .read, "A fact of the source; the target gives its own."),
        FieldRule(
            "definition.project_id",
            nil,
            .both,
            "The project of the namespace that is chosen for the whole set."
        ),
        FieldRule("definition.created_at", nil, .read, "A fact of the source."),
        FieldRule("definition.updated_at", nil, .read, "A fact of the source."),
        FieldRule("definition.region", nil, .read, "A fact of the source; the region is chosen explicitly."),
        FieldRule(
            "definition.name",
            "name",
            .both,
            "3 to 50 letters, digits, dashes and underscores, not unique; another name is fitted and the mark keeps it.",
            [.nameChanged]
        ),
        FieldRule(
            "definition.description",
            "description",
            .both,
            "At most 255 characters with this project's mark, which stands in brackets at the end and names the namespace.",
            [.descriptionCut]
        ),
    ]

    static let descriptionLength = 255

    /// The name that Scaleway accepts and that is nearest to another one (reference: `^[A-Za-z0-9-_]{3,50}$`).
    static func fitted(name: String) -> String {
        let result = fitted(word: name)
        if result.isEmpty { return "job" }
        return result.count < 3 ? result + "-job" : result
    }

    /// The fitted name itself, or with a number where it is taken already.
    static func distinct(_ fitted: String, _ taken: inout Set<String>) -> String {
        var name = fitted
        for number in 2... {
            if taken.insert(name).inserted { break }
            name = String(fitted.prefix(44)) + "-\(number)"
        }
        return name
    }

    /// A text of at most 50 letters, digits, dashes and underscores.
    static func fitted(word: String) -> String {
        var result = ""
        for scalar in word.unicodeScalars {
            let isPlain =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || scalar == "-" || scalar == "_"
            if isPlain {
                result.unicodeScalars.append(scalar)
            } else if !result.hasSuffix("-") {
                result += "-"
            }
        }
        return String(result.prefix(50))
    }
}

extension ScalewayJobReader {
    mutating func readIdentity() {
        for name in ["id", "project_id", "created_at", "updated_at", "region"] {
            ledger.record([FieldPath("definition").appending(name)], to: [], .noted)
        }
        let name = described.mark.name.flatMap {
            ScalewayJobDialect.fitted(name: $0) == definition.name.value ? $0 : nil
        }
        spec.name = name ?? spec.name
        ledger.record(["definition.name"], to: ["name"], name == nil ? .exact : .converted)
        spec.owner = described.mark.owner
        spec.description = described.users.isEmpty ? nil : described.users
        let isWhole = described.users == definition.description.value
        ledger.record(["definition.description"], to: ["description"], isWhole ? .exact : .converted)
    }
}

extension ScalewayJobWriter {
    mutating func writeName() {
        definition.projectID = .value("{project}")
        record([], to: ["definition.project_id"], .noted)
        let name = ScalewayJobDialect.fitted(name: spec.name)
        definition.name = .value(name)
        guard name != spec.name else { return record(["name"], to: ["definition.name"]) }
        mark.values["name"] = spec.name
        let finding = Finding(.nameChanged, .replaced, before: .text(spec.name), after: .text(name))
        record(["name"], to: ["definition.name"], .exact, [finding])
    }

    /// The description with the mark behind it; what the mark cannot hold goes before the user's words do.
    mutating func writeDescription() {
        mark.values["owner"] = spec.owner
        mark.values["namespace"] = home
        for key in ["disk", "memory", "name"] where room(besides: mark) < 0 { mark.values[key] = nil }
        var users = spec.description ?? ""
        var findings: [Finding] = []
        // A blank stands before a mark.
        let room = mark.isEmpty ? ScalewayJobDialect.descriptionLength : max(0, room(besides: mark) - 1)
        if users.unicodeScalars.count > room {
            var cut = ""
            cut.unicodeScalars.append(contentsOf: users.unicodeScalars.prefix(room))
            findings.append(Finding(.descriptionCut, .reduced, before: .text(users), after: .text(cut)))
            users = cut
        }
        let text = mark.marking(users) ?? ""
        if !text.isEmpty { definition.description = .value(text) }
        record(["description"], to: ["definition.description"], .converted, findings)
    }

    /// How many characters a mark leaves of a description, once its namespace, a UUID, is known.
    private func room(besides mark: OwnershipMark) -> Int {
        var mark = mark
        if mark.namespace == ScalewayJobDialect.namespacePlaceholder {
            mark.values["namespace"] = String(repeating: "0", count: 36)
        }
        return ScalewayJobDialect.descriptionLength - mark.suffix.utf8.count
    }
}
