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

    /// Prints the result of a provider.
    func print(_ form: FormOptions.Form, _ session: Session) throws {
        try print(form, session.printing, on: session.console, of: session.provider.name)
    }

    /// Prints the result.
    ///
    /// - Parameters:
    ///   - form: The form.
    ///   - printing: How the form for people looks.
    ///   - console: The console.
    ///   - provider: The name of the provider whose result it is; `nil` where none was asked.
    /// - Throws: ``Failure`` where the output cannot be written.
    func print(
        _ form: FormOptions.Form,
        _ printing: OutputOptions,
        on console: Console,
        of provider: String? = nil
    ) throws {
        let output = console.output
        switch form {
        case .table:
            var sheet = printing.sheet(for: output, on: console)
            table(&sheet)
            try output.write(sheet.text)
        case .json: try output.write(document(provider).text(.pretty) + "\n")
        case .yaml: try output.write(YAMLWriter.text(document(provider)))
        case .name: try output.write(names.map { TerminalText.escaped($0) + "\n" }.joined())
        case .jsonl:
            for element in elements {
                try output.write(JSONValue.object(self.head(elementKind, provider) + element).text(.compact) + "\n")
            }
        }
    }

    private func document(_ provider: String?) -> JSONDocument {
        guard let member else {
            return JSONDocument(.object(head(elementKind, provider) + (elements.first ?? [:])))
        }
        var object = head(kind, provider)
        for item in head { object.set(item.name, item.value) }
        object.set(member, .array(elements))
        return JSONDocument(.object(object))
    }

    private func head(_ kind: String, _ provider: String?) -> JSONObject {
        var head: JSONObject = ["apiVersion": JSONReport.apiVersion, "kind": .string(kind)]
        if let provider { head.set("provider", .string(provider)) }
        return head
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
