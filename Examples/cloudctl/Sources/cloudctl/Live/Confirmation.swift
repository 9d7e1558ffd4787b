import CloudContainers

/// The questions before something is done that nobody wants by mistake.
enum Confirmation {
    /// Makes sure that there is somebody to ask.
    ///
    /// - Parameters:
    ///   - work: What asks first, such as `deleting`.
    ///   - rehearsal: How to look before, if there is a way.
    ///   - console: The console.
    /// - Throws: ``Failure`` with what to do instead.
    static func checkTerminal(for work: String, _ rehearsal: String? = nil, _ console: Console) throws {
        guard console.canAsk else {
            throw Failure(
                .wrongUse,
                "\(work) asks first, and \(console.refusesQuestions ? "--no-input forbids that" : "there is no terminal to ask at")",
                advice: "Give --yes\(rehearsal.map { ", or look with \($0) first" } ?? "")."
            )
        }
    }

    /// Says what is deleted and what goes with it, and asks.
    ///
    /// - Returns: Whether the answer was the name, or the number of several.
    static func ask(about targets: [LocatedContainer], _ session: Session) async throws -> Bool {
        var sheet = session.printing.sheet(for: session.console.error, on: session.console)
        add(targets, to: &sheet)
        let question = question(targets, on: session.fullPlace)
        return try await askToDestroy(sheet.text + question, targets.map(\.name), session)
    }

    /// Asks to type what nothing brings back: the name of one, the number of several.
    ///
    /// Whoever is used to answering y has to read what it is this time.
    ///
    /// - Parameters:
    ///   - text: What is done, as a sentence.
    ///   - names: The names of what goes; nothing is asked where there are none.
    ///   - session: The session.
    /// - Returns: Whether that was typed.
    /// - Throws: What reading the answer throws.
    static func askToDestroy(_ text: String, _ names: [String], _ session: Session) async throws -> Bool {
        guard let first = names.first else { return true }
        // What a terminal cannot show nobody can type.
        let expected = names.count == 1 ? TerminalText.escaped(first) : "\(names.count)"
        let what = names.count == 1 ? "its name" : "their number"
        await session.screen.say("\(text)\nType \(what) to confirm (\(expected)): ")
        return try session.console.readLine().trimmed == expected
    }

    /// Asks.
    ///
    /// - Returns: Whether the answer was yes.
    static func ask(_ text: String, _ session: Session) async throws -> Bool {
        await session.screen.say(text)
        return ["y", "yes"].contains(try session.console.readLine().trimmed.lowercased())
    }

    /// Adds what goes with each container.
    static func add(_ targets: [LocatedContainer], to sheet: inout Sheet) {
        for target in targets {
            let spec = target.container.spec
            var parts = spec.domains.map { "the domain \($0.host)" }
            parts += spec.volumes.map { "the volume \($0.mountPath) (\($0.size)) with all that is on it" }
            parts += target.container.endpoints.filter { !$0.isCustomDomain }.map { "the address \($0.url)" }
            guard !parts.isEmpty else { continue }
            sheet.line(.init("With \(target.title) go:", .warning))
            for part in parts { sheet.paragraph(TerminalText.escaped(part), indent: 2, hanging: 4) }
        }
    }

    private static func question(_ targets: [LocatedContainer], on place: String) -> String {
        func named(_ target: LocatedContainer) -> String {
            "\(target.title) (\(TerminalText.escaped(target.container.spec.image.description)))"
        }
        if let target = targets.first, targets.count == 1 { return "Delete \(named(target)) on \(place)." }
        return targets.map { "  \(named($0))\n" }.joined()
            + "Delete these \(targets.count) services on \(place)."
    }
}

extension String {
    /// The text without the blanks around it, which nobody sees.
    fileprivate var trimmed: String {
        let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex
        return String(self[..<end].drop(while: \.isWhitespace))
    }
}
