import CloudContainers
import ContainerMigration
import Foundation

extension Session {
    /// Does something that no second run of this machine may do to a namespace at the same time.
    ///
    /// The lock is a file below `XDG_STATE_HOME`, or else below `.local/state` in the home folder. Where neither is known or the
    /// place cannot be written, the run goes on without it: what two machines do at once is told apart by what they read anyway.
    ///
    /// - Parameters:
    ///   - namespace: The namespace.
    ///   - command: What others are told about this run: `apply`.
    ///   - limit: How long to wait for another run; `nil` for not at all.
    ///   - isNeeded: Whether anything is changed.
    ///   - body: What is done.
    /// - Returns: What the closure returns.
    /// - Throws: ``Failure`` with who holds the lock, and what the closure throws.
    func locking<Result>(
        _ namespace: String,
        for command: String,
        within limit: Duration?,
        isNeeded: Bool,
        _ body: () async throws -> Result
    ) async throws -> Result {
        // Nobody else sees the account of a simulator that ends with the command.
        guard isNeeded, !isSimulated, let path = lockFile(namespace) else { return try await body() }
        let thing = "the namespace \(namespace) on \(place)"
        var lock: FileLock?
        try await waitingForLock(within: limit) {
            do throws(ContainerServiceError) {
                lock = try FileLock(path: path, of: thing, holder: "cloudctl \(command)")
                return nil
            } catch  where error.code == .busy {
                return error.message
            } catch {
                await screen.note("warning: \(error.message); nothing keeps a second run out", .warning)
                return nil
            }
        }
        defer { withExtendedLifetime(lock) {} }
        return try await body()
    }

    /// Makes sure that no other run of this machine works on a namespace that is to be changed.
    ///
    /// An apply or a migration would take a change for somebody else's. Commands for single services keep nobody out.
    ///
    /// - Throws: ``Failure`` with who holds the lock.
    func checkLocks(of namespaces: [Namespace], within limit: Duration? = nil) async throws {
        if isSimulated { return }
        for name in Set(namespaces.map(\.name)).sorted() {
            guard let path = lockFile(name) else { continue }
            try await waitingForLock(within: limit) {
                LockFile.holder(of: path).map {
                    "another process writes to the namespace \(TerminalText.escaped(name)) on \(place): \($0)"
                }
            }
        }
    }

    /// Tries until nobody holds the lock, or the time has run out.
    private func waitingForLock(within limit: Duration?, _ attempt: () async -> String?) async throws {
        let began = await time.now()
        // Whoever only looks holds it for a moment.
        let patience = limit ?? .milliseconds(200)
        var isTold = false
        while let holder = await attempt() {
            guard await time.now() - began < patience else {
                throw Failure(
                    .tryLater,
                    holder,
                    advice:
                        "Run the command again when it has ended; with --lock-timeout apply, deploy and migrate run wait for that."
                )
            }
            if limit != nil, !isTold { await screen.note("waiting: \(holder)", .notice) }
            isTold = true
            try await time.sleep(for: min(.seconds(limit == nil ? 0.1 : 1), patience))
        }
    }

    private func lockFile(_ namespace: String) -> String? {
        guard let base = StateFolder(console.environment)?.path else { return nil }
        let name = PreparedChange.fingerprint(of: JSONDocument(.string(namespace))).prefix(16)
        return "\(base)/locks/\(place)-\(name).lock"
    }
}

/// A file that is locked by whoever works on a namespace, and says who that is.
private enum LockFile {
    /// Who holds the lock; `nil` for nobody.
    ///
    /// Looking keeps nobody out but for a moment.
    static func holder(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        var buffer = [UInt8](repeating: 0, count: 300)
        let count = max(pread(descriptor, &buffer, buffer.count, 0), 0)
        return TerminalText.escaped(String(decoding: buffer[..<count], as: UTF8.self))
    }
}
