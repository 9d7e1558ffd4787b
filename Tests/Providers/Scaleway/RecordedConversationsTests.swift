import CloudContainers
import Foundation
import ScalewayContainers
import SimulationKit
import Testing

/// Conversations of other clients with the real API, held by the adapter: it has to ask the same in the same order, and to
/// understand every answer.
@Suite("Recorded conversations", .enabled(if: Payloads.shared != nil)) struct RecordedConversationsTests {
    private static var files: [URL] {
        guard let folder = Payloads.shared?.appending(path: "scaleway/recordings/container") else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }

    /// Ways in which the adapter's requests may differ from those of the recorded clients, each with its reason.
    private static let allowed: [String: String] = [
        "GET namespaces: no filter name": "the whole list is looked through, since the filter finds near names too",
        "PATCH containers: port as it is, left out": "what does not change is not sent",
        "PATCH containers: secret_environment_variables kept as stored": "the value of a stored secret stays",
        "PATCH triggers: cron_config.headers differs": "no headers at all are headers that are not managed",
        "PATCH triggers: description left out": "no description is one that is not managed",
        "PATCH triggers: sqs_config.region added": "the source of a trigger is sent whole",
        "PATCH triggers: tags left out": "no tags at all are tags that are not managed",
        "POST triggers: cron_config.headers left out": "no headers at all are headers that are not managed",
    ]

    @Test func theAdapterHoldsEveryConversation() async throws {
        var conversations = 0
        var total = Conversation.Tally()
        for file in Self.files {
            var conversation = try Conversation(file)
            try await conversation.hold()
            let strangers = await conversation.account.strangers
            #expect(strangers.isEmpty, "\(file.lastPathComponent): \(strangers.joined(separator: "\n"))")
            #expect(conversation.problems.isEmpty, "\(conversation.problems.joined(separator: "\n"))")
            conversations += 1
            total.add(conversation.tally, extraReads: await conversation.account.extraReads)
        }
        print("recorded conversations: \(conversations) held, \(total)")
        #expect(conversations > 0)
        // What is spelled out is what the API answered where nobody said anything.
        let unknown = total.differences.keys.filter { Self.allowed[$0] == nil && !$0.hasSuffix("spelled out") }.sorted()
        #expect(unknown.isEmpty, "differences without a reason: \(unknown)")
    }

    /// The recording of another client answers by verb and path alone, since its bodies are its own.
    @Test func aConversationIsHeldThroughAReplay() async throws {
        let file = try #require(Self.files.first { $0.lastPathComponent == "cli-create-container-simple.json" })
        let lines = try (Payloads.document(file).root["interactions"]?.array ?? []).enumerated()
            .compactMap { RecordedAccount.Line($0.element, "\($0.offset)") }
        let exchanges = lines.map { line in
            RecordedExchange(
                line.method,
                "/containers/v1/regions/\(line.region)/\(line.path)",
                requestBody: .json(JSONDocument(line.body)),
                outcome: .answer(
                    status: line.status,
                    headers: ["Content-Type": "application/json"],
                    body: .json(JSONDocument(line.answer))
                )
            )
        }
        let replay = ReplayingTransport(HTTPRecording(exchanges), matching: .methodAndPath)
        var profile = ScalewayProfile()
        profile.secretKey = Conversation.key
        profile.projectID = lines.lazy.compactMap { $0.body["project_id"]?.string }.first
        let service = ScalewayContainerService(
            try ScalewayConfiguration(profile),
            transport: replay,
            time: VirtualTime()
        )
        let namespace = try await service.createNamespace(named: "replayed")
        #expect(try await service.namespace(namespace.id).isSettling)
        var change = try #require(
            try service.dialect.prepare(.create(try Workshop.spec("web")), Resolutions()).value
        )
        // The recorded client does not look at the name.
        change.isKnownByMark = true
        let id = try await service.perform(
            change,
            in: namespace.id,
            container: nil,
            secrets: SecretValues()
        ) { _ in }
        #expect(id.rawValue == lines.first { $0.path == "containers" }?.answer["id"]?.string)
        try await service.deleteNamespace(namespace.id)
        #expect(await replay.remaining.isEmpty)
    }

    /// The code that each type of refusal stands for; without a type, each status.
    private static let codes: [String: ContainerServiceError.Code] = [
        "denied_authentication": .unauthenticated, "permissions_denied": .permissionDenied,
        "invalid_arguments": .invalidInput, "transient_state": .busy, "precondition_failed": .conflict,
        "already_exists": .alreadyExists, "429": .rateLimited, "409": .busy,
    ]

    @Test func everyRecordedErrorIsUnderstood() async throws {
        let file = try #require(Payloads.shared).appending(path: "scaleway/recordings/errors/other-apis.json")
        let lines = try Payloads.document(file).root["interactions"]?.array ?? []
        for line in lines {
            let status = line["status"]?.integer ?? 0
            let body = line["response_body"] ?? .null
            let place = "\(status) \(body["type"]?.string ?? "")"
            let error = try #require(await Self.error(status, body), "\(place)")
            #expect(error.code == Self.codes[body["type"]?.string ?? "\(status)"], "\(place)")
            #expect(error.httpStatus == status && error.provider == .scaleway, "\(place)")
            #expect(error.providerMessage == body["message"]?.string, "\(place)")
            for item in body["details"]?.array ?? [] {
                let subject = item["argument_name"]?.string ?? item["resource"]?.string
                let detail = error.details.first { $0.subject == subject }
                #expect(detail != nil, "\(place): \(error.details)")
                #expect(detail?.help == item["help_message"]?.string, "\(place)")
            }
            for name in ["current_state", "precondition", "help_message", "reason", "method"] {
                guard let text = body[name]?.string else { continue }
                #expect(error.details.contains { $0.reason.contains(text) }, "\(place): \(name)")
            }
            #expect(error.isRetryable == [.busy, .rateLimited].contains(error.code), "\(place)")
        }
        print("recorded errors: \(lines.count) understood")
        #expect(!lines.isEmpty)
    }

    /// What a service without patience makes of an answer.
    private static func error(_ status: Int, _ body: JSONValue) async -> ContainerServiceError? {
        struct OneAnswer: HTTPTransport {
            let response: HTTPResponse
            func send(_ request: HTTPRequest) async throws -> HTTPResponse { response }
        }
        let response = body.isNull ? HTTPResponse(status: status) : HTTPResponse(status, json: body)
        do {
            var profile = ScalewayProfile()
            profile.secretKey = Conversation.key
            let service = ScalewayContainerService(
                try ScalewayConfiguration(profile),
                transport: OneAnswer(response: response),
                time: VirtualTime(),
                patience: .zero
            )
            _ = try await service.namespace(Namespace.ID(rawValue: "any"))
            return nil
        } catch {
            return error as? ContainerServiceError
        }
    }
}

/// One recorded conversation, which the adapter holds again.
private struct Conversation {
    typealias Line = RecordedAccount.Line

    /// What was counted.
    struct Tally: CustomStringConvertible {
        /// Requests that a call of the service made as the recorded client did.
        var calls = 0
        /// Requests that no call of the service makes, sent as parts of a change.
        var parts = 0
        /// Reads of one trigger or domain, which the adapter makes with the whole list of the container.
        var lists = 0
        var extraReads = 0
        var others = 0
        var bodies = 0
        var differences: [String: Int] = [:]

        mutating func add(_ other: Tally, extraReads: Int) {
            calls += other.calls
            parts += other.parts
            lists += other.lists
            others += other.others
            bodies += other.bodies
            self.extraReads += extraReads
            differences.merge(other.differences, uniquingKeysWith: +)
        }

        var description: String {
            let classes = differences.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
            return "\(calls + parts + lists) requests and answers (\(calls) by calls, \(parts) as parts of a change, "
                + "\(lists) single reads made as lists), \(extraReads) reads more, \(others) of other APIs left out; "
                + "\(bodies) bodies compared, differences: "
                + (classes.isEmpty ? "none" : classes.joined(separator: ", "))
        }
    }

    static let key = "11111111-1111-1111-1111-111111111111"

    let account = RecordedAccount()
    private let lines: [Line]
    private let service: ScalewayContainerService
    private(set) var tally = Tally()
    private(set) var problems: [String] = []

    init(_ file: URL) throws {
        let all = try Payloads.document(file).root["interactions"]?.array ?? []
        lines = all.enumerated().compactMap { Line($0.element, "\(file.lastPathComponent) \($0.offset)") }
        tally.others = all.count - lines.count
        var profile = ScalewayProfile()
        profile.secretKey = Self.key
        profile.projectID = lines.lazy.compactMap { $0.body["project_id"]?.string }.first
        profile.region = lines.first?.region
        service = ScalewayContainerService(
            try ScalewayConfiguration(profile),
            transport: account,
            time: VirtualTime(),
            randomness: SeededRandomness(seed: 1),
            patience: .zero
        )
    }

    mutating func hold() async throws {
        for line in lines {
            await account.expect(line)
            do {
                try await hold(line)
            } catch {
                problems.append("\(line): \(error)")
            }
            _ = await account.finish()
        }
    }

    private mutating func check(_ isRight: Bool, _ line: Line, _ what: String) {
        if !isRight { problems.append("\(line): \(what)") }
    }

    private mutating func hold(_ line: Line) async throws {
        let isThere = line.status == 200
        switch (line.method, line.resource) {
        case (.post, "namespaces"): try await makeNamespace(line)
        case (.get, "namespaces") where line.id != nil: try await readNamespace(line)
        case (.get, "namespaces"): try await listNamespaces(line)
        case (.delete, "namespaces") where isThere:
            try await service.deleteNamespace(Namespace.ID(rawValue: line.id ?? ""))
            try await end(line)
        case (.post, "containers"): try await create(line)
        case (.get, "containers") where line.id != nil: try await readContainer(line)
        case (.get, "containers"): try await findContainer(line)
        case (.delete, "containers") where isThere:
            try await service.delete(Container.ID(rawValue: line.id ?? ""))
            try await end(line)
        case (.patch, "containers"): try await update(line, Container.ID(rawValue: line.id ?? ""))
        case (.post, "triggers"), (.post, "domains"):
            try await update(line, Container.ID(rawValue: line.body["container_id"]?.string ?? ""))
        case (.patch, "triggers") where line.body["name"] == nil:
            try await update(line, Container.ID(rawValue: line.answer["container_id"]?.string ?? ""))
        case (.get, "triggers"), (.get, "domains"): try await readThroughList(line)
        default: try await sendAsPart(line)
        }
    }

    /// Takes the line for asked; that it was is checked.
    @discardableResult private mutating func end(_ line: Line) async throws -> RecordedAccount.Sent? {
        let sent = await account.finish()
        check(sent != nil, line, "the adapter did not send it")
        tally.calls += 1
        return sent
    }

    /// Sends exactly the recorded request, where the service has no call for it.
    private mutating func sendAsPart(_ line: Line) async throws {
        let body = line.body.isNull ? nil : line.body
        let request = PreparedRequest(line.method.rawValue, "/\(line.path)", body: body, purpose: "hold \(line)")
        let id = try await service.perform(
            PreparedChange(requests: [request], deploys: false),
            in: Namespace.ID(rawValue: "none"),
            container: Container.ID(rawValue: "none"),
            secrets: SecretValues(),
            journal: { _ in }
        )
        check(id.rawValue == "none", line, "another container: \(id)")
        let sent = await account.finish()
        check(sent?.body == line.body, line, "another body")
        tally.parts += 1
    }

    // MARK: Namespaces

    private mutating func makeNamespace(_ line: Line) async throws {
        let isPlain = line.body.object?.allSatisfy { member in
            ["name", "project_id"].contains(member.name) || Self.isEmpty(member.value)
        }
        // A namespace with variables or tags is nothing that the service makes.
        guard isPlain == true else { return try await sendAsPart(line) }
        let namespace = try await service.createNamespace(named: line.body["name"]?.string ?? "")
        check(namespace.id.rawValue == line.answer["id"]?.string, line, "another id: \(namespace.id)")
        check(namespace.name == line.answer["name"]?.string, line, "another name: \(namespace.name)")
        let sent = try await end(line)
        compare(line, line.body, sent?.body)
    }

    private mutating func readNamespace(_ line: Line) async throws {
        let id = Namespace.ID(rawValue: line.id ?? "")
        if line.status == 404 {
            let error = await refusal { _ = try await service.namespace(id) }
            check(error?.code == .notFound, line, error?.message ?? "no error")
            check(error?.providerMessage == line.answer["message"]?.string, line, "another message")
        } else {
            let namespace = try await service.namespace(id)
            check(namespace.id == id && namespace.name == line.answer["name"]?.string, line, "\(namespace)")
            check(namespace.isDeleting == (line.answer["status"]?.string == "deleting"), line, "\(namespace)")
        }
        try await end(line)
    }

    private mutating func listNamespaces(_ line: Line) async throws {
        let name = line.query["name"] ?? ""
        let namespace = try await service.namespace(named: name)
        let wanted = (line.answer["namespaces"]?.array ?? []).first {
            $0["name"]?.string == name && $0["status"]?.string != "deleting"
        }
        check(namespace?.id.rawValue == wanted?["id"]?.string, line, "\(String(describing: namespace))")
        let sent = try await end(line)
        compareFilters(line, sent)
    }

    // MARK: Containers

    private mutating func readContainer(_ line: Line) async throws {
        let id = Container.ID(rawValue: line.id ?? "")
        let namespace = Namespace.ID(rawValue: line.answer["namespace_id"]?.string ?? "")
        let status = try await service.statuses(of: [id], in: namespace, after: nil)[id]
        try await end(line)
        let container = try await service.container(id)
        check(container.id == id && container.namespace == namespace, line, "\(container.id)")
        check(container.status == status, line, "two statuses")
        check(status?.providerWord == line.answer["status"]?.string, line, "status \(status?.providerWord ?? "")")
        check(status?.state != .unknown, line, "an unknown status")
        let message = line.answer["error_message"]?.string ?? ""
        check((status?.message ?? "") == message, line, "message \(status?.message ?? "none")")
        let endpoint = line.answer["public_endpoint"]?.string ?? ""
        let own = container.endpoints.filter { !$0.isCustomDomain }.map(\.url)
        check(own == (endpoint.isEmpty ? [] : [endpoint]), line, "endpoints \(own)")
        for name in line.answer["secret_environment_variables"]?.object?.names ?? [] {
            let variable = container.spec.variables.first { $0.name == name }
            check(variable?.value == .secret(.provided), line, "the secret \(name) is none")
        }
        check(container.spec.image.description.hasSuffix(Self.path(of: line.answer["image"])), line, "another image")
        check(container.spec.name == line.answer["name"]?.string, line, "another name")
        check(container.createdAt != nil && container.updatedAt != nil, line, "no dates")
    }

    private static func path(of image: JSONValue?) -> String { image?.string ?? "" }

    private mutating func findContainer(_ line: Line) async throws {
        let name = line.query["name"] ?? ""
        let namespace = Namespace.ID(rawValue: line.query["namespace_id"] ?? "")
        let found = try await service.container(named: name, in: namespace)
        let wanted = (line.answer["containers"]?.array ?? []).first { $0["name"]?.string == name }
        check(found?.id.rawValue == wanted?["id"]?.string, line, "\(found?.id.rawValue ?? "nothing")")
        let sent = try await end(line)
        compareFilters(line, sent)
    }

    private mutating func create(_ line: Line) async throws {
        let body = Self.said(line.body)
        let spec = try Self.spec(["container": body])
        let given = Self.given(for: spec)
        guard let change = try service.dialect.prepare(.create(spec), given).value else {
            return check(false, line, "nothing prepared")
        }
        let id = try await service.perform(
            change,
            in: Namespace.ID(rawValue: line.body["namespace_id"]?.string ?? ""),
            container: nil,
            secrets: Self.secrets(of: line),
            journal: { _ in }
        )
        check(id.rawValue == line.answer["id"]?.string, line, "another id: \(id)")
        let sent = try await end(line)
        compare(line, body, sent?.body)
    }

    // MARK: Updates

    /// What is there with what the line adds to it, as somebody's wish.
    private func wish(_ line: Line, over live: JSONValue) throws -> ContainerSpec {
        var bundle = live.object ?? JSONObject()
        var resets: Set<FieldPath> = []
        if line.resource == "containers" {
            var container = live["container"]?.object ?? JSONObject()
            for member in Self.said(line.body).object ?? JSONObject() {
                let name = member.name == "https_connection_only" ? "https_connections_only" : member.name
                container.set(name, member.value)
                if Self.isEmpty(member.value), let field = Self.fields[member.name] { resets.insert(field) }
            }
            bundle.set("container", .object(container))
        } else {
            let id = line.id ?? ""
            let others = (live[line.resource]?.array ?? []).filter { $0["id"]?.string != id }
            let old = (live[line.resource]?.array ?? []).first { $0["id"]?.string == id }
            var object = old?.object ?? JSONObject()
            for member in Self.said(line.body).object ?? JSONObject() { object.set(member.name, member.value) }
            bundle.set(line.resource, .array(others + [.object(object)]))
        }
        var spec = try Self.spec(.object(bundle))
        spec.resets = resets
        return spec
    }

    private static let fields: [String: FieldPath] = [
        "command": "command", "args": "arguments", "description": "description", "environment_variables": "environment",
        "secret_environment_variables": "secrets", "private_network_id": "providers.scaleway.privateNetworkID",
    ]

    private mutating func update(_ line: Line, _ id: Container.ID) async throws {
        let live = try await service.container(id)
        let spec = try wish(line, over: live.bundle.root)
        let translation = try service.dialect.prepare(.update(spec, live: live.bundle), Self.given(for: spec))
        guard let change = translation.value, !change.requests.isEmpty else {
            count("\(line.method) \(line.resource): nothing to change for the adapter")
            return try await sendAsPart(line)
        }
        let result = try await service.perform(
            change,
            in: live.namespace,
            container: id,
            secrets: Self.secrets(of: line),
            journal: { _ in }
        )
        check(result == id, line, "another container: \(result)")
        let sent = try await end(line)
        let container = line.resource == "containers" ? live.bundle.root["container"] : nil
        compare(line, Self.said(line.body), sent?.body, live: container)
    }

    /// A trigger or a domain by itself: the adapter reads it with its container.
    private mutating func readThroughList(_ line: Line) async throws {
        let owner = await account.latest(line.path)?["container_id"]?.string ?? line.answer["container_id"]?.string
        _ = await account.finish()
        tally.lists += 1
        // Afterwards the container is on its way out, or its namespace is.
        guard let owner, let live = await account.latest("containers/\(owner)"),
            await account.latest("namespaces/\(live["namespace_id"]?.string ?? "")") != nil
        else { return }
        let container = try await service.container(Container.ID(rawValue: owner))
        let listed = (container.bundle.root[line.resource]?.array ?? []).filter { $0["id"]?.string == line.id }
        check(listed == (line.status == 200 ? [line.answer] : []), line, "another list of \(line.resource)")
        if line.status == 200, line.resource == "triggers" {
            let names = container.spec.scaleway?.triggers.map(\.name) ?? []
            check(names.contains(line.answer["name"]?.string ?? ""), line, "a trigger that was not read")
        }
        if line.status == 200, let host = line.answer["hostname"]?.string {
            check(container.spec.domains.contains { $0.host == host }, line, "a domain that was not read")
            check(container.endpoints.contains { $0.url.hasSuffix(host) && $0.isCustomDomain }, line, "no address")
        }
    }

    // MARK: Comparison

    private mutating func count(_ difference: String) { tally.differences[difference, default: 0] += 1 }

    /// Compares the filters of a list; pages and order are the client's own affair.
    private mutating func compareFilters(_ line: Line, _ sent: RecordedAccount.Sent?) {
        for (name, value) in line.query where !["page", "page_size", "order_by"].contains(name) {
            if sent?.query[name] != value { count("\(line.method) \(line.resource): no filter \(name)") }
        }
    }

    /// Compares a body with the recorded one, member by member.
    private mutating func compare(_ line: Line, _ recorded: JSONValue, _ sent: JSONValue?, live: JSONValue? = nil) {
        tally.bodies += 1
        let recorded = Self.form(recorded).object ?? JSONObject()
        let sent = Self.form(sent ?? .null).object ?? JSONObject()
        let start = "\(line.method) \(line.resource):"
        for member in recorded where sent[member.name] != member.value {
            let answered = member.name == "https_connection_only" ? "https_connections_only" : member.name
            if let value = sent[member.name] {
                compare(member.value, value, "\(start) \(member.name)")
            } else if let live, Self.form(live)[answered] == member.value {
                count("\(start) \(member.name) as it is, left out")
            } else if line.method == .post, Self.isEmpty(member.value) {
                continue
            } else {
                count("\(start) \(member.name) left out")
            }
        }
        let answer = Self.form(line.answer)
        for member in sent where recorded[member.name] == nil {
            let isDefault = answer[member.name] == member.value
            count("\(start) \(member.name) \(isDefault ? "spelled out" : "added")")
        }
    }

    /// Compares the members of objects, and names the first place that differs.
    private mutating func compare(_ recorded: JSONValue, _ sent: JSONValue, _ place: String) {
        guard let left = recorded.object, let right = sent.object else { return count("\(place) differs") }
        for name in Set(left.names + right.names).sorted() where left[name] != right[name] {
            // Variables have names of their own.
            let shown = place.hasSuffix("variables") ? "" : ".\(name)"
            switch (left[name], right[name]) {
            case (_, ""?): count("\(place)\(shown) kept as stored")
            case (_?, nil): count("\(place)\(shown) left out")
            case (nil, _?): count("\(place)\(shown) added")
            default: count("\(place)\(shown) differs")
            }
        }
    }

    /// What a body says: without members that are null or one of the words for nothing.
    private static func said(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        let members = object.filter { !$0.value.isNull && $0.value.string?.hasPrefix("unknown_") != true }
        return .object(JSONObject(members.map { JSONObject.Member(name: $0.name, value: said($0.value)) }))
    }

    /// A body in the form that is compared: what it says, with durations in their shortest spelling.
    private static func form(_ value: JSONValue) -> JSONValue {
        switch said(value).content {
        case .string(let text):
            return .string(text.replacing(/^(\d+)\.0+s$/) { "\($0.1)s" })
        case .object(let object):
            return .object(JSONObject(object.map { JSONObject.Member(name: $0.name, value: form($0.value)) }))
        default: return value
        }
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        value.isNull || value.string == "" || value.array?.isEmpty == true || value.object?.names.isEmpty == true
    }

    private static func spec(_ bundle: JSONValue) throws -> ContainerSpec {
        try #require(try ScalewayDialect().read(JSONDocument(bundle), Resolutions()).first?.value)
    }

    private static func given(for spec: ContainerSpec) -> Resolutions {
        var given = Resolutions()
        given.allowsAll = true
        given.secretNames = Set(spec.variables.map(\.name))
        given.secretNames.formUnion((spec.scaleway?.triggers ?? []).map { "trigger:\($0.name)" })
        return given
    }

    /// The values of the secrets that a line sends.
    private static func secrets(of line: Line) -> SecretValues {
        let body = line.body
        var secrets = SecretValues()
        for member in body["secret_environment_variables"]?.object ?? JSONObject() {
            secrets.set(member.value.string ?? "", for: member.name)
        }
        let credential = body["sqs_config"]?["secret_access_key"] ?? body["nats_config"]?["credentials_file_content"]
        if let credential = credential?.string, let name = line.answer["name"]?.string {
            secrets.set(credential, for: "trigger:\(name)")
        }
        return secrets
    }

    private func refusal(of body: () async throws -> Void) async -> ContainerServiceError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? ContainerServiceError
        }
    }
}
