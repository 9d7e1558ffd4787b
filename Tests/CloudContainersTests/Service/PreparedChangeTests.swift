import CloudContainers
import InMemoryContainers
import Testing

@Suite("Prepared changes")
struct PreparedChangeTests {
    private let change = PreparedChange(
        requests: [
            PreparedRequest(
                "POST",
                "/namespaces/{namespace}/containers",
                body: ["a": [1, nil]],
                purpose: "create web"
            ),
            PreparedRequest("POST", "/containers/{container}/deploy", purpose: "deploy web"),
        ],
        replaces: true,
        deploys: true,
        basis: "abc"
    )

    @Test func areSavedAndReadAgain() throws {
        let text = change.document.text(.pretty)
        #expect(try PreparedChange(document: JSONDocument(parsing: text)) == change)
        #expect(change.document.root.object?.names == ["requests", "replaces", "deploys", "basis"])
    }

    @Test func saveTellsWhereItIsWrong() throws {
        let document = try JSONDocument(parsing: "{\"requests\": [{\"method\": 5}]}", named: "plan.json")
        do {
            _ = try PreparedChange(document: document)
            Issue.record("accepted")
        } catch {
            #expect(error.diagnostics.first?.field == "requests[0].method")
            #expect(error.message.hasPrefix("plan.json:1:26: "))
        }
    }

    @Test func aFingerprintDependsOnTheValueOnly() throws {
        let one = try JSONDocument(parsing: "{\"a\": 1,\n \"b\": [2]}")
        let other = try JSONDocument(parsing: "{\"a\":1,\"b\":[2]}")
        #expect(PreparedChange.fingerprint(of: one) == PreparedChange.fingerprint(of: other))
        #expect(PreparedChange.fingerprint(of: one) != PreparedChange.fingerprint(of: JSONDocument(["a": 1])))
        #expect(PreparedChange.fingerprint(of: one).utf8.count == 64)
    }

    /// The same JSON value, so the same fingerprint: neither the order of members nor the spelling of a number matters.
    @Test func aFingerprintDoesNotDependOnOrderOrSpelling() throws {
        let one = try JSONDocument(parsing: "{\"a\":1,\"b\":2}")
        let other = try JSONDocument(parsing: "{\"b\":2.0,\"a\":1}")
        #expect(one == other)
        #expect(PreparedChange.fingerprint(of: one) == PreparedChange.fingerprint(of: other))
    }

    @Test func capabilitiesAreATable() {
        let rows = InMemoryDialect().capabilities.rows
        #expect(rows.count == 17)
        #expect(Set(rows.map(\.name)).count == rows.count)
        #expect(rows.allSatisfy { !$0.value.isEmpty })
        #expect(rows.first { $0.name == "instances at most" }?.value == "unlimited")
    }

    @Test func applyingWhatCannotBeWrittenSaysWhy() async throws {
        let service = InMemoryContainerService()
        let namespace = try await service.createNamespace(named: "shop")
        let spec = ContainerSpec(name: "web", image: .placeholder)
        let id = try await service.apply(spec, in: namespace.id)
        #expect(try await service.apply(spec, in: namespace.id, to: id) == id)
        await #expect(throws: ContainerServiceError.self) { try await service.apply(spec, in: namespace.id) }
    }
}
