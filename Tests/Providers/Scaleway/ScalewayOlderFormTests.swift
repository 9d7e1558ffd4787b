import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import ScalewaySimulator
import Testing

/// What version 1beta1 answered is read as if version 1 had, and every field of it is accounted for.
@Suite("Payloads of version 1beta1") struct ScalewayOlderFormTests {
    private func read(_ json: String) throws -> Translation<ContainerSpec> {
        let document = try JSONDocument(parsing: Array(json.utf8))
        return try #require(try ScalewayDialect().read(document, Resolutions()).first)
    }

    /// The same members in all payloads of a test, and others beside them.
    private func container(_ members: String) -> String {
        #"{"name":"web","namespace_id":"n","registry_image":"nginx:1.29","# + members + "}"
    }

    @Test func theFixtureMeansWhatItSays() throws {
        let document = try Payloads.fixture("scaleway", "order-intake-v1beta1")
        #expect(ScalewayDialect().recognises(document) && !QoveryDialect().recognises(document))
        let translation = try #require(try ScalewayDialect().read(document, Resolutions()).first)
        let spec = translation.value
        #expect(spec.name == "order-intake" && spec.image.familiar.hasSuffix("/order-intake:2.4"))
        #expect(spec.resources.memory == .megabytes(1120) && spec.resources.cpu == .millicores(280))
        #expect(spec.resources.ephemeralStorage == .megabytes(1500))
        #expect(spec.httpsOnly == true && spec.ports.first?.exposure == .token)
        #expect(spec.scaling.concurrentRequests == .of(40))
        #expect(spec.probes.liveness?.interval == .seconds(15))
        #expect(
            spec.variables.filter(\.isSecret).map(\.name).sorted() == [
                "BROKER_PASSWORD", "BROKER_TOKEN", "SIGNING_KEY",
            ]
        )
        #expect(spec.domains.map(\.host) == ["intake.copperleaf.example"])
        let trigger = try #require(spec.scaleway?.triggers.first)
        #expect(trigger.cron?.schedule == "5 4 * * *" && trigger.cron?.body == #"{"task":"sweep"}"#)
        expectWholeAccount(translation, of: document.root)
        let codes = translation.ledger.findings.map(\.finding.code)
        #expect(!codes.contains(.fieldUnknown) && !codes.contains(.targetUnexplained))
    }

    /// Law 2: each leaf has exactly one entry, under the path that it has in the document.
    private func expectWholeAccount(_ translation: Translation<ContainerSpec>, of document: JSONValue) {
        let bundle = document["container"] == nil ? ["container": document] : document
        let wanted = bundle.leaves().map(\.path)
        let found = translation.ledger.entries.flatMap { $0.sources.map(\.path) }
        #expect(found.count == wanted.count && Set(found) == Set(wanted))
        let targets = translation.ledger.entries.flatMap { $0.targets.map(\.path) }
        let wantedTargets = translation.value.document.leaves().map(\.path)
        #expect(targets.count == wantedTargets.count && Set(targets) == Set(wantedTargets))
    }

    @Test func theUnitsAreSaid() throws {
        let translation = try read(container(#""memory_limit":512,"cpu_limit":140"#))
        let finding = try #require(
            translation.ledger.findings.map(\.finding).first { $0.source == "container.memory_limit" }
        )
        #expect(finding.code == .olderAPI && finding.outcome == .noted)
        #expect(finding.before == .text("512 MB") && finding.after == .bytes(.megabytes(512)))
        #expect(finding.target == "resources.memory")
    }

    @Test func noHashLeavesAsAValue() throws {
        let hash = "$argon2id$v=19$m=65536,t=1,p=2$c2FsdA$aGFzaA"
        let translation = try read(
            container(#""secret_environment_variables":[{"key":"TOKEN","hashed_value":"\#(hash)"}]"#)
        )
        #expect(translation.value.variables.map(\.name).contains("TOKEN"))
        var shown = ""
        dump(translation, to: &shown)
        #expect(!shown.contains("aGFzaA") && !translation.value.document.text(.compact).contains("argon2"))
    }

    @Test(
        "a health check of one's own is nearly a liveness probe, the platform's is one",
        arguments: [
            (#"{"failure_threshold":30,"interval":"10s","tcp":{}}"#, Outcome.noted),
            (#"{"failure_threshold":30,"interval":"10.000000000s"}"#, .noted),
            (#"{"failure_threshold":3,"interval":"10s","tcp":{}}"#, .approximated),
            (#"{"failure_threshold":30,"interval":"10s","http":{"path":"/"}}"#, .approximated),
        ]
    )
    func healthChecks(_ check: String, _ outcome: Outcome) throws {
        let translation = try read(container(#""health_check":\#(check)"#))
        let found = translation.ledger.findings.map(\.finding).filter {
            $0.code == .olderAPI && $0.source?.description.hasPrefix("container.health_check") == true
        }
        #expect(found.map(\.outcome) == [outcome])
        #expect(translation.value.probes.liveness != nil)
    }

    @Test func concurrencyIsReadOnce() throws {
        let alone = try read(container(#""max_concurrency":30"#))
        #expect(alone.value.scaling.concurrentRequests == .of(30))
        let other = try read(container(#""max_concurrency":30,"scaling_option":{"concurrent_requests_threshold":70}"#))
        #expect(other.value.scaling.concurrentRequests == .of(70))
        #expect(other.ledger.findings.contains { $0.finding.code == .olderAPI && $0.finding.outcome == .dropped })
        let byCPU = try read(container(#""max_concurrency":0,"scaling_option":{"cpu_usage_threshold":70}"#))
        #expect(!byCPU.ledger.findings.contains { $0.finding.outcome == .dropped })
        #expect(byCPU.value.scaling.concurrentRequests == nil)
        for (translation, json) in [
            (alone, #""max_concurrency":30"#),
            (other, #""max_concurrency":30,"scaling_option":{"concurrent_requests_threshold":70}"#),
            (byCPU, #""max_concurrency":0,"scaling_option":{"cpu_usage_threshold":70}"#),
        ] {
            expectWholeAccount(translation, of: try JSONDocument(parsing: Array(container(json).utf8)).root)
        }
    }

    @Test func whatIsUnknownIsReportedUnderItsOwnPath() throws {
        let text = container(
            #""memory_limit":512,"warp":{"speed":9},"health_check":{"tcp":{},"grpc":{}},"http_option":"tunnelled","#
                + #""secret_environment_variables":[{"key":"A","hashed_value":"x","owner":"me"},{"key":"B","value":null}]"#
        )
        let translation = try read(text)
        expectWholeAccount(translation, of: try JSONDocument(parsing: Array(text.utf8)).root)
        let unknown = Set(
            translation.ledger.entries.filter { $0.findings.contains { $0.code == .fieldUnknown } }
                .flatMap { $0.sources.map(\.path.description) }
        )
        #expect(unknown.contains("container.warp.speed"))
        #expect(unknown.contains("container.secret_environment_variables[0].owner"))
        #expect(unknown.contains { $0.hasPrefix("container.health_check.grpc") })
        #expect(translation.ledger.findings.contains { $0.finding.code == .wordUnknown })
        #expect(translation.value.httpsOnly == true)
    }

    @Test(
        "an error names the field that was given",
        arguments: [
            (#""memory_limit":"512""#, "memory_limit"), (#""memory_limit":-1"#, "memory_limit"),
            (#""memory_limit":9223372036854775807"#, "memory_limit"), (#""cpu_limit":"a""#, "cpu_limit"),
            (#""health_check":{"interval":7,"tcp":{}}"#, "health_check.interval"),
            (#""secret_environment_variables":[{"value":"x"}]"#, "secret_environment_variables[0].key"),
        ]
    )
    func refusals(_ members: String, _ field: String) throws {
        let error = #expect(throws: ContainerServiceError.self) { try read(container(members)) }
        #expect(error?.diagnostics.first?.field?.description == field)
        #expect(error?.diagnostics.first?.location != nil)
    }

    @Test func versionOneIsLeftAlone() throws {
        let document = try Payloads.fixture("scaleway", "storefront")
        let ledger = try #require(try ScalewayDialect().read(document, Resolutions()).first).ledger
        #expect(!ledger.findings.contains { $0.finding.code == .olderAPI })
    }

    @Test func theSimulatorsAnswersAreRead() async throws {
        let account = SimulatedScaleway()
        let namespace = try await account.readyNamespace()
        let id = try await account.readyContainer("web", in: namespace, ["secret_environment_variables": ["K": "v"]])
        let answer = try await account.send(.get, "/containers/v1beta1/regions/fr-par/containers/\(id)")
        let older = try #require(try ScalewayDialect().read(JSONDocument(answer.json), Resolutions()).first)
        let newer = try await account.send(.get, "containers/\(id)")
        let present = try #require(try ScalewayDialect().read(JSONDocument(newer.json), Resolutions()).first)
        #expect(older.value == present.value)
        expectWholeAccount(older, of: answer.json)
    }

    @Test(.enabled(if: Payloads.shared != nil)) func everyRecordedPayloadIsReadWhole() throws {
        let folder = try #require(Payloads.shared).appending(path: "scaleway/recordings")
        var count = 0
        for file in try Self.files(below: folder) {
            for interaction in try Payloads.document(file).root["interactions"]?.array ?? [] {
                guard interaction["url"]?.string?.contains("/containers/v1beta1/") == true else { continue }
                for body in [interaction["request_body"], interaction["response_body"]].compactMap({ $0 }) {
                    for payload in body["containers"]?.array ?? [body] {
                        // A change (PATCH) is no description of a service.
                        guard payload["registry_image"] != nil, payload["name"] != nil else { continue }
                        let document = JSONDocument(payload)
                        let translation = try #require(try ScalewayDialect().read(document, Resolutions()).first)
                        expectWholeAccount(translation, of: payload)
                        let codes = translation.ledger.findings.map(\.finding.code)
                        #expect(
                            codes.contains(.olderAPI) && !codes.contains(.fieldUnknown),
                            "\(file.lastPathComponent)"
                        )
                        count += 1
                    }
                }
            }
        }
        print("recorded payloads of version 1beta1: \(count) read")
        #expect(count > 50)
    }

    private static func files(below folder: URL) throws -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        return found.compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }
}
