import ArgumentParser
import CloudContainers
import Foundation

/// Writes a first manifest.
struct Init: ConsoleCommand {
    /// Where the manifest goes if nobody says.
    static let defaultFile = "cloudctl.yaml"

    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first manifest with comments.",
        discussion: """
            The manifest is complete: cloudctl check accepts it as it is. No file is replaced without --force.

            With --from the services of a compose file are carried that have an image: image, entrypoint, command, ports, expose, \
            environment, healthcheck, the limits of CPU and memory, platform and replicas. All else of the file is named with its \
            line, on standard error and in comments of the manifest. A variable whose name is one of a secret becomes one: the \
            manifest says that its value comes from a variable of your environment, and not what it is.
            """
    )

    @Argument(
        help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"),
        completion: .file()
    )
    var file = Self.defaultFile

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("Begin with the services of this compose file; - is standard input.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var compose: String?

    @Flag(help: "Replace the file if there is one.")
    var force = false

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        let imported = try compose.map { try ComposeImport($0, on: console) }
        var text = try imported?.manifest() ?? FirstManifest.text
        if file != "-" {
            // The commands in the comments are to be copied.
            text = text.replacing(Self.defaultFile, with: TerminalText.escaped(ShellExport.quoted(file)))
        }
        if file == "-" {
            try console.output.write(text)
            if let imported { try tell(imported, on: console) }
            return .done
        }
        if !force, FileManager.default.fileExists(atPath: console.absolute(file)) {
            throw Failure(
                .cannotWrite,
                "there is such a file already",
                source: file,
                advice: "Name another file, or replace it with --force."
            )
        }
        try OutputFile.write(Array(text.utf8), to: file, on: console)
        if let imported { try tell(imported, on: console) }
        if printing.quiet { return .done }
        var sheet = printing.sheet(for: console.error, on: console)
        sheet.line(.init("wrote "), .init(TerminalText.escaped(file), .strong))
        sheet.line(.init("next: cloudctl check \(TerminalText.escaped(ShellExport.quoted(file)))"))
        try console.error.write(sheet.text)
        return .done
    }

    /// Says what of a compose file is not carried.
    private func tell(_ imported: ComposeImport, on console: Console) throws {
        if printing.quiet { return }
        var sheet = printing.sheet(for: console.error, on: console)
        for remark in imported.remarks {
            let place = [remark.place.source, remark.line.map(String.init)].compactMap(\.self).joined(separator: ":")
            let field = remark.place.field?.description ?? ""
            let text = "\(place): \(field): \(remark.place.problem)"
            sheet.paragraph([.init("note: ", .notice), .init(TerminalText.escaped(text))], hanging: 2)
        }
        try console.error.write(sheet.text)
    }
}
