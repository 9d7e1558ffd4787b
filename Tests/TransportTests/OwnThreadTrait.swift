import CloudContainersTesting
import Testing

/// Runs each test on a thread of its own, apart from the threads that all other tests share.
struct OwnThreadTrait: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await onOwnThread(test.name, function)
    }
}

extension Trait where Self == OwnThreadTrait {
    /// Runs each test on a thread that it shares with no other one.
    static var ownThread: Self { OwnThreadTrait() }
}
