import CloudContainers
import QoverySimulator

// Jobs to work with.
extension QoverySimulatorClient {
    /// The body of a cron job with an image, and with other members where they are given.
    func jobBody(_ members: JSONObject = [:]) -> JSONValue {
        var body: JSONObject = [
            "name": "nightly", "healthchecks": [:],
            "source": [
                "image": [
                    "registry_id": .string(configuration.registries[0].id), "image_name": "nginx", "tag": "1.27",
                ]
            ], "schedule": ["cronjob": ["scheduled_at": "0 3 * * *"]],
        ]
        for member in members {
            if member.value.isNull { body.remove(member.name) } else { body.set(member.name, member.value) }
        }
        return .object(body)
    }

    /// Makes a job and gives its id.
    func makeJob(in environment: String, _ members: JSONObject = [:]) async throws -> String {
        try await post("/environment/\(environment)/job", jobBody(members)).id
    }

    func state(ofJob job: String) async throws -> String {
        try await get("/job/\(job)/status")["state"]?.string ?? ""
    }

    /// The states that a job is in, one after another, until nothing happens any more.
    func states(ofJob job: String, seconds: Int = 200) async throws -> [String] {
        var states: [String] = []
        for _ in 0..<seconds {
            let state = try await state(ofJob: job)
            if states.last != state { states.append(state) }
            await pass(1)
        }
        return states
    }

    /// The source of an image that is built.
    static var repository: JSONValue {
        [
            "docker": [
                "git_repository": [
                    "url": "https://github.com/sample/tasks.git", "owner": "sample", "name": "tasks", "branch": "main",
                    "root_path": "/", "git_token_id": nil, "provider": "GITHUB",
                ], "dockerfile_path": "Dockerfile", "dockerfile_raw": nil, "docker_target_build_stage": nil,
            ]
        ]
    }
}
