import CloudContainers

// Deployments that a new image starts.
extension QoverySimulator {
    func automaticDeployments(_ call: Call) throws(Refusal) -> Answer? {
        guard call.route == "POST /organization/*/container/deploy" else { return nil }
        try checkOrganization(call)
        let body = try call.fields()
        let image = try body.name("image_name")
        let tag = try body.name("tag")
        var first: Answer?
        for environment in store.environments.all where !environment.isLeaving {
            // What is stopped is not woken.
            let containers = store.containers(of: environment.id).filter { container in
                container.fields.autoDeploy && container.fields.imageName == image && container.fields.tag != tag
                    && !isStopped(container)
            }
            guard let one = containers.first else { continue }
            let deployment = try deploy(containers.map { ($0, tag) }, in: environment.id)
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
