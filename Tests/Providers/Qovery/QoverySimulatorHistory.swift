import CloudContainers
import QoverySimulator
import SimulationKit

/// A generated run of requests that make, change, deploy and delete things; the same seed makes the same run.
struct QoverySimulatorHistory {
    var client: QoverySimulatorClient
    /// Status and body of each answer.
    var answers: [String] = []
    private var chance: Chance
    private var environments: [String] = []
    private var containers: [String] = []
    private var jobs: [String] = []
    private var variables: [String] = []
    private var domains: [(container: String, id: String)] = []
    private var requests: [String] = []
    private var count = 0

    init(_ client: QoverySimulatorClient, seed: UInt64) {
        self.client = client
        chance = Chance(seed: seed)
    }

    /// Every path that reads something.
    var readings: [String] {
        let organization = client.organization
        let project = client.project
        var paths = [
            "/organization", organization, "\(organization)/project", "\(organization)/cluster",
            "\(organization)/containerRegistry", "\(organization)/environments", "\(organization)/services",
            "\(organization)/labelsGroups", project, "\(project)/environment", "\(project)/environment/status",
            "\(project)/environmentVariable", "\(project)/secret", "/availableContainerRegistry",
        ]
        for id in environments {
            paths += [
                "", "/container", "/container/status", "/status", "/statuses", "/statusesWithStages",
                "/deploymentStage", "/deploymentQueue", "/deploymentHistory", "/deploymentHistoryV2", "/logs", "/log",
                "/link", "/environmentVariable", "/secret", "/job", "/job/status",
            ].map { "/environment/\(id)\($0)" }
        }
        for id in containers {
            paths += [
                "", "/status", "/advancedSettings", "/network", "/customDomain", "/checkCustomDomain", "/link", "/log",
                "/deploymentHistory", "/deploymentHistoryV2", "/environmentVariable", "/secret",
            ].map { "/container/\(id)\($0)" }
            paths += ["/service/\(id)/deploymentStage", "/service/\(id)/deploymentQueue"]
            paths.append("/variable?scope=CONTAINER&parent_id=\(id)")
        }
        for id in jobs {
            paths += [
                "", "/status", "/advancedSettings", "/deploymentHistory", "/deploymentHistoryV2",
                "/environmentVariable", "/secret",
            ].map { "/job/\(id)\($0)" }
            paths += ["/service/\(id)/deploymentStage", "/service/\(id)/deploymentQueue"]
        }
        return paths + requests.map { "/environment/deploymentStatus?deploymentRequestId=\($0)" }
    }

    mutating func run(steps: Int) async throws {
        for _ in 0..<steps {
            try await step()
            await client.pass(Int(chance.next() % 25))
        }
    }

    private mutating func pick(_ ids: [String]) -> String {
        ids.randomElement(using: &chance) ?? "00000000-0000-4000-8000-000000000000"
    }

    private mutating func name() -> String {
        count += 1
        return "n\(chance.next() % 4 == 0 ? 1 : count)"
    }

    @discardableResult private mutating func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil
    ) async throws -> QoverySimulatorClient.Reply {
        let reply = try await client.send(method, path, body)
        answers.append("\(method) \(path) \(reply.status) \(reply.body.text(.compact))")
        return reply
    }

    private mutating func step() async throws {
        let environment = pick(environments)
        let container = pick(containers)
        switch chance.next() % 30 {
        case 0 where environments.count < 4:
            let body: JSONValue = ["name": .string(name()), "mode": "STAGING"]
            let reply = try await send(.post, "\(client.project)/environment", body)
            if reply.status == 201 { environments.append(reply.id) }
        case 1, 2, 3: try await makeContainer(in: environment)
        case 4:
            var members: JSONObject = ["name": .string(name()), "cpu": .number(Int(chance.next() % 1000 + 10))]
            if chance.next() % 2 == 0 { members.set("tag", "bad") }
            try await send(.put, "/container/\(container)", client.body(members))
        case 5, 6, 7:
            let tag = chance.next() % 4 == 0 ? "none" : "1.27"
            let reply = try await send(.post, "/container/\(container)/deploy", ["image_tag": .string(tag)])
            if let id = reply["deployment_request_id"]?.string { requests.append(id) }
        case 8: try await send(.post, "/environment/\(environment)/deploy")
        case 9: try await send(.post, "/container/\(container)/stop")
        case 10: try await send(.post, "/container/\(container)/restart-service")
        case 11: try await send(.post, "/environment/\(environment)/cancelDeployment")
        case 12: try await send(.delete, "/container/\(container)")
        case 13 where chance.next() % 3 == 0: try await send(.delete, "/environment/\(environment)")
        case 14, 15: try await makeVariable(container, environment)
        case 16: try await send(.delete, "/variable/\(pick(variables))")
        case 17:
            let body: JSONValue = ["key": .string("K\(chance.next() % 9)"), "value": "changed"]
            try await send(.put, "/variable/\(pick(variables))", body)
        case 18:
            let body: JSONValue = ["domain": .string("\(name()).example.com"), "generate_certificate": true]
            let reply = try await send(.post, "/container/\(container)/customDomain", body)
            if reply.status == 201 { domains.append((container, reply.id)) }
        case 19:
            let reply = try await send(
                .post,
                "/container/\(container)/clone",
                ["name": .string(name()), "environment_id": .string(environment)]
            )
            if reply.status == 202 { containers.append(reply.id) }
        case 20 where environments.count < 6:
            let reply = try await send(.post, "/environment/\(environment)/clone", ["name": .string(name())])
            if reply.status == 202 { environments.append(reply.id) }
        case 21:
            let stages = try await send(.get, "/environment/\(environment)/deploymentStage").results
            let stage = stages.randomElement(using: &chance)?["id"]?.string ?? container
            let body: JSONValue = ["is_skipped": .bool(chance.next() % 2 == 0)]
            try await send(.put, "/deploymentStage/\(stage)/service/\(container)", body)
        case 22:
            let body: JSONValue = ["image_name": "nginx", "tag": "1.27"]
            try await send(.post, "\(client.organization)/container/deploy", body)
        case 23, 24: try await makeJob(in: environment)
        case 25, 26, 27, 28: try await step(pick(jobs), environment)
        default: try await send(.get, pick(readings))
        }
    }

    /// Does something with a job.
    private mutating func step(_ job: String, _ environment: String) async throws {
        switch chance.next() % 9 {
        case 0, 1:
            let event = ["CRON", "START", "STOP"].randomElement(using: &chance) ?? ""
            let reply = try await send(.post, "/job/\(job)/deploy?forceEvent=\(event)")
            if let id = reply["deployment_request_id"]?.string { requests.append(id) }
        case 2, 3: try await send(.post, "/job/\(job)/deploy")
        case 4: try await send(.post, "/job/\(job)/stop")
        case 5: try await send(.post, "/job/\(job)/cleanFailedJob")
        case 6:
            let body: JSONValue = ["name": .string(name()), "environment_id": .string(environment)]
            let reply = try await send(.post, "/job/\(job)/clone", body)
            if reply.status == 202 { jobs.append(reply.id) }
        case 7:
            let body: JSONValue = ["key": .string("J\(chance.next() % 9)"), "value": "v"]
            let reply = try await send(.post, "/job/\(job)/environmentVariable", body)
            if reply.status == 201 { variables.append(reply.id) }
        default: try await send(.delete, "/job/\(job)")
        }
    }

    private mutating func makeJob(in environment: String) async throws {
        var members: JSONObject = ["name": .string(name()), "max_nb_restart": .number(Int(chance.next() % 3))]
        if chance.next() % 2 == 0 { members.set("schedule", ["on_start": ["arguments": ["up"]], "on_stop": [:]]) }
        if chance.next() % 3 == 0 { members.set("source", QoverySimulatorClient.repository) }
        if chance.next() % 3 == 0 {
            let registry = JSONValue.string(client.configuration.registries[0].id)
            members.set("source", ["image": ["registry_id": registry, "image_name": "nginx", "tag": "bad"]])
        }
        let reply = try await send(.post, "/environment/\(environment)/job", client.jobBody(members))
        if reply.status == 201 { jobs.append(reply.id) }
    }

    private mutating func makeContainer(in environment: String) async throws {
        var members: JSONObject = ["name": .string(name()), "auto_deploy": .bool(chance.next() % 2 == 0)]
        if chance.next() % 3 == 0 {
            members.set(
                "healthchecks",
                ["readiness_probe": ["type": ["http": ["port": 8080, "path": "/"]], "failure_threshold": 3]]
            )
        }
        if chance.next() % 4 == 0 {
            members.set("storage", [["type": "FAST_SSD", "size": 10, "mount_point": "/data"]])
            members.set("entrypoint", "sh")
        }
        if chance.next() % 4 == 0 {
            members.set(
                "autoscaling",
                ["mode": "KEDA", "scalers": [["scaler_type": "cron", "role": "PRIMARY", "config_yaml": "a: b"]]]
            )
            members.set("max_running_instances", 4)
        }
        if chance.next() % 4 == 0, let group = client.configuration.labelsGroups.first {
            members.set("labels_groups", [["id": .string(group.id)]])
        }
        let reply = try await send(.post, "/environment/\(environment)/container", client.body(members))
        if reply.status == 201 { containers.append(reply.id) }
    }

    private mutating func makeVariable(_ container: String, _ environment: String) async throws {
        let key = JSONValue.string("K\(chance.next() % 9)")
        let isSecret = chance.next() % 3 == 0
        let reply: QoverySimulatorClient.Reply
        switch chance.next() % 5 {
        case 0:
            let path = "/project/\(client.configuration.project.id)/\(isSecret ? "secret" : "environmentVariable")"
            reply = try await send(.post, path, ["key": key, "value": "K1"])
        case 1:
            let path = "/environment/\(environment)/\(isSecret ? "secret" : "environmentVariable")"
            reply = try await send(.post, path, ["key": key, "value": "v", "mount_path": "/etc/file"])
        case 2:
            let body: JSONValue = ["key": key, "alias_scope": "CONTAINER", "alias_parent_id": .string(container)]
            reply = try await send(.post, "/variable/\(pick(variables))/alias", body)
        case 3:
            let body: JSONValue = [
                "value": "over", "override_scope": "CONTAINER", "override_parent_id": .string(container),
            ]
            reply = try await send(.post, "/variable/\(pick(variables))/override", body)
        default:
            let body: JSONValue = [
                "key": key, "value": "v", "is_secret": .bool(isSecret), "variable_scope": "CONTAINER",
                "variable_parent_id": .string(container),
            ]
            reply = try await send(.post, "/variable", body)
        }
        if reply.status == 201 { variables.append(reply.id) }
    }
}
