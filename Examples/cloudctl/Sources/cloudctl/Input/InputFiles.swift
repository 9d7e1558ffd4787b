import CloudContainers
import Foundation

/// Reads several inputs at once, folders too.
enum InputFiles {
    /// The endings of the files that are read from a folder.
    static let endings = [".yaml", ".yml", ".json"]

    /// The documents of each input, in the order of the arguments; nothing stands for standard input.
    ///
    /// - Throws: ``Failure`` with all that is wrong with the texts, or with the first input that cannot be read.
    static func documents(
        of arguments: [String],
        on console: Console
    ) throws -> [(name: String, documents: [JSONDocument])] {
        let arguments = arguments.isEmpty ? ["-"] : arguments
        if arguments.filter({ $0 == "-" }).count > 1 {
            throw Failure(.wrongUse, "standard input is named twice", advice: "Give - once.")
        }
        if arguments.contains("-"), console.inputIsTerminal {
            try console.error.write("cloudctl: reading standard input up to its end (Ctrl-D)\n")
        }
        var inputs: [(name: String, documents: [JSONDocument])] = []
        var problems: [Diagnostic] = []
        for argument in try arguments.flatMap({ try expanded($0, on: console) }) {
            let file = try InputFile.read(argument, on: console)
            do {
                inputs.append((file.name, try InputDocument.read(file)))
            } catch let failure as Failure where failure.status == .wrongInput {
                problems += failure.diagnostics
            }
        }
        if problems.isEmpty { return inputs }
        throw Failure(.wrongInput, problems)
    }

    /// The files of a folder in the order of their names, or the argument itself.
    private static func expanded(_ argument: String, on console: Console) throws -> [String] {
        var isFolder: ObjCBool = false
        guard argument != "-", !argument.isEmpty,
            FileManager.default.fileExists(atPath: console.absolute(argument), isDirectory: &isFolder),
            isFolder.boolValue
        else { return [argument] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: console.absolute(argument))
        } catch {
            throw Failure(.cannotRead, "the folder cannot be read", source: argument)
        }
        let files = names.filter { name in
            !name.hasPrefix(".") && endings.contains { name.lowercased().hasSuffix($0) }
        }
        guard !files.isEmpty else {
            throw Failure(
                .notFound,
                "there is no file in this folder that ends in \(endings.joined(separator: ", "))",
                source: argument,
                advice: "Name a file, or another folder."
            )
        }
        let folder = argument.hasSuffix("/") ? argument : argument + "/"
        return files.sorted().map { argument == "." ? $0 : folder + $0 }
    }
}
