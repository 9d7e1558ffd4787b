import ArgumentParser
import CloudContainers

/// The files with the values of secrets, of which a translation needs to know the names.
struct SecretOptions: ParsableArguments {
    @Option(
        name: .customLong("secrets"),
        help: ArgumentHelp("A .env file with the values of secrets.", valueName: "file"),
        completion: .file()
    )
    var files: [String] = []

    /// The names of the secrets that the files hold.
    ///
    /// - Throws: ``Failure`` if a file cannot be read.
    func names(on console: Console) throws -> Set<String> { Set(try values(on: console).names) }

    /// The values of all files; later ones win.
    ///
    /// - Throws: ``Failure`` if a file cannot be read, without any value.
    func values(on console: Console) throws -> SecretValues {
        var all = SecretValues()
        for path in files { all.merge(try Self.read(path, on: console)) }
        return all
    }

    /// The values of a file.
    ///
    /// - Throws: ``Failure`` if it cannot be read, without any value.
    static func read(_ path: String, on console: Console) throws -> SecretValues {
        let file = try InputFile.read(path, on: console)
        do {
            let values = try Dotenv.read(file.bytes, named: file.name)
            console.mask(values)
            return values
        } catch {
            throw Failure(error)
        }
    }
}
