import CloudContainers
import SimulationKit

/// Connections: kept, refused, closed, encrypted, and through a proxy.
extension TransportScene {
    func reusesConnection() async throws {
        try await stage(.answering(WireFaultAnswer(body: "{}"))) { server, transport in
            for _ in 0..<5 { try await answer(to: request(of: server.address), by: transport) }
            // On a busy machine an answer can come back before its connection is free again; by the next one it is.
            let connections = await server.connectionCount()
            try expect(connections <= 2, "1 or 2 connections for 5 requests in turn", saw: "\(connections)")
        }
    }

    func runsSideBySide() async throws {
        try await stage(.holding()) { server, transport in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await answer(to: request(of: server.address), by: transport) }
                }
                group.addTask {
                    // All of them are held; none waits for the end of another.
                    await server.untilRequests(32)
                    await server.release()
                }
                try await group.waitForAll()
            }
        }
    }

    func namesRefusedConnection() async throws {
        try await withRefusingPort { address in
            try await harness(TransportSetting()) { transport in
                let error = try await failure(.connectionFailed, of: request(of: address), by: transport)
                try expect(error.delivery == .notSent, "that nothing was sent", saw: "the opposite")
            }
        }
    }

    /// A label may have 63 characters, so that no name server is asked for this one.
    private static let unknownHost = String(repeating: "a", count: 64) + ".invalid"

    func namesUnknownHost() async throws {
        let address = try HTTPBaseURL(parsing: "https://\(Self.unknownHost)")
        try await harness(TransportSetting()) { transport in
            let error = try await failure(.nameNotFound, of: request(of: address), by: transport)
            try expect(error.delivery == .notSent, "that nothing was sent", saw: "the opposite")
        }
    }

    func sendsOnce() async throws {
        for (kind, body) in [(HTTPRequest.Kind.creation, "{}"), (.trigger, nil), (.trigger, "{}")] {
            try await stage(.closingWhenReused()) { server, transport in
                try await answer(to: request(.get, "/first", of: server.address), by: transport)
                let second = request(
                    .post,
                    "/second",
                    of: server.address,
                    body: body,
                    kind: kind,
                    timeout: .milliseconds(500)
                )
                // It may fail in its own way or arrive on another connection, but not twice.
                let ending = await outcome(of: second, by: transport)
                switch ending {
                case .answered: break
                case .failed(let error):
                    try expect(error.delivery == .unknown, "that the request may have arrived", saw: "the opposite")
                case .cancelled, .other: try expect(false, "an answer or an error", saw: "\(ending)")
                }
                try await answer(to: request(.get, "/third", of: server.address, kind: .trigger), by: transport)
                let seen = await server.requests().filter { $0.target == "/second" }.count
                try expect(seen == 1, "the \(kind) once", saw: "\(seen) times")
            }
        }
    }

    // MARK: Proxy

    private func environment(_ proxy: WireFaultServer, sparing hosts: String? = nil) -> TransportSetting {
        var environment = ["https_proxy": "\(proxy.address)", "http_proxy": "\(proxy.address)"]
        environment["NO_PROXY"] = hosts
        return TransportSetting(environment: environment)
    }

    func usesProxy() async throws {
        try await withWireFaultServer(.refusingProxy) { proxy in
            try await harness(environment(proxy)) { transport in
                let address = try HTTPBaseURL(parsing: "https://api.example.invalid")
                try await failure(.connectionFailed, of: request(of: address), by: transport)
            }
            let seen = await proxy.requests()
            try expect(seen.count == 1, "one request to the proxy", saw: "\(seen.count)")
            for request in seen {
                try expect("\(request)" == "CONNECT api.example.invalid:443", "CONNECT to the host", saw: "\(request)")
                let isTold = request.headers.fields.contains { $0.value.contains(Self.canary) }
                try expect(!isTold, "no credential for the proxy", saw: "the credential")
            }
        }
    }

    func sparesHosts() async throws {
        try await withWireFaultServer(.refusingProxy) { proxy in
            // A name that has no address, so that a call past the proxy fails here.
            for hosts in ["invalid", ".invalid", "other.example, \(Self.unknownHost)", "*"] {
                try await harness(environment(proxy, sparing: hosts)) { transport in
                    let address = try HTTPBaseURL(parsing: "https://\(Self.unknownHost)")
                    try await failure(.nameNotFound, of: request(of: address), by: transport)
                }
            }
            let seen = await proxy.connectionCount()
            try expect(seen == 0, "nothing at the proxy", saw: "\(seen) connections")
        }
    }

    func sparesLoopback() async throws {
        try await withWireFaultServer(.refusingProxy) { proxy in
            try await stage(.answering(WireFaultAnswer()), environment(proxy)) { server, transport in
                try await answer(to: request(of: server.address), by: transport)
                let local = try HTTPBaseURL(parsing: "http://localhost:\(server.address.port)")
                try await answer(to: request(of: local), by: transport)
            }
            let seen = await proxy.connectionCount()
            try expect(seen == 0, "nothing at the proxy", saw: "\(seen) connections")
        }
    }

    // MARK: Encryption

    func trustsOwnAuthority() async throws {
        guard let server = secureServer else {
            throw ConformanceFailure(check: check.rawValue, expected: "a server with encryption", seen: "none")
        }
        try await harness(TransportSetting()) { transport in
            let error = try await failure(.tlsFailed, of: request(of: server.address), by: transport)
            try expect(error.delivery == .notSent, "that nothing was sent", saw: "the opposite")
        }
        try await harness(TransportSetting(certificateFile: server.certificateFile)) { transport in
            try await answer(to: request(of: server.address), by: transport)
            let error = try await failure(.tlsFailed, of: request(of: server.otherAddress), by: transport)
            try expect(error.delivery == .notSent, "that nothing was sent", saw: "the opposite")
        }
    }
}
