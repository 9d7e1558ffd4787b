import Dispatch

/// Runs something on a thread that no other task has.
///
/// For what talks to a server and has deadlines: other tests can keep the threads that all tasks share busy for minutes, and a
/// call that waits for its turn between them runs out of its time.
package func onOwnThread(
    _ label: String,
    _ body: @concurrent @Sendable () async throws -> Void
) async throws {
    guard #available(macOS 15, *) else { return try await body() }
    try await withTaskExecutorPreference(OwnThread(label: label)) { try await body() }
}

@available(macOS 15, *)
private final class OwnThread: TaskExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
