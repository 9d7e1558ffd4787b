import ArgumentParser
import CloudContainers

/// Prints the JSON Schema of manifests.
struct Schema: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of manifests, for editors and validators.",
        discussion: """
            An editor with the YAML language server reads it where the first line of a manifest says \
            "# yaml-language-server: $schema=cloudctl.schema.json", one of JetBrains where a line says \
            "# $schema: cloudctl.schema.json".
            """
    )

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Write it to a file, all of it or nothing.", valueName: "file"),
        completion: .file()
    )
    var outputFile: String?

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        let text = Registry.manifest.schema.text(.pretty) + "\n"
        if let outputFile, outputFile != "-" {
            try OutputFile.write(Array(text.utf8), to: outputFile, on: console)
        } else {
            try console.output.write(text)
        }
        return .done
    }
}
