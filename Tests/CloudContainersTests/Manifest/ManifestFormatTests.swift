import CloudContainers
import TestSupport
import Testing

@Suite("Manifests")
struct ManifestFormatTests {
    private let format = ManifestFormat(providers: [AcmeDialect()])

    @Test
    func generatedServicesComeBack() throws {
        let seed = testSeed(default: 6)
        var generator = SpecGenerator(seed: seed)
        for round in 0..<caseCount(default: 3000) {
            var specs: [ContainerSpec] = []
            for index in 0..<Int.random(in: 1...3, using: &generator.random) {
                var spec = try generator.spec(named: "service-\(index)")
                spec.resets = generator.resets(for: spec)
                specs.append(spec)
            }
            let text = ManifestFormat.document(of: specs).text(round.isMultiple(of: 2) ? .compact : .pretty)
            let document = try JSONDocument(parsing: text)
            do {
                let read = try format.read(document, Resolutions())
                try #require(read.map(\.value) == specs, "seed \(seed), round \(round): \(text)")
                for (translation, spec) in zip(read, specs) {
                    try #require(translation.value.providers[AcmeSettings.self] == spec.providers[AcmeSettings.self])
                    try #require(translation.ledger.findings.isEmpty, "seed \(seed), round \(round): \(text)")
                    let paths = spec.document.leaves().map(\.path).sorted()
                    let isPartition =
                        translation.ledger.entries.flatMap(\.sources).map(\.path).sorted() == paths
                        && translation.ledger.entries.flatMap(\.targets).map(\.path).sorted() == paths
                    try #require(isPartition, "seed \(seed), round \(round): \(text)")
                }
                try #require(ManifestFormat.document(of: read.map(\.value)) == document, "seed \(seed), round \(round)")
            } catch let error as ContainerServiceError {
                Issue.record("seed \(seed), round \(round): \(error) in \(text)")
                return
            }
        }
    }

    @Test func writingAccountsForEachLeaf() throws {
        let seed = testSeed(default: 8)
        var generator = SpecGenerator(seed: seed)
        for round in 0..<caseCount(default: 1000) {
            var spec = try generator.spec()
            spec.resets = generator.resets(for: spec)
            let written = format.write(spec, Resolutions())
            let document = try #require(written.value)
            let sources = written.ledger.entries.flatMap(\.sources).map(\.path).sorted()
            let targets = written.ledger.entries.flatMap(\.targets).map(\.path).sorted()
            try #require(sources == spec.document.leaves().map(\.path).sorted(), "seed \(seed), round \(round)")
            try #require(targets == document.root.leaves().map(\.path).sorted(), "seed \(seed), round \(round)")
            try #require(written.ledger.findings.isEmpty, "seed \(seed), round \(round)")
        }
    }

    @Test func theAccountHidesTheValuesOfVariables() throws {
        var spec = ContainerSpec(name: "web", image: .placeholder)
        spec.variables = [
            EnvironmentVariable(name: "A", value: .plain("s3cret-value")),
            EnvironmentVariable(name: "F", value: .plain("s3cret-value"), mountPath: "/x"),
        ]
        let written = format.write(spec, Resolutions())
        let read = try format.read(try #require(written.value), Resolutions())
        #expect(!String(reflecting: written.ledger).contains("s3cret"))
        #expect(!String(reflecting: read.map(\.ledger)).contains("s3cret"))
    }

    @Test func twoServicesOfOneNameAreRefused() throws {
        let specs = ["web", "db", "web"].map { ContainerSpec(name: $0, image: .placeholder) }
        #expect(
            try ManifestFormat.manifest(of: Array(specs.prefix(2)))
                == ManifestFormat.document(of: [specs[0], specs[1]])
        )
        let error = #expect(throws: ContainerServiceError.self) { try ManifestFormat.manifest(of: specs) }
        #expect(error?.diagnostics.first?.field == "services.web")
    }

    @Test func recognisesItself() throws {
        let spec = ContainerSpec(name: "web", image: .placeholder)
        #expect(format.recognises(ManifestFormat.document(of: [spec])))
        #expect(format.recognises(JSONDocument(["services": [:]])))
        #expect(!format.recognises(JSONDocument(["services": []])))
        #expect(!format.recognises(JSONDocument(["image": "nginx"])))
        #expect(!format.recognises(JSONDocument([])))
        #expect(format.provider.rawValue == "manifest")
    }
}
