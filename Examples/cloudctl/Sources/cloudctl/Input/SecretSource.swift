import ArgumentParser
import CloudContainers

/// Where a command takes the value of a secret from; never the command line, which other users can read.
struct SecretSource {
    /// The places.
    private enum Place {
        case environment(String)
        case file(String)
        case input
        case prompt
    }

    /// The name of the variable.
    let name: String
    private let place: Place

    /// Reads `NAME=env:VARIABLE`, `NAME=file:PATH`, or `NAME=-`.
    static func parse(_ text: String) throws -> SecretSource {
        let form = "NAME=env:VARIABLE, NAME=file:PATH or NAME=-"
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            // What stands there may be the secret itself.
            throw ValidationError("A secret is given as \(form), never with its value.")
        }
        let name = String(text[..<equals])
        let source = text[text.index(after: equals)...]
        if source == "-" { return SecretSource(name: name, place: .input) }
        for (prefix, make) in [("env:", Place.environment), ("file:", Place.file)] where source.hasPrefix(prefix) {
            let rest = String(source.dropFirst(prefix.count))
            if !rest.isEmpty { return SecretSource(name: name, place: make(rest)) }
        }
        throw ValidationError(
            "The secret \(Diagnostic.shortened(name)) does not say where its value comes from; write \(form)."
        )
    }

    /// Reads `NAME`, whose value is typed at a terminal or else stands in the standard input, or one of the forms of
    /// ``parse(_:)``.
    static func parseWord(_ text: String) throws -> SecretSource {
        if text.contains("=") { return try parse(text) }
        if text.isEmpty { throw ValidationError("The name of a secret is empty.") }
        return SecretSource(name: text, place: .prompt)
    }

    /// Reads the values.
    ///
    /// - Throws: ``Failure`` where a value is missing or no text; no message holds one.
    static func values(_ sources: [SecretSource], on console: Console) throws -> SecretValues {
        let readers = sources.count { source in
            switch source.place {
            case .input: true
            case .prompt: !console.inputIsTerminal
            case .environment, .file: false
            }
        }
        if readers > 1 {
            throw Failure(
                .wrongUse,
                "standard input is named for two secrets",
                advice: "Name it for one; others can come from NAME=env:VARIABLE or NAME=file:PATH."
            )
        }
        var values = SecretValues()
        let asks = console.canAsk && sources.contains { if case .prompt = $0.place { true } else { false } }
        func read() throws {
            for source in sources { values.set(try source.value(on: console), for: source.name) }
        }
        if asks { try console.hidingTyping(read) } else { try read() }
        console.mask(values)
        return values
    }

    private func value(on console: Console) throws -> String {
        let file: InputFile
        switch place {
        case .environment(let variable):
            guard let value = console.environment[variable] else {
                throw Failure(
                    .notFound,
                    "the variable \(Diagnostic.quoted(variable)), which is to hold the secret "
                        + "\(Diagnostic.shortened(name)), is not set",
                    advice: "Set it and export it."
                )
            }
            return value
        case .file(let path): file = try InputFile.read(path, on: console)
        case .prompt where console.inputIsTerminal: return try typed(on: console)
        case .input, .prompt: file = try InputFile.read("-", on: console)
        }
        guard UTF8Check.firstInvalidByte(of: file.bytes) == nil else {
            throw Failure(
                .wrongInput,
                "the value of the secret \(Diagnostic.shortened(name)) is not UTF-8",
                source: file.name
            )
        }
        // Editors and echo end a file with a line break that nobody means.
        var bytes = file.bytes[...]
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func typed(on console: Console) throws -> String {
        guard console.canAsk else {
            throw Failure(
                .wrongUse,
                console.refusesQuestions
                    ? "--no-input forbids to ask for the value of \(Diagnostic.shortened(name))"
                    : "the value of \(Diagnostic.shortened(name)) is asked for, and there is nobody to ask",
                advice: "Give the value by standard input, or as NAME=env:VARIABLE or NAME=file:PATH."
            )
        }
        let value = try console.ask("\(TerminalText.escaped(name)): ")
        guard !value.isEmpty else {
            throw Failure(.wrongInput, "no value was typed for \(Diagnostic.shortened(name))")
        }
        return value
    }
}
