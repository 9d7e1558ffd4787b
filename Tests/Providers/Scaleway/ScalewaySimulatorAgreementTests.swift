import CloudContainers
import ScalewaySimulator
import Testing

/// Recorded conversations with the real API, held with the simulator: it has to answer the same.
@Suite("Scaleway simulator: recorded conversations", .enabled(if: Payloads.shared != nil))
struct ScalewaySimulatorAgreementTests {
    /// The requests of one kind, which are counted as one.
    private struct Kind {
        var count = 0
        var untimed = 0
        var differences: [String] = []
    }

    /// Why answers of a kind may differ, by a text that the kind holds.
    private static let reasons: [(kind: String, reason: String)] = []

    @Test func theSimulatorAnswersWhatTheAPIAnswered() async throws {
        var groups: [String: [String: Kind]] = [:]
        for (number, recording) in ScalewayRecording.all.enumerated() {
            var replay = ScalewayReplay(recording, seed: UInt64(number) + 1)
            try await replay.run()
            for comparison in replay.comparisons {
                var kind = groups[comparison.group]?[comparison.kind] ?? Kind()
                kind.count += 1
                kind.untimed += comparison.isUntimed ? 1 : 0
                kind.differences += comparison.differences.prefix(3).map { "\(comparison.place)\($0)" }
                groups[comparison.group, default: [:]][comparison.kind] = kind
            }
        }
        #expect(!groups.isEmpty)
        print(Self.table(groups))
        for (group, kinds) in groups.sorted(by: { $0.key < $1.key }) {
            let differing = kinds.filter { !$0.value.differences.isEmpty }
            #expect(Double(kinds.count - differing.count) >= 0.95 * Double(kinds.count), "\(group)")
            for (kind, seen) in differing.sorted(by: { $0.key < $1.key }) {
                let reason = Self.reasons.first { kind.contains($0.kind) }?.reason
                print("DIFFERENT \(kind)\n  reason: \(reason ?? "none")\n  \(seen.differences.prefix(3))")
                #expect(reason != nil, "\(group) \(kind): \(seen.differences.prefix(3))")
            }
        }
    }

    private static func table(_ groups: [String: [String: Kind]]) -> String {
        func cell(_ text: some CustomStringConvertible, _ width: Int) -> String {
            let text = "\(text)"
            return text + String(repeating: " ", count: max(0, width - text.count))
        }
        let heads = ["recordings and method", "answers", "other time", "kinds", "agree", "share"]
        var rows = [heads]
        for (group, kinds) in groups.sorted(by: { $0.key < $1.key }) {
            let good = kinds.values.count { $0.differences.isEmpty }
            let answers = kinds.values.reduce(0) { $0 + $1.count }
            let untimed = kinds.values.reduce(0) { $0 + $1.untimed }
            let share = "\(100 * good / kinds.count) %"
            rows.append([group, "\(answers)", "\(untimed)", "\(kinds.count)", "\(good)", share])
        }
        let lines = rows.map { row in zip(row, [24, 9, 12, 7, 7, 5]).map { cell($0, $1) }.joined() }
        let all = groups.sorted { $0.key < $1.key }.flatMap { group, kinds in
            kinds.sorted { $0.key < $1.key }.map { kind, seen in
                "\(seen.differences.isEmpty ? "agrees " : "DIFFERS") \(cell(seen.count, 4))\(group.prefix { $0 != " " }) \(kind)"
            }
        }
        return
            (all + ["Agreement of the Scaleway simulator with recorded conversations, each kind of request once:"]
            + lines)
            .joined(separator: "\n")
    }
}
