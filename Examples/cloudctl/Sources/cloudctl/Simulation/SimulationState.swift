import CloudContainers
import Foundation

/// The file that a simulation goes on from.
struct SimulationState {
    /// How often a state that changed is written.
    static let interval = Duration.seconds(3)

    private let argument: String
    private let path: String
    /// How many requests the saved state knows of.
    private var savedCount: Int?

    /// Names the file, which need not exist.
    init(_ argument: String, on console: Console) {
        self.argument = argument
        // A link stays a link: what it leads to is replaced.
        path = URL(fileURLWithPath: console.absolute(argument)).resolvingSymlinksInPath().path
    }

    /// Reads the state; `nil` where there is no file yet.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read or is no JSON.
    func load(on console: Console) throws -> JSONDocument? {
        guard access(path, F_OK) == 0 else { return nil }
        let file = try InputFile.read(argument, on: console)
        do throws(ContainerServiceError) {
            return try JSONDocument(parsing: file.bytes, named: argument)
        } catch {
            throw Failure(error)
        }
    }

    /// Writes the state if requests came since the last time.
    ///
    /// - Throws: ``Failure`` if it cannot be written; the old file is as it was then.
    mutating func save(_ cloud: SimulatedCloud) async throws {
        // Counted before, so that what comes meanwhile is saved the next time.
        let count = await cloud.requestCount
        guard count != savedCount else { return }
        try write(Array(await cloud.save().text().utf8))
        savedCount = count
    }

    /// Puts a new file that only its owner can read in the place of the old one.
    private func write(_ bytes: [UInt8]) throws {
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure }
        let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        do {
            defer { close(descriptor) }
            try Descriptor(descriptor, name: argument).write(bytes)
            guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else { throw failure }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = failure
            unlink(temporary)
            throw failure
        }
    }

    private var failure: Failure {
        Failure(.cannotWrite, "the state cannot be written: \(Descriptor.reason(errno))", source: argument)
    }
}
