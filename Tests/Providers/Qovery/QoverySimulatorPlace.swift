import CloudContainers
import QoverySimulator

/// A simulator with one of everything, and a right request for each operation.
struct QoverySimulatorPlace {
    let client: QoverySimulatorClient
    /// The ids by the step of a path before them.
    private(set) var ids: [String: String] = [:]
    /// The ids of variables and secrets by what they belong to.
    private var variables: [String: String] = [:]

    init() async throws {
        var configuration = QoverySimulator.Configuration()
        let group = "11111111-2222-4333-8444-555555555555"
        configuration.labelsGroups = [.init(id: group, name: "team", labels: ["team": "shop"])]
        configuration.annotationsGroups = [.init(id: group, name: "notes", annotations: ["note": "yes"])]
        client = try QoverySimulatorClient(configuration)
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        let job = try await client.makeJob(in: environment)
        ids = [
            "organization": configuration.organization.id, "project": configuration.project.id,
            "environment": environment, "container": container, "service": container,
            "job": job,
            "containerRegistry": configuration.registries[0].id, "cluster": configuration.cluster.id, "~": container,
        ]
        for (scope, parent) in [
            ("project", ids["project"] ?? ""), ("environment", environment), ("container", container), ("job", job),
        ] {
            for collection in ["environmentVariable", "secret"] {
                let body: JSONValue = ["key": .string("\(scope)_\(collection)".uppercased()), "value": "some"]
                variables["\(scope)/\(collection)"] =
                    try await client.post("/\(scope)/\(parent)/\(collection)", body).id
            }
        }
        ids["variable"] = variables["environment/environmentVariable"]
        ids["secret"] = variables["environment/secret"]
        let domain: JSONValue = ["domain": "www.example.com", "generate_certificate": true]
        ids["customDomain"] = try await client.post("/container/\(container)/customDomain", domain).id
        let stages = try await client.get("/environment/\(environment)/deploymentStage").results
        ids["deploymentStage"] = stages.first?["id"]?.string
        try await client.post("/job/\(job)/deploy")
        await client.pass(100)
        try await client.deploy(container)
        let request = try await client.post("/container/\(container)/restart-service")
        ids["deploymentQueue"] = request["deployment_request_id"]?.string
    }

    var headers: HTTPHeaders {
        ["Authorization": "Token \(client.configuration.token)", "Content-Type": "application/json"]
    }

    func request(of endpoint: Endpoint) -> QoverySimulatorRequest {
        var path = ""
        var previous = ""
        for step in endpoint.steps {
            switch step {
            case "~": path += "/CONTAINER"
            case "*": path += "/\(id(after: previous, endpoint))"
            default: path += "/\(step)"
            }
            previous = String(step)
        }
        return QoverySimulatorRequest(
            path: path + query(endpoint.route),
            body: body(endpoint),
            headers: headers
        )
    }

    private func id(after step: String, _ endpoint: Endpoint) -> String {
        guard step == "environmentVariable" || step == "secret" else { return ids[step] ?? "" }
        // An override needs a variable of a wider scope.
        let scope = String(endpoint.steps.first ?? "")
        let isOverride = endpoint.steps.last == "override"
        let wider = ["environment": "project", "container": "environment", "job": "environment"]
        return variables["\(isOverride ? wider[scope] ?? scope : scope)/\(step)"] ?? ""
    }

    private func query(_ route: String) -> String {
        switch route {
        case "GET /variable": "?scope=CONTAINER&parent_id=\(ids["container"] ?? "")"
        case "POST /variable/import": "?service_id=\(ids["container"] ?? "")&service_type=CONTAINER"
        case "GET /environment/deploymentStatus": "?deploymentRequestId=\(ids["deploymentQueue"] ?? "")"
        case "GET /environment/*/deploymentHistoryV2", "GET /container/*/deploymentHistoryV2",
            "GET /job/*/deploymentHistoryV2":
            "?pageSize=5"
        case "POST /job/*/deploy", "POST /job/*/redeploy": "?forceEvent=CRON"
        case "GET /environment/*/job": "?toUpdate=false"
        default: ""
        }
    }

    private func body(_ endpoint: Endpoint) -> JSONValue? {
        guard endpoint.method == "POST" || endpoint.method == "PUT" else { return nil }
        if endpoint.steps.last == "override", endpoint.steps.count > 3 {
            return ["value": "other", "description": "x"]
        }
        if endpoint.steps.last == "alias", endpoint.steps.count > 3 { return ["key": "OTHER", "description": nil] }
        if endpoint.steps.contains("environmentVariable") || endpoint.steps.contains("secret") {
            return endpoint.steps.last == "import"
                ? imported(endpoint.steps.first == "job" ? "JOB" : "CONTAINER")
                : ["key": "FRESH", "value": "v", "description": "x", "enable_interpolation_in_file": true]
        }
        let environment = JSONValue.string(ids["environment"] ?? "")
        let service = JSONValue.string(ids["container"] ?? "")
        let job = JSONValue.string(ids["job"] ?? "")
        return switch endpoint.route {
        case "POST /organization/*/project", "PUT /project/*": ["name": "fresh", "description": "x"]
        case "POST /organization/*/containerRegistry", "PUT /organization/*/containerRegistry/*":
            [
                "name": "fresh", "kind": "ECR", "url": "https://123.dkr.ecr.eu-west-3.amazonaws.com",
                "description": "x",
                "config": ["region": "eu-west-3", "access_key_id": "a", "token_lifetime_seconds": 60],
            ]
        case "POST /organization/*/container/deploy", "POST /organization/*/job/deploy":
            ["image_name": "nginx", "tag": "2"]
        case "POST /project/*/environment":
            ["name": "fresh", "mode": "STAGING", "cluster": .string(ids["cluster"] ?? "")]
        case "PUT /environment/*": ["name": "fresh", "mode": "PRODUCTION"]
        case "POST /environment/*/clone":
            [
                "name": "fresh", "cluster_id": .string(ids["cluster"] ?? ""), "mode": "PREVIEW",
                "apply_deployment_rule": false, "project_id": .string(ids["project"] ?? ""),
            ]
        case "POST /environment/*/container", "PUT /container/*": container(named: "fresh")
        case "POST /environment/*/job": self.job(named: "fresh")
        case "PUT /job/*": lifecycleJob(named: "fresh")
        case "POST /job/*/deploy": ["image_tag": "1.28"]
        case "POST /environment/*/cleanFailedJobs": ["job_ids": [job]]
        case "PUT /job/*/advancedSettings":
            [
                "build.timeout_max_sec": 60, "build.disable_buildkit_cache": true,
                "deployment.affinity.node.required": ["a": "b"], "job.delete_ttl_seconds_after_finished": nil,
                "cronjob.concurrency_policy": "Replace", "security.service_account_name": "name",
            ]
        case "POST /container/*/clone", "POST /job/*/clone": ["name": "fresh", "environment_id": environment]
        case "POST /container/*/deploy": ["image_tag": "1.28"]
        case "POST /environment/*/service/deploy":
            [
                "containers": [["id": service, "image_tag": "1.28"]], "applications": [], "databases": [],
                "jobs": [["id": job, "image_tag": "1.28"]], "helms": [], "terraforms": [],
            ]
        case "POST /environment/*/service/restart-service":
            ["container_ids": [service], "application_ids": [], "database_ids": []]
        case "POST /environment/*/service/stop", "POST /environment/*/service/delete",
            "POST /environment/*/service/uninstall":
            ["container_ids": [service], "job_ids": [job], "application_ids": [], "database_ids": []]
        case "POST /environment/*/cancelDeployment": ["force_cancel": true]
        case "POST /deploymentQueue/*/cancelDeployment", "POST /container/*/uninstall",
            "POST /job/*/uninstall":
            [:]
        case "PUT /deploymentStage/*/service/*": ["is_skipped": true]
        case "POST /environment/*/checkContainerImage":
            ["registry_id": .string(ids["containerRegistry"] ?? ""), "image_name": "nginx", "tag": "1.27"]
        case "PUT /container/*/advancedSettings":
            [
                "deployment.termination_grace_period_seconds": 30, "network.ingress.enable_cors": true,
                "deployment.affinity.node.required": ["a": "b"], "deployment.update_strategy.type": "Recreate",
                "hpa.memory.average_utilization_percent": nil, "network.gateway_api.retry.retry_on": "reset",
            ]
        case "PUT /container/*/network": ["sticky_session": true]
        case "POST /container/*/customDomain", "PUT /container/*/customDomain/*":
            ["domain": "*.example.org", "generate_certificate": false, "use_cdn": true]
        case "POST /variable":
            [
                "key": "FRESH", "value": "v", "is_secret": false, "variable_scope": "CONTAINER", "mount_path": "/etc/x",
                "variable_parent_id": service, "secret_manager_access_id": nil, "description": "x",
            ]
        case "PUT /variable/*": ["key": "FRESH", "value": "v", "description": "x"]
        case "POST /variable/*/alias":
            ["key": "FRESH", "alias_scope": "CONTAINER", "alias_parent_id": service]
        case "POST /variable/*/override":
            ["value": "v", "override_scope": "CONTAINER", "override_parent_id": service]
        case "POST /variable/import": imported("CONTAINER")
        default: nil
        }
    }

    private func imported(_ scope: JSONValue) -> JSONValue {
        [
            "overwrite": true,
            "vars": [
                ["name": "ONE", "value": "1", "scope": scope, "is_secret": false],
                ["name": "TWO", "value": "2", "scope": "ENVIRONMENT", "is_secret": true],
            ],
        ]
    }

    private func container(named name: String) -> JSONValue {
        client.body([
            "name": .string(name), "description": "x", "cpu": 250, "memory": 256, "gpu": 0,
            "ephemeral_storage_in_gib": 1, "cpu_architecture": "ARM64", "min_running_instances": 1,
            "max_running_instances": 3, "arguments": ["-a", "b"], "entrypoint": "sh", "auto_preview": true,
            "auto_deploy": true, "icon_uri": "app://qovery-console/container",
            "labels_groups": [["id": .string(client.configuration.labelsGroups[0].id)]],
            "annotations_groups": [["id": .string(client.configuration.annotationsGroups[0].id)]],
            "healthchecks": [
                "readiness_probe": [
                    "type": [
                        "tcp": nil, "http": ["path": "/", "scheme": "HTTP", "port": 8080], "exec": nil, "grpc": nil,
                    ],
                    "initial_delay_seconds": 1, "period_seconds": 10, "timeout_seconds": 5, "success_threshold": 1,
                    "failure_threshold": 3,
                ], "liveness_probe": ["type": ["exec": ["command": ["true"]]]],
            ], "storage": [["type": "FAST_SSD", "size": 4, "mount_point": "/data"]],
            "autoscaling": [
                "mode": "KEDA", "polling_interval_seconds": 30, "cooldown_period_seconds": 300,
                "scalers": [
                    [
                        "scaler_type": "cron", "enabled": true, "role": "PRIMARY", "config_json": ["a": "b"],
                        "trigger_authentication": ["name": "auth", "config_yaml": "a: b"],
                    ]
                ],
            ],
            "ports": [
                [
                    "name": "web", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
                    "is_default": true, "protocol": "HTTP", "public_path": "/a", "public_path_rewrite": "/b",
                ], ["internal_port": 9000, "publicly_accessible": false, "protocol": "TCP"],
            ],
        ])
    }
}

extension QoverySimulatorPlace {
    /// A cron job with everything that one can have.
    private func job(named name: String) -> JSONValue {
        client.jobBody([
            "name": .string(name), "description": "x", "cpu": 250, "memory": 256, "gpu": 0,
            "ephemeral_storage_in_gib": 1, "cpu_architecture": "ARM64", "max_nb_restart": 2,
            "max_duration_seconds": 60, "port": 8080, "auto_preview": true, "auto_deploy": true,
            "icon_uri": "app://qovery-console/cron-job",
            "labels_groups": [["id": .string(client.configuration.labelsGroups[0].id)]],
            "annotations_groups": [["id": .string(client.configuration.annotationsGroups[0].id)]],
            "healthchecks": [
                "readiness_probe": ["type": ["tcp": ["port": 8080]], "failure_threshold": 3], "liveness_probe": nil,
            ],
            "schedule": [
                "cronjob": [
                    "scheduled_at": "*/5 1-6 * * mon", "timezone": "Europe/Paris", "entrypoint": "sh",
                    "arguments": ["-a", "b"],
                ]
            ],
        ])
    }

    /// A lifecycle job that is built of a repository.
    private func lifecycleJob(named name: String) -> JSONValue {
        client.jobBody([
            "name": .string(name), "source": QoverySimulatorClient.repository,
            "schedule": [
                "on_start": ["entrypoint": "sh", "arguments": ["up"]], "on_stop": ["arguments": []],
                "on_delete": [:], "lifecycle_type": "TERRAFORM",
            ],
        ])
    }
}
