import CloudContainers
import Foundation

/// The process that runs both simulators, as its parent sees it.
final class SimulatorProcess: Sendable {
    /// How much faster than the real one the clock of the simulators is.
    static let speed = 20_000.0

    private let calls: Calls

    init() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["serve-simulators"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let calls = Calls(input)
        self.calls = calls
        Thread {
            while let frame = try? Frame(from: output.fileHandleForReading) {
                let done = DispatchSemaphore(value: 0)
                Task {
                    await calls.finish(frame)
                    done.signal()
                }
                done.wait()
            }
        }.start()
    }

    /// One of the two accounts.
    func account(_ name: String) -> any HTTPTransport { Account(name: name, calls: calls) }

    /// Ends the process.
    func end() async { await calls.end() }

    private struct Account: HTTPTransport {
        let name: String
        let calls: Calls

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            try Task.checkCancellation()
            return await calls.send(request, to: name).response
        }
    }

    /// The requests that are under way.
    private actor Calls {
        private let input: Pipe
        private var waiting: [Int: CheckedContinuation<Frame, Never>] = [:]
        private var count = 0

        init(_ input: Pipe) { self.input = input }

        func send(_ request: HTTPRequest, to account: String) async -> Frame {
            count += 1
            let frame = Frame(count, account, request)
            return await withCheckedContinuation { continuation in
                waiting[frame.head.number] = continuation
                try? input.fileHandleForWriting.write(contentsOf: frame.bytes)
            }
        }

        func finish(_ frame: Frame) { waiting.removeValue(forKey: frame.head.number)?.resume(returning: frame) }

        func end() { try? input.fileHandleForWriting.close() }
    }
}
