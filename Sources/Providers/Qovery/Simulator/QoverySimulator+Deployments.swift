import CloudContainers
import SimulationKit

// What starts, stops and deletes containers.
extension QoverySimulator {
    func containerDeployments(_ call: Call) throws(Refusal) -> Answer? {
        let id = call.ids.first ?? ""
        switch call.route {
        case "POST /container/*/deploy":
            let container = try container(id)
            var tag: String?
            if let body = try call.optionalFields() { tag = try body.name("image_tag") }
            return try serviceAnswer(try deploy([(container, tag)]), id)
        case "POST /container/*/redeploy": return try serviceAnswer(try deploy([(try container(id), nil)]), id)
        case "POST /container/*/stop":
            let container = try container(id)
            try checkStop(container)
            return try serviceAnswer(try request(.stop, [container]), id)
        case "POST /container/*/restart-service":
            let container = try container(id)
            try checkRestart(container)
            return try serviceAnswer(try request(.restart, [container]), id)
        case "POST /container/*/uninstall":
            let container = try container(id)
            _ = try call.optionalFields()
            if container.deployedRevision == nil, !isBusy(container) { return Answer(204) }
            return try serviceAnswer(try request(.uninstall, [container]), id)
        case "DELETE /container/*":
            try call.flag("skipReconcile")
            let container = try container(id)
            // A deletion that is on its way is not started again.
            if !isLeaving(container) { _ = try request(.delete, [container]) }
            return Answer(204)
        default: return nil
        }
    }

    func environmentDeployments(_ call: Call) throws(Refusal) -> Answer? {
        guard call.request.steps.first == "environment" || call.request.steps.first == "deploymentQueue" else {
            return nil
        }
        let id = call.ids.first ?? ""
        switch call.route {
        case "POST /environment/*/service/deploy": return try deployServices(call)
        case "POST /environment/*/service/restart-service":
            let containers = try containers(of: call)
            for container in containers { try checkRestart(container) }
            return Answer(202, combinedJSON(try request(.restart, containers)))
        case "POST /environment/*/service/stop":
            let containers = try containers(of: call)
            let running = containers.filter { !isStopped($0) }
            guard !running.isEmpty else { throw Refusal(409, "The services are already stopped") }
            _ = try request(.stop, running)
            return Answer(200)
        case "POST /environment/*/service/delete":
            try call.flag("skipReconcile")
            let containers = try containers(of: call).filter { !isLeaving($0) }
            if !containers.isEmpty { _ = try request(.delete, containers) }
            return Answer(200)
        case "POST /environment/*/service/uninstall":
            let containers = try containers(of: call).filter { $0.deployedRevision != nil || isBusy($0) }
            if !containers.isEmpty { _ = try request(.uninstall, containers) }
            return Answer(200)
        case "POST /environment/*/deploy":
            let containers = try deployable(id).filter { !$0.isSkipped }
            return Answer(202, combinedJSON(try deploy(containers.map { ($0, nil) }, in: id)))
        case "POST /environment/*/redeploy":
            let containers = try deployable(id).filter { !$0.isSkipped }
            return Answer(202, environmentJSON(try deploy(containers.map { ($0, nil) }, in: id)))
        case "POST /environment/*/stop":
            let running = try deployable(id).filter { !isStopped($0) }
            guard !running.isEmpty else { throw Refusal(409, "The environment is already stopped") }
            return Answer(202, environmentJSON(try request(.stop, running)))
        case "POST /environment/*/uninstall":
            let containers = try deployable(id).filter { $0.deployedRevision != nil || isBusy($0) }
            if !containers.isEmpty { _ = try request(.uninstall, containers) }
            return Answer(202, [:])
        case "DELETE /environment/*":
            try call.flag("skipReconcile")
            let environment = try environment(id)
            if !environment.isLeaving {
                _ = try request(.delete, store.containers(of: id), in: id, deletesEnvironment: true)
            }
            return Answer(204)
        case "POST /environment/*/cancelDeployment":
            let environment = try environment(id)
            _ = try call.optionalFields()?.optionalFlag("force_cancel")
            guard let deployment = environment.queue.first, !deployment.isCancelled else {
                throw Refusal(409, "There is no deployment to cancel")
            }
            cancel(0, in: id)
            return Answer(202, environmentJSON(deployment))
        case "POST /deploymentQueue/*/cancelDeployment":
            _ = try call.optionalFields()
            for environment in store.environments.all {
                guard let index = environment.queue.firstIndex(where: { $0.id == id }) else { continue }
                guard !environment.queue[index].isCancelled else {
                    throw Refusal(409, "The deployment request is already cancelled")
                }
                cancel(index, in: environment.id)
                return Answer(202)
            }
            if store.environments.all.contains(where: { $0.history.contains { $0.id == id } }) {
                throw Refusal(409, "The deployment request is over")
            }
            throw missing("Deployment request", id)
        default: return nil
        }
    }

    // MARK: Checks

    func isStopped(_ container: ContainerRecord) -> Bool {
        !isBusy(container) && ["READY", "STOPPED", "DELETED"].contains(container.state)
    }

    private func checkStop(_ container: ContainerRecord) throws(Refusal) {
        if isStopped(container) { throw Refusal(409, "The container is already stopped") }
    }

    private func checkRestart(_ container: ContainerRecord) throws(Refusal) {
        guard isBusy(container) || ["DEPLOYED", "RESTARTED"].contains(container.state) else {
            throw Refusal(409, "The container is not deployed")
        }
    }

    private func isBusy(_ container: ContainerRecord) -> Bool {
        store.environments[container.environmentID]?.queue.contains { $0.isPending(for: container.id) } ?? false
    }

    private func isLeaving(_ container: ContainerRecord) -> Bool {
        store.environments[container.environmentID]?.queue.contains {
            $0.action == .delete && $0.isPending(for: container.id)
        } ?? false
    }

    private func deployable(_ id: String) throws(Refusal) -> [ContainerRecord] {
        _ = try environment(id)
        return store.containers(of: id)
    }

    private func container(_ id: String, in environment: String) throws(Refusal) -> ContainerRecord {
        let container = try container(id)
        guard container.environmentID == environment else { throw missing("Container", id) }
        return container
    }

    /// The containers that a body names; other kinds of services do not exist here.
    private func containers(of call: Call) throws(Refusal) -> [ContainerRecord] {
        _ = try environment(call.ids[0])
        let body = try call.fields()
        for name in ["application_ids", "database_ids", "job_ids", "helm_ids", "terraform_ids"] {
            if let id = try body.ids(name).first { throw missing("Service", id) }
        }
        var containers: [ContainerRecord] = []
        for id in try body.ids("container_ids") { containers.append(try container(id, in: call.ids[0])) }
        guard !containers.isEmpty else { throw Refusal(400, "No service was given") }
        return containers
    }

    private func deployServices(_ call: Call) throws(Refusal) -> Answer {
        _ = try environment(call.ids[0])
        let body = try call.fields()
        for name in ["applications", "databases", "jobs", "helms", "terraforms"] {
            if let item = try body.list(name).first {
                let id = item.string ?? item["id"]?.string ?? item["application_id"]?.string ?? ""
                throw missing("Service", id)
            }
        }
        var containers: [(ContainerRecord, String?)] = []
        for item in try body.objects("containers") {
            let tag = try item.optionalText("image_tag").map(\.trimmed)
            containers.append((try container(try item.id("id"), in: call.ids[0]), tag?.isEmpty == true ? nil : tag))
        }
        guard !containers.isEmpty else { throw Refusal(400, "No service was given") }
        return Answer(202, environmentJSON(try deploy(containers, in: call.ids[0])))
    }

    // MARK: Requests

    /// Deploys containers; a tag that is given is kept in the configuration.
    func deploy(
        _ containers: [(container: ContainerRecord, tag: String?)],
        in environment: String? = nil
    ) throws(Refusal) -> Deployment {
        for (container, tag) in containers {
            if tag == nil, container.deployedRevision == nil, configuration.requiresTagForFirstDeployment {
                throw Refusal(400, "image_tag must not be null for a service that was never deployed")
            }
            if isLeaving(container) { throw Refusal(409, "The container is being deleted") }
        }
        for (container, tag) in containers {
            guard let tag, tag != container.fields.tag else { continue }
            var changed = container
            changed.fields.tag = tag
            changed.updated = store.wall
            store.containers[container.id] = changed
            store.touch([container.id])
        }
        return try request(.deploy, containers.map(\.container), in: environment)
    }

    /// Puts something to be done into the queue of the containers' environment.
    private func request(
        _ action: Deployment.Action,
        _ containers: [ContainerRecord],
        in environmentID: String? = nil,
        deletesEnvironment: Bool = false
    ) throws(Refusal) -> Deployment {
        var environment = try environment(environmentID ?? containers.first?.environmentID ?? "")
        if environment.isLeaving { throw Refusal(409, "The environment is being deleted") }
        if configuration.secondDeployment == .refused, !environment.queue.isEmpty {
            throw Refusal(409, "An operation is in progress on the environment")
        }
        let stale = configuration.durations.staleStatus
        if stale > .zero {
            for container in containers {
                // Made first: the store may not be read while it is changed.
                let status = StaleStatus(until: store.now + stale, body: shownStatus(of: container))
                store.containers[container.id]?.stale = status
            }
            environment.stale = StaleStatus(until: store.now + stale, body: shownStatus(of: environment))
        }
        let steps = containers.map { step(action, $0) }
        // What waits behind something else takes the same up.
        if configuration.mergesWaitingDeployments, environment.queue.count > 1, let last = environment.queue.last,
            last.action == action, !deletesEnvironment
        {
            let index = environment.queue.count - 1
            for step in steps where !last.contains(step.containerID) { environment.queue[index].steps.append(step) }
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

    private func step(_ action: Deployment.Action, _ container: ContainerRecord) -> Deployment.Step {
        let durations = configuration.durations
        let range =
            switch action {
            case .deploy: durations.deployment
            case .stop: durations.stop
            case .restart: durations.restart
            case .delete, .uninstall: durations.deletion
            }
        return Deployment.Step(
            containerID: container.id,
            length: store.length(in: range),
            logID: store.newID(),
            name: container.fields.name,
            imageName: container.fields.imageName,
            tag: container.fields.tag,
            arguments: container.fields.arguments,
            entrypoint: container.fields.entrypoint,
            iconURI: container.fields.iconURI,
            stage: stage(of: container)
        )
    }

    /// Cancels a deployment: one that runs ends soon, one that waits is over at once.
    private func cancel(_ index: Int, in id: String) {
        guard var environment = store.environments[id] else { return }
        environment.queue[index].isCancelled = true
        if environment.queue[index].hasBegun {
            for step in environment.queue[index].steps.indices where environment.queue[index].steps[step].outcome == nil
            {
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
            if index == 0 { store.containers[deployment.steps[step].containerID]?.state = "CANCELED" }
        }
        if index == 0 { environment.idleSince = store.now }
        environment.history.append(deployment)
        store.environments[id] = environment
        settle(id)
    }
}
