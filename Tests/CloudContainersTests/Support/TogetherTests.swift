import CloudContainers
import Testing

@Suite("Closures beside one another")
struct TogetherTests {
    private struct Failed: Error, Equatable {
        var number: Int
    }

    /// Lets others wait until somebody opens it.
    private actor Gate {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func open() {
            isOpen = true
            for continuation in waiting { continuation.resume() }
            waiting = []
        }

        func wait() async {
            if !isOpen { await withCheckedContinuation { waiting.append($0) } }
        }
    }

    @Test
    func theResultsStandInTheOrderOfTheClosures() async throws {
        let gate = Gate()
        let works: [@Sendable () async throws -> Int] = [
            {
                await gate.wait()
                return 1
            },
            {
                await gate.open()
                return 2
            },
        ]
        #expect(try await together(works) == [1, 2])
        #expect(try await together([@Sendable () async throws -> Int]()) == [])
    }

    @Test
    func theFirstErrorInTheOrderIsThrownWhicheverWasFaster() async throws {
        let gate = Gate()
        let works: [@Sendable () async throws -> Int] = [
            { 1 },
            {
                await gate.wait()
                throw Failed(number: 2)
            },
            {
                await gate.open()
                throw Failed(number: 3)
            },
        ]
        await #expect(throws: Failed(number: 2)) { try await together(works) }
    }

    @Test
    func anErrorEndsTheOthers() async throws {
        let works: [@Sendable () async throws -> Int] = [
            { throw Failed(number: 1) },
            {
                // Ends by its cancellation alone.
                for await _ in AsyncStream<Int>.makeStream().stream {}
                return 2
            },
        ]
        await #expect(throws: Failed(number: 1)) { try await together(works) }
    }
}
