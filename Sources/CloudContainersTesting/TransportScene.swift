import CloudContainers
import SimulationKit

/// One check of a transport under way.
struct TransportScene: Sendable {
    /// How a call ended.
    enum Outcome: Sendable, CustomStringConvertible {
        case answered(HTTPResponse)
        case failed(HTTPTransportError)
        case cancelled
        case other(String)

        var description: String {
            switch self {
            case .answered(let response): "the answer \(response)"
            case .failed(let error): "the error \(error.code.rawValue) (\(error.message))"
            case .cancelled: "a cancellation"
            case .other(let name): "an error \(name)"
            }
        }

        var status: Int? { if case .answered(let response) = self { response.status } else { nil } }
        var error: HTTPTransportError? { if case .failed(let error) = self { error } else { nil } }
        var isCancelled: Bool { if case .cancelled = self { true } else { false } }
    }

    /// Stands for a credential; no error may hold it.
    static let canary = "canary-3f1b7c-token"

    let check: TransportConformance.Check
    let secureServer: TransportSecureServer?
    let harness: TransportConformance.Harness

    func expect(_ isTrue: Bool, _ expected: String, saw seen: @autoclosure () -> String) throws {
        if !isTrue { throw ConformanceFailure(check: check.rawValue, expected: expected, seen: seen()) }
    }

    func request(
        _ method: HTTPMethod = .get,
        _ path: String = "/",
        of address: HTTPBaseURL,
        body: String? = nil,
        kind: HTTPRequest.Kind = .read,
        timeout: Duration = .seconds(60)
    ) -> HTTPRequest {
        HTTPRequest(
            method,
            path,
            of: address,
            headers: ["X-Auth-Token": Self.canary],
            body: body.map { HTTPBody(Array($0.utf8)) },
            kind: kind,
            operation: check.rawValue,
            timeout: timeout
        )
    }

    func outcome(of request: HTTPRequest, by transport: any HTTPTransport) async -> Outcome {
        do {
            return .answered(try await transport.send(request))
        } catch let error as HTTPTransportError {
            return .failed(error)
        } catch is CancellationError {
            return .cancelled
        } catch {
            return .other("\(type(of: error))")
        }
    }

    /// Sends a request that has to be answered with a status.
    @discardableResult
    func answer(
        _ status: Int = 200,
        to request: HTTPRequest,
        by transport: any HTTPTransport
    ) async throws -> HTTPResponse {
        let outcome = await outcome(of: request, by: transport)
        guard case .answered(let response) = outcome, response.status == status else {
            throw ConformanceFailure(
                check: check.rawValue,
                expected: "the status \(status) for \(request.method) \(request.path)",
                seen: "\(outcome)"
            )
        }
        return response
    }

    /// Sends a request that has to fail with one of some codes, and without telling the credential.
    @discardableResult
    func failure(
        _ codes: HTTPTransportError.Code...,
        of request: HTTPRequest,
        by transport: any HTTPTransport
    ) async throws -> HTTPTransportError {
        try error(codes, await outcome(of: request, by: transport), of: request)
    }

    func error(
        _ codes: [HTTPTransportError.Code],
        _ outcome: Outcome,
        of request: HTTPRequest
    ) throws -> HTTPTransportError {
        let names = codes.map(\.rawValue).joined(separator: " or ")
        guard let error = outcome.error, codes.contains(error.code) else {
            throw ConformanceFailure(
                check: check.rawValue,
                expected: "the error \(names) for \(request.method) \(request.path)",
                seen: "\(outcome)"
            )
        }
        try expect(
            !"\(error) \(String(reflecting: error))".contains(Self.canary),
            "an error without the credential",
            saw: "the credential"
        )
        return error
    }

    /// Sends a request, does something once the server has seen so many, and says how the request ended.
    ///
    /// Where the call ends before that, this ends too, so that a check fails instead of waiting.
    func outcome(
        of request: HTTPRequest,
        by transport: any HTTPTransport,
        once server: WireFaultServer,
        hasSeen count: Int,
        then act: @escaping @Sendable () async -> Void
    ) async -> Outcome {
        await outcome(of: request, by: transport, once: { await server.untilRequests(count) }, then: act)
    }

    /// Sends a request, does something once a wait is over, and says how the request ended.
    func outcome(
        of request: HTTPRequest,
        by transport: any HTTPTransport,
        once wait: @escaping @Sendable () async -> Void,
        then act: @escaping @Sendable () async -> Void
    ) async -> Outcome {
        await withTaskGroup(of: Outcome?.self) { group in
            defer { group.cancelAll() }
            group.addTask { await outcome(of: request, by: transport) }
            group.addTask {
                await wait()
                if !Task.isCancelled { await act() }
                return nil
            }
            for await outcome in group {
                if let outcome { return outcome }
            }
            return .other("none")
        }
    }

    /// Runs something with a server and a transport.
    func stage(
        _ behaviour: WireFaultBehaviour,
        _ setting: TransportSetting = TransportSetting(),
        _ body: @escaping @Sendable (WireFaultServer, any HTTPTransport) async throws -> Void
    ) async throws {
        try await withWireFaultServer(behaviour) { server in
            try await harness(setting) { transport in try await body(server, transport) }
        }
    }
}
