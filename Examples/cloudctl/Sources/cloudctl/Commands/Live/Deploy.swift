import ArgumentParser
import CloudContainers

/// Deploys services.
struct Deploy: ChangingCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploy services: bring their configuration and the newest image of their tag to the instances.",
        discussion: """
            With --image the one service gets another image first, as a pipeline does it: a tag, or a whole reference. \
            Nothing else of its configuration changes. When the deployment fails, the last lines that the service wrote \
            are shown.

            \(LiveHelp.changing())
            """
    )

    @OptionGroup var services: ServiceChoice

    @Option(help: ArgumentHelp("Another tag or image for the service.", valueName: "tag|image"))
    var image: String?

    @Option(
        name: .customLong("registry"),
        help: ArgumentHelp("The id of the Qovery registry for a host.", valueName: "host=uuid"),
        transform: NameArguments.registry
    )
    var registries: [(name: String, value: String)] = []

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Waiting") var progress: ProgressOption
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        guard image != nil, services.all || services.names.count != 1 else { return }
        throw ValidationError("--image is for one service: name it.")
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let targets = try await services.containers(in: session)
            guard let image, let target = targets.first else { return try await perform(.deploy, on: targets, session) }
            var given = Resolutions()
            given.registries = Dictionary(registries.map { ($0.name, $0.value) }) { $1 }
            return try await deploy(image, target, given, session)
        }
    }
}

extension ChangingCommand {
    /// Gives a service another image, deploys it, and shows what it wrote where that fails.
    func deploy(_ image: String, _ target: LocatedContainer, _ given: Resolutions, _ session: Session) async throws
        -> ExitStatus
    {
        if !dryRun { try await checkLocks(of: [target], session) }
        let change = ImageChange(text: image, target: target, given: given, session: session)
        let (before, after, deploys, isSent) = try await change.send(isRehearsal: dryRun)
        let words = "\(TerminalText.escaped(before.familiar)) becomes \(TerminalText.escaped(after.familiar))"
        await session.screen.note("\(target.title): \(before == after ? "has that image already" : words)", .notice)
        do {
            // What the change deploys by itself is only waited for.
            return try await perform(isSent && deploys ? .follow : .deploy, on: [target], session)
        } catch let failure as Failure {
            await session.showLastLines(of: target)
            throw failure
        }
    }
}
