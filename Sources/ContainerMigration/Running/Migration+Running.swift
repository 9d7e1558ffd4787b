import CloudContainers

extension Migration {
    /// Carries the plan out, or goes on with it.
    ///
    /// - Parameters:
    ///   - secrets: The values of the secrets; they are sent to the target and kept nowhere.
    ///   - stop: A wish to stop, looked at before each further service and while waiting.
    ///   - observer: Hears of what happens.
    /// - Returns: What became of each service; a failure of one does not stop the others.
    /// - Throws: `ContainerServiceError` before anything is sent: `consentMissing` and `unsupported` where the plan cannot be
    ///   executed, `secretMissing` with all that is missing, `conflict` where the source has changed since the plan,
    ///   `alreadyExists` where the target's namespace appeared meanwhile. Later `storageFailed` and `unauthenticated`, which
    ///   would meet every service. `CancellationError`; the run can go on later from wherever it ended.
    public func run(
        secrets: MigrationSecrets = MigrationSecrets(),
        stop: MigrationStop = MigrationStop(),
        _ observer: @escaping Observer = { _ in }
    ) async throws -> MigrationOutcome {
        try checkPlan()
        let before = await journal.state
        let open = plan.services.filter { ![.verified, .retired].contains(before[$0.sourceName].step) }
        let openJobs = plan.jobs.filter { ![.verified, .retired].contains(before[$0.key].step) }
        try secrets.check(open as [any PlannedPart] + openJobs)
        try await checkSource(open, openJobs)
        try await note(.began) {
            $0.plan = plan.fingerprint
            $0.account = options.account
        }
        let place = try await makeNamespace(before, observer)
        let namespace = place.id
        try await settle(place, stop)
        var board = RunBoard(plan, before)
        try await make(&board, in: namespace, secrets, stop, observer)
        if await !stop.isRequested {
            try await bringUp(&board, in: namespace, isAgain: before.runs > 0, stop, observer)
        }
        if await !stop.isRequested { try await makeJobs(&board, in: namespace, secrets, stop, observer) }
        if await !stop.isRequested { try await putJobsIntoForce(&board, in: namespace, stop, observer) }
        if await !stop.isRequested { try await verify(&board, in: namespace, secrets, observer) }
        if await !stop.isRequested { try await verifyJobs(&board, in: namespace, observer) }
        let wasStopped = await stop.isRequested
        try await note(.ended)
        return board.outcome(await journal.state, wasStopped: wasStopped)
    }

    private func checkPlan() throws {
        if let (service, finding) = plan.obstacles.first {
            throw ContainerServiceError(
                .unsupported,
                "\(service) cannot be moved: \(finding.code)"
                    + (finding.resolution.map { "; plan again with \($0)" } ?? "")
            )
        }
        let codes = Set(plan.unconsented.map(\.finding.code.rawValue)).sorted()
        guard codes.isEmpty else {
            throw ContainerServiceError(
                .consentMissing,
                "the plan loses something that nobody has consented to: \(codes.joined(separator: ", "))"
            )
        }
    }

    // MARK: Namespace

    private func makeNamespace(_ state: MigrationState, _ observer: Observer) async throws -> Namespace {
        if let id = state.namespace { return try await target.namespace(id) }
        let name = plan.target.namespace
        if let found = try await target.namespace(named: name) {
            // A creation whose answer was lost with the process has made it.
            let isOwn = plan.target.id == nil && state.isNamespaceUncertain
            guard isOwn || plan.target.id == found.id else {
                throw ContainerServiceError(
                    .alreadyExists,
                    plan.target.id == nil
                        ? "the namespace \(name) has appeared since the plan was made; plan again"
                        : "the namespace \(name) is another one than when the plan was made; plan again",
                    provider: plan.target.provider
                )
            }
            return try await note(found, isOwn: isOwn, observer)
        }
        let request = PreparedRequest("POST", "namespace", purpose: "make the namespace \(name)")
        try await note(.willSend(request), nil, observer)
        return try await note(try await target.makeNamespace(named: name), isOwn: true, observer)
    }

    private func note(_ namespace: Namespace, isOwn: Bool, _ observer: Observer) async throws -> Namespace {
        try await note(.namespace) {
            $0.id = namespace.id.rawValue
            $0.isOwn = isOwn
        }
        await observer(.namespace(namespace, isNew: isOwn))
        return namespace
    }

    /// Waits until things can be made in the namespace: whatever is sent before that is refused, and has to be sent again.
    private func settle(_ namespace: Namespace, _ stop: MigrationStop) async throws {
        var waiting = options.waiting
        waiting.time = StoppableTime(time: waiting.time, stop: stop)
        do {
            try await target.waitUntilReady(namespace, waiting)
        } catch is StoppableTime.Stopped {
            return
        }
    }

    // MARK: Services

    private func make(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ secrets: MigrationSecrets,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        let open = board.services(at: [.notStarted, .making, .removed])
        guard !open.isEmpty else { return }
        // One look for all tells what an earlier run has left.
        let there = Dictionary(
            try await target.completeContainers(in: namespace).flatMap { one in
                // Not every provider tells cases apart.
                one.names.map { ($0.lowercased(), one) }
            }
        ) { first, _ in first }
        var ids = board.ids
        for service in plan.services {
            guard let found = there[service.name.lowercased()], found.spec.owner == plan.id else { continue }
            ids[service.sourceName] = ids[service.sourceName] ?? found.id
        }
        var halves: [PlannedService] = []
        for wave in open.waves {
            let hosts = try await hosts(for: wave, ids)
            let results = try await concurrently(wave, atMost: options.concurrency) { service in
                try await result(of: service, hosts, among: wave, stop, observer) { service, isWhole in
                    let found = there[service.name.lowercased()]
                    let values = secrets.values(for: service)
                    return try await make(
                        service,
                        found,
                        on: targetContainers,
                        in: namespace,
                        values,
                        isWhole: isWhole,
                        observer
                    )
                }
            }
            for (service, result) in zip(wave, results) {
                if case .success(let id?) = result { ids[service.sourceName] = id }
                let isHalf = !service.needed.isSubset(of: hosts.keys)
                if isHalf, case .success(_?) = result {
                    halves.append(service)
                } else {
                    board.take(result, of: service)
                }
            }
        }
        try await complete(halves, &board, ids, in: namespace, secrets, stop, observer)
    }

    /// Gives services that need one another's endpoints what could not be known when they were made.
    private func complete(
        _ halves: [PlannedService],
        _ board: inout RunBoard,
        _ ids: [String: Container.ID],
        in namespace: Namespace.ID,
        _ secrets: MigrationSecrets,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        let hosts = try await hosts(for: halves, ids)
        let results = try await concurrently(halves, atMost: options.concurrency) { service in
            try await result(of: service, hosts, among: [], stop, observer) { whole, _ in
                let found: Container? =
                    if let id = ids[service.sourceName] { try await target.container(id) } else { nil }
                let values = secrets.values(for: service)
                return try await make(whole, found, on: targetContainers, in: namespace, values, observer)
            }
        }
        for (service, result) in zip(halves, results) { board.take(result, of: service) }
    }

    /// Makes one of several services with the endpoints it needs; only those of the same wave may be missing.
    private func result(
        of service: PlannedService,
        _ hosts: [String: String],
        among wave: [PlannedService],
        _ stop: MigrationStop,
        _ observer: @escaping Observer,
        _ make: (PlannedService, _ isWhole: Bool) async throws -> Container.ID
    ) async throws -> Result<Container.ID?, ContainerServiceError> {
        if await stop.isRequested { return .success(nil) }
        do {
            let missing = service.needed.subtracting(hosts.keys)
            if !missing.isSubset(of: wave.map(\.sourceName)), let error = missingEndpoint(of: service, hosts) {
                throw error
            }
            return .success(try await make(service.resolved(with: hosts), missing.isEmpty))
        } catch let error as ContainerServiceError where !Self.endsRun(error) {
            let error = error.during("make \(service.name)")
            try await noteFailure(of: service.sourceName, error, observer)
            if options.stopsAtFailure { await stop.request() }
            return .failure(error)
        }
    }
}
