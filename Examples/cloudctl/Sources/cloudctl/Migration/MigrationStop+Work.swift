import ContainerMigration

extension MigrationStop {
    /// Does work that must not be cancelled with whoever waits for it, since its requests want to be answered and noted: a
    /// cancellation asks it to stop instead.
    ///
    /// What no answer ends is cancelled in the end, so that whoever asked does not wait for the deadline of a request; what came
    /// of that request is then not known.
    ///
    /// - Parameters:
    ///   - body: The work, which looks at this wish.
    ///   - asked: What is done once somebody has asked.
    /// - Returns: How the work ended.
    nonisolated func finishing<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value,
        asked: @escaping @Sendable () async -> Void = {}
    ) async -> Result<Value, any Error> {
        let work = Task { try await body() }
        return await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            Task {
                await request()
                await asked()
                try await ContinuousClock().sleep(for: .seconds(25))
                work.cancel()
            }
        }
    }
}

extension Screen {
    /// Says that no request is begun any more; short enough for one line, since whoever reads it is in a hurry.
    func noteStopping() {
        note("stopping after the requests under way; Ctrl-C again stops at once", .warning)
    }
}
