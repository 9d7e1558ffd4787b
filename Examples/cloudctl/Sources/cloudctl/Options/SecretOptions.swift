import ArgumentParser
import CloudContainers

/// The files with the values of secrets, of which a translation needs to know the names.
struct SecretOptions: ParsableArguments {
    @Option(
        name: .customLong("secrets"),
        help: ArgumentHelp("A .env file with the values of secrets.", valueName: "file")
    )
    var files: [String] = []

    /// The names of the secrets that the files hold.
    ///
    /// - Throws: ``Failure`` if a file cannot be read.
    func names(on console: Console) throws -> Set<String> {
        try files.reduce(into: []) { names, path in names.formUnion(try Self.read(path, on: console).names) }
    }

    /// The values of a file.
    ///
    /// - Throws: ``Failure`` if it cannot be read, without any value.
    static func read(_ path: String, on console: Console) throws -> SecretValues {
        let file = try InputFile.read(path, on: console)
        do {
            return try Dotenv.read(file.bytes, named: file.name)
        } catch {
            throw Failure(error)
        }
    }
}
