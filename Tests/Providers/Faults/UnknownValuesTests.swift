import CloudContainers
import Foundation
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

    /// The names of the members that hold one of several words, of every object of Qovery's document.
    private static func documentedWords() throws -> Set<String> {
        let file = try #require(Payloads.shared).appending(path: "qovery/openapi-containers.json")
        let schemas = try Payloads.document(file).root["components"]?["schemas"]?.object ?? JSONObject()
        var names: Set<String> = []
        func isWord(_ schema: JSONValue) -> Bool {
            if let name = schema["$ref"]?.string?.split(separator: "/").last {
                return schemas[String(name)]?["enum"] != nil
            }
            return schema["enum"] != nil || (schema["allOf"]?.array ?? []).contains(where: isWord)
        }
        func collect(_ value: JSONValue) {
            for member in value["properties"]?.object ?? JSONObject() where isWord(member.value) {
                names.insert(member.name)
            }
            for member in value.object ?? JSONObject() { collect(member.value) }
            for item in value.array ?? [] { collect(item) }
        }
        collect(.object(schemas))
        return names
    }

    /// A container with something of everything whose kind is a word.
    private static func rich() throws -> ContainerSpec {
        var spec = try Workshop.spec("rich")
        spec.ports.append(Port(.of(5432), .tcp))
        spec.volumes = [Volume(mountPath: "/data", size: .gibibytes(10))]
        spec.scaling.maximum = .instances(.of(1))
        spec.resources.architecture = .init(rawValue: "AMD64")
        spec.probes.liveness = Probe(.http(.init(path: "/live", port: .of(8080))))
        spec.variables.append(EnvironmentVariable(name: "RULES", value: .plain("a"), mountPath: "/etc/rules"))
        return spec
    }

    @Test("row 9: every word of Qovery's document may be another one", .enabled(if: Payloads.shared != nil))
    func readsEveryDocumentedWord() async throws {
        let (shop, answers) = try await Workshop.changing(.qovery)
        var given = shop.account.given
        given.allowsAll = true
        let rich = try await shop.service.apply(try Self.rich(), in: shop.namespace, given)
        let deployment = try await shop.service.deploy([rich], in: shop.namespace)
        try await shop.service.wait(for: [rich], in: shop.namespace, after: deployment, shop.account.waiting)
        let reads: @Sendable () async throws -> Void = {
            for operation in Operation.allCases where operation.isRead && operation != .wait {
                try await operation.run(shop, nil)
            }
            let container = try await shop.service.container(rich)
            #expect(container.spec.name == "rich" && container.spec.volumes.count == 1)
        }
        await answers.forget()
        try await reads()
        let seen = await answers.seen.values.compactMap { try? JSONDocument(parsing: $0.body).root }
        var met: Set<String> = []
        for name in try Self.documentedWords().sorted() {
            let isThere = seen.contains { root in
                var isThere = false
                _ = Self.setting(name, in: root, &isThere)
                return isThere
            }
            guard isThere else { continue }
            met.insert(name)
            await answers.set { request, response, _ in
                guard request.method == .get, let root = try? JSONDocument(parsing: response.body).root else {
                    return response
                }
                var isThere = false
                let changed = Self.setting(name, in: root, &isThere)
                return response.with(Array(changed.text(.compact).utf8))
            }
            let error = try await failure { try await reads() }
            #expect(error == nil, "\(name): \(error?.message ?? "")")
        }
        #expect(met.isSuperset(of: ["state", "protocol", "type", "scope", "variable_type"]), "\(met.sorted())")
    }

    @Test("row 9: unknown members change nothing", arguments: Provider.allCases)
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

    /// What lists and gets.
    private static let looks = Asked.reads.filter { asked in
        [.namespaces, .namespace, .containers, .container, .containerNamed, .statuses].contains(asked.operation)
    }

    /// Members without which an answer means nothing; those of a port and of an address only where there is one.
    private static func required(_ asked: Asked) -> Set<String> {
        switch (asked.provider, asked.operation) {
        case (.scaleway, .namespaces): ["namespaces", "namespaces[0].id", "namespaces[0].name"]
        case (.scaleway, .containers), (.scaleway, .containerNamed):
            [
                "containers", "containers[0].id", "containers[0].namespace_id", "containers[0].name",
                "containers[0].image", "containers[0].status",
            ]
        case (.scaleway, .container): ["id", "namespace_id", "name", "image", "status", "domains", "triggers"]
        case (.scaleway, .statuses): ["id", "status"]
        case (.qovery, .namespaces): ["results", "results[0].id", "results[0].name"]
        case (.qovery, .containers), (.qovery, .containerNamed):
            [
                "results", "results[0].id", "results[0].environment", "results[0].environment.id", "results[0].name",
                "results[0].image_name", "results[0].ports[0].internal_port", "containers", "containers[0].id",
                "containers[0].state",
            ]
        case (.qovery, .container):
            [
                "id", "environment", "environment.id", "name", "image_name", "ports[0].internal_port", "results",
                "results[0].url", "results[1].url", "state",
            ]
        case (.qovery, .statuses): ["containers", "containers[0].id", "containers[0].state"]
        case (_, .namespace): ["id", "name"]
        default: []
        }
    }

    @Test("row 9: each member that is not required may be missing", arguments: looks)
    func toleratesMissingMembers(_ asked: Asked) async throws {
        let (shop, answers) = try await Workshop.changing(asked.provider)
        await answers.forget()
        try await asked.operation.run(shop, nil)
        let required = Self.required(asked)
        var count = 0
        for (path, answer) in await answers.seen {
            let root = try JSONDocument(parsing: answer.body).root
            for mutation in Mutation.all(of: root) where mutation.what == "dropped" {
                if required.contains(mutation.path) { continue }
                count += 1
                let bytes = Array(mutation.document.text(.compact).utf8)
                await answers.set { request, response, _ in
                    path == "\(request.method) \(request.path)" ? response.with(bytes) : response
                }
                let error = try await failure { try await asked.operation.run(shop, nil) }
                #expect(error == nil, "\(path) without \(mutation.path): \(error?.message ?? "")")
            }
        }
        #expect(count > 0)
    }
}
