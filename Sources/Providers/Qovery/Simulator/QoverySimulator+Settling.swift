import CloudContainers
import SimulationKit

// What has happened up to now.
extension QoverySimulator {
    /// Lets everything happen that time has brought since the last request.
    func settle() {
        for id in store.environments.ids where store.environments[id]?.queue.isEmpty == false { settle(id) }
    }

    /// Lets the deployments of an environment go on, one after another.
    func settle(_ id: String) {
        while let deployment = store.environments[id]?.queue.first {
            let begin: Duration
            if let known = deployment.beginsAt {
                begin = known
            } else {
                let free = max(deployment.requestedAt, store.environments[id]?.idleSince ?? .zero)
                begin = free + configuration.durations.queue
                store.environments[id]?.queue[0].beginsAt = begin
            }
            guard begin <= store.now else { return }
            if !deployment.hasBegun { self.begin(id, at: begin) }
            finishSteps(id)
            guard let current = store.environments[id]?.queue.first,
                current.steps.allSatisfy({ $0.outcome != nil })
            else { return }
            let end = current.steps.compactMap(\.endsAt).max() ?? begin + current.ownLength
            guard end <= store.now else { return }
            self.end(id, at: end)
        }
    }

    /// Begins the first deployment: from here on the configuration is the one that is deployed.
    private func begin(_ id: String, at begin: Duration) {
        guard var deployment = store.environments[id]?.queue.first else { return }
        deployment.hasBegun = true
        for index in deployment.steps.indices {
            guard var service = store[service: deployment.steps[index].serviceID] else {
                deployment.steps[index].endsAt = begin
                deployment.steps[index].outcome = .cancelled
                continue
            }
            let (failure, length) = prospect(of: service, deployment.action, &deployment.steps[index])
            deployment.steps[index].verdict = failure == nil ? .success : .failure
            deployment.steps[index].failure = failure
            deployment.steps[index].endsAt = begin + length
            deployment.steps[index].describe(service, in: stage(of: service))
            service.lastAction = deployment.action
            service.lastRequestID = deployment.id
            service.lastExecutionID = deployment.executionID
            service.lastDeploymentDate = store.date(at: begin)
            store[service: service.id] = service
        }
        store.environments[id]?.queue[0] = deployment
    }

    /// Why a step fails and how long it takes, with what a job runs noted in it.
    private func prospect(
        of service: any ServiceRecord,
        _ action: Deployment.Action,
        _ step: inout Deployment.Step
    ) -> (Deployment.Failure?, Duration) {
        switch service {
        case let container as ContainerRecord: return failure(on: container, action, step.length)
        case let job as JobRecord:
            let (event, failure, length) = prospect(of: job, action, step)
            step.job?.schedule = job.fields.schedule
            step.job?.event = event
            return (failure, length)
        default: return (nil, step.length)
        }
    }

    /// Why an action fails for a container by what the world says of its image, and how long it takes; `nil` for a success.
    private func failure(
        on container: ContainerRecord,
        _ action: Deployment.Action,
        _ length: Duration
    ) -> (Deployment.Failure?, Duration) {
        guard action == .deploy || action == .restart else { return (nil, length) }
        let fields = container.fields
        let reference = "\(fields.registry.host)/\(fields.imageName):\(fields.tag)"
        guard store.registries[fields.registry.id] != nil else {
            return (.registryMissing(fields.registry.name), length)
        }
        guard let image = world.image(reference) else { return (.imageMissing(reference), length) }
        let probes = [fields.readiness, fields.liveness].compactMap(\.self)
        let patience = max(configuration.durations.patience, probes.map(\.patience).max() ?? .zero)
        if !image.starts { return (.doesNotStart(reference), patience) }
        guard let probe = probes.first(where: { !Self.answers(image, $0) }) else { return (nil, length) }
        return (.probeFails(fields.readiness == probe ? "readiness" : "liveness", probe), patience)
    }

    private static func answers(_ image: DeclaredWorld.Image, _ probe: ContainerFields.Probe) -> Bool {
        switch probe.kind {
        case .tcp(let port, _), .grpc(let port, _): image.answers(on: try? PortNumber(port))
        case .http(let port, let path, _): image.answers(on: try? PortNumber(port), path: path)
        case .exec: image.starts
        }
    }

    /// Ends what is due, service by service.
    private func finishSteps(_ id: String) {
        guard let deployment = store.environments[id]?.queue.first else { return }
        for (index, step) in deployment.steps.enumerated() {
            guard step.outcome == nil, let end = step.endsAt, end <= store.now else { continue }
            store.environments[id]?.queue[0].steps[index].outcome = step.verdict
            finish(step, of: deployment, at: end)
        }
    }

    private func finish(_ step: Deployment.Step, of deployment: Deployment, at end: Duration) {
        guard var service = store[service: step.serviceID], step.job?.isIdle != true else { return }
        service.state = Deployment.state(deployment.action, step.verdict)
        service.lastDeploymentDate = store.date(at: end)
        if step.verdict == .success {
            switch deployment.action {
            case .deploy: service.deployedRevision = step.revision
            case .delete: return remove(service)
            case .uninstall: service.deployedRevision = nil
            case .stop, .restart: break
            }
        }
        note(step, of: deployment.action, at: end, in: &service)
        store[service: service.id] = service
    }

    /// Keeps what a container writes when it starts, and what a run that failed leaves.
    private func note(
        _ step: Deployment.Step,
        of action: Deployment.Action,
        at end: Duration,
        in service: inout any ServiceRecord
    ) {
        if var job = service as? JobRecord {
            guard step.job?.event != nil, step.verdict == .failure else { return }
            job.failedRuns.append("job-\(job.shortID)-\(step.logID.prefix(8))")
            service = job
        } else if var container = service as? ContainerRecord, action == .deploy, step.verdict == .success {
            container.logs.append(
                LogLine(
                    id: step.logID,
                    created: store.date(at: end),
                    message: "Started \(step.imageName):\(step.tag)",
                    podName: "app-\(container.shortID)-0",
                    version: step.tag
                )
            )
            service = container
        }
    }

    private func remove(_ service: any ServiceRecord) {
        for variable in store.variables.own(of: service.id) {
            // Other services may have aliases of its built-in variables.
            for id in store.variables.derived(from: variable.id) + [variable.id] {
                store.variables[id] = nil
                store.deleted.insert(id)
            }
        }
        store.deleted.formUnion((service as? ContainerRecord)?.domains.map(\.id) ?? [])
        store.deleted.insert(service.id)
        store[service: service.id] = nil
    }

    private func end(_ id: String, at end: Duration) {
        guard var environment = store.environments[id] else { return }
        var deployment = environment.queue.removeFirst()
        deployment.endedAt = end
        environment.idleSince = end
        environment.history.append(deployment)
        store.environments[id] = environment
        guard deployment.deletesEnvironment, deployment.outcome == .success, store.services(of: id).isEmpty else {
            return
        }
        for variable in store.variables.own(of: id) {
            store.variables[variable.id] = nil
            store.deleted.insert(variable.id)
        }
        store.environments[id] = nil
        store.deleted.insert(id)
    }
}
