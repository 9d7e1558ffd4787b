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
        case "GET /container/*/deploymentHistory":
            let container = try container(call.ids[0])
            let deployments = store.environments[container.environmentID].map { started($0) } ?? []
            return page(
                deployments.flatMap { deployment in
                    deployment.steps.filter { $0.containerID == container.id }
                        .map { .object(entry($0, deployment, id: deployment.id)) }
                }
            )
        default: return nil
        }
    }

    private func page(_ entries: [JSONValue]) -> Answer {
        Answer(200, ["page": 1, "page_size": 20, "results": .array(Array(entries.prefix(20)))])
    }

    private func entry(_ deployment: Deployment) -> JSONValue {
        [
            "id": .string(deployment.id), "created_at": .string(deployment.created.isoText),
            "updated_at": .string(store.date(at: deployment.endedAt ?? store.now).isoText),
            "status": .string(deployment.state), "origin": "API", "triggered_by": "simulator", "applications": [],
            "containers": .array(
                deployment.steps.map { .object(entry($0, deployment, id: $0.containerID)) }
            ), "databases": [], "jobs": [], "helms": [],
        ]
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
        return entry
    }
}
