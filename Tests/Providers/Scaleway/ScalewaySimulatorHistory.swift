import CloudContainers
import ScalewaySimulator
import SimulationKit
import TestSupport

/// A generated history of an account: the same steps for everybody who plays it, whatever is answered.
struct ScalewayHistory: Sendable {
    /// One thing that happens.
    enum Step: Sendable {
        case wait(Duration)
        case request(HTTPMethod, String, JSONValue?)
        case push(String)
        case logs(String)
        case lock(String)
    }

    private var generator: SeededGenerator
    private var names = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// What happens next, given the identifiers of what there is by the places where it was made.
    mutating func next(_ ids: [String: [String]], project: String) -> Step {
        names += 1
        let name = "thing-\(names)"
        func any(_ place: String) -> String {
            ids[place]?.randomElement(using: &generator) ?? "00000000-0000-4000-8000-000000000000"
        }
        switch Int.random(in: 0..<33, using: &generator) {
        case 0...6: return .wait(.seconds(Int.random(in: 1...90, using: &generator)))
        case 7, 8:
            return .request(
                .post,
                "namespaces",
                [
                    "project_id": .string(project), "name": .string(name), "tags": ["a", .string(name)],
                    "environment_variables": ["A": .string(name)],
                    "secret_environment_variables": ["S": .string("canary-\(name)")],
                ]
            )
        case 9...11: return .request(.post, "containers", container(name, in: any("namespaces")))
        case 12, 13: return .request(.patch, "containers/\(any("containers"))", change(name))
        case 14: return .request(.post, "containers/\(any("containers"))/redeploy", [:])
        case 15:
            return .request(
                .patch,
                "namespaces/\(any("namespaces"))",
                [
                    "environment_variables": ["B": .string(name)], "secret_environment_variables": ["S": ""],
                ]
            )
        case 16:
            return .request(
                .post,
                "domains",
                [
                    "container_id": .string(any("containers")), "hostname": .string("\(name).example.org"),
                ]
            )
        case 17, 18: return .request(.post, "triggers", trigger(name, of: any("containers")))
        case 19:
            let place = ["namespaces", "containers", "domains", "triggers"].randomElement(using: &generator) ?? ""
            return .request(.delete, "\(place)/\(any(place))", nil)
        case 20:
            return .request(
                .post,
                "/cockpit/v1/regions/fr-par/tokens",
                [
                    "project_id": .string(project), "name": .string(name), "token_scopes": ["read_only_logs"],
                ]
            )
        case 21:
            return .request(
                .post,
                "/registry/v1/regions/fr-par/namespaces",
                [
                    "project_id": .string(project), "name": .string(name),
                ]
            )
        case 22: return .push("rg.fr-par.scw.cloud/thing-\(Int.random(in: 1...names, using: &generator))/web:1")
        case 23: return Bool.random(using: &generator) ? .logs(any("containers")) : .lock(any("triggers"))
        case 24:
            return .request(
                .post,
                "/containers/v1beta1/regions/fr-par/containers",
                [
                    "namespace_id": .string(any("namespaces")), "name": .string(name), "memory_limit": 1024,
                    "secret_environment_variables": [
                        ["key": "Z", "value": "canary-z"], ["key": "A", "value": "canary-a"],
                    ],
                ]
            )
        case 25...31: return job(name, ids, project: project)
        default:
            return .request(
                .post,
                "/containers/v1beta1/regions/fr-par/tokens",
                [
                    "container_id": .string(any("containers")), "expires_at": "2027-01-01T00:00:00Z",
                ]
            )
        }
    }

    private mutating func container(_ name: String, in namespace: String) -> JSONValue {
        [
            "namespace_id": .string(namespace), "name": .string(name), "image": "nginx:1.29",
            "timeout": ["60s", "90.5s"].randomElement(using: &generator) ?? nil,
            "secret_environment_variables": ["T": .string("canary-\(name)"), "U": "canary-u"],
            "https_connections_only": .bool(Bool.random(using: &generator)),
            "startup_probe": Bool.random(using: &generator)
                ? ["failure_threshold": 5, "interval": "10s", "timeout": "2s", "http": ["path": "/up"]] : nil,
            "scaling_option": ["cpu_usage_threshold": 70], "min_scale": 1,
            "private_network_id": Bool.random(using: &generator) ? "6f9b3e11-0000-4000-8000-000000000001" : nil,
        ]
    }

    /// Something that happens to jobs and their secrets.
    private mutating func job(_ name: String, _ ids: [String: [String]], project: String) -> Step {
        let (jobs, secrets) = (SimulatedScaleway.jobs, SimulatedScaleway.secrets)
        func any(_ place: String) -> String {
            ids[place]?.randomElement(using: &generator) ?? "00000000-0000-4000-8000-000000000000"
        }
        let definition = any("\(jobs)/job-definitions")
        let cron: JSONValue = ["schedule": "* * * * *", "timezone": "Europe/Paris"]
        switch Int.random(in: 0..<12, using: &generator) {
        case 0, 1:
            let definition: JSONValue = [
                "project_id": .string(project), "name": .string(name), "cpu_limit": 120, "memory_limit": 256,
                "local_storage_capacity": 1000, "image_uri": "nginx:1.29", "environment_variables": ["A": "1"],
                "cron_schedule": Bool.random(using: &generator) ? cron : nil, "retry_policy": ["max_retries": 2],
            ]
            return .request(.post, "\(jobs)/job-definitions", definition)
        case 2, 3:
            return .request(.post, "\(jobs)/job-definitions/\(definition)/start", ["replicas": 2, "args": ["a"]])
        case 4:
            let change: JSONValue = ["cron_schedule": Bool.random(using: &generator) ? cron : [:], "args": ["b"]]
            return .request(.patch, "\(jobs)/job-definitions/\(definition)", change)
        case 5:
            let trigger: JSONValue = [
                "job_definition_id": .string(definition), "name": .string(name), "cron_config": cron,
            ]
            return .request(.post, "\(jobs)/triggers", trigger)
        case 6: return .request(.post, secrets, ["project_id": .string(project), "name": .string(name)])
        case 7: return .request(.post, "\(secrets)/\(any(secrets))/versions", ["data": "Y2FuYXJ5"])
        case 8...10:
            let reference: JSONValue = [
                "secret_manager_id": .string(any(secrets)), "secret_manager_version": "latest",
                "env_var_name": .string("S\(names)"),
            ]
            let body: JSONValue = ["job_definition_id": .string(definition), "secrets": [reference]]
            return .request(.post, "\(jobs)/secrets", body)
        default: return .request(.delete, "\(jobs)/job-definitions/\(definition)", nil)
        }
    }

    private mutating func change(_ name: String) -> JSONValue {
        [
            ["description": .string(name)], ["image": .string("broken:\(name)")],
            ["secret_environment_variables": ["T": "", "V": .string("canary-\(name)")]], ["max_scale": 9],
            ["command": ["run", .string(name)], "private_network_id": ""],
        ].randomElement(using: &generator) ?? [:]
    }

    private mutating func trigger(_ name: String, of container: String) -> JSONValue {
        let sources: [(String, JSONValue)] = [
            ("cron_config", ["schedule": "0 3 * * *", "timezone": "UTC", "headers": ["A": "1"]]),
            (
                "sqs_config",
                [
                    "region": "fr-par", "endpoint": "https://sqs.example.org", "access_key_id": "key",
                    "secret_access_key": "canary-sqs", "queue_url": "https://sqs.example.org/q",
                ]
            ),
            (
                "nats_config",
                [
                    "server_urls": ["nats://a.example.org"], "subject": "orders",
                    "credentials_file_content": "canary-nats",
                ]
            ),
        ]
        var object: JSONObject = ["container_id": .string(container), "name": .string(name)]
        if let source = sources.randomElement(using: &generator) { object.set(source.0, source.1) }
        return .object(object)
    }
}

extension SimulatedScaleway {
    /// Lets a step happen.
    ///
    /// - Returns: The answer where there is one.
    func play(_ step: ScalewayHistory.Step) async throws -> Answer? {
        switch step {
        case .wait(let duration): await time.advance(by: duration)
        case .request(let method, let path, let body):
            if let host = body?["hostname"]?.string { try await point(host, to: body?["container_id"]?.string ?? "") }
            return try await send(method, path, body)
        case .push(let image): try? await simulator.push(image, digest: "sha256:\(image.count)", bytes: 10)
        case .logs(let id):
            await simulator.declareLogs([ScalewayLogLine("started", at: Timestamp(seconds: 1_767_225_700))], of: id)
        case .lock(let id): await simulator.lock(id)
        }
        return nil
    }

    /// Declares that a host name leads to a container.
    private func point(_ host: String, to container: String) async throws {
        let endpoint = try await send(.get, "containers/\(container)")["public_endpoint"].string ?? ""
        await simulator.declare(host, leadsTo: String(endpoint.dropFirst("https://".count)))
    }
}
