public import CloudContainers

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A journal in a file of its own, which nobody but its owner can read.
///
/// The file has the mode 0600, a folder that is made for it 0700; a symbolic link in its place is refused. A second process
/// is kept out by a lock on a file beside it, `NAME.lock`, which says who holds it; the lock ends with the process, however that
/// ends.
public actor FileJournalStorage: JournalStorage {
    private let path: String
    private let file: OwnedDescriptor
    private let lock: FileLock

    /// Opens a journal, or makes it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - holder: What a second process is told about this one, such as the command that runs.
    /// - Throws: `ContainerServiceError` with the code `busy` while another process holds the journal, and `storageFailed`
    ///   with the system's words where it cannot be opened.
    public init(path: String, holder: String = "") throws(ContainerServiceError) {
        self.path = path
        let thing = "the journal \(path)"
        lock = try FileLock(path: path + ".lock", of: thing, holder: holder)
        file = try OwnedDescriptor(opening: path, of: thing)
    }

    /// All that was kept.
    public func read() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(file.number, &buffer, buffer.count, off_t(bytes.count))
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw Self.failure("read", path)
            }
        }
    }

    /// Adds bytes and waits until the disk has them.
    public func append(_ bytes: [UInt8]) throws {
        let end = lseek(file.number, 0, SEEK_END)
        guard end >= 0 else { throw Self.failure("write to", path) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(file.number, $0.baseAddress, $0.count, end + off_t(written))
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw Self.failure("write to", path)
            }
        }
        guard fsync(file.number) == 0 else { throw Self.failure("write to", path) }
    }

    /// Takes away what stands behind a number of bytes.
    public func truncate(to count: Int) throws {
        guard ftruncate(file.number, off_t(count)) == 0, fsync(file.number) == 0 else {
            throw Self.failure("shorten", path)
        }
    }

    private static func failure(_ action: String, _ path: String) -> ContainerServiceError {
        OwnedDescriptor.failure(action, "the journal \(path)")
    }
}
