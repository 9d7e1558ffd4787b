import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// Migrations that are interrupted, and go on.
struct MigrateInterruptionTests {
    /// Cancels a command in the middle of its nth request that writes to a provider.
    private actor Interrupting: HTTPTransport {
        private let cloud: SimulatedCloud
        private let provider: String
        private var left: Int
        private var task: Task<Terminal.Result, Never>?

        init(_ cloud: SimulatedCloud, writesTo provider: String, before left: Int) {
            self.cloud = cloud
            self.provider = provider
            self.left = left
        }

        func cancel(_ task: Task<Terminal.Result, Never>) { self.task = task }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let isForScaleway = request.headers["X-Auth-Token"] != nil
            if request.method != .get, isForScaleway == (provider == "scaleway") {
                left -= 1
                if left == 0 {
                    while task == nil { await Task.yield() }
                    task?.cancel()
                }
            }
            return try await cloud.send(request)
        }
    }

    /// The first request of all only looks for the right to write.
    @Test(arguments: MigrateFlowTests.ways, [2, 3, 4])
    func goesOnAfterAnInterruption(_ way: (String, String), _ count: Int) async throws {
        let terminal = try Terminal()
        try terminal.file("shop.env", "TOKEN=some-value\n")
        let cloud = try await MovingCloud()
        try await cloud.fill(way.0)
        let transport = Interrupting(cloud.cloud, writesTo: way.1, before: count)
        cloud.connect(terminal, through: transport)
        let words = [
            "migrate", "run", "--from", way.0, "--to", way.1, "--namespace", "shop", "--to-namespace", "moved",
            "--secrets", "shop.env", "--yes", "--concurrency", "1",
        ]
        let task = terminal.begin(words + cloud.decisions)
        await transport.cancel(task)
        let result = await task.value
        #expect(result.status == 130, "\(result.everything)")
        #expect(result.error.contains("stopping after the requests under way"))
        let command = "cloudctl migrate resume --journal cloudctl-migration.jsonl --secrets shop.env"
        #expect(result.error.contains("To go on: \(command)"), "\(result.error)")

        cloud.connect(terminal)
        let status = await terminal.run("migrate", "status")
        #expect(status.output.contains("cloudctl migrate resume"), "\(status.output)")
        let end = await terminal.run(command.split(separator: " ").dropFirst().map(String.init))
        #expect(end.status == 0, "\(end.everything)")
        #expect(try await cloud.names(way.1, in: "moved") == ["api", "web"])
    }

    @Test(.timeLimit(.minutes(10)), arguments: [SIGINT, SIGTERM])
    func aSignalEndsItAndItGoesOn(_ signal: Int32) async throws {
        let terminal = try Terminal()
        try terminal.file("shop.env", "TOKEN=some-value\n")
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery")
        // A namespace that is ready takes containers while the clock stands.
        _ = try await cloud.service("scaleway").makeNamespace(named: "moved")
        try await cloud.time.sleep(for: .seconds(3600))
        try await withSimulationServer(host: "127.0.0.1", port: 0, time: SystemTime()) { _ in
            cloud.cloud
        } _: { address, _ in
            let tool = try #require(ProcessTests.tool)
            func process(_ words: [String]) -> (process: Process, errors: Pipe) {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: tool)
                process.arguments = ["migrate"] + words
                process.currentDirectoryURL = URL(fileURLWithPath: terminal.folder)
                process.environment = cloud.environment.merging(["SCW_API_URL": address, "QOVERY_API_URL": address]) {
                    $1
                }
                process.standardOutput = FileHandle.nullDevice
                let errors = Pipe()
                process.standardError = errors
                return (process, errors)
            }
            // The simulation's clock stands still, so that nothing becomes ready.
            let run = process(
                [
                    "run", "--from", "qovery", "--to", "scaleway", "--namespace", "shop", "--to-namespace", "moved",
                    "--secrets", "shop.env", "--yes", "--allow", "all",
                ]
            )
            let (ends, ended) = AsyncStream<Int32>.makeStream()
            run.process.terminationHandler = { ended.yield($0.terminationStatus) }
            try run.process.run()
            defer { if run.process.isRunning { kill(run.process.processIdentifier, SIGKILL) } }
            var text = ""
            var isSent = false
            for await bytes in Self.chunks(of: run.errors) {
                text += bytes
                // A second one would end it at once.
                if text.contains("web: updating"), !isSent {
                    isSent = true
                    kill(run.process.processIdentifier, signal)
                }
            }
            #expect(await ends.first { _ in true } == 128 + signal, "\(text)")
            #expect(text.contains("cloudctl migrate resume"))

            try await cloud.time.sleep(for: .seconds(3600))
            let resumed = process(["resume", "--secrets", "shop.env"])
            let (otherEnds, otherEnded) = AsyncStream<Int32>.makeStream()
            resumed.process.terminationHandler = { otherEnded.yield($0.terminationStatus) }
            try resumed.process.run()
            defer { if resumed.process.isRunning { kill(resumed.process.processIdentifier, SIGKILL) } }
            var rest = ""
            for await bytes in Self.chunks(of: resumed.errors) { rest += bytes }
            #expect(await otherEnds.first { _ in true } == 0, "\(rest)")
            #expect(try await cloud.names("scaleway", in: "moved") == ["api", "web"])
        }
    }

    /// What comes through a pipe, until its end.
    private static func chunks(of pipe: Pipe) -> AsyncStream<String> {
        AsyncStream { continuation in
            let handle = pipe.fileHandleForReading
            // A thread of its own that waits in the system: Dispatch, which can look when there is something to read, has
            // crashed where the thread sanitizer slowed it down.
            DispatchQueue(label: "chunks").async {
                while case let bytes = handle.availableData, !bytes.isEmpty {
                    continuation.yield(String(decoding: bytes, as: UTF8.self))
                }
                continuation.finish()
            }
        }
    }
}
