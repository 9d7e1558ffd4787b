import ArgumentParser
import CloudContainers

/// Gives a service an earlier image.
struct Rollback: ChangingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Give a service an earlier image again, deploy it, and wait until it runs.",
        discussion: """
            Without --image the provider's own history says which image ran before, where it keeps one. The providers keep \
            no versions of the rest of a service's configuration: for that, apply an earlier manifest, or a plan that was \
            saved for it.

            \(LiveHelp.changing())
            """
    )

    @OptionGroup var choice: ServiceArgument

    @Option(help: ArgumentHelp("The tag or image to go back to.", valueName: "tag|image"))
    var image: String?

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
            let target = try await choice.target(in: session)
            var wanted = image
            if wanted == nil { wanted = try await earlierImage(of: target, session) }
            guard let image = wanted else { return .notFound }
            if !yes, !dryRun {
                try Confirmation.checkTerminal(for: "rolling back", "--dry-run", console)
                let question =
                    "Give \(target.title) the image \(TerminalText.escaped(image)) again on \(session.fullPlace)? [y/N] "
                guard try await Confirmation.ask(question, session) else {
                    await session.screen.note("Nothing is changed.")
                    return .failed
                }
            }
            return try await deploy(image, target, Resolutions(), session)
        }
    }

    /// The image that ran before the present one, by the provider's history.
    private func earlierImage(of target: LocatedContainer, _ session: Session) async throws -> String {
        let history = try await session.service.deployedImages(of: target.container.id)
        let present = target.container.spec.image
        guard let image = history.first(where: { $0.repository != present.repository || $0.tag != present.tag }) else {
            throw Failure(
                .wrongUse,
                history.isEmpty
                    ? "\(session.provider.name) keeps no history of images"
                    : "the history of \(target.title) has no other image",
                advice: "Give --image TAG."
            )
        }
        return image.description
    }
}
