import ArgumentParser
import CloudContainers

/// Removes variables.
struct EnvUnset: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Remove variables of a service, a namespace or a project.",
        discussion: Env.changing(
            """
            Asks first; without a terminal --yes is needed. What a variable of this scope hid is in effect again. At Qovery the \
            aliases and overrides of a variable go with it. The value of a secret is gone for good.
            """
        )
    )

    @Argument(help: ArgumentHelp("The service, unless --scope is given, then the names.", valueName: "service|name"))
    var words: [String] = []

    @OptionGroup var choice: VariableChoice

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try wish() }

    private func wish() throws -> (service: String?, names: [String]) {
        let (service, names) = try choice.service(of: words, before: "the names")
        if names.isEmpty { throw ValidationError("Name the variables to remove.") }
        return (service, names)
    }

    func run(on console: Console) async throws -> ExitStatus {
        let (name, words) = try wish()
        return try await Session.with(provider, printing, on: console) { session in
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "removing", "--dry-run", console) }
            let target = try await choice.target(name, in: session)
            return try await session.unset(words, of: target, isSure: yes, isRehearsal: dryRun, format.form)
        }
    }
}

extension Session {
    /// Removes variables, after a question, and prints what becomes of each.
    ///
    /// - Parameters:
    ///   - words: The names.
    ///   - target: Whose they are.
    ///   - isSure: Whether nobody is asked.
    ///   - isRehearsal: Whether nothing is sent.
    ///   - onlySecrets: Whether a plain variable is refused.
    ///   - form: The form of the result.
    /// - Returns: The status.
    /// - Throws: ``Failure`` for a name that there is not.
    func unset(
        _ words: [String],
        of target: VariableTarget,
        isSure: Bool,
        isRehearsal: Bool,
        onlySecrets: Bool = false,
        _ form: FormOptions.Form
    ) async throws -> ExitStatus {
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
        if !isSure, !isRehearsal {
            let shown = names.map(TerminalText.escaped).joined(separator: ", ")
            guard try await Confirmation.ask("Remove \(shown) from \(target.title) on \(place)? [y/N] ", self) else {
                await screen.say("Nothing is removed.\n")
                return .failed
            }
        }
        if !isRehearsal {
            try await asking("remove variables of \(target.title)", within: nil) {
                try await service.removeVariables(named: names, from: target.place)
            }
        }
        try await VariableUpdate(operation: "unset", target: target, isRehearsal: isRehearsal, rows: rows)
            .finish(form, self)
        return .done
    }

    /// The failure for a variable that is no secret, where only a secret is meant.
    static func notSecret(_ name: String) -> Failure {
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
