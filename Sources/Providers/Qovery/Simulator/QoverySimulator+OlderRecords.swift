import CloudContainers
import SimulationKit

// The histories of deployments in their older form.
extension QoverySimulator {
    func olderRecords(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /environment/*/deploymentHistory":
            let environment = try environment(call.ids[0])
            var deployments = started(environment)
            if let start = call.request.item("startId")?.lowercased() {
                // The page begins behind the entry with the id.
                deployments = Array(deployments.drop { $0.id != start }.dropFirst())
            }
            return page(deployments.map { entry($0) })
        case "GET /container/*/deploymentHistory": return olderHistory(of: try container(call.ids[0]))
        case "GET /job/*/deploymentHistory": return olderHistory(of: try job(call.ids[0]))
        default: return nil
        }
    }

    private func olderHistory(of service: any ServiceRecord) -> Answer {
        let deployments = store.environments[service.environmentID].map { started($0) } ?? []
        return page(
            deployments.flatMap { deployment in
                deployment.steps.filter { $0.serviceID == service.id }
                    .map { .object(entry($0, deployment, id: deployment.id)) }
            }
        )
    }

    private func page(_ entries: [JSONValue]) -> Answer {
        Answer(200, ["page": 1, "page_size": 20, "results": .array(Array(entries.prefix(20)))])
    }

    private func entry(_ deployment: Deployment) -> JSONValue {
        [
            "id": .string(deployment.id), "created_at": .string(deployment.created.isoText),
            "updated_at": .string(store.date(at: deployment.endedAt ?? store.now).isoText),
            "status": .string(deployment.state), "origin": "API", "triggered_by": "simulator", "applications": [],
            "containers": entries(.container, deployment), "databases": [], "jobs": entries(.job, deployment),
            "helms": [],
        ]
    }

    private func entries(_ kind: ServiceKind, _ deployment: Deployment) -> JSONValue {
        .array(
            deployment.steps.filter { $0.kind == kind }.map { .object(entry($0, deployment, id: $0.serviceID)) }
        )
    }

    private func entry(_ step: Deployment.Step, _ deployment: Deployment, id: String) -> JSONObject {
        let state = step.outcome.map { Deployment.state(deployment.action, $0) } ?? deployment.state
        var entry: JSONObject = [
            "id": .string(id), "created_at": .string(deployment.created.isoText),
            "updated_at": .string(store.date(at: deployment.endedAt ?? store.now).isoText), "name": .string(step.name),
            "status": .string(state), "image_name": .string(step.imageName), "tag": .string(step.tag),
            "arguments": .array(step.arguments.map { .string($0) }),
        ]
        if let entrypoint = step.entrypoint { entry.set("entrypoint", .string(entrypoint)) }
        if let job = step.job { entry.set("schedule", .object(job.olderSchedule)) }
        return entry
    }
}

extension Deployment.JobStep {
    /// The event that it ran at, or would first.
    fileprivate var olderSchedule: JSONObject {
        var object: JSONObject = [:]
        if let event = event ?? schedule.firstEvent { object.set("event", .string(event.historyWord)) }
        if case .cron(_, let date, _) = schedule { object.set("schedule_at", .string(date)) }
        return object
    }
}
