import ArgumentParser
import CloudContainers

/// Deletes services.
struct Delete: ChangingCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete services with their domains and volumes.",
        discussion: LiveHelp.changing(
            """
            Asks for the name first, or the number of several; without a terminal --yes is needed. Nothing brings back what is \
            deleted.
            """
        )
    )

    @Argument(help: ArgumentHelp("The services.", valueName: "name|id"), completion: LiveCompletion.services.kind)
    var names: [String]

    @Option(
        help: ArgumentHelp(
            "The namespace of the services; all are looked through when left out.",
            valueName: "name|id"
        ),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Waiting") var progress: ProgressOption
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "deleting", "--dry-run", console) }
            var targets = try await session.containers(named: names, in: namespace)
            // Lists can leave out what goes with a service.
            for index in targets.indices {
                targets[index].container = try await session.service.container(targets[index].container.id)
            }
            if dryRun, format.form.isForPeople, !printing.quiet {
                var sheet = printing.sheet(for: console.error, on: console)
                Confirmation.add(targets, to: &sheet)
                await session.screen.say(sheet.text)
            }
            if !yes, !dryRun, try await !Confirmation.ask(about: targets, session) {
                await session.screen.note("Nothing is deleted.")
                return .failed
            }
            return try await perform(.delete, on: targets, session)
        }
    }
}
