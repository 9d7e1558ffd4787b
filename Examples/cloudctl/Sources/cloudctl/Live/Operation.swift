import CloudContainers

/// Something that a command asks a provider to do with services.
struct Operation {
    /// The kinds.
    enum Kind: String {
        /// Bring configuration and image to the instances.
        case deploy
        /// Wait for a deployment that a change has begun.
        case follow
        /// Deploy what is stopped.
        case start
        /// End the instances.
        case stop
        /// Delete the services and all that belongs to them.
        case delete

        /// What programs and people are told.
        var word: String { self == .follow ? Kind.deploy.rawValue : rawValue }

        /// What it leads to.
        var goal: WaitGoal {
            switch self {
            case .deploy, .follow, .start: .ready
            case .stop: .stopped
            case .delete: .gone
            }
        }
    }

    /// What is asked.
    let kind: Kind
    /// Whether and how long it is waited for.
    let waiting: WaitingOptions
    /// Whether nothing is sent.
    let isRehearsal: Bool
    /// The form of the result.
    let form: FormOptions.Form
    /// The session.
    let session: Session

    /// Does it, and prints what came of it.
    ///
    /// - Throws: ``Failure`` where something failed, after the result is printed.
    func run(on targets: [LocatedContainer]) async throws -> ExitStatus {
        let began = await session.time.now()
        let needed = targets.filter(isNeeded)
        if isRehearsal {
            return try await finish(
                targets.map { OperationResult($0, isNeeded($0) ? .planned : .unchanged) },
                since: began
            )
        }
        var sent: [Container.ID: OperationResult] = [:]
        do {
            let deployments = try await send(needed, &sent)
            let open = needed.filter { sent[$0.container.id]?.outcome == .asked }
            // Whoever is not let in any more is not let in to look either.
            let isShutOut = sent.values.contains { $0.error?.code == .unauthenticated }
            if waiting.wait, !open.isEmpty, !isShutOut {
                let ends = try await session.wait(
                    for: open,
                    until: kind.goal,
                    after: deployments,
                    limit: waiting.timeout
                )
                for result in ends { sent[result.target.container.id] = result }
            }
        } catch let error as CancellationError {
            let unknown = sent.values.filter { $0.outcome == .sending }.map(\.target.title).sorted()
            if !unknown.isEmpty {
                await session.screen.note(
                    "interrupted: nobody knows whether \(unknown.joined(separator: ", ")) was asked to \(kind.word); "
                        + "look with cloudctl status",
                    .warning
                )
            }
            if sent.values.contains(where: { $0.outcome == .asked }) {
                await session.screen.note(
                    "interrupted: \(session.provider.name) goes on with what it was asked",
                    .warning
                )
            }
            throw error
        }
        return try await finish(
            targets.map { sent[$0.container.id] ?? OperationResult($0, .unchanged) },
            since: began
        )
    }

    /// The longest that the provider may keep us waiting before it takes a request.
    private var patience: Duration? { waiting.timeout == .noLimit ? nil : waiting.timeout }

    /// Sends the requests; each container gets a result, that it was asked for or why it was not.
    private func send(
        _ targets: [LocatedContainer],
        _ results: inout [Container.ID: OperationResult]
    ) async throws -> [Namespace.ID: Deployment] {
        var deployments: [Namespace.ID: Deployment] = [:]
        for batch in batches(targets) {
            guard let namespace = batch.first?.namespace.id else { continue }
            let ids = batch.map(\.container.id)
            for target in batch { results[target.container.id] = OperationResult(target, .sending) }
            do {
                let (kind, service) = (kind, session.service)
                let words = "\(kind.word) \(batch.map(\.title).joined(separator: ", "))"
                deployments[namespace] = try await session.asking(words, within: patience) {
                    switch kind {
                    case .deploy, .start: return try await service.deploy(ids, in: namespace)
                    case .follow: return nil
                    case .stop: return try await service.stop(ids, in: namespace)
                    case .delete:
                        for id in ids { try await service.delete(id) }
                        return nil
                    }
                }
                for target in batch { results[target.container.id] = OperationResult(target, .asked) }
            } catch let error as ContainerServiceError {
                let outcome = error.code == .timedOut ? OperationResult.Outcome.timedOut : .failed
                for target in batch { results[target.container.id] = OperationResult(target, outcome, error: error) }
                // What is wrong with the credential or the connection is wrong for all.
                guard [.unauthenticated, .unavailable, .rateLimited].contains(error.code) else { continue }
                if results.count == batch.count { throw Failure(serviceError: error, provider: session.provider) }
                for target in targets where results[target.container.id] == nil {
                    results[target.container.id] = OperationResult(target, .notBegun)
                }
                return deployments
            }
        }
        return deployments
    }

    /// The containers that go into one call each.
    ///
    /// Where creating a service deploys it, containers are deployed one by one anyway; then a refusal names the one that it
    /// is about. Elsewhere one deployment takes all of a namespace.
    private func batches(_ targets: [LocatedContainer]) -> [[LocatedContainer]] {
        if kind == .delete || session.service.dialect.capabilities.createDeploys { return targets.map { [$0] } }
        var batches: [[LocatedContainer]] = []
        for target in targets {
            if let index = batches.firstIndex(where: { $0.first?.namespace.id == target.namespace.id }) {
                batches[index].append(target)
            } else {
                batches.append([target])
            }
        }
        return batches
    }

    private func isNeeded(_ target: LocatedContainer) -> Bool {
        let state = target.container.status.state
        switch kind {
        case .deploy, .follow, .delete: return true
        case .start: return state == .stopped || state == .neverDeployed
        case .stop: return state != .stopped && state != .neverDeployed
        }
    }

    private func finish(_ results: [OperationResult], since began: Duration) async throws -> ExitStatus {
        var results = results
        for index in results.indices where kind.goal == .ready && results[index].outcome == .done {
            results[index].target.container = await session.withEndpoints(results[index].target.container)
        }
        let report = OperationReport(operation: kind.word, doneWord: kind.goal.word, results: results)
        if !session.printing.quiet { try report.listing.print(form, session) }
        if form.isForPeople, !isRehearsal, !results.isEmpty {
            await report.closing(after: await session.time.now() - began, kind.goal).say(session)
        }
        if let failure = report.failure(session.provider) { throw failure }
        return .done
    }
}

extension Session {
    /// Refuses to start or stop services where a provider cannot.
    ///
    /// - Throws: ``Failure`` with what to do instead.
    func checkStops(_ verb: String) throws {
        let capabilities = service.dialect.capabilities
        if capabilities.stops { return }
        let sleep =
            capabilities.scalesToZeroOnRequests
            ? "Set its minimum of instances to 0, so that it sleeps, or delete it." : nil
        throw Failure(
            .failed,
            "\(provider.name) cannot \(verb) a service: it runs as long as it exists",
            advice: verb == "start" ? "cloudctl deploy brings up its configuration and its newest image." : sleep
        )
    }
}
