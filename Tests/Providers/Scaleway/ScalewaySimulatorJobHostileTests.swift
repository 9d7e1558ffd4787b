import CloudContainers
import ScalewaySimulator
import SimulationKit
import TestSupport
import Testing

/// What no honest client sends to the jobs: it is refused, and the simulator goes on.
@Suite("Scaleway simulator: hostile requests to jobs") struct ScalewaySimulatorJobHostileTests {
    private static let values: [JSONValue] = [
        nil, true, 0, -1, .number(Int.max), .number(Int.min), "", "x", "latest",
        .string(String(repeating: "9", count: 400)),
        "\u{0}", "../../etc", [], [nil], [[:]], ["a"], [:], ["a": nil], ["schedule": 7, "timezone": []],
        ["schedule": "*/99999999999999999999 * * * *", "timezone": "UTC"], ["max_retries": .number(Int.max)],
        "9223372036854775807s", "-1s", "1e400s", "5ca1ab1e-0000-4000-8000-000000005ca1",
    ]

    private static let members = [
        "name", "project_id", "cpu_limit", "memory_limit", "local_storage_capacity", "image_uri", "command",
        "startup_command", "args", "environment_variables", "description", "job_timeout", "cron_schedule",
        "retry_policy", "replicas", "secrets", "job_definition_id", "secret_manager_id", "secret_manager_version",
        "env_var_name", "path", "cron_config", "data", "type", "tags", "protected", "disable_previous",
    ]

    @Test(arguments: UInt64(1)...8) func everythingIsAnswered(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let account = SimulatedScaleway(seed: seed)
        let id = try await account.madeJob(["cron_schedule": ["schedule": "*/7 * * * *", "timezone": "Etc/UTC"]])
        let secret = try await account.managedSecret()
        let run = try await account.startedRun(of: id)
        let paths =
            [
                "job-definitions", "job-definitions/\(id)", "job-definitions/\(id)/start", "job-runs",
                "job-runs/\(run)",
                "job-runs/\(run)/stop", "secrets", "triggers", "secrets/\(id)", "triggers/\(id)", "job-definitions/%00",
                "job-runs?page=0&states=&reasons=x&order_by=&job_definition_id=\(id)", "triggers?job_definition_id=x",
                "job-runs?page=9223372036854775807&page_size=1000", "job-limits/\(id)", "job-definitions/\(id)/start/x",
            ].map { "\(SimulatedScaleway.jobs)/\($0)" } + [
                SimulatedScaleway.secrets, "\(SimulatedScaleway.secrets)/\(secret)",
                "\(SimulatedScaleway.secrets)/\(secret)/versions", "\(SimulatedScaleway.secrets)/\(secret)/versions/0",
                "\(SimulatedScaleway.secrets)/\(secret)/versions/99999999999999999999",
                "\(SimulatedScaleway.secrets)/\(secret)/versions/1/access",
            ]
        for _ in 0..<300 {
            var body = JSONObject()
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let member = Self.members.randomElement(using: &generator) ?? ""
                body.set(member, Self.values.randomElement(using: &generator) ?? nil)
            }
            let method = [HTTPMethod.get, .post, .patch, .put].randomElement(using: &generator) ?? .get
            let path = paths.randomElement(using: &generator) ?? ""
            let answer = try await account.send(method, path, method == .get ? nil : .object(body))
            #expect([200, 400, 403, 404, 405, 409].contains(answer.status), "\(method) \(path) \(body): \(answer)")
            #expect(answer.status == 200 || answer["message"].string?.isEmpty == false, "\(method) \(path): \(answer)")
            await account.time.advance(by: .seconds(Int.random(in: 0...600, using: &generator)))
        }
        // What was taken can be saved and loaded.
        let saved = await account.simulator.save()
        let copy = try await SimulatedScaleway(state: JSONDocument(parsing: saved.text()))
        #expect(await copy.simulator.save() == saved)
    }

    @Test(arguments: [
        ("\"state\":\"queued\"", "\"state\":\"asleep\"", "state"),
        ("\"steps\":[{", "\"steps\":[],\"further\":[{", "steps"),
        ("\"next_run\":\"2026", "\"next_run\":\"soon", "next_run"),
        ("\"data\":\"$argon2id", "\"data\":\"plain", "data"),
        ("\"cpu_limit\":120", "\"cpu_limit\":0", "cpu_limit"),
        ("\"job_run_count\":1", "\"job_run_count\":\"1\"", "job_run_count"),
    ]) func aDamagedStateIsRefused(_ old: String, _ new: String, _ place: String) async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob(["cron_schedule": ["schedule": "0 0 * * *", "timezone": "Etc/UTC"]])
        _ = try await account.managedSecret()
        _ = try await account.startedRun(of: id)
        await account.time.advance(by: .seconds(2))
        #expect(try await account.job(.get, "job-runs")["total_count"] == 1)
        let text = await account.simulator.save().text(.compact)
        try #require(text.contains(old))
        let damaged = try JSONDocument(parsing: text.replacing(old, with: new, maxReplacements: 1))
        let error = await #expect(throws: ContainerServiceError.self) { try await account.simulator.load(damaged) }
        #expect(error?.diagnostics.first?.field?.description.contains(place) == true, "\(error?.message ?? "")")
    }
}
