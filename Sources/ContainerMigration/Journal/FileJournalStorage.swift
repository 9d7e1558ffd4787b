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
    private let lock: OwnedDescriptor

    /// Opens a journal, or makes it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - holder: What a second process is told about this one, such as the command that runs.
    /// - Throws: `ContainerServiceError` with the code `busy` while another process holds the journal, and `storageFailed`
    ///   with the system's words where it cannot be opened.
    public init(path: String, holder: String = "") throws(ContainerServiceError) {
        self.path = path
        try Self.makeFolder(of: path)
        lock = try Self.open(path + ".lock")
        try Self.hold(lock, of: path, holder)
        file = try Self.open(path)
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

    // MARK: Opening

    private static func makeFolder(of path: String) throws(ContainerServiceError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        throw failure("make the folder of", path)
    }

    private static func open(_ path: String) throws(ContainerServiceError) -> OwnedDescriptor {
        #if canImport(Glibc)
            let number = Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
            let number = Musl.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        #else
            let number = Darwin.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        #endif
        guard number >= 0 else { throw failure("open", path) }
        let descriptor = OwnedDescriptor(number)
        // It may have been there with another mode.
        guard fchmod(number, 0o600) == 0 else { throw failure("keep others from", path) }
        return descriptor
    }

    private static func hold(
        _ lock: OwnedDescriptor,
        of path: String,
        _ holder: String
    ) throws(ContainerServiceError) {
        guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw failure("lock", path) }
            var buffer = [UInt8](repeating: 0, count: 512)
            let count = max(pread(lock.number, &buffer, buffer.count, 0), 0)
            let words = String(decoding: buffer[..<count], as: UTF8.self).escapedForTerminal(limit: 300)
            throw ContainerServiceError(
                .busy,
                "another process writes to the journal \(path)" + (words.isEmpty ? "" : ": \(words)")
            )
        }
        var name = [CChar](repeating: 0, count: 256)
        _ = gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let words = Array("process \(getpid()) on \(host)\(holder.isEmpty ? "" : ", \(holder)")".utf8)
        // What the lock says is a help only; a failure to write it stops nothing.
        _ = ftruncate(lock.number, 0)
        _ = words.withUnsafeBytes { pwrite(lock.number, $0.baseAddress, $0.count, 0) }
    }

    private static func failure(_ action: String, _ path: String) -> ContainerServiceError {
        .storage("cannot \(action) the journal \(path): \(String(cString: strerror(errno)))")
    }
}

/// An open file, which is closed with the last use of it.
private final class OwnedDescriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
}
