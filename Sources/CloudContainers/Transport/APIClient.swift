/// What both adapters do around a request: address, credential, deadlines, errors, and waiting for what is under way.
package struct APIClient: Sendable {
    /// Reads the refusal of a provider.
    package typealias ErrorReading = @Sendable (HTTPResponse) -> ContainerServiceError

    package let provider: ProviderID
    package let baseURL: HTTPBaseURL
    package let time: any TimeSource
    /// How long a call waits for other work on the same thing to end.
    package let patience: Duration
    private let transport: any HTTPTransport
    package let randomness: any Randomness
    private let credentialHeader: String
    private let credentialPrefix: String
    private let credential: Credential
    private let reading: ErrorReading

    package init(
        provider: ProviderID,
        baseURL: HTTPBaseURL,
        transport: any HTTPTransport,
        credential: Credential,
        header: String,
        prefix: String = "",
        time: any TimeSource,
        randomness: any Randomness,
        patience: Duration,
        reading: @escaping ErrorReading
    ) {
        self.provider = provider
        self.baseURL = baseURL
        self.transport = transport
        self.credential = credential
        credentialHeader = header
        credentialPrefix = prefix
        self.time = time
        self.randomness = randomness
        self.patience = patience
        self.reading = reading
    }

    /// The same client for another address with another credential, such as a provider's log service.
    package func asking(_ baseURL: HTTPBaseURL, with credential: Credential, in header: String) -> APIClient {
        APIClient(
            provider: provider,
            baseURL: baseURL,
            transport: transport,
            credential: credential,
            header: header,
            time: time,
            randomness: randomness,
            patience: patience,
            reading: reading
        )
    }

    /// Sends a call and gives its answer, whose status is 2xx.
    ///
    /// - Throws: ``ContainerServiceError``; `CancellationError`.
    package func send(_ call: APICall) async throws -> HTTPResponse {
        let began = await time.now()
        var tries: UInt64 = 0
        while true {
            try Task.checkCancellation()
            let response: HTTPResponse
            do {
                response = try await transport.send(request(for: call))
            } catch let error as HTTPTransportError {
                throw failure(of: call, error)
            }
            if response.isSuccess { return response }
            if response.status == 409, tries < 3, RefusedAnswer(response).isUnreadable {
                // Half a refusal does not tell why; asking again does, and nothing was done.
                try await time.sleep(for: await delay(tries))
                tries += 1
                continue
            }
            let error = await failure(of: call, response)
            let limit: Duration
            switch error.code {
            case .busy where call.waitsWhileBusy: limit = patience
            // Rights are given out slowly after something was made (seen up to two minutes).
            case .permissionDenied where call.rightsMaySettle: limit = min(patience, .seconds(120))
            default: throw error
            }
            let left = limit - (await time.now() - began)
            guard left > .zero else { throw error }
            try await time.sleep(for: min(left, await delay(tries)))
            tries += 1
        }
    }

    /// Does something again while it finds that something else is under way, at most until the patience since an instant ends.
    package func patiently<Value>(
        since began: Duration,
        _ body: () async throws -> Value
    ) async throws -> Value {
        var tries: UInt64 = 0
        while true {
            do {
                return try await body()
            } catch let error as ContainerServiceError where error.code == .busy {
                let left = patience - (await time.now() - began)
                guard left > .zero else { throw error }
                try await time.sleep(for: min(left, await delay(tries)))
                tries += 1
            }
        }
    }

    /// From one second on, doubled up to fifteen, half of it by chance.
    private func delay(_ tries: UInt64) async -> Duration {
        let most = min(Duration.seconds(1 << min(tries, 4)), .seconds(15))
        return most / 2 + (await randomness.duration(upTo: most / 2))
    }

    /// Sends a call and gives the JSON of its answer; `nil` for an empty body.
    ///
    /// A document that ends early is an error also under status 200; a call that only reads is repeated then.
    package func json(_ call: APICall) async throws -> APIAnswer? {
        for attempt in 1... {
            let response = try await send(call)
            if response.body.isEmpty, call.kind != .read { return nil }
            do {
                let document = try JSONDocument(parsing: response.body)
                return APIAnswer(document: document, status: response.status, requestID: response.requestID)
            } catch {
                if call.kind == .read, attempt < 3 {
                    try await time.sleep(for: await delay(0))
                    continue
                }
                throw notUnderstood(call, response, error)
            }
        }
        return nil
    }

    /// Sends a call and gives the JSON of its answer, which must have one.
    package func document(_ call: APICall) async throws -> APIAnswer {
        guard let answer = try await json(call) else {
            throw ContainerServiceError(
                .outcomeUnknown,
                "\(provider) answered nothing to \(call.operation)",
                provider: provider,
                operation: call.operation
            )
        }
        return answer
    }

    /// Reads an answer with a closure whose errors then name the call.
    package func read<Value>(
        _ answer: APIAnswer,
        of call: APICall,
        _ body: (JSONValue) throws(WireError) -> Value
    ) throws(ContainerServiceError) -> Value {
        do {
            return try body(answer.root)
        } catch {
            throw ContainerServiceError(
                call.mayHaveActed ? .outcomeUnknown : .answerNotUnderstood,
                "the answer of \(provider) to \(call.operation) was not understood: \(error.diagnostic)",
                provider: provider,
                operation: call.operation,
                httpStatus: answer.status,
                requestID: answer.requestID,
                diagnostics: [error.diagnostic]
            )
        }
    }

    private func request(for call: APICall) -> HTTPRequest {
        var request = HTTPRequest(
            call.method,
            call.path,
            of: baseURL,
            headers: ["Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": Self.userAgent],
            body: call.body,
            kind: call.kind,
            operation: call.operation,
            maximumAnswerSize: call.maximumAnswerSize
        )
        if call.body != nil { request.headers["Content-Type"] = "application/json" }
        credential.withText { request.headers[credentialHeader] = credentialPrefix + $0 }
        return request
    }

    private static let userAgent = "cloud-containers"

    private func notUnderstood(
        _ call: APICall,
        _ response: HTTPResponse,
        _ problem: ContainerServiceError
    ) -> ContainerServiceError {
        ContainerServiceError(
            call.mayHaveActed ? .outcomeUnknown : .answerNotUnderstood,
            "the answer of \(provider) to \(call.operation) is no complete JSON: "
                + withoutSecrets(of: call)(problem.message),
            provider: provider,
            operation: call.operation,
            httpStatus: response.status,
            requestID: response.requestID,
            isRetryable: !call.mayHaveActed
        )
    }

    /// What takes everything secret that a call sends out of a text.
    private func withoutSecrets(of call: APICall) -> (String) -> String {
        let mask = SecretMask(request(for: call))
        return { mask.masked(call.secrets.masking($0)) }
    }

    private func failure(of call: APICall, _ error: HTTPTransportError) -> ContainerServiceError {
        let mayHaveActed = error.delivery == .unknown && call.mayHaveActed
        let isLasting = [.tlsFailed, .redirectRefused, .answerTooLarge].contains(error.code)
        return ContainerServiceError(
            mayHaveActed && error.code != .redirectRefused ? .outcomeUnknown : .unavailable,
            "\(provider) could not be asked to \(call.operation): \(error.message)",
            provider: provider,
            operation: call.operation,
            isRetryable: !mayHaveActed && !isLasting
        )
    }

    private func failure(of call: APICall, _ response: HTTPResponse) async -> ContainerServiceError {
        var error = reading(response)
        error.provider = provider
        error.operation = call.operation
        error.httpStatus = response.status
        error.requestID = response.requestID
        let hint = RateLimitHint(response.headers, wallClock: await time.wallClock())
        if error.code == .rateLimited, error.details.isEmpty, let wait = hint.wait(afterStatus: response.status) {
            let seconds = wait.wholeSecondsRoundingUp
            error.details.append(.init(subject: "rate limit", reason: "starts anew in \(seconds) s"))
        }
        // Secrets go before anything is cut, since half of one is one too.
        let masked = withoutSecrets(of: call)
        let shown = { (text: String) in masked(text).cut(to: 500) }
        error.providerMessage = error.providerMessage.map(shown)
        error.details = error.details.map {
            ContainerServiceError.Detail(
                subject: shown($0.subject),
                reason: shown($0.reason),
                help: $0.help.map(shown)
            )
        }
        if error.code == .unavailable, call.mayHaveActed {
            // A gateway that gives up says nothing about what is behind it.
            error.code = .outcomeUnknown
            error.isRetryable = false
        }
        let words = [error.providerMessage].compactMap { $0 } + error.details.map(\.description)
        let said = words.joined(separator: "; ")
        // The provider's words stay as they are; a message quotes what is safe to print.
        let quoted = said.escapedForTerminal(limit: 2000, namesBreaks: true)
        error.message =
            "\(provider) refused to \(call.operation): "
            + (said.isEmpty ? "status \(response.status)" : "\(quoted) (status \(response.status))")
        return error
    }
}

extension HTTPResponse {
    /// The provider's identifier of the request, shortened to what a message can hold.
    package var requestID: String? {
        headers["X-Request-Id"]?.escapedForTerminal(limit: 80)
    }
}
