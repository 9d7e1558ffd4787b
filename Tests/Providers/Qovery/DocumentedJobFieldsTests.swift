import CloudContainers
import QoveryContainers
import Testing

/// The API's own document about jobs: each property of its schemas is known, has a rule, and has an entry in a ledger.
@Suite("Fields of jobs in the API's document", .enabled(if: Payloads.shared != nil)) struct DocumentedJobFieldsTests {
    /// A schema, and the members of a sample that exclude others of it.
    struct Sample: Sendable, CustomStringConvertible {
        var part: String
        var schema: String
        var without: Set<FieldPath> = []

        var description: String { "\(schema) without \(without.map(\.description).sorted().joined(separator: ", "))" }
    }

    private static let samples = [
        Sample(part: "job", schema: "LifecycleJobResponse"), Sample(part: "job", schema: "CronJobResponse"),
        Sample(part: "job", schema: "JobRequest", without: ["job.source.docker"]),
        Sample(part: "job", schema: "JobRequest", without: ["job.source.image"]),
        Sample(part: "advanced_settings", schema: "JobAdvancedSettings"),
    ]

    /// A bundle in which one part has every property of its schema, recursively.
    private func bundle(_ sample: Sample) throws -> JSONValue {
        let schemas = try DocumentedFieldsTests.Schemas()
        let built: JSONValue = ["image": ["image_name": "nginx", "tag": "1", "registry": ["url": "https://docker.io"]]]
        let whole: JSONObject = [
            "job": ["name": "nightly", "source": built, "schedule": ["cronjob": ["scheduled_at": "0 3 * * *"]]]
        ]
        let part = schemas.sample(schemas.all[sample.schema] ?? .null)
        return settled(JSONValue.object(whole).setting(sample.part, part), without: sample.without)
    }

    /// The sample without some members, with texts where any text would not be read.
    private func settled(
        _ value: JSONValue,
        at path: FieldPath = .root,
        without: Set<FieldPath>
    ) -> JSONValue {
        let texts: [FieldPath: JSONValue] = [
            "job.schedule.cronjob.scheduled_at": "0 3 * * *", "job.source.image.registry.url": "https://docker.io",
            "job.source.image.image_name": "nginx",
        ]
        if let text = texts[path] { return text }
        guard let object = value.object else { return value }
        return .object(
            JSONObject(
                object.members.filter { !without.contains(path.appending($0.name)) }.map {
                    .init(name: $0.name, value: settled($0.value, at: path.appending($0.name), without: without))
                }
            )
        )
    }

    @Test(arguments: samples) func everyPropertyIsKnownAndComesBack(_ sample: Sample) throws {
        let bundle = try bundle(sample)
        let wire = try QoveryJobBundle(json: bundle)
        #expect(wire.json == bundle)
        var unknown: [String] = []
        DocumentedFieldsTests.collectUnknown(wire, "bundle", &unknown)
        #expect(unknown.isEmpty)
    }

    @Test(arguments: samples) func everyLeafHasARuleAndExactlyOneEntry(_ sample: Sample) throws {
        let bundle = try bundle(sample)
        let dialect = QoveryJobDialect()
        let leaves = bundle.leaves().map(\.path).filter { FieldPath(sample.part).contains($0) }
        for path in leaves
        where !dialect.rules.contains(where: { $0.covers(path) || FieldPath($0.field).contains(path) }) {
            Issue.record("\(path) has no rule")
        }
        let read = try #require(try dialect.read(JSONDocument(bundle), Resolutions()).first)
        for path in leaves {
            let count = read.ledger.entries.filter { $0.sources.contains { $0.path == path } }.count
            #expect(count == 1, "\(path) has \(count) entries")
        }
        let silent = read.ledger.findings.filter { $0.finding.code == .fieldUnknown }
        #expect(silent.isEmpty, "\(silent.map { $0.entry.sources.map(\.path) })")
        print("\(sample): \(leaves.count) leaves")
    }
}
