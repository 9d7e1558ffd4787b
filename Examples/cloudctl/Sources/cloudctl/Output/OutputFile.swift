import CloudContainers
import Foundation

/// Writes a result to a file, all of it or nothing.
enum OutputFile {
    /// Writes a new file beside the old one and puts it in its place; the old one's mode is kept.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - argument: The path as it was given.
    ///   - isPrivate: Whether nobody but the owner may read the file, whatever mode an old one has; a link is refused then,
    ///     since what it leads to may not be meant.
    ///   - console: The console.
    /// - Throws: ``Failure`` if it cannot be written; the old file is as it was then.
    static func write(_ bytes: [UInt8], to argument: String, isPrivate: Bool = false, on console: Console) throws {
        let named = console.absolute(argument)
        var status = stat()
        if isPrivate, lstat(named, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { throw link(argument) }
        // A link stays a link: what it leads to is replaced.
        let path = URL(fileURLWithPath: named).resolvingSymlinksInPath().path
        var mode: mode_t?
        if stat(path, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFREG: mode = status.st_mode & 0o7777
            case S_IFDIR: throw Failure(.cannotWrite, "this is a directory, not a file", source: argument)
            default: return try overwrite(bytes, at: path, named: argument)
            }
        }
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure(argument) }
        let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        do {
            defer { close(descriptor) }
            try Descriptor(descriptor, name: argument).write(bytes)
            guard fchmod(descriptor, isPrivate ? 0o600 : mode ?? newFileMode) == 0, fsync(descriptor) == 0 else {
                throw failure(argument)
            }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = failure(argument)
            unlink(temporary)
            throw failure
        }
    }

    /// Writes to a device or a pipe, which cannot be replaced.
    private static func overwrite(_ bytes: [UInt8], at path: String, named name: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(name) }
        defer { close(descriptor) }
        try Descriptor(descriptor, name: name).write(bytes)
    }

    /// The mode of a new file: what the user's mask leaves of reading and writing for all.
    private static var newFileMode: mode_t {
        let mask = umask(0)
        umask(mask)
        return 0o666 & ~mask
    }

    /// The failure of what must be no link.
    static func link(_ argument: String) -> Failure {
        Failure(
            .cannotWrite,
            "this is a link, and what is written holds what is not for everybody",
            source: argument,
            advice: "Name the file itself."
        )
    }

    private static func failure(_ name: String) -> Failure {
        Failure(.cannotWrite, "the file cannot be written: \(Descriptor.reason(errno))", source: name)
    }
}
