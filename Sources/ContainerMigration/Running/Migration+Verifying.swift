import CloudContainers

extension Migration {
    /// Reads everything back from the target and compares it with the plan; changes nothing.
    ///
    /// Services that are as planned are asked the smoke checks of the options.
    ///
    /// - Parameters:
    ///   - secrets: The values of the secrets.
    ///   - observer: Hears which smoke checks were answered, which could not be asked, and which secrets were not compared.
    /// - Returns: What differs, by service; empty where all is as planned.
    /// - Throws: `ContainerServiceError` that would meet every service; `CancellationError`.
    public func differences(
        secrets: MigrationSecrets = MigrationSecrets(),
        _ observer: @escaping Observer = { _ in }
    ) async throws -> [String: String] {
        let state = await journal.state
        let services = plan.services.filter { state[$0.sourceName].id != nil }
        let jobs = plan.jobs.filter { state[$0.key].id != nil }
        let verified = await journal.records.lastVerifications
        guard let namespace = state.namespace, !services.isEmpty || !jobs.isEmpty else { return [:] }
        let listed = try await listed(in: namespace)
        let hosts = try await hosts(for: services, plan.ids(state))
        let told = try await concurrently(services, atMost: options.concurrency) { service in
            await problem(
                of: service,
                hosts,
                state[service.sourceName].id.flatMap { listed[$0] },
                secrets,
                since: verified[service.sourceName],
                observer
            )
        }
        var result: [String: String] = [:]
        for (service, problem) in zip(services, told) { result[service.sourceName] = problem?.message }
        let toldOfJobs = try await problems(of: jobs, plan.ids(state))
        for (job, problem) in zip(jobs, toldOfJobs) {
            result[job.key] = problem?.message
            // No provider tells anything of a job's.
            if problem == nil, !job.secrets.isEmpty {
                await observer(.secretsNotCompared(service: job.key, names: job.secrets))
            }
        }
        return result
    }

    func verify(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ secrets: MigrationSecrets,
        _ observer: @escaping Observer
    ) async throws {
        let ready = Set(board.services(at: [.ready]).map(\.source))
        let services = board.services(at: [.made, .ready]).filter { !$0.runs || ready.contains($0.source) }
        guard !services.isEmpty else { return }
        let ids = board.ids
        let there: Result<(listed: [Container.ID: Container], hosts: [String: String]), ContainerServiceError>
        do {
            there = .success((try await listed(in: namespace), try await hosts(for: services, ids)))
        } catch let error as ContainerServiceError where !Self.endsRun(error) {
            there = .failure(error)
        }
        let problems = try await concurrently(services, atMost: options.concurrency) { service in
            let problem: ContainerServiceError?
            switch there {
            case .success(let live):
                problem = await self.problem(
                    of: service,
                    live.hosts,
                    ids[service.sourceName].flatMap { live.listed[$0] },
                    secrets,
                    since: nil,
                    observer
                )
            case .failure(let error): problem = error
            }
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

    /// The containers of the target's namespace by their ids, one request or one a page for all of them; none where the
    /// namespace is gone.
    private func listed(in namespace: Namespace.ID) async throws -> [Container.ID: Container] {
        do {
            return Dictionary(try await target.completeContainers(in: namespace).map { ($0.id, $0) }) { first, _ in
                first
            }
        } catch let error as ContainerServiceError where error.code == .notFound {
            return [:]
        }
    }

    /// What of a service is not as planned; `date` is when it was verified last, if it was.
    private func problem(
        of service: PlannedService,
        _ hosts: [String: String],
        _ listed: Container?,
        _ secrets: MigrationSecrets,
        since date: Timestamp?,
        _ observer: Observer
    ) async -> ContainerServiceError? {
        let operation = "verify \(service.name)"
        guard let listed else {
            return ContainerServiceError(.notFound, "\(service.name) is not on the target").during(operation)
        }
        do {
            if let error = missingEndpoint(of: service, hosts) { return error.during(operation) }
            let live = try await target.container(listed, toCompareWith: service.spec)
            try compare(live, with: service, hosts, on: targetContainers)
            var untold = options.secretVerification == .none ? service.secrets : []
            if proves(secretsOf: live, since: date), !service.secrets.isEmpty {
                let proofs = try await target.proveSecrets(secrets.values(for: service), in: live)
                let wrong = proofs.filter { [.different, .missing].contains($0.value) }.keys.sorted()
                guard wrong.isEmpty else {
                    return ContainerServiceError(
                        .conflict,
                        "secrets of \(service.name) are not as given: \(wrong.joined(separator: ", "))",
                        provider: plan.target.provider,
                        operation: operation
                    )
                }
                untold = service.secrets.filter { proofs[$0] != .equal }
            }
            if !untold.isEmpty {
                await observer(.secretsNotCompared(service: service.sourceName, names: untold))
            }
            try await smoke(service, live, observer)
            return nil
        } catch let error as ContainerServiceError {
            return error.during(operation)
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
