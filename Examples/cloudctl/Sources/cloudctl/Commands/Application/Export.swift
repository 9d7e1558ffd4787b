import ArgumentParser
import CloudContainers

/// Writes a manifest of live services.
struct Export: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a manifest of live services, as YAML; changes nothing.",
        discussion: """
            Applying the result changes nothing. Secrets cannot be read: each is written as {}, which keeps the value that \
            is there; name the place of the value instead, for instance {env: NAME}, to make the service anew elsewhere.
            """
    )

    @OptionGroup var services: ServiceChoice

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Write to a file that only its owner can read.", valueName: "file"),
        completion: .file()
    )
    var outputFile: String?

    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let targets = try await services.containers(in: session)
            guard let first = targets.first else {
                throw Failure(
                    .notFound,
                    "there are no services to export",
                    advice: "cloudctl list shows what there is."
                )
            }
            if let other = targets.first(where: { $0.namespace.id != first.namespace.id }) {
                throw Failure(
                    .wrongUse,
                    "the services are in \(first.namespace.name) and in \(other.namespace.name)",
                    advice: "Give --namespace; a manifest describes one."
                )
            }
            var specs: [ContainerSpec] = []
            for target in targets { specs.append(try await session.service.container(target.container.id).spec) }
            let manifest = try ManifestFormat.manifest(of: specs)
            var object = manifest.root.object ?? [:]
            let services = object["services"] ?? [:]
            object.remove("services")
            object.set(
                "target",
                ["provider": .string(session.place), "namespace": .string(first.namespace.name)]
            )
            object.set("services", services)
            let document = ManifestFormat.escaping(JSONDocument(.object(object)))
            let text = FirstManifest.modelines + (try YAMLWriter.text(document))
            if let outputFile {
                try OutputFile.write(Array(text.utf8), to: outputFile, isPrivate: true, on: console)
            } else {
                try console.output.write(text)
            }
            return .done
        }
    }
}
