/// Completes the texts of a service with variables of the environment, and remembers which they were.
struct TextCompletion {
    /// A text that was completed.
    struct Completed {
        /// The text as it is written.
        var raw: String
        /// What became of it.
        var text: Interpolation.Text
    }

    let environment: [String: String]
    let text: JoinedText
    /// What was completed, by its path.
    private(set) var completed: [FieldPath: Completed] = [:]
    /// What could not be completed.
    private(set) var errors: [WireError] = []

    init(environment: [String: String], text: JoinedText) {
        self.environment = environment
        self.text = text
    }

    /// The value with every text in it completed; a text that cannot be stays as it is.
    mutating func complete(_ value: JSONValue, at path: FieldPath = .root) -> JSONValue {
        switch value.content {
        case .string(let raw):
            guard raw.contains("$") else { return value }
            do throws(Interpolation.Refusal) {
                let text = try Interpolation(environment: environment).text(raw)
                if text.isChanged { completed[path] = Completed(raw: raw, text: text) }
                return JSONValue(.string(text.text), offset: value.offset)
            } catch {
                // A notation with escapes may write the reference otherwise; the place is the whole text then.
                let place = text.offset(of: error.reference, from: value.offset)
                let diagnostic = Diagnostic(
                    problem: error.problem,
                    field: path,
                    value: Diagnostic.shortened(error.reference),
                    allowed: error.allowed,
                    advice: error.advice,
                    replacement: error.replacement.map { replacement in
                        place == value.offset ? raw.replacing(error.reference, with: replacement) : replacement
                    }
                )
                errors.append(WireError(diagnostic, offset: place))
                return value
            }
        case .array(let elements):
            var result: [JSONValue] = []
            for (index, element) in elements.enumerated() {
                result.append(complete(element, at: path.appending(index)))
            }
            return JSONValue(.array(result), offset: value.offset)
        case .object(let object):
            var members: [JSONObject.Member] = []
            for var member in object.members {
                member.value = complete(member.value, at: path.appending(member.name))
                members.append(member)
            }
            return JSONValue(.object(JSONObject(members)), offset: value.offset)
        default: return value
        }
    }

    /// A diagnostic without any value that came from the environment.
    func hiding(_ diagnostic: Diagnostic) -> Diagnostic {
        guard !completed.isEmpty else { return diagnostic }
        var diagnostic = diagnostic
        let bounds: [FieldPath] = ["scaling.maximum", "scaling.minimum"]
        let related = diagnostic.field.map { bounds.contains($0) ? bounds : [$0] } ?? []
        let names = related.flatMap { completed[$0]?.text.names ?? [] }
        if !names.isEmpty, let field = diagnostic.field {
            diagnostic.value = (completed[field]?.raw).map(Diagnostic.shortened)
            diagnostic.replacement = nil
            if bounds.contains(field) { diagnostic.allowed = nil }
            diagnostic.advice = "Correct it where the environment sets \(names.joined(separator: ", "))."
        }
        // What is one or two characters long is in every text, and tells nothing.
        let values = completed.values.flatMap { item in item.text.values.map { ($0, item.raw) } }
            .filter { $0.0.unicodeScalars.count > 2 }.sorted { $0.0.utf8.count > $1.0.utf8.count }
        func hidden(_ text: String?) -> String? {
            values.reduce(text) { text, value in text?.replacing(value.0, with: Diagnostic.shortened(value.1)) }
        }
        diagnostic.problem = hidden(diagnostic.problem) ?? diagnostic.problem
        diagnostic.value = hidden(diagnostic.value)
        diagnostic.allowed = hidden(diagnostic.allowed)
        diagnostic.advice = hidden(diagnostic.advice)
        return diagnostic
    }
}

extension JSONValue {
    /// The value with each text written so that reading it as part of a manifest gives the text again.
    var escapingReferences: JSONValue {
        switch content {
        case .string(let text): return JSONValue(.string(Interpolation.escaped(text)), offset: offset)
        case .array(let elements): return JSONValue(.array(elements.map(\.escapingReferences)), offset: offset)
        case .object(let object):
            let members = object.members.map { member in
                JSONObject.Member(
                    name: member.name,
                    value: member.value.escapingReferences,
                    nameOffset: member.nameOffset
                )
            }
            return JSONValue(.object(JSONObject(members)), offset: offset)
        default: return self
        }
    }
}
