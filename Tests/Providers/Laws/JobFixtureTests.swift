import CloudContainers
import QoveryContainers
import ScalewayContainers
import Testing

/// Every payload of a job in `Fixtures` and in the recordings, through both dialects.
@Suite("Payloads of jobs") struct JobFixtureTests {
    private func payloads() throws -> [JobPayloads.Payload] {
        let all = try JobPayloads.fixtures + JobPayloads.recordings
        try #require(all.count >= 15)
        return all
    }

    /// Resolutions with which everything can be written.
    private func given(_ spec: JobSpec) -> Resolutions {
        var given = Resolutions()
        given.allowsAll = true
        if case .image(let image) = spec.source {
            let registry = spec.qovery?.registryID ?? "3c90c3cc-0d44-4b50-8888-8dd25736052a"
            given.registries[image.registry] = registry
        }
        given.secretNames = Set(spec.variables.map(\.name))
        return given
    }

    @Test func onlyTheProviderOfAPayloadRecognisesIt() throws {
        for (provider, name, document) in try payloads() {
            for other in ["qovery", "scaleway"] {
                let isRecognised = JobPayloads.dialect(of: other).recognises(document)
                #expect(isRecognised == (other == provider), "\(provider)/\(name)")
            }
        }
    }

    @Test func wireTypesKeepEveryMember() throws {
        for (provider, name, document) in try payloads() {
            let root = document.root
            let bundles = root["results"]?.array ?? root["job_definitions"]?.array ?? [root]
            for json in bundles {
                let again: JSONValue
                if provider == "qovery" {
                    again = json["job"] == nil ? try QoveryJob(json: json).json : try QoveryJobBundle(json: json).json
                } else if json["definition"] == nil {
                    again = try ScalewayJobDefinition(json: json).json
                } else {
                    again = try ScalewayJobBundle(json: json).json
                }
                #expect(again == json, "\(provider)/\(name)")
            }
        }
    }

    @Test func nothingInThemIsUnknown() throws {
        for (provider, name, document) in try payloads() {
            for read in try JobPayloads.dialect(of: provider).read(document, Resolutions()) {
                let unknown = read.ledger.findings.filter { $0.finding.code == .fieldUnknown }
                #expect(unknown.isEmpty, "\(provider)/\(name): \(unknown.map { $0.entry.sources.map(\.path) })")
            }
        }
    }

    /// What is written for the same provider says the same again.
    @Test func theyComeBackFromTheirProvider() throws {
        for (provider, name, document) in try payloads() {
            let dialect = JobPayloads.dialect(of: provider)
            for spec in try dialect.read(document, Resolutions()).map(\.value) {
                let written = dialect.write(spec, given(spec))
                let bundle = try #require(written.value, "\(provider)/\(name): \(written.ledger.obstacles)")
                let again = try #require(try dialect.read(bundle, given(spec)).first?.value)
                // What only an answer says of the registry.
                let facts: [FieldPath] = ["imageAccess", "providers.qovery.registryHost"]
                let old = spec.document.leaves().filter { !facts.contains($0.path) }
                let new = again.document.leaves().filter { !facts.contains($0.path) }
                let lost = old.filter { leaf in !new.contains { $0 == leaf } }.map {
                    "-\($0.path): \($0.value.text(.compact))"
                }
                let more = new.filter { leaf in !old.contains { $0 == leaf } }.map {
                    "+\($0.path): \($0.value.text(.compact))"
                }
                #expect(lost + more == [], "\(provider)/\(name)")
            }
        }
    }

    /// A live job that is wished for as it is needs no request.
    @Test func nothingIsToDoForWhatIsThere() throws {
        for (provider, name, document) in try payloads() {
            guard document.root["job"] != nil || document.root["definition"] != nil else { continue }
            let dialect = JobPayloads.dialect(of: provider)
            let spec = try #require(try dialect.read(document, Resolutions()).first?.value)
            let change = try dialect.prepare(.update(spec, live: document), given(spec))
            #expect(change.value?.requests.isEmpty == true, "\(provider)/\(name): \(change.ledger.obstacles)")
        }
    }
}
