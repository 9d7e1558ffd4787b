import ArgumentParser
import CloudContainers
import Foundation

/// Measures what the library and the tool cost; nothing leaves the machine.
///
/// Each measurement is a process of its own, and so are the servers that it asks: its CPU time and its peak of memory are those of
/// the library. Each runs several times, and the value in the middle is printed beside its bound or its peer.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measure what the library and cloudctl cost, each figure beside its bound.",
        discussion: """
            Build and run it in release mode: swift run -c release --package-path Examples/Benchmarks benchmarks

            What needs more than this package is left out, with a line saying so: a release build of the tool is given with \
            --cloudctl, a Python with the package scaleway (the provider's SDK, a peer) with --python.
            """,
        subcommands: [Measure.self, ServeSimulators.self, ServeList.self]
    )

    @Option(name: .customLong("only"), help: "A group to measure, any number of times; all without it.")
    var groups: [Group] = []

    @Option(help: "How often each figure is measured.")
    var runs = 5

    @Option(help: "How many services the migration moves.")
    var services = 1000

    @Option(help: ArgumentHelp("A release build of cloudctl, as Scripts/release.sh makes one.", valueName: "path"))
    var cloudctl: String?

    @Option(help: ArgumentHelp("A Python that has the package scaleway.", valueName: "path"))
    var python: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Figures that belong together.
    enum Group: String, CaseIterable, ExpressibleByArgument {
        case translation, listing, tool, size, migration
    }

    func validate() throws {
        if runs < 1 { throw ValidationError("--runs is \(runs); it has to be at least 1.") }
        if services < 1 { throw ValidationError("--services is \(services); it has to be at least 1.") }
    }

    func run() async throws {
        var report = Report(isJSON: json)
        for group in Group.allCases where groups.isEmpty || groups.contains(group) {
            switch group {
            case .translation: try report.add(await MeasuredProcess.repeated(runs, [["translation"]]))
            case .listing: try await listing(into: &report)
            case .tool:
                guard let cloudctl else {
                    report.leaveOut(group, "--cloudctl PATH names a release build of the tool")
                    continue
                }
                for task in ToolBenchmark.Task.allCases {
                    let words = ["tool", "--tool", cloudctl, "--task", task.rawValue]
                    try report.add(await MeasuredProcess.repeated(runs, [words]))
                }
            case .size:
                let words = ["size"] + (cloudctl.map { ["--tool", $0] } ?? [])
                try report.add(await MeasuredProcess.repeated(1, [words]))
            case .migration: try await migration(into: &report)
            }
        }
        try report.finish()
    }

    private func listing(into report: inout Report) async throws {
        for size in [1000, 10_000, 100_000] {
            let server = try ListServer.Process(containers: size)
            defer { server.end() }
            let words = ["--containers", "\(size)", "--port", "\(server.port)"]
            // The longest list is there for the memory of what is let go.
            let isLong = size > 10_000
            let ways = isLong ? [.streamed] : ListingBenchmark.Way.allCases
            var measurements = ways.map { ["listing", "--way", $0.rawValue] + words }
            if let python, !isLong { measurements.append(["python", "--interpreter", python] + words) }
            try report.add(ListingBenchmark.compared(await MeasuredProcess.repeated(isLong ? 1 : runs, measurements)))
        }
        let server = try ListServer.Process(containers: 10_000, isDelayed: true)
        defer { server.end() }
        let words = ["pages", "--containers", "10000", "--port", "\(server.port)", "--beside"]
        try report.add(await MeasuredProcess.repeated(runs, [words + ["1"], words + ["8"]]))
        if python == nil { report.leaveOut(.listing, "--python PATH names a Python with the provider's SDK, the peer") }
    }

    private func migration(into report: inout Report) async throws {
        for way in MigrationBenchmark.Way.allCases {
            let words = ["migration", "--way", way.rawValue, "--size", "\(services)"]
            let figures = try await MeasuredProcess.repeated(1, [words])
            try report.add(figures)
            // What fits into the first hour is not paced.
            let requests = figures.first { $0.unit == .qoveryRequests }?.median ?? 0
            if Int(requests) > MigrationBenchmark.limit.requests {
                try report.add(await MeasuredProcess.repeated(1, [words + ["--paced"]]))
            }
        }
    }
}
