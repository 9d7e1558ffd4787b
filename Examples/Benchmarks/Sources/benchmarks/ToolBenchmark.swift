import ArgumentParser
import Foundation

/// How long the tool takes, from the start of its process to its end, and how much memory it needs.
///
/// A release build of the tool, as `Scripts/release.sh` makes one, is what users have.
struct ToolBenchmark: Measuring {
    static let configuration = CommandConfiguration(commandName: "tool")

    @Option var tool: String
    @Option var task: Task

    /// What the tool is asked for.
    enum Task: String, CaseIterable, ExpressibleByArgument {
        case version
        case help
        case few = "convert 2 services"
        case many = "convert 300 services"

        fileprivate var milliseconds: Double {
            switch self {
            case .version, .help: 10
            case .few: 15
            case .many: 150
            }
        }

        fileprivate var services: Int? {
            switch self {
            case .version, .help: nil
            case .few: 2
            case .many: 300
            }
        }
    }

    func samples() async throws -> [Sample] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var words = ["--\(task.rawValue)"]
        if let services = task.services {
            let list = folder.appendingPathComponent("list.json")
            try Data(TypicalService.list(of: services).utf8).write(to: list)
            words = ["convert", list.path, "--to", "scaleway", "--allow", "all", "--out", folder.path + "/out.json"]
        }
        var times: [Duration] = []
        let runs = 20
        for _ in 0..<runs { times.append(try await time(words)) }
        times.sort()
        let name = task.services == nil ? "cloudctl --\(task.rawValue)" : "cloudctl \(task.rawValue)"
        return [
            Sample(
                name: name,
                value: times[runs / 2] / .milliseconds(1),
                unit: .milliseconds,
                limit: Limit(kind: .atMost, value: task.milliseconds)
            ),
            Sample(
                name: "\(name): peak memory",
                value: Usage.children.peakMegabytes,
                unit: .megabytes,
                limit: Limit(kind: .atMost, value: 40)
            ),
        ]
    }

    private func time(_ words: [String]) async throws -> Duration {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let clock = ContinuousClock()
        let begin = clock.now
        // Waiting for the exit would look for it every 50 ms.
        let end = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume(returning: clock.now) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard process.terminationStatus == 0 else {
            throw MeasuredProcess.Failure(words: words, status: process.terminationStatus)
        }
        return begin.duration(to: end)
    }
}
