import CloudContainers
import SimulationKit

// The queue and the history of deployments.
extension QoverySimulator {
    func deploymentRecords(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /environment/deploymentStatus":
            let id = try call.id("deploymentRequestId")
            for environment in store.environments.all {
                guard let deployment = (environment.queue + environment.history).first(where: { $0.id == id }) else {
                    continue
                }
                return Answer(
                    200,
                    [
                        "deployment_request_id": .string(id), "environment_id": .string(environment.id),
                        "status": .string(deployment.state),
                    ]
                )
            }
            throw missing("Deployment request", id)
        case "GET /environment/*/deploymentQueue":
            let environment = try environment(call.ids[0])
            return Answer(results: environment.queue.filter { !$0.hasBegun }.map { queued($0, environment) })
        case "GET /service/*/deploymentQueue":
            let service = try service(call.ids[0])
            let queue = store.environments[service.environmentID]?.queue ?? []
            return Answer(
                results: queue.filter { !$0.hasBegun && $0.contains(service.id) }.map { queued($0, service) }
            )
        case "GET /environment/*/deploymentHistoryV2":
            let environment = try environment(call.ids[0])
            let deployments = started(environment)
            return try page(call, deployments) { self.entry($0, environment) }
        case "GET /container/*/deploymentHistoryV2": return try history(of: try container(call.ids[0]), call)
        case "GET /job/*/deploymentHistoryV2": return try history(of: try job(call.ids[0]), call)
        default: return nil
        }
    }

    private func history(of service: any ServiceRecord, _ call: Call) throws(Refusal) -> Answer {
        let deployments = store.environments[service.environmentID].map { started($0) } ?? []
        return try page(call, deployments.filter { $0.contains(service.id) }) { deployment in
            let step = deployment.steps.first { $0.serviceID == service.id }
            return step.map { self.entry($0, deployment) } ?? .null
        }
    }

    /// The deployments that have begun, the newest first.
    func started(_ environment: EnvironmentRecord) -> [Deployment] {
        (environment.history + environment.queue.filter(\.hasBegun)).reversed()
    }

    private func page(
        _ call: Call,
        _ deployments: [Deployment],
        _ entry: (Deployment) -> JSONValue
    ) throws(Refusal) -> Answer {
        var size = 20
        if let text = call.request.item("pageSize") {
            guard let number = Int(text), number > 0 else { throw Refusal(400, "pageSize has to be above zero") }
            size = number
        }
        return Answer(
            200,
            ["page": 1, "page_size": .number(size), "results": .array(deployments.prefix(size).map(entry))]
        )
    }

    // MARK: Entries

    private static let auditing: JSONValue = ["triggered_by": "simulator", "origin": "API"]

    /// The steps of a deployment by their stages, in the order of the stages.
    private func byStage(
        _ deployment: Deployment,
        _ environment: EnvironmentRecord
    ) -> [(name: String, steps: [Deployment.Step])] {
        environment.stages.compactMap { stage in
            let steps = deployment.steps.filter { $0.stage.id == stage.id }
            return steps.isEmpty ? nil : (stage.name, steps)
        }
    }

    private func queued(_ deployment: Deployment, _ environment: EnvironmentRecord) -> JSONValue {
        let stages = byStage(deployment, environment).map { stage, steps -> JSONValue in
            let services = steps.map { step -> JSONValue in
                [
                    "identifier": [
                        "service_id": .string(step.serviceID), "service_type": .string(step.kind.rawValue),
                        "name": .string(step.name),
                    ], "status": "QUEUED", "icon_uri": .string(step.iconURI),
                ]
            }
            return ["name": .string(stage), "status": "QUEUED", "services": .array(services)]
        }
        return [
            "identifier": [
                "deployment_request_id": .string(deployment.id), "environment_id": .string(environment.id),
            ], "auditing_data": Self.auditing, "trigger_action": .string(deployment.action.triggerWord),
            "stages": .array(stages),
        ]
    }

    private func queued(_ deployment: Deployment, _ service: any ServiceRecord) -> JSONValue {
        [
            "identifier": [
                "deployment_request_id": .string(deployment.id), "service_id": .string(service.id),
                "service_type": .string(service.kind.rawValue), "name": .string(service.name),
            ], "auditing_data": Self.auditing,
            "status_details": details(deployment.action.queued, deployment.action.word),
            "icon_uri": .string(service.iconURI),
        ]
    }

    private func audit(_ deployment: Deployment) -> JSONValue {
        [
            "created_at": .string(deployment.created.isoText),
            "updated_at": .string(store.date(at: deployment.endedAt ?? store.now).isoText),
            "triggered_by": "simulator", "origin": "API",
        ]
    }

    private func entry(_ deployment: Deployment, _ environment: EnvironmentRecord) -> JSONValue {
        let state = deployment.state
        let length = JSONValue.string((deployment.length(until: store.now) ?? .zero).isoText)
        let stageStatus =
            deployment.endedAt == nil
            ? "ONGOING" : state.hasSuffix("_ERROR") ? "ERROR" : state == "CANCELED" ? "CANCELED" : "DONE"
        return [
            "identifier": [
                "execution_id": .string(deployment.executionID), "environment_id": .string(environment.id),
            ], "auditing_data": audit(deployment), "status": .string(state),
            "trigger_action": .string(deployment.action.triggerWord), "total_duration": length,
            "stages": .array(
                byStage(deployment, environment).map { stage, steps in
                    [
                        "name": .string(stage), "status": .string(stageStatus), "duration": length,
                        "services": .array(steps.map { entry($0, deployment) }),
                    ]
                }
            ), "action_status": details(state, "")["status"] ?? "ONGOING",
        ]
    }

    private func entry(_ step: Deployment.Step, _ deployment: Deployment) -> JSONValue {
        let state = step.outcome.map { Deployment.state(deployment.action, $0) } ?? deployment.state
        var entry: JSONObject = [
            "identifier": [
                "name": .string(step.name), "service_id": .string(step.serviceID),
                "service_type": .string(step.kind.rawValue), "execution_id": .string(deployment.executionID),
            ], "status": .string(state), "auditing_data": audit(deployment), "details": step.details,
            "status_details": self.details(state, deployment.action.word), "icon_uri": .string(step.iconURI),
        ]
        if let begin = deployment.beginsAt, deployment.hasBegun {
            let end = step.outcome == nil ? store.now : step.endsAt ?? deployment.endedAt ?? store.now
            entry.set("total_duration", .string((end - begin).isoText))
        }
        return .object(entry)
    }
}

extension Deployment.Step {
    /// What was deployed, in the form that its kind has.
    fileprivate var details: JSONValue {
        var details: JSONObject = ["image_name": .string(imageName), "tag": .string(tag)]
        if let job {
            details.set("schedule", .object(job.schedule.json(cron: "cron_job")))
            details.set("job_type", .string(job.schedule.jobType))
        } else {
            details.set("arguments", .array(arguments.map { .string($0) }))
            if let entrypoint { details.set("entrypoint", .string(entrypoint)) }
        }
        return .object(details)
    }
}
