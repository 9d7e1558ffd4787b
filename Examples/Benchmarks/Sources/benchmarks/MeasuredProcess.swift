import ArgumentParser
import Foundation

/// Measurements in processes of their own.
enum MeasuredProcess {
    /// Runs measurements in turns, so that a machine that becomes slower does so for all of them.
    static func repeated(_ runs: Int, _ measurements: [[String]]) async throws -> [Figure] {
        var samples: [Sample] = []
        for _ in 0..<runs {
            for words in measurements {
                let output = try await Self.output(of: CommandLine.arguments[0], ["measure"] + words)
                samples += try JSONDecoder().decode([Sample].self, from: output)
            }
        }
        return Figure.figures(of: samples)
    }

    /// What a program prints.
    static func output(of path: String, _ words: [String], input: Data? = nil) async throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        // Waiting for the exit in Foundation's way can hang beside the threads of the tasks.
        let (ends, end) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in end.finish() }
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try process.run()
            try pipe.fileHandleForWriting.write(contentsOf: input)
            try pipe.fileHandleForWriting.close()
        } else {
            try process.run()
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        for await _ in ends {}
        guard process.terminationStatus == 0 else { throw Failure(words: words, status: process.terminationStatus) }
        return data
    }

    /// A process that did not do what it was started for.
    struct Failure: Error, CustomStringConvertible {
        var words: [String]
        var status: Int32
        var description: String { "\"\(words.joined(separator: " "))\" ended with \(status)" }
    }
}

/// One measurement, in a process that does nothing else.
struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure one thing once, and print the samples as JSON.",
        shouldDisplay: false,
        subcommands: [
            TranslationBenchmark.self, ListingBenchmark.self, PagesBenchmark.self, PythonListing.self,
            ToolBenchmark.self, SizeBenchmark.self, MigrationBenchmark.self,
        ]
    )
}

/// What prints samples.
protocol Measuring: AsyncParsableCommand {
    func samples() async throws -> [Sample]
}

extension Measuring {
    mutating func run() async throws {
        try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(try await samples()))
    }
}
