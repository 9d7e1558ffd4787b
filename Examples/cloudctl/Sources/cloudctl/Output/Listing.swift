import CloudContainers

/// A result in every form.
struct Listing {
    /// The kind of the document, such as `ContainerList`.
    var kind: String
    /// The kind of one element, such as `Container`.
    var elementKind: String
    /// The member that holds the elements; `nil` where the one element is the document itself.
    var member: String?
    /// What the document says beside the elements.
    var head: JSONObject = [:]
    /// The elements.
    var elements: [JSONValue]
    /// The names of the elements.
    var names: [String]
    /// Prints the form for people.
    var table: (inout Sheet) -> Void

    /// Prints the result.
    func print(_ form: FormOptions.Form, _ session: Session) throws {
        let output = session.console.output
        switch form {
        case .table:
            var sheet = session.printing.sheet(for: output, on: session.console)
            table(&sheet)
            try output.write(sheet.text)
        case .json: try output.write(document(session).text(.pretty) + "\n")
        case .yaml: try output.write(YAMLWriter.text(document(session)))
        case .name: try output.write(names.map { TerminalText.escaped($0) + "\n" }.joined())
        case .jsonl:
            for element in elements {
                try output.write(JSONValue.object(self.head(elementKind, session) + element).text(.compact) + "\n")
            }
        }
    }

    private func document(_ session: Session) -> JSONDocument {
        guard let member else {
            return JSONDocument(.object(head(elementKind, session) + (elements.first ?? [:])))
        }
        var object = head(kind, session)
        for item in head { object.set(item.name, item.value) }
        object.set(member, .array(elements))
        return JSONDocument(.object(object))
    }

    private func head(_ kind: String, _ session: Session) -> JSONObject {
        ["apiVersion": JSONReport.apiVersion, "kind": .string(kind), "provider": .string(session.provider.name)]
    }
}

extension JSONObject {
    /// The members of both, those of the second behind.
    fileprivate static func + (left: JSONObject, right: JSONValue) -> JSONObject {
        var result = left
        for member in right.object ?? [:] { result.set(member.name, member.value) }
        return result
    }
}
