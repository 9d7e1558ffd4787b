// Measures what the library costs, on simulators in this process; nothing leaves the machine.
//
//     swift run -c release --package-path Examples/Benchmarks benchmarks           a table
//     swift run -c release --package-path Examples/Benchmarks benchmarks --json    the same for programs
//     swift run -c release --package-path Examples/Benchmarks benchmarks --services 100
//
// The peak of memory is that of the process so far, simulators and all.

import Foundation

var count = 1000
let words = CommandLine.arguments
if let index = words.firstIndex(of: "--services"), index + 1 < words.count { count = Int(words[index + 1]) ?? count }

var results: [Measurement] = []
for way in Way.allCases {
    for isPaced in [false, true] {
        let result = try await MigrationBenchmark(way: way, services: count, isPaced: isPaced).measure()
        results.append(result)
        if !words.contains("--json") { print(result.line) }
    }
}
if words.contains("--json") {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(results), as: UTF8.self))
}
