import Foundation

/// What one benchmark has measured.
struct Measurement: Codable {
    var name: String
    var services: Int
    var requests: Int
    /// Those of them that Qovery's limit counts.
    var qoveryRequests: Int
    var seconds: Double
    /// What the requests alone would take.
    var boundSeconds: Double
    var peakMegabytes: Int

    var ratio: Double { seconds / boundSeconds }

    var line: String {
        let cells = [
            name.padding(toLength: 44, withPad: " ", startingAt: 0), "\(services) services", "\(requests) requests",
            String(format: "%.1f s", seconds), String(format: "bound %.1f s", boundSeconds),
            String(format: "ratio %.2f", ratio), "peak \(peakMegabytes) MB",
        ]
        return cells.joined(separator: "  ")
    }

    /// Measures in a process of its own.
    init(_ way: Way, services: Int, isPaced: Bool) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments =
            ["--measure", way.rawValue, "--services", "\(services)"] + (isPaced ? ["--paced"] : [])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        self = try JSONDecoder().decode(Self.self, from: output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
    }

    init(
        name: String,
        services: Int,
        requests: Int,
        qoveryRequests: Int,
        seconds: Double,
        boundSeconds: Double,
        peakMegabytes: Int
    ) {
        self.name = name
        self.services = services
        self.requests = requests
        self.qoveryRequests = qoveryRequests
        self.seconds = seconds
        self.boundSeconds = boundSeconds
        self.peakMegabytes = peakMegabytes
    }

    /// The most memory that this process has held, in megabytes; 0 where the system does not tell.
    static var peak: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return kilobytes * 1024 / 1_000_000
    }
}
