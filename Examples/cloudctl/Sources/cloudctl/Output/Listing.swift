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
    /// The whole document, where it holds more than the head and the elements.
    var whole: JSONObject?
    /// Whether the whole document is the last line of a stream, behind events.
    var endsStream = false
    /// Prints the form for people.
    var table: (inout Sheet) -> Void

    /// Prints the result about an account.
    func print(_ form: FormOptions.Form, _ session: Session) throws {
        try print(form, session.printing, on: session.console, provider: session.provider.name)
    }

    /// Prints the result.
    ///
    /// - Parameters:
    ///   - form: The form.
    ///   - printing: How the command prints.
    ///   - console: The console.
    ///   - provider: The provider that it is about, if it is about one.
    /// - Throws: ``Failure`` for a field that is not there, and what writing throws.
    func print(
        _ form: FormOptions.Form,
        _ printing: OutputOptions,
        on console: Console,
        provider: String? = nil
    ) throws {
        let output = console.output
        if let path = console.resultFile {
            try OutputFile.write(Array((document(provider).text(.pretty) + "\n").utf8), to: path, on: console)
        }
        switch form {
        case .table, .wide:
            var sheet = printing.sheet(for: output, on: console, isWide: form == .wide)
            table(&sheet)
            try output.write(sheet.text)
        case .json where endsStream, .jsonl where endsStream:
            try output.write(document(provider).text(.compact) + "\n")
        case .json: try output.write(document(provider).text(.pretty) + "\n")
        case .yaml: try output.write(YAMLWriter.text(document(provider)))
        case .name: try output.write(names.map { TerminalText.escaped($0) + "\n" }.joined())
        case .jsonl: for element in elements { try Self.write(element, elementKind, provider, to: output) }
        case .columns(let queries):
            var sheet = printing.sheet(for: output, on: console)
            try addTable(of: queries, to: &sheet)
            try output.write(sheet.text)
        case .field(let query):
            let value = try query.value(in: document(provider).root, elements: elements)
            guard let text = value.string else { return try output.write(value.text(.pretty) + "\n") }
            // A program gets the text as it is; a terminal would act on it, and so would the runner of a workflow.
            let plain = Workflow.isRunner(console.environment) ? Workflow.harmless(text) : text
            try output.write((output.terminalColumns == nil ? plain : TerminalText.escapedLines(plain)) + "\n")
        }
    }

    /// Adds a table of parts of the elements.
    ///
    /// - Throws: ``Failure`` for a part that no element has.
    private func addTable(of queries: [FieldQuery], to sheet: inout Sheet) throws {
        for query in queries {
            guard let first = elements.first else { break }
            if elements.contains(where: { (try? query.value(in: $0, elements: [])) != nil }) { continue }
            // It names the fields that there are.
            _ = try query.value(in: first, elements: [])
        }
        var table = Table(queries.map(\.text))
        for element in elements {
            table.add(
                queries.map { query in
                    guard let value = try? query.value(in: element, elements: []), !value.isNull else { return "-" }
                    return TerminalText.escaped(value.string ?? value.text(.compact))
                }
            )
        }
        table.print(to: &sheet, shrinking: Array(queries.indices))
    }

    /// Prints one element as a line for programs.
    static func write(
        _ element: JSONValue,
        _ kind: String,
        _ provider: String?,
        to output: Console.Output
    ) throws {
        var object = head(kind, provider)
        for member in element.object ?? [:] { object.set(member.name, member.value) }
        try output.write(JSONValue.object(object).text(.compact) + "\n")
    }

    private func document(_ provider: String?) -> JSONDocument {
        if let whole { return JSONDocument(.object(whole)) }
        var object = Self.head(member == nil ? elementKind : kind, provider)
        guard let member else {
            for item in elements.first?.object ?? [:] { object.set(item.name, item.value) }
            return JSONDocument(.object(object))
        }
        for item in head { object.set(item.name, item.value) }
        object.set(member, .array(elements))
        return JSONDocument(.object(object))
    }

    private static func head(_ kind: String, _ provider: String?) -> JSONObject {
        var head: JSONObject = ["apiVersion": JSONReport.apiVersion, "kind": .string(kind)]
        if let provider { head.set("provider", .string(provider)) }
        return head
    }
}

extension Listing {
    /// Makes the listing of a document that is whole, whose elements have names.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - members: The members that hold the elements.
    ///   - elementKind: The kind of one element.
    ///   - table: Prints the form for people.
    init(
        whole document: JSONObject,
        of members: [String],
        _ elementKind: String,
        table: @escaping (inout Sheet) -> Void
    ) {
        let elements = members.flatMap { document[$0]?.array ?? [] }
        self.init(
            kind: document["kind"]?.string ?? "",
            elementKind: elementKind,
            elements: elements,
            names: elements.compactMap { $0["name"]?.string },
            whole: document,
            table: table
        )
    }
}
