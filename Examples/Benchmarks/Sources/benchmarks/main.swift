// Measures what the library costs; nothing leaves the machine.
//
//     swift run -c release --package-path Examples/Benchmarks benchmarks           a table
//     swift run -c release --package-path Examples/Benchmarks benchmarks --json    the same for programs
//     swift run -c release --package-path Examples/Benchmarks benchmarks --services 100
//     swift run -c release --package-path Examples/Benchmarks benchmarks --cloudctl PATH     only how long the tool takes to start
//
// Each measurement is a process of its own, and so are the simulators that it asks: the peak of memory is the library's.

import CloudContainers
import Foundation

/// What follows a word of the command line.
func value(after word: String) -> String? {
    guard let index = CommandLine.arguments.firstIndex(of: word), index + 1 < CommandLine.arguments.count else {
        return nil
    }
    return CommandLine.arguments[index + 1]
}

/// Measurements for programs.
func text(_ results: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(results), as: UTF8.self)
}

let words = CommandLine.arguments
let count = value(after: "--services").flatMap { Int($0) } ?? 1000

if words.contains("--simulators") {
    try await SimulatorServer.run()
} else if let way = value(after: "--measure").flatMap(Way.init(rawValue:)) {
    let isPaced = words.contains("--paced")
    let result = try await MigrationBenchmark(way: way, services: count, isPaced: isPaced).measure()
    try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(result))
} else if let path = value(after: "--cloudctl") {
    let result = try await StartUp(ofToolAt: path)
    print(try words.contains("--json") ? text(result) : result.line)
} else {
    var results: [Measurement] = []
    for way in Way.allCases {
        var own = [try Measurement(way, services: count, isPaced: false)]
        // What fits into the first hour is not paced.
        if own[0].qoveryRequests > MigrationBenchmark.limit.requests {
            own.append(try Measurement(way, services: count, isPaced: true))
        }
        results += own
        if !words.contains("--json") { for result in own { print(result.line) } }
    }
    if words.contains("--json") { print(try text(results)) }
}
