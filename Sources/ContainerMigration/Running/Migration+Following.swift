import CloudContainers

extension Migration {
    /// Carries the plan out as ``run(secrets:stop:_:)`` does, with its events as a sequence.
    ///
    /// The sequence ends with the run, and the run does not wait for whoever reads it.
    ///
    /// - Parameters:
    ///   - secrets: The values of the secrets.
    ///   - stop: A wish to stop.
    ///   - body: Reads the events, beside the run.
    /// - Returns: What became of each service.
    /// - Throws: What ``run(secrets:stop:_:)`` throws, once `body` has ended.
    public func runWithEvents(
        secrets: MigrationSecrets = MigrationSecrets(),
        stop: MigrationStop = MigrationStop(),
        _ body: @escaping @Sendable (AsyncStream<MigrationEvent>) async -> Void
    ) async throws -> MigrationOutcome {
        let (events, continuation) = AsyncStream.makeStream(of: MigrationEvent.self)
        return try await withTaskGroup(of: Void.self) { group in
            group.addTask { await body(events) }
            let result: Result<MigrationOutcome, any Error>
            do {
                result = .success(try await run(secrets: secrets, stop: stop) { continuation.yield($0) })
            } catch {
                result = .failure(error)
            }
            continuation.finish()
            await group.waitForAll()
            return result
        }.get()
    }
}
