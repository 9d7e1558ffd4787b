import Foundation

/// How long `cloudctl --version` takes, from the start of the process to its end.
struct StartUp: Codable {
    /// The time in the middle of all runs: one that was disturbed does not move it.
    var milliseconds: Double
    var boundMilliseconds = 10.0
    var runs: Int

    var line: String {
        let cells = [
            "start-up of cloudctl --version".padding(toLength: 44, withPad: " ", startingAt: 0), "\(runs) runs",
            String(format: "%.1f ms", milliseconds), String(format: "bound %.1f ms", boundMilliseconds),
            String(format: "ratio %.2f", milliseconds / boundMilliseconds),
        ]
        return cells.joined(separator: "  ")
    }

    /// Measures a release build of the tool, as `Scripts/release.sh` makes one.
    init(ofToolAt path: String, runs: Int = 100) async throws {
        self.runs = runs
        var times: [Duration] = []
        for _ in 0..<runs { times.append(try await Self.run(path)) }
        times.sort()
        milliseconds = times[runs / 2] / .milliseconds(1)
    }

    private static func run(_ path: String) async throws -> Duration {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--version"]
        process.standardOutput = FileHandle.nullDevice
        let clock = ContinuousClock()
        let begin = clock.now
        // Waiting for the exit would look for it every 50 ms.
        let end = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume(returning: clock.now) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return begin.duration(to: end)
    }
}
