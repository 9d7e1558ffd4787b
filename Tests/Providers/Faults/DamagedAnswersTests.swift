import CloudContainers
import SimulationKit
import Testing

/// Answers that end early, or hold something else than they should.
@Suite("Damaged answers") struct DamagedAnswersTests {
    /// A read, and how many elements it gives.
    private static func count(_ operation: Operation, _ shop: Workshop) async throws -> Int {
        let service = shop.service
        switch operation {
        case .namespaces: return try await service.namespaces(after: nil).elements.count
        case .containers: return try await service.containers(in: shop.namespace, after: nil).elements.count
        case .container:
            let container = try await service.container(shop.container)
            return container.spec.variables.count + container.spec.ports.count
        case .containerNamed: return try await service.container(named: "web", in: shop.namespace) == nil ? 0 : 1
        case .statuses:
            return try await service.statuses(of: [shop.container], in: shop.namespace, after: nil).count
        default:
            try await operation.run(shop, nil)
            return 1
        }
    }

    private static let asked = Asked.reads.filter { $0.operation != .wait }
    private static let creations = Asked.all.filter { [.createNamespace, .performCreate].contains($0.operation) }

    /// A workshop whose answers can be changed, and the answers to the reads of an operation.
    private func workshop(_ asked: Asked) async throws -> (Workshop, ChangedAnswers, [String: HTTPResponse]) {
        let (shop, answers) = try await Workshop.changing(asked.provider)
        await answers.forget()
        _ = try await Self.count(asked.operation, shop)
        return (shop, answers, await answers.seen)
    }

    /// Where an answer is cut on its whole way: at every byte of a small one, and at some of a large one.
    private static func cuts(of answer: HTTPResponse) -> [Int] {
        let size = answer.body.count
        return size <= 250 ? Array(0..<size) : [0, 1, 2] + stride(from: 13, to: size, by: 401) + [size - 1]
    }

    @Test(
        "row 6: a read that is cut fails and never gives less: in the parser at every byte, and so on the whole way of small ones",
        arguments: asked
    )
    func cutReads(_ asked: Asked) async throws {
        let (shop, answers, seen) = try await workshop(asked)
        let whole = try await Self.count(asked.operation, shop)
        #expect(whole > 0)
        for (path, answer) in seen {
            for byte in 0..<answer.body.count {
                #expect(throws: ContainerServiceError.self) {
                    try JSONDocument(parsing: Array(answer.body.prefix(byte)))
                }
            }
            for byte in Self.cuts(of: answer) {
                let cut = Array(answer.body.prefix(byte))
                await answers.set { request, response, _ in
                    path == "\(request.method) \(request.path)" ? response.with(cut) : response
                }
                let error = try await failure { _ = try await Self.count(asked.operation, shop) }
                #expect(error?.code == .answerNotUnderstood, "\(path) at \(byte)")
                #expect(error?.isRetryable == true && error?.requestID != nil, "\(path) at \(byte)")
            }
        }
        // One answer that is cut is read again.
        for (path, answer) in seen {
            let size = answer.body.count
            await answers.set { request, response, count in
                guard path == "\(request.method) \(request.path)", count % 2 == 1 else { return response }
                return response.with(Array(response.body.prefix(count * 37 % size)))
            }
            for _ in 1...5 { #expect(try await Self.count(asked.operation, shop) == whole, "\(path)") }
        }
    }

    @Test("row 6: a creation whose answer is cut at every byte is an unknown outcome", arguments: creations)
    func cutCreations(_ asked: Asked) async throws {
        let (shop, answers) = try await Workshop.changing(asked.provider)
        await answers.forget()
        let change = asked.operation == .performCreate ? try shop.creation(of: "made") : nil
        try await asked.operation.run(shop, change)
        let seen = await answers.seen.filter { $0.key.hasPrefix("POST") }
        for (path, answer) in seen {
            for byte in 0..<answer.body.count {
                let faults = shop.account.faults
                await faults.removeRules()
                func answerPost(_ key: String, _ response: HTTPResponse) async {
                    let path = key.replacing("POST ", with: "")
                    await faults.add(FaultRule(.answer(response), method: .post, path: path))
                }
                // What comes before the request that is cut is answered as it was.
                await answerPost(path, answer.with(Array(answer.body.prefix(byte))))
                for other in seen.sorted(by: { $0.key.count > $1.key.count }) {
                    await answerPost(other.key, other.value)
                }
                await faults.add(FaultRule(.answer(HTTPResponse(200, json: [:])), method: .put))
                let again = asked.operation == .performCreate ? try shop.creation(of: "again") : nil
                let error = try await failure { try await asked.operation.run(shop, again) }
                #expect(error?.code == .outcomeUnknown && error?.isRetryable == false, "\(path) at \(byte)")
            }
        }
    }

    /// Members without which an answer means nothing.
    private static func required(_ asked: Asked) -> Set<String> {
        switch (asked.provider, asked.operation) {
        case (.scaleway, .namespaces): ["namespaces", "namespaces[0].id", "namespaces[0].name"]
        case (.scaleway, .namespace): ["id", "name"]
        case (.scaleway, .containers), (.scaleway, .containerNamed):
            [
                "containers", "containers[0].id", "containers[0].namespace_id", "containers[0].name",
                "containers[0].image", "containers[0].status",
            ]
        case (.scaleway, .container):
            ["id", "namespace_id", "name", "image", "status", "domains", "triggers"]
        case (.scaleway, .statuses): ["id", "status"]
        case (.qovery, .namespaces): ["results", "results[0].id", "results[0].name"]
        case (.qovery, .namespace): ["id", "name"]
        case (.qovery, .containers), (.qovery, .containerNamed):
            [
                "results", "results[0].id", "results[0].environment", "results[0].environment.id", "results[0].name",
                "results[0].image_name", "containers", "containers[0].id", "containers[0].state",
            ]
        case (.qovery, .container):
            ["id", "environment", "environment.id", "name", "image_name", "results", "state"]
        case (.qovery, .statuses): ["containers", "containers[0].id", "containers[0].state"]
        default: []
        }
    }

    @Test(
        "row 8: every member dropped, null or of another type: one error with path and request, or all",
        arguments: asked
    )
    func mutatedReads(_ asked: Asked) async throws {
        let (shop, answers, seen) = try await workshop(asked)
        let whole = try await Self.count(asked.operation, shop)
        let required = Self.required(asked)
        var refused: Set<String> = []
        for (path, answer) in seen {
            let root = try JSONDocument(parsing: answer.body).root
            for mutation in Mutation.all(of: root) {
                let bytes = Array(mutation.document.text(.compact).utf8)
                await answers.set { request, response, _ in
                    path == "\(request.method) \(request.path)" ? response.with(bytes) : response
                }
                // The namespace of another id is another request.
                if mutation.path == "namespace_id", mutation.what == "another text" { continue }
                // And so is a container of another id.
                let isListed = asked.operation == .containerToCompare && mutation.path.hasSuffix("[0].id")
                if isListed, mutation.what == "another text" { continue }
                let place = "\(path): \(mutation.path) \(mutation.what)"
                var seen = -1
                let error = try await failure { seen = try await Self.count(asked.operation, shop) }
                // An empty list is a list, and what hangs on the container has ids of its own.
                let isList = mutation.what == "a list" && mutation.path.hasSuffix("s")
                let isOther =
                    asked.operation == .container && (path.contains("/namespaces/") || path.hasSuffix("/status"))
                    && mutation.path != "state"
                if required.contains(mutation.path), mutation.what != "another text", !isList, !isOther {
                    #expect(error != nil, "\(place)")
                    refused.insert(mutation.path)
                }
                if let error {
                    let isRightful = error.code == .answerNotUnderstood && error.requestID != nil
                    #expect(isRightful, "\(place): \(error.code) \(error.requestID ?? "no request")")
                    #expect(error.diagnostics.first?.field != nil, "\(place): \(error.message)")
                    #expect(error.message.utf8.count < 2000 && error.httpStatus == 200, "\(place): \(error.message)")
                } else if !["ports", "variables"].contains(where: mutation.path.contains) {
                    // What a name, a scope or an id says may change what is found, but no element may be lost.
                    let isFound =
                        isList || asked.operation == .containerNamed || mutation.what == "another text"
                        || mutation.path.hasPrefix("results[") || mutation.path.contains("environment_variables")
                        || mutation.path == "port"
                    #expect(isFound || seen >= whole, "\(place): \(seen) of \(whole)")
                }
            }
        }
        #expect(refused == required)
    }

    @Test("row 8: a creation whose answer is anything else never crashes", arguments: creations)
    func mutatedCreations(_ asked: Asked) async throws {
        let shop = try await Workshop(asked.provider)
        let bodies = ["[]", "7", "null", #""text""#, "{}", #"{"id":null}"#, #"{"id":7}"#, #"{"id":[]}"#, "<html>", "{"]
        for body in bodies {
            await shop.account.faults.removeRules()
            let response = HTTPResponse(status: 200, headers: ["X-Request-Id": "r-1"], body: Array(body.utf8))
            await shop.account.faults.add(FaultRule(.answer(response), method: .post))
            let change = asked.operation == .performCreate ? try shop.creation() : nil
            let error = try await failure { try await asked.operation.run(shop, change) }
            #expect(error?.code == .outcomeUnknown && error?.isRetryable == false, "\(body): \(error?.message ?? "")")
            #expect(error?.requestID == "r-1" && error?.httpStatus == 200, "\(body)")
            #expect(error?.message.contains("html") == false, "\(error?.message ?? "")")
        }
    }

    @Test("row 25: the page of a captive portal is an error that does not print it", arguments: asked)
    func captivePortal(_ asked: Asked) async throws {
        let shop = try await Workshop(asked.provider)
        let page = Array("<!DOCTYPE html><title>Pay for your room 217</title>".utf8)
        await shop.account.faults.add(FaultRule(.answer(HTTPResponse(status: 200, body: page))))
        let error = try await failure { _ = try await Self.count(asked.operation, shop) }
        #expect(error?.code == .answerNotUnderstood)
        let shown = "\(error.map { "\($0) \($0.diagnostics) \($0.details) \($0.providerMessage ?? "")" } ?? "")"
        #expect(!shown.contains("room 217") && !shown.contains("<!"), "\(shown)")
    }
}

extension HTTPResponse {
    /// The same answer with another body.
    func with(_ body: [UInt8]) -> HTTPResponse {
        var response = self
        response.body = body
        return response
    }
}

/// A document in which one place is something else.
struct Mutation {
    var path: String
    var what: String
    var document: JSONValue

    /// Every member and element at any depth: dropped, and with values of each other type.
    static func all(of root: JSONValue) -> [Mutation] { all(of: root, at: "") }

    private static func all(of value: JSONValue, at path: String) -> [Mutation] {
        if let object = value.object {
            return object.members.flatMap { member -> [Mutation] in
                let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
                var dropped = object
                dropped.remove(member.name)
                return [Mutation(path: inner, what: "dropped", document: .object(dropped))]
                    + changes(of: member.value, at: inner).map { change in
                        var changed = object
                        changed.set(member.name, change.document)
                        return Mutation(path: change.path, what: change.what, document: .object(changed))
                    }
            }
        }
        let items = value.array ?? []
        // The elements of a list are all read alike.
        return items.indices.prefix(2).flatMap { index -> [Mutation] in
            let inner = "\(path)[\(index)]"
            return changes(of: items[index], at: inner).map { change in
                var changed = items
                changed[index] = change.document
                return Mutation(path: change.path, what: change.what, document: .array(changed))
            }
        }
    }

    /// The value itself replaced, and everything in it.
    private static func changes(of value: JSONValue, at path: String) -> [Mutation] {
        let others: [(String, JSONValue)] = [
            ("null", .null), ("a number", 7), ("another text", "x"), ("a list", []),
        ]
        let own = others.filter { $0.1 != value }.map { Mutation(path: path, what: $0.0, document: $0.1) }
        return own + all(of: value, at: path)
    }
}
