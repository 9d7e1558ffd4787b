import CloudContainers
import Foundation
import Testing

/// Answers cases that another implementation has made: `CRON_CASES` names the file that has them, `CRON_ANSWERS` the file to write.
@Suite("Cron cases of others", .enabled(if: ProcessInfo.processInfo.environment["CRON_CASES"] != nil))
struct CronCasesTests {
    @Test func areAnswered() throws {
        let environment = ProcessInfo.processInfo.environment
        let cases = try String(contentsOfFile: try #require(environment["CRON_CASES"]), encoding: .utf8)
        var zones: [String: CronRunsTests.Zone] = [:]
        var answers: [String] = []
        for line in cases.split(separator: "\n") {
            let root = try JSONDocument(parsing: String(line)).root
            if let changes = root["changes"]?.array {
                zones[try text(root, "zone")] = CronRunsTests.Zone(
                    first: try number(root["first"]),
                    changes: try changes.map { (try number($0.array?.first), try number($0.array?.last)) }
                )
            } else {
                let zone = try #require(zones[try text(root, "zone")])
                answers.append(try answer(root, zone))
            }
        }
        let file = URL(fileURLWithPath: try #require(environment["CRON_ANSWERS"]))
        try Data(answers.joined(separator: "\n").utf8).write(to: file)
        #expect(!answers.isEmpty)
    }

    private func answer(_ root: JSONValue, _ zone: CronRunsTests.Zone) throws -> String {
        guard let expression = try? CronExpression(parsing: try text(root, "expression")) else {
            return #"{"fields": null, "runs": []}"#
        }
        var runs: [Int64] = []
        var last = Timestamp(seconds: try number(root["after"]))
        for _ in 0..<(try number(root["count"])) {
            guard let next = expression.nextRun(after: last, offset: zone.offset) else { break }
            runs.append(next.seconds)
            last = next
        }
        return #"{"fields": \#(expression.numbers), "runs": \#(runs)}"#
    }

    private func text(_ value: JSONValue, _ key: String) throws -> String { try #require(value[key]?.string) }

    private func number(_ value: JSONValue?) throws -> Int64 {
        Int64(try #require(value?.integer))
    }
}
