import CloudContainers

extension Migration {
    /// Asks a service on the target's own address what the options want to be asked.
    ///
    /// - Throws: `ContainerServiceError` with the code `deploymentFailed` where it does not answer as it should.
    func smoke(_ service: PlannedService, _ live: Container, _ observer: Observer) async throws {
        guard let smoke = options.smoke else { return }
        let checks = smoke.all + (smoke.ofServices[service.sourceName] ?? [])
        guard !checks.isEmpty else { return }
        let endpoint: HTTPBaseURL
        // What was read to compare can lack the addresses.
        let whole = live.endpoints.isEmpty ? try await target.container(live.id) : live
        switch Self.address(of: whole, service) {
        case .success(let found): endpoint = found
        case .failure(let reason):
            await observer(.smokeSkipped(service: service.sourceName, reason: reason.words))
            return
        }
        for check in checks {
            try await ask(check, of: service, at: endpoint, smoke)
            await observer(.answered(service: service.sourceName, check))
        }
    }

    /// Why a service cannot be asked.
    private struct Reason: Error {
        let words: String
    }

    private static func address(of live: Container, _ service: PlannedService) -> Result<HTTPBaseURL, Reason> {
        if !service.runs { return .failure(Reason(words: "it does not run")) }
        let ports = live.spec.ports
        if !ports.isEmpty, !ports.contains(where: { $0.exposure == .public }) {
            let needsToken = ports.contains { $0.exposure == .token }
            return .failure(
                Reason(words: needsToken ? "it is private: callers need a token" : "it has no public port")
            )
        }
        // A host name of the user's can still lead to the source.
        guard let url = live.endpoints.first(where: { !$0.isCustomDomain && $0.url.hasPrefix("https://") })?.url,
            let address = try? HTTPBaseURL(parsing: url)
        else { return .failure(Reason(words: "the target knows no address of it")) }
        return .success(address)
    }

    /// Asks until the answer is right, or patience ends.
    private func ask(
        _ check: SmokeCheck,
        of service: PlannedService,
        at endpoint: HTTPBaseURL,
        _ smoke: SmokeChecks
    ) async throws {
        let time = options.waiting.time
        let end = await time.now() + smoke.patience
        while true {
            let problem: String
            do {
                let request = HTTPRequest(
                    .get,
                    check.path,
                    of: endpoint,
                    kind: .read,
                    operation: "smoke check of \(service.name)",
                    timeout: .seconds(30)
                )
                let answer = try await smoke.transport.send(request)
                guard let wrong = check.problem(of: answer) else { return }
                problem = wrong
            } catch let error as HTTPTransportError {
                problem = "it gave no answer: \(error)"
            }
            guard await time.now() + options.waiting.shortestDelay <= end else {
                throw ContainerServiceError(
                    .deploymentFailed,
                    "the smoke check of \(service.name) failed: \(check.path) has to answer \(check.status), and \(problem)",
                    provider: plan.target.provider
                )
            }
            try await time.sleep(for: options.waiting.shortestDelay)
        }
    }
}

extension SmokeCheck {
    /// What is wrong with an answer; its body is not told.
    fileprivate func problem(of answer: HTTPResponse) -> String? {
        guard answer.status == status else { return "it answered \(answer.status)" }
        guard let header else { return nil }
        guard let value = answer.headers[header.name] else { return "the answer has no \(header.name)" }
        if value == header.value { return nil }
        return "the answer has another \(header.name) than \(header.value)"
    }
}
