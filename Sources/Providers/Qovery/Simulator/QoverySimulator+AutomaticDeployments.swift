import CloudContainers

// Deployments that a new image starts.
extension QoverySimulator {
    func automaticDeployments(_ call: Call) throws(Refusal) -> Answer? {
        let kind: ServiceKind
        switch call.route {
        case "POST /organization/*/container/deploy": kind = .container
        case "POST /organization/*/job/deploy": kind = .job
        default: return nil
        }
        try checkOrganization(call)
        let body = try call.fields()
        let image = try body.name("image_name")
        let tag = try body.name("tag")
        var first: Answer?
        for environment in store.environments.all where !environment.isLeaving {
            // What is stopped is not woken.
            let services = store.services(of: environment.id).filter { service in
                service.kind == kind && service.registryID != nil && service.autoDeploy && service.imageName == image
                    && service.tag != tag && !isStopped(service)
            }
            guard let one = services.first else { continue }
            let deployment = try deploy(services.map { ($0, tag) }, in: environment.id)
            if first == nil { first = try serviceAnswer(deployment, one.id) }
        }
        // The document describes one status whatever was started; without any it is the one of an organization at rest.
        return first
            ?? Answer(
                202,
                [
                    "id": .string(configuration.organization.id), "state": "READY",
                    "service_deployment_status": "UP_TO_DATE", "is_part_last_deployment": false,
                    "status_details": details("READY", "UNKNOWN"), "deployment_request_id": nil,
                    "deployment_requests_count": 0,
                ]
            )
    }
}
