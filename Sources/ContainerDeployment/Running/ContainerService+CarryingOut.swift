public import CloudContainers

extension ContainerService {
    /// Carries a plan out: makes, changes and deletes services, deploys what that did not, and waits until all of it runs.
    ///
    /// One service that fails does not stop the others. A request whose answer is lost is not repeated: plan again, which finds by
    /// its mark what was made. Whatever somebody else changed since the plan is left alone, with a conflict.
    ///
    /// - Parameters:
    ///   - plan: What to do.
    ///   - secrets: The values of secrets, by service; they are sent and kept nowhere.
    ///   - options: How.
    ///   - observer: Hears of what happens.
    /// - Returns: What became of each service.
    /// - Throws: `ContainerServiceError` before anything is sent: `unsupported` and `consentMissing` where the plan cannot be
    ///   carried out, `secretMissing` with all that is missing, `conflict` where what is there is not what the plan was made of,
    ///   `alreadyExists` where the namespace appeared meanwhile. `CancellationError`.
    @discardableResult
    public func carryOut(
        _ plan: DeploymentPlan,
        secrets: [String: SecretValues] = [:],
        _ options: DeploymentOptions = DeploymentOptions(),
        _ observer: @escaping @Sendable (DeploymentEvent) async -> Void = { _ in }
    ) async throws -> DeploymentOutcome {
        try plan.check(secrets)
        if options.checksFirst { try await checkBases(of: plan, options) }
        var namespace = plan.namespaceID
        if namespace == nil, plan.isChange {
            let made = try await makeNamespace(named: plan.namespace)
            await observer(.namespace(made))
            namespace = made.id
        }
        guard let namespace else { return DeploymentOutcome(services: []) }
        let changes = plan.services.filter(\.isChange)
        var board = DeploymentOutcome(services: changes.map { .init(name: $0.name, action: $0.action, id: $0.id) })
        let results = try await concurrently(changes, atMost: options.concurrency) { service in
            if await options.shouldStop() { return nil as Result<Container.ID?, ContainerServiceError>? }
            do {
                let id = try await change(service, in: namespace, secrets[service.name] ?? SecretValues(), observer)
                if let id { await observer(.taken(service: service.name, id: id)) }
                return .success(id)
            } catch let error as ContainerServiceError {
                await observer(.failed(service: service.name, error))
                return .failure(error)
            }
        }
        for (index, result) in results.enumerated() {
            switch result {
            case .success(let id)?:
                board.services[index].id = id ?? board.services[index].id
                board.services[index].isTaken = true
            case .failure(let error)?: board.services[index].failure = error
            case nil: break
            }
        }
        if await options.shouldStop() { return board }
        board.namespace = namespace
        board.deployment = try await deploy(changes, in: namespace, &board, observer)
        return options.waits ? try await wait(for: board, of: plan, options, observer) : board
    }

    /// Waits until what was carried out runs, or is gone.
    ///
    /// - Parameters:
    ///   - outcome: What carrying the plan out without waiting gave.
    ///   - plan: The plan.
    ///   - options: How.
    ///   - observer: Hears of what happens.
    /// - Returns: What became of each service.
    /// - Throws: `CancellationError`; a service that fails is told in the outcome.
    public func wait(
        for outcome: DeploymentOutcome,
        of plan: DeploymentPlan,
        _ options: DeploymentOptions = DeploymentOptions(),
        _ observer: @escaping @Sendable (DeploymentEvent) async -> Void = { _ in }
    ) async throws -> DeploymentOutcome {
        guard let namespace = outcome.namespace else { return outcome }
        var board = outcome
        let changes = plan.services.filter(\.isChange)
        try await wait(for: changes, of: plan, in: namespace, outcome.deployment, options, &board, observer)
        try await deleteFormer(changes, of: plan, options, &board, observer)
        return board
    }

    // MARK: Changing

    private func change(
        _ service: ServicePlan,
        in namespace: Namespace.ID,
        _ secrets: SecretValues,
        _ observer: @escaping @Sendable (DeploymentEvent) async -> Void
    ) async throws -> Container.ID? {
        var id = service.id
        if service.action == .delete {
            guard let old = id else { return nil }
            try await delete(old, of: service, observer)
            return old
        }
        if let change = service.change, !change.requests.isEmpty {
            id = try await perform(change, in: namespace, container: id, secrets: secrets) { step in
                guard case .willSend(let request) = step else { return }
                await observer(.sending(service: service.name, request: request))
            }
        }
        let rest = Set(service.secrets).subtracting(service.requestedSecrets)
        if service.action != .create, let id, !rest.isEmpty { try await set(rest, secrets, of: id, service, observer) }
        return id
    }

    /// Deletes a container that is still as the plan knows it.
    private func delete(
        _ id: Container.ID,
        of service: ServicePlan,
        _ observer: @Sendable (DeploymentEvent) async -> Void
    ) async throws {
        try await checkBasis(of: service, id)
        let request = PreparedRequest("DELETE", "container", purpose: "delete \(service.name)")
        await observer(.sending(service: service.name, request: request))
        do {
            try await delete(id)
        } catch let error as ContainerServiceError where error.code == .notFound {}
    }

    /// Sets secrets that are there with another value.
    private func set(
        _ names: Set<String>,
        _ secrets: SecretValues,
        of id: Container.ID,
        _ service: ServicePlan,
        _ observer: @Sendable (DeploymentEvent) async -> Void
    ) async throws {
        guard let variables else {
            throw ContainerServiceError(
                .unsupported,
                "\(dialect.provider) cannot give a secret another value",
                provider: dialect.provider
            )
        }
        let purpose = "set \(names.sorted().joined(separator: ", "))"
        await observer(
            .sending(service: service.name, request: PreparedRequest("PUT", "variables", purpose: purpose))
        )
        let seen = try await variables.variables(of: id)
        let wanted = names.sorted().map { name in
            // What is a file stays one.
            let file = seen.last { $0.variable.name == name && $0.isInEffect }?.variable.mountPath
            return EnvironmentVariable(name: name, value: .secret(.provided), mountPath: file)
        }
        try await variables.setVariables(wanted, in: .container(id), secrets: secrets)
    }

    // MARK: Deploying

    /// Deploys, with one request, what its change did not.
    private func deploy(
        _ changes: [ServicePlan],
        in namespace: Namespace.ID,
        _ board: inout DeploymentOutcome,
        _ observer: @Sendable (DeploymentEvent) async -> Void
    ) async throws -> Deployment? {
        let isByItself = dialect.capabilities.createDeploys
        let waiting = changes.indices.filter { index in
            let service = changes[index]
            guard board.services[index].isTaken, service.action != .delete, !service.isStopped else { return false }
            return isByItself ? service.needsDeployment && service.action == .unchanged : true
        }
        let ids = waiting.compactMap { board.services[$0].id }
        guard !ids.isEmpty else { return nil }
        await observer(.deploying(waiting.map { changes[$0].name }))
        do {
            return try await deploy(ids, in: namespace)
        } catch let error as ContainerServiceError where error.code == .outcomeUnknown {
            // Whether it arrived shows in the statuses.
            return Deployment(of: ids)
        } catch let error as ContainerServiceError {
            for index in waiting {
                board.services[index].failure = error
                await observer(.failed(service: changes[index].name, error))
            }
            return nil
        }
    }

    private func wait(
        for changes: [ServicePlan],
        of plan: DeploymentPlan,
        in namespace: Namespace.ID,
        _ deployment: Deployment?,
        _ options: DeploymentOptions,
        _ board: inout DeploymentOutcome,
        _ observer: @Sendable (DeploymentEvent) async -> Void
    ) async throws {
        for goal in [WaitGoal.gone, .ready] {
            let places = changes.indices.filter { index in
                let (service, result) = (changes[index], board.services[index])
                guard result.isTaken, result.failure == nil, result.id != nil else { return false }
                return (service.action == .delete) == (goal == .gone) && !(goal == .ready && service.isStopped)
            }
            for isFormer in goal == .gone ? [false, true] : [false] {
                let here = places.filter { changes[$0].isFormer == isFormer }
                let owners = Dictionary(
                    here.compactMap { index in board.services[index].id.map { ($0, index) } }
                ) { first, _ in first }
                guard let place = isFormer ? plan.formerNamespaceID : namespace else { continue }
                let after = goal == .ready ? deployment : nil
                try await follow(owners, in: place, until: goal, after: after, options, &board, observer)
            }
        }
        for index in changes.indices where changes[index].isStopped && board.services[index].failure == nil {
            board.services[index].isReached = board.services[index].isTaken
        }
    }

    /// Waits for containers, and writes what becomes of them on the board, at the places of the services.
    private func follow(
        _ places: [Container.ID: Int],
        in namespace: Namespace.ID,
        until goal: WaitGoal,
        after deployment: Deployment?,
        _ options: DeploymentOptions,
        _ board: inout DeploymentOutcome,
        _ observer: @Sendable (DeploymentEvent) async -> Void
    ) async throws {
        let ids = places.sorted { $0.value < $1.value }.map(\.key)
        guard !ids.isEmpty else { return }
        do {
            for try await event in progress(of: ids, in: namespace, until: goal, after: deployment, options.waiting) {
                switch event {
                case .status(let id, let status, _):
                    if let place = places[id] { await observer(.status(service: board.services[place].name, status)) }
                case .reached(let id, _):
                    guard let place = places[id] else { continue }
                    board.services[place].isReached = true
                    await observer(.reached(service: board.services[place].name))
                case .failed(let id, let error, _):
                    guard let place = places[id] else { continue }
                    board.services[place].failure = error
                    await observer(.failed(service: board.services[place].name, error))
                case .unreadable: break
                }
            }
        } catch let error as ContainerServiceError {
            for place in places.values.sorted()
            where !board.services[place].isReached && board.services[place].failure == nil {
                board.services[place].failure = error
                await observer(.failed(service: board.services[place].name, error))
            }
        }
    }

    /// Deletes the services of the former namespace whose new ones run.
    private func deleteFormer(
        _ changes: [ServicePlan],
        of plan: DeploymentPlan,
        _ options: DeploymentOptions,
        _ board: inout DeploymentOutcome,
        _ observer: @escaping @Sendable (DeploymentEvent) async -> Void
    ) async throws {
        guard let namespace = plan.formerNamespaceID else { return }
        var gone: [Container.ID: Int] = [:]
        for (index, service) in changes.enumerated() {
            guard let old = service.formerID, board.services[index].isReached, await !options.shouldStop() else {
                continue
            }
            do {
                try await delete(old, of: service, observer)
                board.services[index].isReached = false
                gone[old] = index
            } catch let error as ContainerServiceError {
                board.services[index].failure = error
                await observer(.failed(service: service.name, error))
            }
        }
        try await follow(gone, in: namespace, until: .gone, after: nil, options, &board, observer)
    }

    // MARK: Checking

    /// Refuses a plan whose services are not as they were when it was made, and says which.
    private func checkBases(of plan: DeploymentPlan, _ options: DeploymentOptions) async throws {
        let moved = try await concurrently(plan.services, atMost: options.concurrency) { service -> String? in
            guard let id = service.basisID else {
                guard let namespace = plan.namespaceID else { return nil }
                let isTaken = try await container(named: service.name, in: namespace) != nil
                return isTaken ? "\(service.name) exists meanwhile" : nil
            }
            do {
                let live = try await container(id)
                return dialect.basis(of: live.bundle) == service.basis ? nil : "\(service.name) has changed"
            } catch let error as ContainerServiceError where error.code == .notFound {
                return "\(service.name) is gone"
            }
        }
        let told = moved.compactMap(\.self)
        guard !told.isEmpty else { return }
        throw ContainerServiceError(
            .conflict,
            "what is there is not what the plan was made of: \(told.joined(separator: "; "))",
            provider: dialect.provider
        )
    }

    private func checkBasis(of service: ServicePlan, _ id: Container.ID) async throws {
        let live: Container
        do {
            live = try await container(id)
        } catch let error as ContainerServiceError where error.code == .notFound {
            return
        }
        guard dialect.basis(of: live.bundle) != service.basis else { return }
        throw ContainerServiceError(
            .conflict,
            "\(service.name) has changed since it was read; plan again",
            provider: dialect.provider
        )
    }
}

extension DeploymentPlan {
    /// Refuses what cannot be carried out, before anything is sent.
    fileprivate func check(_ secrets: [String: SecretValues]) throws(ContainerServiceError) {
        for service in services {
            let reasons = service.blockers.map(\.code.rawValue)
            guard reasons.isEmpty, service.action == .delete || service.change != nil else {
                throw ContainerServiceError(
                    .unsupported,
                    "\(service.name) cannot be written for \(provider): \(reasons.joined(separator: ", "))",
                    provider: provider
                )
            }
            switch service.obstacle {
            case .notOurs?:
                throw ContainerServiceError(
                    .conflict,
                    "\(service.name) is there and is not marked as one of \(application)"
                        + (service.obstacle?.holder.map { " but belongs to \($0)" } ?? ""),
                    provider: provider
                )
            case .replacement?:
                throw ContainerServiceError(
                    .conflict,
                    "\(service.name) would be made anew, with another address",
                    provider: provider
                )
            case nil: break
            }
        }
        let codes = Set(services.flatMap { $0.unconsented(resolutions) }.map(\.code)).sorted()
        guard codes.isEmpty else {
            throw ContainerServiceError(
                .consentMissing,
                "something would be lost that nobody has consented to: \(codes.map(\.rawValue).joined(separator: ", "))",
                provider: provider
            )
        }
        let missing = services.flatMap { service in
            service.secrets.filter { secrets[service.name]?.contains($0) != true }.map { "\($0) of \(service.name)" }
        }
        guard missing.isEmpty else {
            throw ContainerServiceError(
                .secretMissing,
                "\(missing.count) secrets have no value: \(missing.joined(separator: ", "))",
                provider: provider
            )
        }
    }
}
