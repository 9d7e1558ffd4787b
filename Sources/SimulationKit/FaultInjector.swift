public import CloudContainers

/// A transport before a simulator in which things go wrong by rule.
public actor FaultInjector: HTTPTransport {
    private let wrapped: any HTTPTransport
    private let time: any TimeSource
    private var rules: [(rule: FaultRule, count: Int)]
    private var lastAnswers: [String: HTTPResponse] = [:]
    /// How many requests came, with a fault or without.
    public private(set) var requestCount = 0
    /// How many faults struck.
    public private(set) var faultCount = 0

    /// Puts rules before a transport; the first that fits strikes.
    public init(_ wrapped: any HTTPTransport, rules: [FaultRule] = [], time: any TimeSource = VirtualTime()) {
        self.wrapped = wrapped
        self.time = time
        self.rules = rules.map { ($0, 0) }
    }

    /// Adds a rule behind the others.
    public func add(_ rule: FaultRule) { rules.append((rule, 0)) }

    /// Takes all rules away.
    public func removeRules() { rules = [] }

    /// Sends a request, or lets it go wrong.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        requestCount += 1
        guard let fault = strike(request) else { return try await pass(request) }
        faultCount += 1
        switch fault {
        case .latency(let duration):
            try await time.sleep(for: duration)
            return try await pass(request)
        case .answer(let response): return response
        case .answerAfterActing(let response):
            _ = try await pass(request)
            return response
        case .cutBeforeActing: throw Self.cut
        case .cutAfterActing:
            _ = try await pass(request)
            throw Self.cut
        case .timeOutBeforeActing: throw try await timeOut(request)
        case .timeOutAfterActing:
            _ = try await pass(request)
            throw try await timeOut(request)
        case .refused:
            throw HTTPTransportError(.connectionFailed, "the connection was refused", delivery: .notSent)
        case .truncated(let byte):
            var response = try await pass(request)
            response.body = Array(response.body.prefix(byte))
            return response
        case .body(let bytes):
            var response = try await pass(request)
            response.body = bytes
            return response
        case .stale:
            let last = lastAnswers[Self.key(request)]
            let answer = try await pass(request)
            return last ?? answer
        }
    }

    private func strike(_ request: HTTPRequest) -> Fault? {
        var fault: Fault?
        for index in rules.indices where rules[index].rule.fits(request) {
            rules[index].count += 1
            if fault == nil, rules[index].rule.occurrences.contains(rules[index].count) {
                fault = rules[index].rule.fault
            }
        }
        return fault
    }

    private func pass(_ request: HTTPRequest) async throws -> HTTPResponse {
        let response = try await wrapped.send(request)
        if request.method == .get { lastAnswers[Self.key(request)] = response }
        return response
    }

    private func timeOut(_ request: HTTPRequest) async throws -> HTTPTransportError {
        try await time.sleep(for: request.timeout)
        return HTTPTransportError(.timedOut, "there was no answer within \(request.timeout)")
    }

    private static func key(_ request: HTTPRequest) -> String { "\(request.method) \(request.path)" }

    private static let cut = HTTPTransportError(.connectionFailed, "the connection ended before the answer did")
}
