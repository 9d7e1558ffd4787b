import ArgumentParser
import CloudContainers

/// Compares variables with a file.
struct EnvDiff: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare the variables of a service, a namespace or a project with a .env file.",
        discussion: LiveHelp.discussion(
            """
            It shows what an import of the file would do (added, changed, overridden), and what is there and not in the file \
            (removed), which an import leaves alone. Only the scope's own variables are compared. No value is printed, and those \
            of secrets cannot be compared. With --detailed-exitcode the status is 2 where there are differences.

            The JSON holds operation, scope, of (the service or namespace) and variables: for each name, secret, result.
            """
        )
    )

    @OptionGroup var file: VariableFileOptions
    @OptionGroup var choice: VariableChoice

    @Flag(name: .customLong("detailed-exitcode"), help: "End with 2 where there are differences.")
    var hasDetailedStatus = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try file.words(choice) }

    func run(on console: Console) async throws -> ExitStatus {
        let (name, path) = try file.words(choice)
        let (wanted, _) = try file.read(path, on: console)
        return try await Session.with(provider, printing, on: console) { session in
            let target = try await choice.target(name, in: session)
            let seen = try await VariableUpdate.seen(in: target, session.variables())
            let own = seen.filter { $0.scope == target.place.scope }.map(\.variable)
            var rows = VariableUpdate.rows(of: VariableUpdate.keepingFiles(wanted, seen), in: target, seen)
            // A file that does not say so holds the value of a secret all the same.
            let unveiled = VariableUpdate.unveiled(by: wanted, in: target, seen)
            for index in rows.indices {
                if unveiled.contains(rows[index].name) { rows[index].isSecret = true }
                if own.first(where: { $0.name == rows[index].name })?.isSecret == true {
                    rows[index].outcome = .notCompared
                }
            }
            let names = Set(wanted.map(\.name))
            for variable in own where !names.contains(variable.name) {
                rows.append(.init(name: variable.name, isSecret: variable.isSecret, outcome: .removed))
            }
            rows.sort { $0.name < $1.name }
            let update = VariableUpdate(operation: "diff", target: target, rows: rows)
            if !printing.quiet { try update.listing.print(format.form, session) }
            let differs = rows.contains { ![.unchanged, .notCompared].contains($0.outcome) }
            return differs && hasDetailedStatus ? .differences : .done
        }
    }
}
