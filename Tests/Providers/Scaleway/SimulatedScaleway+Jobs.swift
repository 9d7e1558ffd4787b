import CloudContainers
import SimulationKit
import Testing

extension SimulatedScaleway {
    static let jobs = "/serverless-jobs/v1alpha2/regions/fr-par"
    static let secrets = "/secret-manager/v1beta1/regions/fr-par/secrets"

    /// Sends a request below the region of the jobs.
    func job(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        try await send(method, "\(Self.jobs)/\(path)", body)
    }

    /// Asks for a definition that has everything that is required, and whatever else is given.
    func defineJob(_ more: JSONObject = [:]) async throws -> Answer {
        var body: JSONObject = [
            "name": "nightly", "project_id": project, "cpu_limit": 120, "memory_limit": 256,
            "local_storage_capacity": 1000, "image_uri": "docker.io/alpine:latest",
        ]
        for member in more { body.set(member.name, member.value) }
        return try await job(.post, "job-definitions", .object(body))
    }

    /// Makes a definition.
    func madeJob(_ more: JSONObject = [:]) async throws -> String {
        let answer = try await defineJob(more)
        try #require(answer.status == 200, "\(answer)")
        return answer.id
    }

    /// Starts a definition.
    ///
    /// - Returns: The identifier of the first run.
    func startedRun(of definition: String, _ body: JSONValue = [:]) async throws -> String {
        let answer = try await job(.post, "job-definitions/\(definition)/start", body)
        try #require(answer.status == 200, "\(answer)")
        return answer["job_runs"].array?.first?["id"]?.string ?? ""
    }

    /// Lets time pass in small steps.
    ///
    /// - Returns: The states of a run in their order until it is over, and its last answer.
    func course(of run: String, atMost steps: Int = 3000) async throws -> (states: [String], last: Answer) {
        var states: [String] = []
        var answer = try await job(.get, "job-runs/\(run)")
        for _ in 0..<steps {
            let state = answer["state"].string ?? ""
            if states.last != state { states.append(state) }
            if ["succeeded", "failed", "interrupted"].contains(state) { break }
            await time.advance(by: .milliseconds(100))
            answer = try await job(.get, "job-runs/\(run)")
        }
        return (states, answer)
    }

    /// Makes a secret in Secret Manager with a version, whose value is in base64.
    func managedSecret(_ name: String = "token", data: JSONValue = "c2VjcmV0") async throws -> String {
        let made = try await send(.post, Self.secrets, ["project_id": project, "name": .string(name)])
        try #require(made.status == 200, "\(made)")
        let version = try await send(.post, "\(Self.secrets)/\(made.id)/versions", ["data": data])
        try #require(version.status == 200, "\(version)")
        return made.id
    }
}
