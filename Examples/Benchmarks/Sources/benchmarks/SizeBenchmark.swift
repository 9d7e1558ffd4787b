import ArgumentParser
import Foundation

/// How large the programs are, and how long the library takes to build.
struct SizeBenchmark: Measuring {
    static let configuration = CommandConfiguration(commandName: "size")

    @Option var tool: String?

    func samples() async throws -> [Sample] {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let user = folder.appendingPathComponent("smallest-user").path
        let libraries = try await libraries(of: user)
        if libraries.contains(where: { $0.contains("FoundationNetworking") || $0.contains("curl") }) {
            throw Unfinished(reason: "a program without a transport links \(libraries.joined(separator: ", "))")
        }
        var samples = [try size("a program on the core and both adapters, without the Swift libraries", user)]
        if let tool { samples.append(try size("cloudctl", tool)) }
        let build = folder.appendingPathComponent("clean-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: build) }
        let clock = ContinuousClock()
        let begin = clock.now
        _ = try await MeasuredProcess.output(
            of: "/usr/bin/env",
            ["swift", "build", "--package-path", package.path, "--scratch-path", build.path, "-q"]
        )
        let seconds = begin.duration(to: clock.now) / .seconds(1)
        samples.append(Sample(name: "debug build of the library from clean", value: seconds, unit: .seconds))
        return samples
    }

    /// The folder of the library's package.
    private var package: URL {
        URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../..").standardizedFileURL
    }

    private func size(_ name: String, _ path: String) throws -> Sample {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let bytes = (attributes[.size] as? NSNumber)?.doubleValue ?? 0
        return Sample(name: "size of \(name)", value: bytes / 1e6, unit: .megabytes)
    }

    /// The shared libraries that a program needs, as the dynamic linker of Linux tells; none elsewhere.
    private func libraries(of path: String) async throws -> [String] {
        #if os(Linux)
            let text = String(decoding: try await MeasuredProcess.output(of: "/usr/bin/ldd", [path]), as: UTF8.self)
            return text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #else
            return []
        #endif
    }
}
