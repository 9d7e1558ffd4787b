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
                "\(work) asks first, and there is no terminal to ask at",
                advice: "Give --yes\(rehearsal.map { ", or look with \($0) first" } ?? "")."
            )
        }
    }

    /// Says what goes, and asks.
    ///
    /// - Returns: Whether the answer was yes.
    static func ask(about targets: [LocatedContainer], _ session: Session) async throws -> Bool {
        var sheet = session.printing.sheet(for: session.console.error, on: session.console)
        add(targets, to: &sheet)
        return try await ask(sheet.text + question(targets, on: session.fullPlace), session)
    }

    /// Asks.
    ///
    /// - Returns: Whether the answer was yes.
    static func ask(_ text: String, _ session: Session) async throws -> Bool {
        await session.screen.say(text)
        let answer = try session.console.readLine()
        return ["y", "yes"].contains(answer.lowercased().filter { !$0.isWhitespace })
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
        if let target = targets.first, targets.count == 1 { return "Delete \(named(target)) on \(place)? [y/N] " }
        return targets.map { "  \(named($0))\n" }.joined()
            + "Delete these \(targets.count) services on \(place)? [y/N] "
    }
}
