import CloudContainers
import QoverySimulator
import SimulationKit
import TestSupport
import Testing

/// Whatever is sent, the simulator answers as the API's document says.
struct QoverySimulatorHostileTests {
    /// Two rounds for each seed, in each of which every operation is asked once.
    @Test(arguments: 1...UInt64(min(caseCount(default: 42), 42))) func noRequestBreaksIt(_ seed: UInt64) async throws {
        var chance = Chance(seed: seed)
        for round in 0..<2 {
            let place = try await QoverySimulatorPlace()
            var endpoints = Endpoint.all
            // The operations that delete come among the others in every order.
            endpoints.shuffle(using: &chance)
            for endpoint in endpoints {
                var request = place.request(of: endpoint)
                // The first round of some seeds has requests that are right.
                if round > 0 || seed % 6 != 0 { request.spoil(&chance, place.ids) }
                let reply = try await place.client.send(
                    HTTPMethod(rawValue: endpoint.method),
                    request.path,
                    bytes: request.bytes,
                    headers: request.headers
                )
                #expect(reply.status < 500, "\(endpoint.route)")
                let known = [200, 201, 202, 204, 400, 401, 403, 404, 409, 415]
                #expect(known.contains(reply.status), "\(endpoint.route): \(reply.status)")
                let isRefused = reply.status >= 400
                #expect(isRefused == (reply.body["detail"]?.string?.isEmpty == false), "\(endpoint.route)")
                #expect(!isRefused || reply["status"]?.integer == reply.status, "\(endpoint.route)")
                await place.client.pass(Int(chance.next() % 40))
            }
        }
    }

    @Test(arguments: Endpoint.all.map(\.route)) func aRightRequestIsTaken(_ route: String) async throws {
        let place = try await QoverySimulatorPlace()
        let endpoint = try #require(Endpoint.all.first { $0.route == route })
        let request = place.request(of: endpoint)
        let reply = try await place.client.send(
            HTTPMethod(rawValue: endpoint.method),
            request.path,
            bytes: request.bytes,
            headers: request.headers
        )
        if route.hasSuffix("/terraformExport") {
            #expect(reply.status == 403)
        } else if route.hasPrefix("POST /project"), route.hasSuffix("/override") {
            // There is nothing wider than a project whose variables it could override.
            #expect(reply.status == 400)
        } else {
            #expect(reply.status < 300, "\(reply)")
        }
    }

    @Test func aVerbThatAPathHasNotIsRefused() async throws {
        let place = try await QoverySimulatorPlace()
        let reply = try await place.client.send(
            HTTPMethod(rawValue: "PATCH"),
            "/container/\(place.ids["container"] ?? "")",
            bytes: nil,
            headers: place.headers
        )
        #expect(reply.status == 405)
        #expect(reply.headers["Allow"] == "DELETE, GET, PUT")
        #expect(try await place.client.get("/environment/\(place.ids["environment"] ?? "")/database").status == 404)
    }
}

/// A request in its parts, which can be spoilt.
struct QoverySimulatorRequest {
    var path: String
    var body: JSONValue?
    var text: String?
    var headers: HTTPHeaders

    var bytes: [UInt8]? { text.map { Array($0.utf8) } ?? body.map { Array($0.text(.compact).utf8) } }

    /// Makes something about it wrong, mostly.
    mutating func spoil(_ chance: inout Chance, _ ids: [String: String]) {
        switch chance.next() % 12 {
        case 0: spoilPath(&chance, ids)
        case 1: spoilHeaders(&chance)
        case 2: text = Self.texts.randomElement(using: &chance)
        case 3: body = body == nil ? [:] : nil
        case 4: spoilQuery(&chance)
        default:
            for _ in 0...(chance.next() % 3) { body = body.map { Self.spoilt($0, &chance, ids) } }
            if body == nil { spoilPath(&chance, ids) }
        }
    }

    private mutating func spoilPath(_ chance: inout Chance, _ ids: [String: String]) {
        let parts = path.split(separator: "?", maxSplits: 1)
        var steps = parts[0].split(separator: "/").map(String.init)
        let places = steps.indices.filter { steps[$0].utf8.count == 36 }
        guard let place = places.randomElement(using: &chance) else { return spoilQuery(&chance) }
        let others = ids.sorted { $0.key < $1.key }.map(\.value)
        let wrong = Self.pathSteps + others + [steps[place].uppercased()]
        steps[place] = wrong.randomElement(using: &chance) ?? ""
        path = "/" + steps.joined(separator: "/") + (parts.count > 1 ? "?\(parts[1])" : "")
    }

    private mutating func spoilQuery(_ chance: inout Chance) {
        let parts = path.split(separator: "?", maxSplits: 1)
        let items = [
            "", "pageSize=0", "pageSize=-1", "pageSize=x", "pageSize=99999999999999999999", "scope=NOWHERE",
            "parent_id=", "is_secret=maybe", "skipReconcile=perhaps", "exportSecrets=1", "startId=%00",
            "version=%F0%9F",
            "deploymentRequestId=x", "service_type=JOB", "forceEvent=NEVER", "forceEvent=STOP", "toUpdate=1",
            "&&==&", "search=%25", "project_id=x", "imageName=",
        ]
        path = "\(parts[0])?\(items.randomElement(using: &chance) ?? "")"
    }

    private mutating func spoilHeaders(_ chance: inout Chance) {
        switch chance.next() % 4 {
        case 0: headers["Authorization"] = nil
        case 1: headers["Authorization"] = "Token qov_of-somebody-else"
        case 2: headers["Content-Type"] = "text/plain"
        default: headers["Content-Type"] = nil
        }
    }

    private static let pathSteps = [
        "x", "0", "%00", "%F0%9F%98%80", "a%2Fb", "%zz", "null", "00000000-0000-4000-8000-000000000000",
        "00000000-0000-4000-8000-00000000000", "g0000000-0000-4000-8000-000000000000", "*", "-----",
        String(repeating: "9", count: 3000),
    ]

    private static let texts = [
        "", "{", "nonsense", "[]", "null", "1", "\"x\"", "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"key\":\"A\",\"key\":\"B\"}",
        "{\"name\":\"\\ud800\"}", "{\"name\":1e999999}", "{\"a\":}", "{\"name\":\"x\"} more", "\u{FEFF}{}",
        String(repeating: "[", count: 5000), String(repeating: "{\"a\":", count: 3000),
    ]

    private static let values: [JSONValue] =
        [
            nil, true, false, -1, 0, 1, 65_536, 2_147_483_648, 9_223_372_036_854_775_807, "", " ", "UNKNOWN",
            "x", "é😀\u{200B}", "\u{0}", "1", "true", [], [:], [nil], ["x"], [1], [[:]], ["id": "x"], ["a": ["b": nil]],
            "00000000-0000-4000-8000-000000000000", "https://", "/", "no scheme", "javascript:1", "http://exa mple.com",
            .string(String(repeating: "a", count: 256)), .string(String(repeating: "long ", count: 2000)),
        ]
        + ["1.5", "1.0", "-0.0", "1e3", "1e308", "99999999999999999999999", "-99999999999999999999999"].compactMap {
            JSONNumber($0).map { .number($0) }
        }

    /// The value with something in it that is another one, left out, or there too much.
    private static func spoilt(_ value: JSONValue, _ chance: inout Chance, _ ids: [String: String]) -> JSONValue {
        if var object = value.object, !object.isEmpty, chance.next() % 12 != 0 {
            let name = object.names.randomElement(using: &chance) ?? ""
            switch chance.next() % 8 {
            case 0: object.remove(name)
            case 1: object.set("unknown \(name)", values.randomElement(using: &chance) ?? .null)
            default: object.set(name, spoilt(object[name] ?? .null, &chance, ids))
            }
            return .object(object)
        }
        if var array = value.array, !array.isEmpty, chance.next() % 8 != 0 {
            let place = Int(chance.next() % UInt64(array.count))
            if chance.next() % 4 == 0 {
                array.append(array[place])
            } else {
                array[place] = spoilt(array[place], &chance, ids)
            }
            return .array(array)
        }
        if chance.next() % 8 == 0, let id = ids.sorted(by: { $0.key < $1.key }).randomElement(using: &chance) {
            return .string(id.value)
        }
        return values.randomElement(using: &chance) ?? .null
    }
}
