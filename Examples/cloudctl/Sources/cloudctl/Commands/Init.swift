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
        discussion: "The manifest is complete: cloudctl check accepts it as it is. No file is replaced without --force."
    )

    @Argument(help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
    var file = Self.defaultFile

    @Flag(help: "Replace the file if there is one.")
    var force = false

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        if file == "-" {
            try console.output.write(FirstManifest.text)
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
        try OutputFile.write(Array(FirstManifest.text.utf8), to: file, on: console)
        if printing.quiet { return .done }
        var sheet = printing.sheet(for: console.error, on: console)
        sheet.line(.init("wrote "), .init(TerminalText.escaped(file), .strong))
        sheet.line(.init("next: cloudctl check \(TerminalText.escaped(ShellExport.quoted(file)))"))
        try console.error.write(sheet.text)
        return .done
    }
}
