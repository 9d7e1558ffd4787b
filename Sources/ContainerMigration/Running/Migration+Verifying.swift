import CloudContainers

extension Migration {
    /// Reads everything back from the target and compares it with the plan; changes nothing.
    ///
    /// Services that are as planned are asked the smoke checks of the options.
    ///
    /// - Parameters:
    ///   - secrets: The values of the secrets.
    ///   - observer: Hears which smoke checks were answered, and which could not be asked.
    /// - Returns: What differs, by service; empty where all is as planned.
    /// - Throws: `ContainerServiceError` that would meet every service; `CancellationError`.
    public func differences(
        secrets: MigrationSecrets = MigrationSecrets(),
        _ observer: @escaping Observer = { _ in }
    ) async throws -> [String: String] {
        let state = await journal.state
        let services = plan.services.filter { state[$0.sourceName].id != nil }
        let verified = await journal.records.lastVerifications
        let told = try await concurrently(services, atMost: options.concurrency) { service in
            await problem(of: service, state[service.sourceName].id, secrets, since: verified[service.sourceName], observer)
        }
        var result: [String: String] = [:]
        for (service, problem) in zip(services, told) { result[service.sourceName] = problem?.message }
        return result
    }

    func verify(_ board: inout RunBoard, _ secrets: MigrationSecrets, _ observer: @escaping Observer) async throws {
        let services = board.services(at: [.made, .ready]).filter { service in
            !service.runs || board.services(at: [.ready]).contains { $0.source == service.source }
        }
        let ids = board.ids
        let problems = try await concurrently(services, atMost: options.concurrency) { service in
            let problem = await problem(of: service, ids[service.sourceName], secrets, since: nil, observer)
            if let problem, Self.endsRun(problem) { throw problem }
            try Task.checkCancellation()
            guard let problem else {
                try await note(.verified, service.sourceName)
                await observer(.reached(service: service.sourceName, .verified))
                return nil as ContainerServiceError?
            }
            try await noteFailure(of: service.sourceName, problem, observer)
            return problem
        }
        for (service, problem) in zip(services, problems) {
            if let problem { board.fail(service, problem) } else { board.reach(.verified, service) }
        }
    }

    /// What of a service is not as planned; `date` is when it was verified last, if it was.
    private func problem(
        of service: PlannedService,
        _ id: Container.ID?,
        _ secrets: MigrationSecrets,
        since date: Timestamp?,
        _ observer: Observer
    ) async -> ContainerServiceError? {
        guard let id else { return ContainerServiceError(.notFound, "\(service.name) is not on the target") }
        do {
            let live = try await target.container(id)
            let change = try difference(of: service, from: live)
            guard change.requests.isEmpty else {
                let purposes = change.requests.map(\.purpose).joined(separator: ", ")
                return ContainerServiceError(
                    .conflict,
                    "\(service.name) is not as planned: \(purposes) would be needed",
                    provider: plan.target.provider
                )
            }
            if proves(secretsOf: live, since: date), !service.secrets.isEmpty {
                let proofs = try await target.proveSecrets(secrets.values(for: service), of: id)
                let wrong = proofs.filter { [.different, .missing].contains($0.value) }.keys.sorted()
                guard wrong.isEmpty else {
                    return ContainerServiceError(
                        .conflict,
                        "secrets of \(service.name) are not as given: \(wrong.joined(separator: ", "))",
                        provider: plan.target.provider
                    )
                }
            }
            try await smoke(service, live, observer)
            return nil
        } catch let error as ContainerServiceError {
            return error
        } catch {
            return ContainerServiceError(.unavailable, "\(service.name) could not be read", isRetryable: true)
        }
    }

    /// Whether the secrets of a container are to be compared; `date` is when it was verified last.
    private func proves(secretsOf live: Container, since date: Timestamp?) -> Bool {
        switch options.secretVerification {
        case .all: true
        case .none: false
        // Without both dates nobody knows, so that it is looked at.
        case .changed: date.flatMap { date in live.updatedAt.map { $0 > date } } ?? true
        }
    }
}

extension [JournalRecord] {
    /// When each service was verified last.
    fileprivate var lastVerifications: [String: Timestamp] {
        var result: [String: Timestamp] = [:]
        for record in self where record.event == .verified {
            if let service = record.service { result[service] = record.time }
        }
        return result
    }
}
