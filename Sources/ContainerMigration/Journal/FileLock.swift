public import CloudContainers

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lock that keeps other processes of this machine out as long as it lives.
///
/// It is a lock on a file that says who holds it. The file has the mode 0600, folders that are made for it 0700; a symbolic link
/// in its place is refused. The lock ends with the process, however that ends; the file stays.
public final class FileLock: Sendable {
    private let descriptor: OwnedDescriptor

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - thing: What is locked, such as `the namespace shop`.
    ///   - holder: What a second process is told about this one, such as the command that runs.
    /// - Throws: `ContainerServiceError` with the code `busy` while another process holds it, and `storageFailed` with the
    ///   system's words where the file cannot be opened.
    public init(path: String, of thing: String, holder: String = "") throws(ContainerServiceError) {
        try Self.makeFolder(of: path, thing)
        descriptor = try OwnedDescriptor(opening: path, of: thing)
        guard flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw OwnedDescriptor.failure("lock", thing) }
            var buffer = [UInt8](repeating: 0, count: 512)
            let count = max(pread(descriptor.number, &buffer, buffer.count, 0), 0)
            let words = String(decoding: buffer[..<count], as: UTF8.self).escapedForTerminal(limit: 300)
            throw ContainerServiceError(
                .busy,
                "another process writes to \(thing)" + (words.isEmpty ? "" : ": \(words)")
            )
        }
        var name = [CChar](repeating: 0, count: 256)
        _ = gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let words = Array("process \(getpid()) on \(host)\(holder.isEmpty ? "" : ", \(holder)")".utf8)
        // What the lock says is a help only; a failure to write it stops nothing.
        _ = ftruncate(descriptor.number, 0)
        _ = words.withUnsafeBytes { pwrite(descriptor.number, $0.baseAddress, $0.count, 0) }
    }

    private static func makeFolder(of path: String, _ thing: String) throws(ContainerServiceError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT else { throw OwnedDescriptor.failure("make the folder of", thing) }
        try makeFolder(of: folder, thing)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw OwnedDescriptor.failure("make the folder of", thing)
        }
    }
}

/// An open file, which is closed with the last use of it.
final class OwnedDescriptor: Sendable {
    let number: Int32

    /// Opens a file that nobody but its owner can read, or makes it.
    init(opening path: String, of thing: String) throws(ContainerServiceError) {
        #if canImport(Glibc)
            number = Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
            number = Musl.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        #else
            number = Darwin.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        #endif
        guard number >= 0 else { throw Self.failure("open", thing) }
        // It may have been there with another mode.
        guard fchmod(number, 0o600) == 0 else { throw Self.failure("keep others from", thing) }
    }

    deinit { if number >= 0 { close(number) } }

    /// What the system says about what just failed.
    static func failure(_ action: String, _ thing: String) -> ContainerServiceError {
        .storage("cannot \(action) \(thing): \(String(cString: strerror(errno)))")
    }
}
