/// The forms in which a provider's services come: bundles, what the API answers or accepts, lists, and list answers.
package struct BundleForm: Sendable {
    /// The part of a bundle that a bare object of the provider's API is.
    package var part: String
    /// The member of a list answer that holds the list.
    package var list: String
    /// Members that tell an object of this provider from others.
    package var marks: Set<String>
    /// The parts whose absence is worth a finding, and what is assumed then.
    package var expectedParts: [(name: String, assumption: String)]

    package init(
        part: String = "container",
        list: String,
        marks: Set<String>,
        expectedParts: [(name: String, assumption: String)]
    ) {
        self.part = part
        self.list = list
        self.marks = marks
        self.expectedParts = expectedParts
    }

    package func recognises(_ value: JSONValue) -> Bool {
        guard let container = containers(in: value).first?.value else { return false }
        return isContainer(container) || container[part].map(isContainer) == true
    }

    private func isContainer(_ value: JSONValue) -> Bool {
        value.object?.names.contains { marks.contains($0) } ?? false
    }

    /// The elements of a document, each a bundle or a bare container, with their paths.
    private func containers(in value: JSONValue) -> [(path: FieldPath, value: JSONValue)] {
        if let array = value.array {
            return array.enumerated().map { (FieldPath.root.appending($0.offset), $0.element) }
        }
        if let listed = value[list]?.array {
            let path = FieldPath(list)
            return listed.enumerated().map { (path.appending($0.offset), $0.element) }
        }
        return [(.root, value)]
    }

    /// Reads each service of a document and notes the parts that it leaves out.
    package func read<Spec>(
        _ document: JSONDocument,
        _ translate: (JSONValue) throws(WireError) -> Translation<Spec>
    ) throws(ContainerServiceError) -> [Translation<Spec>] {
        try refuseWhatIsBesideTheList(of: document)
        var translations: [Translation<Spec>] = []
        for (path, value) in containers(in: document.root) {
            do {
                translations.append(try read(value, translate))
            } catch {
                let isBare = value[part] == nil
                var error = error
                if isBare, let field = error.diagnostic.field, field.description.hasPrefix(part + ".") {
                    error.diagnostic.field = FieldPath(String(field.description.dropFirst(part.count + 1)))
                }
                error = error.inside(path)
                if error.offset == nil, let field = error.diagnostic.field {
                    error.offset = document.root.value(at: field)?.offset
                }
                throw error.located(in: document)
            }
        }
        if translations.isEmpty {
            throw .invalidInput(
                document.located(
                    Diagnostic(
                        problem: part == "container" ? "there is no service in it" : "there is no \(part) in it",
                        advice: "Give a \(part), a bundle, or a list."
                    ),
                    at: document.root.offset
                )
            )
        }
        return translations
    }

    /// Refuses what would be lost beside a list: parts of a bundle, and the elements of other pages.
    ///
    /// Plain values beside a list are about its pages; those of later versions of an API are let through.
    private func refuseWhatIsBesideTheList(of document: JSONDocument) throws(ContainerServiceError) {
        guard let elements = document.root[list]?.array else { return }
        for member in document.root.object ?? [:] where member.name != list {
            var diagnostic: Diagnostic?
            if member.value.object?.isEmpty == false || member.value.array?.isEmpty == false {
                diagnostic = Diagnostic(
                    problem: "it stands beside the list '\(list)', where nothing reads it",
                    field: FieldPath.root.appending(member.name),
                    advice: "Give each \(part) as a bundle with its parts, or take this out."
                )
            } else if member.name == "total_count", let total = member.value.integer, total > elements.count {
                diagnostic = Diagnostic(
                    problem: "the list holds \(elements.count) of \(total)",
                    field: FieldPath.root.appending(member.name),
                    advice: "Fetch the other pages too, or take 'total_count' out to translate these alone."
                )
            }
            if let diagnostic { throw .invalidInput(document.located(diagnostic, at: member.value.offset)) }
        }
    }

    private func read<Spec>(
        _ value: JSONValue,
        _ translate: (JSONValue) throws(WireError) -> Translation<Spec>
    ) throws(WireError) -> Translation<Spec> {
        guard value.object != nil else { throw .wrongType(value, expected: "an object") }
        var bundle = value
        if value[part] == nil {
            bundle = JSONValue(.object(JSONObject([.init(name: part, value: value)])), offset: value.offset)
        }
        var translation = try translate(bundle)
        for (name, assumption) in expectedParts where bundle[name] == nil {
            let finding = Finding(.partMissing, .defaulted, subject: name, after: .text(assumption))
            translation.ledger.entries.append(
                LedgerEntry(sources: [], targets: [], outcome: .defaulted, findings: [finding])
            )
        }
        return translation
    }
}
