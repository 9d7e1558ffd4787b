import CloudContainers
import Foundation
import ScalewayContainers
import Testing

/// Recorded bodies of the Serverless Jobs API.
@Suite("Recorded jobs of Scaleway", .enabled(if: Payloads.shared != nil)) struct ScalewayJobRecordingsTests {
    private struct Body: CustomStringConvertible {
        var kind: String
        var json: JSONValue
        var isWhole: Bool
        var description: String { "\(kind) \(json.text(.compact))" }
    }

    /// The objects of all bodies, an element of a list by itself.
    private static let bodies: [Body] = {
        guard let folder = Payloads.shared?.appending(path: "scaleway/recordings/jobs") else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        let kinds = ["job-definitions": "job_definitions", "job-runs": "job_runs", "secrets": "secrets"]
        return files.flatMap { file -> [Body] in
            let interactions = (try? Payloads.document(file))?.root["interactions"]?.array ?? []
            return interactions.flatMap { interaction -> [Body] in
                let url = interaction["url"]?.string ?? ""
                guard let range = url.range(of: "/serverless-jobs/v1alpha2/regions/fr-par/") else { return [] }
                let steps = url[range.upperBound...].prefix { $0 != "?" }.split(separator: "/").map(String.init)
                let isStart = steps.last == "start"
                let kind = isStart ? "job-runs" : steps[0]
                let isGood = interaction["status"]?.integer == 200
                let answers = interaction["response_body"].map { body in
                    body[kinds[kind] ?? ""]?.array ?? (isGood ? [body] : [])
                }
                let sent = isStart || steps.last == "stop" ? nil : interaction["request_body"]
                return [sent].compactMap { $0 }.filter { $0.object != nil }
                    .map { Body(kind: kind, json: $0, isWhole: $0["image_uri"] != nil && $0["description"] != nil) }
                    + (answers ?? []).filter { $0.object != nil }.map { Body(kind: kind, json: $0, isWhole: true) }
            }
        }
    }()

    @Test func everyBodyDecodesAndEncodesTheSame() throws {
        var counts: [String: Int] = [:]
        for body in Self.bodies {
            let (again, unknown): (JSONValue, [JSONObject.Member])
            switch body.kind {
            case "job-definitions":
                let value = try ScalewayJobDefinition(json: body.json)
                (again, unknown) = (value.json, value.unknown)
            case "job-runs":
                let value = try ScalewayJobRun(json: body.json)
                (again, unknown) = (value.json, value.unknown)
            default:
                let value = try ScalewayJobSecret(json: body.json)
                (again, unknown) = (value.json, value.unknown)
            }
            #expect(again == body.json && unknown.isEmpty, "\(body)")
            counts[body.kind, default: 0] += 1
        }
        print("recorded jobs: \(counts)")
        #expect(counts["job-definitions", default: 0] > 40 && counts["job-runs", default: 0] > 5)
    }

    @Test func everyDefinitionIsReadWithoutASilentField() throws {
        for body in Self.bodies where body.kind == "job-definitions" && body.isWhole {
            let document = JSONDocument(body.json)
            let read = try #require(try ScalewayJobDialect().read(document, Resolutions()).first)
            #expect(!read.ledger.findings.contains { $0.finding.code == .fieldUnknown }, "\(body)")
            let written = ScalewayJobDialect().write(read.value, Resolutions())
            #expect(written.value != nil, "\(body)")
            let change = try ScalewayJobDialect().prepare(.update(read.value, live: document), Resolutions()).value
            #expect(change?.requests.isEmpty == true, "\(body)")
        }
    }
}
