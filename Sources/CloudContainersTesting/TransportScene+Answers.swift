import CloudContainers
import SimulationKit

/// What is asked and what is answered.
extension TransportScene {
    func passesThrough() async throws {
        let behaviour = WireFaultBehaviour { request in
            let status = request.target.split(separator: "/").last.flatMap { Int($0) } ?? 200
            return [.send(WireFaultAnswer(status, headers: ["X-Request-Id": "r-1"], body: "bödy").bytes)]
        }
        try await stage(behaviour) { server, transport in
            let methods: [HTTPMethod] = [.get, .post, .put, .patch, .delete]
            for method in methods {
                let body = method == .get || method == .delete ? nil : "{\"a\":1}"
                let kind: HTTPRequest.Kind = method == .get ? .read : method == .post ? .creation : .idempotentWrite
                let request = request(method, "/a%20b?c=d&e=%2F", of: server.address, body: body, kind: kind)
                let response = try await answer(to: request, by: transport)
                try expect(response.body == Array("bödy".utf8), "the body", saw: "\(response.body.count) bytes")
                try expect(response.headers["x-request-id"] == "r-1", "the head", saw: "\(response.headers)")
                let seen = await server.requests().last
                try expect(seen?.method == method.rawValue, "\(method)", saw: seen?.method ?? "nothing")
                try expect(seen?.target == request.path, request.path, saw: seen?.target ?? "nothing")
                try expect(
                    seen?.body == Array((body ?? "").utf8),
                    "the request's body",
                    saw: "\(seen?.body.count ?? -1) bytes"
                )
                let token = seen?.headers["X-Auth-Token"]
                try expect(token == Self.canary, "the request's head", saw: token == nil ? "no token" : "another token")
            }
            for status in [201, 204, 400, 401, 403, 404, 409, 429, 500, 503] {
                // With 204 a body would be the beginning of the next answer.
                if status == 204 { continue }
                try await answer(status, to: request(.get, "/\(status)", of: server.address), by: transport)
            }
        }
        try await stage(.sending("HTTP/1.1 204 No Content\r\n\r\n")) { server, transport in
            let request = request(.delete, of: server.address, kind: .idempotentWrite)
            let response = try await answer(204, to: request, by: transport)
            try expect(response.body.isEmpty, "no body", saw: "\(response.body.count) bytes")
        }
    }

    func takesFramings() async throws {
        for framing in [WireFaultAnswer.Framing.chunked(3), .untilClose] {
            let text = String(repeating: "0123456789", count: 1000)
            try await stage(.answering(WireFaultAnswer(body: text, framing: framing))) { server, transport in
                let response = try await answer(to: request(of: server.address), by: transport)
                try expect(response.body == Array(text.utf8), "10000 bytes", saw: "\(response.body.count) bytes")
            }
        }
    }

    func asksForIdentity() async throws {
        try await stage(.answering(WireFaultAnswer())) { server, transport in
            try await answer(to: request(of: server.address), by: transport)
            let fields = await server.requests().first?.headers.fields ?? []
            let values = fields.filter { $0.name.lowercased() == "accept-encoding" }.map(\.value)
            try expect(values == ["identity"], "Accept-Encoding: identity", saw: "\(values)")
        }
    }

    func refusesRedirects() async throws {
        for status in [301, 302, 303, 305, 307, 308] {
            try await withWireFaultServer(.answering(WireFaultAnswer(body: "caught"))) { other in
                let authority = "\(other.address.host):\(other.address.port)"
                // To another port, scheme and host, without a scheme, and within the same server.
                let locations = [
                    "http://\(authority)/hidden-path", "https://\(authority)/hidden-path",
                    "http://localhost:\(other.address.port)/hidden-path", "//\(authority)/hidden-path", "/hidden-path",
                    "hidden-path",
                ]
                for location in locations {
                    try await refusesRedirect(status, to: location)
                }
                let connections = await other.connectionCount()
                try expect(connections == 0, "no connection to the other server", saw: "\(connections)")
            }
        }
    }

    private func refusesRedirect(_ status: Int, to location: String) async throws {
        try await stage(.redirecting(status, to: location)) { server, transport in
            for method in [HTTPMethod.get, .post] {
                let request = request(
                    method,
                    of: server.address,
                    body: method == .post ? "{}" : nil,
                    kind: method == .post ? .creation : .read
                )
                let error = try await failure(.redirectRefused, of: request, by: transport)
                let host = location.contains("localhost") ? "localhost" : server.address.host
                try expect(error.message.contains(host), "the host \(host)", saw: error.message)
                try expect(!error.message.contains("hidden-path"), "the host only", saw: error.message)
            }
            let seen = await server.requests().map(\.target)
            try expect(seen == ["/", "/"], "one request each", saw: "\(seen)")
        }
    }

    func refusesCutAnswer(framing: WireFaultAnswer.Framing) async throws {
        let whole = Self.list(framing)
        let firstLine = whole.bytes.firstIndex(of: UInt8(ascii: "\r")) ?? 0
        try await refusesCuts(of: whole, at: Array(0...firstLine) + (whole.head.count..<whole.bytes.count))
    }

    func refusesCutHead() async throws {
        for framing in [WireFaultAnswer.Framing.length, .chunked(16)] {
            let whole = Self.list(framing)
            try await refusesCuts(of: whole, at: Array(0..<whole.head.count))
        }
    }

    private static func list(_ framing: WireFaultAnswer.Framing) -> WireFaultAnswer {
        let text = "{\"containers\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"total_count\":2}"
        return WireFaultAnswer(headers: ["Content-Type": "application/json"], body: text, framing: framing)
    }

    private func refusesCuts(of whole: WireFaultAnswer, at bytes: [Int]) async throws {
        let bytesToLastChunk = whole.framing == .length ? whole.bytes.count : whole.bytes.count - 2
        try await stage(.cutting(whole)) { server, transport in
            for count in bytes {
                let request = request(.get, "/cut/\(count)", of: server.address)
                let ending = await outcome(of: request, by: transport)
                // Behind the last chunk only an empty line is missing, and some take the body as what it is: whole.
                if case .answered(let response) = ending, count >= bytesToLastChunk, response.body == whole.body {
                    continue
                }
                _ = try error([.brokenAnswer, .connectionFailed], ending, of: request)
            }
            // The whole one is none of them.
            let request = request(.get, "/cut/\(whole.bytes.count)", of: server.address)
            let response = try await answer(to: request, by: transport)
            try expect(response.body == whole.body, "the whole body", saw: "\(response.body.count) bytes")
        }
    }

    func refusesLargeAnswer() async throws {
        // Told before: not even the beginning of the body is needed.
        let large = HTTPRequest(.get, "/", of: try HTTPBaseURL(parsing: "http://localhost"), kind: .read, operation: "")
        let limit = large.maximumAnswerSize.bytes
        try await stage(.flooding(limit + 1, tellsLength: true)) { server, transport in
            try await failure(.answerTooLarge, of: request(of: server.address), by: transport)
        }
        // Not told: counted.
        try await stage(.flooding(limit + 1, tellsLength: false)) { server, transport in
            try await failure(.answerTooLarge, of: request(of: server.address), by: transport)
        }
        for tellsLength in [true, false] {
            try await stage(.flooding(1000, tellsLength: tellsLength)) { server, transport in
                var request = request(of: server.address)
                request.maximumAnswerSize = .bytes(999)
                try await failure(.answerTooLarge, of: request, by: transport)
                request.maximumAnswerSize = .bytes(1000)
                let response = try await answer(to: request, by: transport)
                try expect(response.body.count == 1000, "1000 bytes", saw: "\(response.body.count)")
            }
        }
    }

    func refusesGarbage() async throws {
        let longField = "HTTP/1.1 200 OK\r\nX-Long: \(String(repeating: "x", count: 400_000))\r\n\r\n"
        let brokenChunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nzz\r\n"
        for text in ["well, hello\r\n\r\n", "\u{1}\u{2}\u{3}\r\n\r\n", longField, brokenChunk] {
            try await stage(.sending(text)) { server, transport in
                let error = try await failure(.brokenAnswer, of: request(of: server.address), by: transport)
                try expect(error.delivery == .unknown, "that the request may have arrived", saw: "the opposite")
            }
        }
    }

    func answersBasicChallenge() async throws {
        for scheme in ["Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"n\"", "Bearer", "Other"] {
            let refusal = WireFaultAnswer(401, headers: ["WWW-Authenticate": scheme], body: "{}")
            try await stage(.answering(refusal)) { server, transport in
                for kind in [HTTPRequest.Kind.read, .creation] {
                    let request = request(
                        kind == .read ? .get : .post,
                        of: server.address,
                        body: kind == .read ? nil : "{}",
                        kind: kind
                    )
                    try await answer(401, to: request, by: transport)
                }
                let seen = await server.requests()
                try expect(seen.count == 2, "one request each", saw: "\(seen.count)")
                try expect(
                    seen.allSatisfy { $0.headers["Authorization"] == nil },
                    "no password",
                    saw: "a field Authorization"
                )
            }
        }
    }
}
