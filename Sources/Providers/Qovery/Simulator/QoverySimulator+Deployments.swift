import CloudContainers
import SimulationKit

// What starts, stops and deletes containers, and all services of an environment.
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
            return try uninstall(container)
        case "DELETE /container/*":
            try call.flag("skipReconcile")
            try delete(try container(id))
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
            let services = try services(of: call, kinds: [.container])
            for service in services { try checkRestart(service) }
            return Answer(202, combinedJSON(try request(.restart, services)))
        case "POST /environment/*/service/stop":
            let running = try services(of: call).filter { !isStopped($0) }
            guard !running.isEmpty else { throw Refusal(409, "The services are already stopped") }
            _ = try request(.stop, running)
            return Answer(200)
        case "POST /environment/*/service/delete":
            try call.flag("skipReconcile")
            let services = try services(of: call).filter { !isLeaving($0) }
            if !services.isEmpty { _ = try request(.delete, services) }
            return Answer(200)
        case "POST /environment/*/service/uninstall":
            let services = try services(of: call).filter { $0.deployedRevision != nil || isBusy($0) }
            if !services.isEmpty { _ = try request(.uninstall, services) }
            return Answer(200)
        case "POST /environment/*/deploy":
            let services = try deployable(id).filter { !$0.isSkipped }
            return Answer(202, combinedJSON(try deploy(services.map { ($0, nil) }, in: id)))
        case "POST /environment/*/redeploy":
            let services = try deployable(id).filter { !$0.isSkipped }
            return Answer(202, environmentJSON(try deploy(services.map { ($0, nil) }, in: id)))
        case "POST /environment/*/stop":
            let running = try deployable(id).filter { !isStopped($0) }
            guard !running.isEmpty else { throw Refusal(409, "The environment is already stopped") }
            return Answer(202, environmentJSON(try request(.stop, running)))
        case "POST /environment/*/uninstall":
            let services = try deployable(id).filter { $0.deployedRevision != nil || isBusy($0) }
            if !services.isEmpty { _ = try request(.uninstall, services) }
            return Answer(202, [:])
        case "DELETE /environment/*":
            try call.flag("skipReconcile")
            let environment = try environment(id)
            if !environment.isLeaving {
                _ = try request(.delete, store.services(of: id), in: id, deletesEnvironment: true)
            }
            return Answer(204)
        case "POST /environment/*/cancelDeployment":
            let environment = try environment(id)
            let isForced = try call.optionalFields()?.optionalFlag("force_cancel") ?? false
            // What a cancellation left alone can be cancelled with force.
            guard let deployment = environment.queue.first,
                !deployment.isCancelled || isForced && deployment.isStubborn
            else {
                throw Refusal(409, "There is no deployment to cancel")
            }
            cancel(0, in: id, withForce: isForced)
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

    func isStopped(_ service: any ServiceRecord) -> Bool {
        !isBusy(service) && ["READY", "STOPPED", "DELETED"].contains(service.state)
    }

    func checkStop(_ service: any ServiceRecord) throws(Refusal) {
        if isStopped(service) { throw Refusal(409, "The \(service.kind.noun) is already stopped") }
    }

    private func checkRestart(_ service: any ServiceRecord) throws(Refusal) {
        guard isBusy(service) || ["DEPLOYED", "RESTARTED"].contains(service.state) else {
            throw Refusal(409, "The \(service.kind.noun) is not deployed")
        }
    }

    func isBusy(_ service: any ServiceRecord) -> Bool {
        store.environments[service.environmentID]?.queue.contains { $0.isPending(for: service.id) } ?? false
    }

    func isLeaving(_ service: any ServiceRecord) -> Bool {
        store.environments[service.environmentID]?.queue.contains {
            $0.action == .delete && $0.isPending(for: service.id)
        } ?? false
    }

    private func deployable(_ id: String) throws(Refusal) -> [any ServiceRecord] {
        _ = try environment(id)
        return store.services(of: id)
    }

    private func service(
        _ id: String,
        _ kind: ServiceKind,
        in environment: String
    ) throws(Refusal) -> any ServiceRecord {
        let service: any ServiceRecord = kind == .job ? try job(id) : try container(id)
        guard service.environmentID == environment else { throw missing("Service", id) }
        return service
    }

    /// The services that a body names; those of kinds that are not wanted do not exist here.
    private func services(
        of call: Call,
        kinds: [ServiceKind] = [.container, .job]
    ) throws(Refusal) -> [any ServiceRecord] {
        _ = try environment(call.ids[0])
        let body = try call.fields()
        let wanted = kinds.map { "\($0.noun)_ids" }
        for name in ["application_ids", "database_ids", "job_ids", "helm_ids", "terraform_ids"]
        where !wanted.contains(name) {
            if let id = try body.ids(name).first { throw missing("Service", id) }
        }
        var services: [any ServiceRecord] = []
        for kind in kinds {
            for id in try body.ids("\(kind.noun)_ids") { services.append(try service(id, kind, in: call.ids[0])) }
        }
        guard !services.isEmpty else { throw Refusal(400, "No service was given") }
        return services
    }

    private func deployServices(_ call: Call) throws(Refusal) -> Answer {
        _ = try environment(call.ids[0])
        let body = try call.fields()
        for name in ["applications", "databases", "helms", "terraforms"] {
            if let item = try body.list(name).first {
                let id = item.string ?? item["id"]?.string ?? item["application_id"]?.string ?? ""
                throw missing("Service", id)
            }
        }
        var services: [(any ServiceRecord, String?)] = []
        for item in try body.objects("containers") {
            let tag = try item.optionalText("image_tag").map(\.trimmed)
            let container = try service(try item.id("id"), .container, in: call.ids[0])
            services.append((container, tag?.isEmpty == true ? nil : tag))
        }
        for item in try body.objects("jobs") {
            let id = try item.id("id")
            let job = try job(id)
            services.append((try service(id, .job, in: call.ids[0]), try version(item, of: job)))
        }
        guard !services.isEmpty else { throw Refusal(400, "No service was given") }
        return Answer(202, environmentJSON(try deploy(services, in: call.ids[0])))
    }
}
