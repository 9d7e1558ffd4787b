import CloudContainers
import SimulationKit
import Testing

/// Words that the provider's API does not have yet.
@Suite("Unknown values") struct UnknownValuesTests {
    /// A member of an answer that holds one of several words.
    struct Word: Sendable, CustomStringConvertible {
        var provider: Provider
        /// A part of the path of the answers.
        var path: String
        /// Where it is in an object of that answer: its name and those of the objects around it.
        var name: String
        /// Whether it is configuration that a change of something else has to keep.
        var isConfigured = true

        var description: String { "\(name) of \(path) on \(provider)" }
    }

    private static let words: [Word] = [
        Word(provider: .scaleway, path: "/containers", name: "status", isConfigured: false),
        Word(provider: .scaleway, path: "/containers", name: "privacy"),
        Word(provider: .scaleway, path: "/containers", name: "protocol"),
        Word(provider: .scaleway, path: "/containers", name: "sandbox"),
        Word(provider: .scaleway, path: "/containers", name: "region", isConfigured: false),
        Word(provider: .scaleway, path: "/namespaces", name: "status", isConfigured: false),
        Word(provider: .qovery, path: "/status", name: "state", isConfigured: false),
        Word(provider: .qovery, path: "/status", name: "service_deployment_status", isConfigured: false),
        Word(provider: .qovery, path: "/container", name: "cpu_architecture"),
        Word(provider: .qovery, path: "/container", name: "protocol"),
        Word(provider: .qovery, path: "/container", name: "kind", isConfigured: false),
        Word(provider: .qovery, path: "/container", name: "service_type", isConfigured: false),
        Word(provider: .qovery, path: "/variable", name: "scope", isConfigured: false),
        Word(provider: .qovery, path: "/variable", name: "variable_type", isConfigured: false),
    ]

    private static let future = "future_value"

    /// The value with every member of a name at any depth set; `isThere` tells whether there was one.
    private static func setting(_ name: String, in value: JSONValue, _ isThere: inout Bool) -> JSONValue {
        if let items = value.array {
            var result: [JSONValue] = []
            for item in items { result.append(setting(name, in: item, &isThere)) }
            return .array(result)
        }
        guard let object = value.object else { return value }
        var result = JSONObject()
        for member in object {
            if member.name == name, member.value.string != nil {
                isThere = true
                result.set(name, .string(future))
            } else {
                result.set(member.name, setting(name, in: member.value, &isThere))
            }
        }
        return .object(result)
    }

    private func workshop(_ word: Word) async throws -> Workshop {
        let (shop, answers) = try await Workshop.changing(word.provider)
        await answers.set { request, response, _ in
            guard request.method == .get, request.path.contains(word.path),
                let root = try? JSONDocument(parsing: response.body).root
            else { return response }
            var isThere = false
            var changed = Self.setting(word.name, in: root, &isThere)
            if word.name == "cpu_architecture", request.path.hasSuffix("/container/\(shop.container)") {
                var object = changed.object ?? JSONObject()
                object.set("cpu_architecture", .string(Self.future))
                changed = .object(object)
            }
            return response.with(Array(changed.text(.compact).utf8))
        }
        return shop
    }

    @Test("row 9: an unknown word is read, listed, kept and told", arguments: words)
    func keepsUnknownWords(_ word: Word) async throws {
        let shop = try await workshop(word)
        for operation in Operation.allCases where operation.isRead && operation != .wait {
            let error = try await failure { try await operation.run(shop, nil) }
            #expect(error == nil, "\(operation): \(error?.message ?? "")")
        }
        let container = try await shop.service.container(shop.container)
        #expect(container.spec.name == "web")
        if word.name == "state" || (word.name == "status" && word.path == "/containers") {
            #expect(container.status.state == .unknown && container.status.providerWord == Self.future)
        } else {
            #expect(container.status.state == .ready)
        }
        guard word.path.hasPrefix("/container") else { return }
        // A wish that says nothing about ports keeps theirs.
        var wish = try Workshop.updated()
        wish.ports = []
        let prepared = try shop.dialect.prepare(.update(wish, live: container.bundle), shop.account.given).value
        let change = try #require(prepared)
        #expect(!change.requests.isEmpty)
        for request in change.requests where request.method == "PUT" && request.path == "/container/{container}" {
            let text = request.body?.text(.compact) ?? ""
            if word.isConfigured { #expect(text.contains(Self.future), "\(text)") }
        }
        for request in change.requests where request.method == "PATCH" {
            #expect(request.body?.root[word.name] == nil, "\(request.body?.text(.compact) ?? "")")
        }
        guard word.isConfigured else { return }
        let ledger = try shop.dialect.ledger(of: container)
        let told = ledger.findings.map { "\($0.finding)" }.filter {
            $0.contains(Self.future) || $0.contains(word.name)
        }
        let kept = "\(container.spec.document.text(.compact)) \(container.spec)"
        #expect(!told.isEmpty || kept.contains(Self.future), "\(ledger.findings.map(\.finding.code))")
    }

    @Test("row 9: unknown members and missing optional ones change nothing", arguments: Provider.allCases)
    func toleratesMembers(_ provider: Provider) async throws {
        let (shop, answers) = try await Workshop.changing(provider)
        await answers.set { request, response, _ in
            guard request.method == .get, let root = try? JSONDocument(parsing: response.body).root.object
            else { return response }
            var object = root
            object.set("brand_new", ["a": [1, "two", .null]])
            return response.with(Array(JSONValue.object(object).text(.compact).utf8))
        }
        for operation in Operation.allCases where operation.isRead {
            let error = try await failure { try await operation.run(shop, nil) }
            #expect(error == nil, "\(operation): \(error?.message ?? "")")
        }
        #expect(try await shop.update().requests.count == 1)
    }
}
