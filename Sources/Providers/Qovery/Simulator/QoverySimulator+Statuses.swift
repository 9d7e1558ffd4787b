import CloudContainers

// The states of services and environments.
extension QoverySimulator {
    func statuses(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /container/*/status": return Answer(200, shownStatus(of: try container(call.ids[0])))
        case "GET /job/*/status": return Answer(200, shownStatus(of: try job(call.ids[0])))
        case "GET /environment/*/job/status":
            let environment = try environment(call.ids[0])
            return Answer(results: statuses(of: store.jobs(of: environment.id)))
        case "GET /environment/*/container/status":
            let environment = try environment(call.ids[0])
            return Answer(results: statuses(of: store.containers(of: environment.id)))
        case "GET /environment/*/status": return Answer(200, shownStatus(of: try environment(call.ids[0])))
        case "GET /project/*/environment/status":
            let project = try project(call.ids[0])
            let environments = store.environments.all.filter { $0.projectID == project.id }
            return Answer(results: environments.map { .object(shownStatus(of: $0)) })
        case "GET /environment/*/statuses":
            let environment = try environment(call.ids[0])
            var body = services(store.services(of: environment.id))
            body.set("environment", .object(shownStatus(of: environment)))
            return Answer(200, body)
        case "GET /environment/*/statusesWithStages":
            let environment = try environment(call.ids[0])
            let all = store.services(of: environment.id)
            let stages = environment.stages.map { stage -> JSONValue in
                var body = services(all.filter { $0.stageID == stage.id })
                body.set("stage", ["id": .string(stage.id), "name": .string(stage.name), "description": ""])
                return .object(body)
            }
            return Answer(
                200,
                ["environment": .object(shownStatus(of: environment)), "stages": .array(stages)]
            )
        default: return nil
        }
    }

    private func statuses(of services: [any ServiceRecord]) -> [JSONValue] {
        services.map { .object(shownStatus(of: $0)) }
    }

    private func services(_ services: [any ServiceRecord]) -> JSONObject {
        [
            "applications": [], "containers": .array(statuses(of: services.filter { $0.kind == .container })),
            "jobs": .array(statuses(of: services.filter { $0.kind == .job })), "databases": [], "helms": [],
            "terraforms": [],
        ]
    }

    // MARK: Services

    /// The status that a read shows, which for a moment after a request is the one before it.
    func shownStatus(of service: any ServiceRecord) -> JSONObject {
        if let stale = service.stale, store.now < stale.until { return stale.body }
        return status(of: service)
    }

    /// The answer to a request that started something for one service.
    func serviceAnswer(_ deployment: Deployment, _ id: String) throws(Refusal) -> Answer {
        Answer(202, status(of: try service(id), for: deployment))
    }

    /// The status of a service now, or as a deployment sees it that was just asked for.
    private func status(of service: any ServiceRecord, for asked: Deployment? = nil) -> JSONObject {
        let queue = store.environments[service.environmentID]?.queue ?? []
        let pending = queue.filter { $0.isPending(for: service.id) }
        let current = asked ?? pending.first
        let state = current?.state ?? service.state
        let last = store.environments[service.environmentID]?.lastDeployment
        var body: JSONObject = [
            "id": .string(service.id), "state": .string(state),
            "service_deployment_status": .string(deploymentStatus(of: service)),
            "is_part_last_deployment": .bool(last?.contains(service.id) ?? false),
            "status_details": details(state, (current?.action ?? service.lastAction)?.word ?? "UNKNOWN"),
            "deployment_request_id": .optional(current?.id ?? service.lastRequestID),
            "deployment_requests_count": .number(pending.count),
        ]
        if let date = service.lastDeploymentDate { body.set("last_deployment_date", .string(date.isoText)) }
        if let id = current?.executionID ?? service.lastExecutionID { body.set("execution_id", .string(id)) }
        return body
    }

    func deploymentStatus(of service: any ServiceRecord) -> String {
        guard let deployed = service.deployedRevision else { return "NEVER_DEPLOYED" }
        return deployed == service.revision ? "UP_TO_DATE" : "OUT_OF_DATE"
    }

    /// The two words that a state stands for.
    func details(_ state: String, _ action: String) -> JSONValue {
        let status =
            switch state {
            case "READY": "NEVER"
            case "CANCELED", "CANCELING", "EXECUTING": state
            case _ where state.hasSuffix("_QUEUED"): "QUEUED"
            case _ where state.hasSuffix("_ERROR"): "ERROR"
            case _ where state.hasSuffix("ING"): "ONGOING"
            default: "SUCCESS"
            }
        return ["action": .string(action), "status": .string(status), "sub_action": "NONE"]
    }

    // MARK: Environments

    /// The status that a read shows, which for a moment after a request is the one before it.
    func shownStatus(of environment: EnvironmentRecord) -> JSONObject {
        if let stale = environment.stale, store.now < stale.until { return stale.body }
        return status(of: environment, environment.queue.first ?? environment.history.last)
    }

    /// The answer to a request that started something in an environment.
    func environmentJSON(_ deployment: Deployment) -> JSONObject {
        for environment in store.environments.all {
            let known = (environment.queue + environment.history).first { $0.id == deployment.id }
            if let known { return status(of: environment, known) }
        }
        return [:]
    }

    /// What the API's document calls the status of a service where clients get the one of an environment: both at once.
    func combinedJSON(_ deployment: Deployment) -> JSONObject {
        var body = environmentJSON(deployment)
        let environment = store.environments.all.first { $0.queue.contains { $0.id == deployment.id } }
        body.set("service_deployment_status", body["deployment_status"] ?? "NEVER_DEPLOYED")
        body.set("status_details", details(deployment.state, deployment.action.word))
        body.set("is_part_last_deployment", true)
        body.set("deployment_requests_count", .number(environment?.queue.count ?? 0))
        body.set("execution_id", .string(deployment.executionID))
        return body
    }

    private func status(of environment: EnvironmentRecord, _ deployment: Deployment?) -> JSONObject {
        let members = store.services(of: environment.id)
        let states = members.map { service in
            environment.queue.first { $0.isPending(for: service.id) }?.state ?? service.state
        }
        var state = environment.queue.first?.state ?? Self.summary(states)
        if let deployment, deployment.endedAt == nil { state = deployment.state }
        let services = Set(members.map { deploymentStatus(of: $0) })
        let summary = services.count == 1 ? services.first : services.isEmpty ? "NEVER_DEPLOYED" : "OUT_OF_DATE"
        var body: JSONObject = [
            "id": .string(environment.id), "state": .string(state),
            "last_deployment_state": .string(deployment?.state ?? "READY"),
            "last_deployment_id": .optional(deployment?.executionID),
            "total_deployment_duration_in_seconds": nil, "origin": deployment == nil ? nil : "API",
            "triggered_by": deployment == nil ? nil : "simulator", "deployment_status": .optional(summary),
            "deployment_request_id": .optional(deployment?.id),
        ]
        if let deployment {
            body.set("last_deployment_date", .string(deployment.created.isoText))
            if let seconds = deployment.length(until: store.now)?.components.seconds, deployment.endedAt != nil {
                body.set("total_deployment_duration_in_seconds", .number(Int(seconds)))
            }
        }
        return body
    }

    /// The state of an environment in which nothing is under way: one failure is the failure of all.
    private static func summary(_ states: [String]) -> String {
        if let failure = states.first(where: { $0.hasSuffix("_ERROR") }) { return failure }
        guard let first = states.first else { return "READY" }
        if states.allSatisfy({ $0 == first }) { return first }
        return states.contains("DEPLOYED") || states.contains("RESTARTED") ? "DEPLOYED" : first
    }
}

extension Deployment {
    /// How long it has run; `nil` before it begins.
    func length(until now: Duration) -> Duration? {
        guard hasBegun, let beginsAt else { return nil }
        return (endedAt ?? now) - beginsAt
    }
}
