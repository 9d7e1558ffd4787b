import CloudContainers

extension Migration {
    /// Deploys what the creation did not, with one request, and waits until everything runs.
    func bringUp(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        isAgain: Bool,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        let services = board.services(at: [.made]).filter(\.runs)
        guard !services.isEmpty else { return }
        let owners = Dictionary(
            services.compactMap { service in board.ids[service.sourceName].map { ($0, service) } }
        ) { first, _ in first }
        let ids = services.compactMap { board.ids[$0.sourceName] }
        do {
            let deployment = try await deploy(ids, in: namespace, isAgain: isAgain, observer)
            try await wait(for: ids, owners, in: namespace, after: deployment, &board, stop, observer)
        } catch let error as ContainerServiceError where !Self.endsRun(error) {
            for service in board.services(at: [.made]).filter(\.runs) {
                try await noteFailure(of: service.sourceName, error, observer)
                board.fail(service, error)
            }
        }
    }

    /// Deploys those that neither their creation nor an earlier run has deployed, and those whose deployment failed.
    private func deploy(
        _ ids: [Container.ID],
        in namespace: Namespace.ID,
        isAgain: Bool,
        _ observer: Observer
    ) async throws -> Deployment? {
        let isDeployed = target.dialect.capabilities.createDeploys
        if isDeployed, !isAgain { return nil }
        let waiting = try await undeployed(ids, in: namespace, isDeployed)
        if waiting.isEmpty { return nil }
        let request = PreparedRequest("POST", "deploy", purpose: "deploy \(waiting.count) services")
        for _ in 1...3 {
            try await note(.willSend(request), nil, observer)
            do {
                let deployment = try await target.deploy(waiting, in: namespace)
                try await note(.didSend(request), nil, observer)
                return deployment
            } catch let error as ContainerServiceError where error.code == .outcomeUnknown {
                // Whether it arrived shows in the statuses: where none has moved after a moment, it is sent again.
                try await options.waiting.time.sleep(for: options.waiting.shortestDelay)
                if try await undeployed(waiting, in: namespace, isDeployed).count < waiting.count { break }
            }
        }
        return Deployment(of: waiting)
    }

    /// Those of the containers that nobody has deployed, or whose deployment failed.
    private func undeployed(
        _ ids: [Container.ID],
        in namespace: Namespace.ID,
        _ isDeployed: Bool
    ) async throws -> [Container.ID] {
        let statuses = try await target.statuses(of: ids, in: namespace, after: nil)
        return ids.filter { id in
            guard let status = statuses[id] else { return !isDeployed }
            // What was brought to the plan while it ran does not run as planned yet.
            let isOutdated = status.state == .ready && status.hasUndeployedChanges
            return isOutdated || [.neverDeployed, .stopped, .failed].contains(status.state)
        }
    }

    private func wait(
        for ids: [Container.ID],
        _ owners: [Container.ID: PlannedService],
        in namespace: Namespace.ID,
        after deployment: Deployment?,
        _ board: inout RunBoard,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        var waiting = options.waiting
        waiting.time = StoppableTime(time: waiting.time, stop: stop)
        do {
            for try await event in target.progress(
                of: ids,
                in: namespace,
                until: .ready,
                after: deployment,
                waiting
            ) {
                switch event {
                case .status(let id, let status, _):
                    if let service = owners[id] { await observer(.status(service: service.sourceName, status)) }
                case .unreadable(let error, _): await observer(.unreadable(error))
                case .reached(let id, _):
                    guard let service = owners[id] else { continue }
                    board.reach(.ready, service)
                    try await note(.ready, service.sourceName)
                    await observer(.reached(service: service.sourceName, .ready))
                case .failed(let id, let failure, _):
                    guard let service = owners[id] else { continue }
                    let error = failure.during("wait for \(service.name)")
                    board.fail(service, error)
                    try await noteFailure(of: service.sourceName, error, observer)
                }
                if await stop.isRequested { return }
            }
        } catch is StoppableTime.Stopped {
            return
        } catch let error as ContainerServiceError where !Self.endsRun(error) {
            // What each service has to say was said; the rest is for those that are still open.
            for service in owners.values.sorted(by: { $0.sourceName < $1.sourceName })
            where board.services(at: [.made]).contains(where: { $0.source == service.source }) {
                let error = error.during("wait for \(service.name)")
                board.fail(service, error)
                try await noteFailure(of: service.sourceName, error, observer)
            }
        }
    }
}
