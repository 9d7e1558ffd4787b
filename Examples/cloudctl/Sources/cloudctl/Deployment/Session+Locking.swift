import CloudContainers
import ContainerMigration

extension Session {
    /// Does something that no second run of this machine may do to a namespace at the same time.
    ///
    /// The lock is a file below `XDG_STATE_HOME`, or else below `.local/state` in the home folder. Where neither is known or the
    /// place cannot be written, the run goes on without it: what two machines do at once is told apart by what they read anyway.
    ///
    /// - Throws: ``Failure`` with who holds the lock, and what the closure throws.
    func locking<Result>(_ namespace: String, isNeeded: Bool, _ body: () async throws -> Result) async throws -> Result
    {
        // Nobody else sees the account of a simulator that ends with the command.
        guard isNeeded, !isSimulated, let path = lockFile(namespace) else { return try await body() }
        let thing = "the namespace \(namespace) on \(place)"
        let lock: FileLock?
        do {
            lock = try FileLock(path: path, of: thing, holder: "cloudctl apply")
        } catch  where error.code == .busy {
            throw Failure(.tryLater, error.message, advice: "Wait until it has ended, and apply again.")
        } catch {
            lock = nil
            await screen.note("warning: \(error.message); nothing keeps a second run out", .warning)
        }
        defer { withExtendedLifetime(lock) {} }
        return try await body()
    }

    private func lockFile(_ namespace: String) -> String? {
        guard let base = StateFolder(console.environment)?.path else { return nil }
        let name = PreparedChange.fingerprint(of: JSONDocument(.string(namespace))).prefix(16)
        return "\(base)/locks/\(place)-\(name).lock"
    }
}
