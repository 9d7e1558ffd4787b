import Dispatch
import Testing

/// Runs each test on a thread of its own kind, apart from the threads that all other tests share.
///
/// For tests that talk to a server and have deadlines: the laws keep the shared threads busy for minutes, and a call that
/// waits for its turn between them may run out of its time.
struct OwnThreadTrait: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard #available(macOS 15, *) else { return try await function() }
        try await withTaskExecutorPreference(OwnThread(label: test.name)) { try await function() }
    }
}

extension Trait where Self == OwnThreadTrait {
    /// Runs each test on a thread that it shares with no other one.
    static var ownThread: Self { OwnThreadTrait() }
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
