package import CloudContainers

/// The manifest that a command works on: its application, and the files that it was read from.
package struct Manifest {
    /// What the files describe; nothing is wrong with it.
    package let application: Application
    /// The names of the files.
    package let files: [String]

    /// Reads files, folders, or standard input for `-`.
    ///
    /// - Parameters:
    ///   - paths: The files; without any it is standard input.
    ///   - overlay: The environment whose overlay is laid over it.
    ///   - console: The console, whose environment the variables come from.
    /// - Returns: The manifest.
    /// - Throws: ``Failure`` with all that is wrong, each with its place.
    package static func load(_ paths: [String], overlay: String? = nil, on console: Console) throws -> Manifest {
        let inputs = try InputFiles.documents(of: paths, on: console)
        let application = Registry.manifest.application(
            of: inputs.flatMap(\.documents),
            overlay: overlay,
            environment: console.environment
        )
        do {
            return Manifest(application: try application.checked(), files: inputs.map(\.name))
        } catch {
            throw Failure(error)
        }
    }
}
