import CloudContainers
import SimulationKit

// Organizations, projects and clusters.
extension QoverySimulator {
    func organizations(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /organization": return Answer(results: [.object(organizationJSON)])
        case "GET /organization/*":
            try checkOrganization(call)
            return Answer(200, organizationJSON)
        case "GET /organization/*/project":
            try checkOrganization(call)
            return Answer(results: store.projects.all.map { .object(json($0)) })
        case "POST /organization/*/project":
            try checkOrganization(call)
            return try createProject(call)
        case "GET /organization/*/cluster":
            try checkOrganization(call)
            return Answer(results: [.object(clusterJSON)])
        case "GET /organization/*/environments":
            try checkOrganization(call)
            return Answer(results: store.environments.all.map { .object(lightJSON($0)) })
        case "GET /organization/*/services":
            try checkOrganization(call)
            return try listServices(call)
        case "GET /project/*": return Answer(200, json(try project(call.ids[0])))
        case "PUT /project/*": return try editProject(call)
        default: return nil
        }
    }

    /// What an id that leads nowhere is refused with.
    func missing(_ kind: String, _ id: String) -> Refusal {
        let status = store.deleted.contains(id) ? configuration.deletedIDStatus : configuration.unknownIDStatus
        return status == 403
            ? Refusal(403, "Access is denied") : Refusal(status, "\(kind) with id \(id) does not exist")
    }

    func checkOrganization(_ call: Call) throws(Refusal) {
        guard call.ids[0] == configuration.organization.id else { throw missing("Organization", call.ids[0]) }
    }

    func project(_ id: String) throws(Refusal) -> ProjectRecord {
        guard let project = store.projects[id] else { throw missing("Project", id) }
        return project
    }

    private func checkName(ofProject name: String, except id: String? = nil) throws(Refusal) {
        if store.projects.all.contains(where: { $0.name.folded == name.folded && $0.id != id }) {
            throw Refusal(409, "A project with the name \(name) already exists in the organization")
        }
    }

    private func createProject(_ call: Call) throws(Refusal) -> Answer {
        let body = try call.fields()
        let name = try body.name("name")
        try checkName(ofProject: name)
        var project = ProjectRecord(id: store.newID(), name: name, created: store.wall, updated: store.wall)
        project.description = try body.optionalText("description") ?? ""
        store.projects[project.id] = project
        store.addBuiltIns(of: project, configuration)
        return Answer(200, json(project))
    }

    private func editProject(_ call: Call) throws(Refusal) -> Answer {
        var project = try project(call.ids[0])
        let body = try call.fields()
        project.name = try body.name("name")
        try checkName(ofProject: project.name, except: project.id)
        project.description = try body.optionalText("description") ?? ""
        project.updated = store.wall
        store.projects[project.id] = project
        return Answer(200, json(project))
    }

    private func listServices(_ call: Call) throws(Refusal) -> Answer {
        let projectID = call.request.item("project_id")?.lowercased()
        let environmentID = call.request.item("environment_id")?.lowercased()
        let clusterID = call.request.item("cluster_id")?.lowercased()
        var results: [JSONValue] = []
        for environment in store.environments.all {
            guard projectID ?? environment.projectID == environment.projectID,
                environmentID ?? environment.id == environment.id,
                clusterID ?? configuration.cluster.id == configuration.cluster.id
            else { continue }
            for service in store.services(of: environment.id) {
                let jobType = (service as? JobRecord)?.fields.schedule.jobType
                results.append(
                    lightJSON(
                        OtherServiceRecord(
                            id: service.id,
                            name: service.name,
                            kind: jobType.map { "\($0)_JOB" } ?? service.kind.rawValue
                        ),
                        in: environment,
                        description: service.description,
                        icon: service.iconURI
                    )
                )
            }
            results += environment.others.map { lightJSON($0, in: environment) }
        }
        return Answer(results: results)
    }

    private func lightJSON(
        _ service: OtherServiceRecord,
        in environment: EnvironmentRecord,
        description: String = "",
        icon: String = "app://qovery-console/service"
    ) -> JSONValue {
        // A job says which kind of job it is in a member of its own.
        let words = service.kind.split(separator: "_")
        let isJob = words.count == 2 && words[1] == "JOB"
        var body: JSONObject = [
            "id": .string(service.id), "name": .string(service.name), "description": .string(description),
            "icon_uri": .string(icon), "service_type": isJob ? "JOB" : .string(service.kind),
            "project_id": .string(environment.projectID),
            "project_name": .string(store.projects[environment.projectID]?.name ?? ""),
            "environment_id": .string(environment.id), "environment_name": .string(environment.name),
            "cluster_id": .string(configuration.cluster.id),
        ]
        if isJob { body.set("job_type", .string(String(words[0]))) }
        return .object(body)
    }

    private var organizationJSON: JSONObject {
        [
            "id": .string(configuration.organization.id), "created_at": "2025-01-01T10:00:00.000000Z",
            "updated_at": "2025-01-01T10:00:00.000000Z", "name": .string(configuration.organization.name),
            "description": nil, "plan": "TEAM_2025", "website_url": nil, "repository": nil, "logo_url": nil,
            "icon_url": nil, "admin_emails": nil, "billing_deployment_restriction": nil,
            "organization_plan": ["plan": "TEAM_2025", "audit_logs_retention_in_days": 30],
        ]
    }

    private func json(_ project: ProjectRecord) -> JSONObject {
        let environments = store.environments.all.filter { $0.projectID == project.id }
        return [
            "id": .string(project.id), "created_at": .string(project.created.isoText),
            "updated_at": .string(project.updated.isoText), "name": .string(project.name),
            "description": .string(project.description),
            "organization": ["id": .string(configuration.organization.id)],
            "associated_environments_count": .number(environments.count),
        ]
    }

    private var clusterJSON: JSONObject {
        let cluster = configuration.cluster
        return [
            "id": .string(cluster.id), "created_at": "2025-01-01T10:00:00.000000Z",
            "updated_at": "2025-01-01T10:00:00.000000Z",
            "organization": ["id": .string(configuration.organization.id)], "name": .string(cluster.name),
            "description": "", "region": .string(cluster.region), "cloud_provider": .string(cluster.cloudProvider),
            "min_running_nodes": 3, "max_running_nodes": 10, "disk_size": 50, "kubernetes": "MANAGED",
            "cpu": .number(cluster.maximumCPU), "memory": .number(cluster.maximumMemory), "status": "DEPLOYED",
            "has_access": true, "is_default": true, "is_demo": false, "production": false, "ssh_keys": [],
            "features": [], "deployment_status": "UP_TO_DATE", "keda": ["enabled": .bool(cluster.hasKEDA)],
            "labels_groups": [], "secret_manager_accesses": [],
        ]
    }
}
