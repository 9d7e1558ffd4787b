import CloudContainers

// The stages in which the services of an environment are deployed.
extension QoverySimulator {
    func stages(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /environment/*/deploymentStage": return stages(of: try environment(call.ids[0]))
        case "GET /deploymentStage/*":
            let (environment, index) = try stage(call.ids[0])
            return Answer(200, json(index, of: environment))
        case "PUT /deploymentStage/*/service/*": return try attach(call)
        case "GET /service/*/deploymentStage":
            let service = try service(call.ids[0])
            let environment = try environment(service.environmentID)
            let index = environment.stages.firstIndex { $0.id == service.stageID }
            return Answer(200, json(index ?? 0, of: environment))
        default: return nil
        }
    }

    /// The stage that a service is in.
    func stage(of service: any ServiceRecord) -> StageRecord {
        let stages = store.environments[service.environmentID]?.stages ?? []
        return stages.first { $0.id == service.stageID }
            ?? StageRecord(id: service.stageID, name: StageRecord.containers)
    }

    private func stage(_ id: String) throws(Refusal) -> (EnvironmentRecord, Int) {
        for environment in store.environments.all {
            if let index = environment.stages.firstIndex(where: { $0.id == id }) { return (environment, index) }
        }
        throw missing("Deployment stage", id)
    }

    private func stages(of environment: EnvironmentRecord) -> Answer {
        Answer(results: environment.stages.indices.map { .object(json($0, of: environment)) })
    }

    private func attach(_ call: Call) throws(Refusal) -> Answer {
        let (environment, index) = try stage(call.ids[0])
        var service = try service(call.ids[1])
        guard service.environmentID == environment.id else { throw missing("Service", service.id) }
        service.isSkipped = try call.optionalFields()?.optionalFlag("is_skipped") ?? service.isSkipped
        service.stageID = environment.stages[index].id
        store[service: service.id] = service
        return stages(of: environment)
    }

    private func json(_ index: Int, of environment: EnvironmentRecord) -> JSONObject {
        let stage = environment.stages[index]
        let services = store.services(of: environment.id).filter { $0.stageID == stage.id }
        return [
            "id": .string(stage.id), "created_at": .string(environment.created.isoText),
            "updated_at": .string(environment.updated.isoText), "environment": ["id": .string(environment.id)],
            "name": .string(stage.name), "description": "", "deployment_order": .number(index + 1),
            "services": .array(
                services.map { service in
                    [
                        "id": .string(service.id), "created_at": .string(service.created.isoText),
                        "updated_at": .string(service.updated.isoText), "service_id": .string(service.id),
                        "service_type": .string(service.kind.rawValue), "is_skipped": .bool(service.isSkipped),
                    ]
                }
            ),
        ]
    }
}
