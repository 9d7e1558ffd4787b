import ArgumentParser
import CloudContainers

/// Which variables are removed, and whether somebody is asked first.
struct VariableRemoval: ParsableArguments {
    @Argument(help: ArgumentHelp("The service, unless --scope is given, then the names.", valueName: "service|name"))
    var words: [String] = []

    @OptionGroup var choice: VariableChoice

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    /// The service, unless a wider scope is meant, and the names.
    ///
    /// - Parameter noun: What is removed, for the message.
    /// - Returns: Both.
    /// - Throws: `ValidationError` where one of them is missing.
    func wish(_ noun: String) throws -> (service: String?, names: [String]) {
        let (service, names) = try choice.service(of: words, before: "the names")
        if names.isEmpty { throw ValidationError("Name the \(noun) to remove.") }
        return (service, names)
    }
}

extension Session {
    /// Removes variables, after a question, and prints what becomes of each.
    ///
    /// - Parameters:
    ///   - removal: Which ones.
    ///   - noun: What is removed, for a message.
    ///   - onlySecrets: Whether a plain variable is refused.
    ///   - form: The form of the result.
    /// - Returns: The status.
    /// - Throws: ``Failure`` for a name that there is not.
    func unset(
        _ removal: VariableRemoval,
        _ noun: String,
        onlySecrets: Bool = false,
        _ form: FormOptions.Form
    ) async throws -> ExitStatus {
        let (name, words) = try removal.wish(noun)
        let mustAsk = !removal.yes && !removal.dryRun
        if mustAsk { try Confirmation.checkTerminal(for: "removing", "--dry-run", console) }
        let target = try await removal.choice.target(name, in: self)
        let service = try variables()
        let own = try await service.variables(in: target.place)
        var rows: [VariableUpdate.Row] = []
        for word in words where !rows.contains(where: { $0.name == word }) {
            guard let there = own.first(where: { $0.variable.name == word }) else {
                throw Self.missing(word, of: target, among: own)
            }
            if onlySecrets, !there.variable.isSecret { throw Self.notSecret(word) }
            rows.append(.init(name: word, isSecret: there.variable.isSecret, outcome: .removed))
        }
        let names = rows.map(\.name)
        if mustAsk {
            let shown = names.map(TerminalText.escaped).joined(separator: ", ")
            guard try await Confirmation.ask("Remove \(shown) from \(target.title) on \(fullPlace)? [y/N] ", self)
            else {
                await screen.note("Nothing is removed.")
                return .failed
            }
        }
        if !removal.dryRun {
            try await checkLocks(of: target.namespaces)
            try await asking("remove variables of \(target.title)", within: nil) {
                try await service.removeVariables(named: names, from: target.place)
            }
        }
        try await VariableUpdate(operation: "unset", target: target, isRehearsal: removal.dryRun, rows: rows)
            .finish(form, self)
        return .done
    }

    /// The failure for a variable that is no secret, where only a secret is meant.
    private static func notSecret(_ name: String) -> Failure {
        Failure(
            .wrongUse,
            "the variable \(Diagnostic.quoted(name)) is no secret",
            advice: "cloudctl env changes and removes plain variables."
        )
    }

    private static func missing(_ name: String, of target: VariableTarget, among own: [ScopedVariable]) -> Failure {
        Failure(
            .notFound,
            "\(target.title) has no variable \(Diagnostic.quoted(name)) of its own",
            advice: Suggestion(for: name, among: own.map(\.variable.name)).question
                ?? "cloudctl env list shows where each one comes from."
        )
    }
}
