import CloudContainers
import SimulationKit

// What is put into the queue of an environment, and taken out of it.
extension QoverySimulator {
    /// Deploys services; a tag or commit that is given is kept in the configuration.
    func deploy(
        _ services: [(service: any ServiceRecord, tag: String?)],
        in environment: String? = nil,
        forcing event: JobFields.Event? = nil
    ) throws(Refusal) -> Deployment {
        for (service, tag) in services {
            if tag == nil, service.deployedRevision == nil, configuration.requiresTagForFirstDeployment {
                throw Refusal(400, "image_tag must not be null for a service that was never deployed")
            }
            if isLeaving(service) { throw Refusal(409, "The \(service.kind.noun) is being deleted") }
        }
        for (service, tag) in services {
            guard let tag, tag != service.tag else { continue }
            var changed = service
            changed.tag = tag
            changed.updated = store.wall
            store[service: service.id] = changed
            store.touch([service.id])
        }
        return try request(.deploy, services.map(\.service), in: environment, forcing: event)
    }

    /// Deletes a service in its own time; a deletion that is on its way is not started again.
    func delete(_ service: any ServiceRecord) throws(Refusal) {
        if !isLeaving(service) { _ = try request(.delete, [service]) }
    }

    /// Takes a service out of the cluster, where it is there.
    func uninstall(_ service: any ServiceRecord) throws(Refusal) -> Answer {
        if service.deployedRevision == nil, !isBusy(service) { return Answer(204) }
        return try serviceAnswer(try request(.uninstall, [service]), service.id)
    }

    /// Puts something to be done into the queue of the services' environment.
    func request(
        _ action: Deployment.Action,
        _ services: [any ServiceRecord],
        in environmentID: String? = nil,
        deletesEnvironment: Bool = false,
        forcing event: JobFields.Event? = nil
    ) throws(Refusal) -> Deployment {
        var environment = try environment(environmentID ?? services.first?.environmentID ?? "")
        if environment.isLeaving { throw Refusal(409, "The environment is being deleted") }
        if configuration.secondDeployment == .refused, !environment.queue.isEmpty {
            throw Refusal(409, "An operation is in progress on the environment")
        }
        let stale = configuration.durations.staleStatus
        if stale > .zero {
            for service in services {
                // Made first: the store may not be read while it is changed.
                let status = StaleStatus(until: store.now + stale, body: shownStatus(of: service))
                store[service: service.id]?.stale = status
            }
            environment.stale = StaleStatus(until: store.now + stale, body: shownStatus(of: environment))
        }
        let steps = services.map { step(action, $0, forcing: event) }
        // What waits behind something else takes the same up.
        if configuration.mergesWaitingDeployments, environment.queue.count > 1, let last = environment.queue.last,
            last.action == action, !deletesEnvironment, event == nil, !last.isForced
        {
            let index = environment.queue.count - 1
            for step in steps where !last.contains(step.serviceID) { environment.queue[index].steps.append(step) }
            store.environments[environment.id] = environment
            return environment.queue[index]
        }
        environment.deploymentCount += 1
        let deployment = Deployment(
            id: store.newID(),
            executionID: "\(environment.id)-\(environment.deploymentCount)",
            action: action,
            created: store.wall,
            requestedAt: store.now,
            deletesEnvironment: deletesEnvironment,
            steps: steps,
            ownLength: configuration.durations.deletion.lowerBound
        )
        environment.queue.append(deployment)
        store.environments[environment.id] = environment
        settle(environment.id)
        return deployment
    }

    private func step(
        _ action: Deployment.Action,
        _ service: any ServiceRecord,
        forcing event: JobFields.Event?
    ) -> Deployment.Step {
        let durations = configuration.durations
        let range =
            switch action {
            case .deploy: durations.deployment
            case .stop: durations.stop
            case .restart: durations.restart
            case .delete, .uninstall: durations.deletion
            }
        let length = store.length(in: range)
        let job = (service as? JobRecord).map { job in
            Deployment.JobStep(
                schedule: job.fields.schedule,
                forced: event,
                runLength: store.length(in: durations.run)
            )
        }
        return Deployment.Step(service, length: length, logID: store.newID(), stage: stage(of: service), job: job)
    }

    /// Cancels a deployment: one that runs ends soon, one that waits is over at once.
    ///
    /// A lifecycle job that runs goes on to its end, unless it is cancelled with force.
    func cancel(_ index: Int, in id: String, withForce isForced: Bool = false) {
        guard var environment = store.environments[id] else { return }
        environment.queue[index].isCancelled = true
        if environment.queue[index].hasBegun {
            for step in environment.queue[index].steps.indices {
                let current = environment.queue[index].steps[step]
                guard current.outcome == nil, current.verdict != .cancelled,
                    isForced || current.job?.isStubborn != true
                else { continue }
                environment.queue[index].steps[step].verdict = .cancelled
                environment.queue[index].steps[step].endsAt =
                    store.now + store.length(in: configuration.durations.cancellation)
            }
            store.environments[id] = environment
            return
        }
        var deployment = environment.queue.remove(at: index)
        deployment.endedAt = store.now
        for step in deployment.steps.indices {
            deployment.steps[step].outcome = .cancelled
            if index == 0 { store[service: deployment.steps[step].serviceID]?.state = "CANCELED" }
        }
        if index == 0 { environment.idleSince = store.now }
        environment.history.append(deployment)
        store.environments[id] = environment
        settle(id)
    }
}
