import CloudContainers
import QoveryContainers
import ScalewayContainers
import SimulationKit

// The calls of the library about jobs.
extension LibraryCalls {
    func makeJobs(in namespace: Namespace.ID) async throws {
        guard let jobs = service.jobs else { return }
        let secrets = SecretValues(["TOKEN": "a value"])
        var given = given
        given.allowsAll = true
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "docker.io/library/nginx:1.27")))
        spec.schedules = [JobSchedule(try CronExpression(parsing: "0 3 * * *"), in: .utc)]
        spec.variables = [
            EnvironmentVariable(name: "GREETING", value: .plain("hello")),
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
        ]
        if service is QoveryContainerService {
            spec.qovery = QoveryJobSettings()
            spec.qovery?.advancedSettings["cronjob.failed_jobs_history_limit"] = 5
        }
        await begin("`createJob`")
        let id = try await jobs.createJob(spec, in: namespace, secrets: secrets, given)
        await begin("`updateJob`")
        spec.description = "every night"
        spec.retries = .of(2)
        spec.variables[0].value = .plain("hello again")
        spec.qovery?.advancedSettings["cronjob.concurrency_policy"] = "Allow"
        try await jobs.updateJob(id, to: spec, secrets: secrets, given)
        // Another value for a secret, and the schedules and files that only one of them has.
        given.renewedSecrets = ["TOKEN"]
        try await jobs.updateJob(id, to: spec, secrets: secrets, given)
        given.renewedSecrets = []
        if !(service is QoveryContainerService) {
            spec.schedules.append(JobSchedule(.everyMinute, in: .utc, name: "more"))
            try await jobs.updateJob(id, to: spec, secrets: secrets, given)
            spec.schedules[1].cron = try CronExpression(parsing: "0 4 * * *")
            try await jobs.updateJob(id, to: spec, secrets: secrets, given)
            spec.schedules.removeLast()
            spec.variables.removeLast()
            spec.resets = ["secrets"]
            try await jobs.updateJob(id, to: spec, secrets: secrets, given)
            spec.resets = []
        }
        await begin("`jobs`")
        for try await _ in jobs.allJobs(in: namespace) {}
        await begin("`job`")
        _ = try await jobs.job(id)
        if let service = service as? QoveryContainerService {
            await begin("`deployJob`")
            _ = try await service.qoveryJobs.deployJob(id)
            try await time.sleep(for: .seconds(300))
        }
        await begin("`startJob`")
        guard let run = try await jobs.startJob(id, JobStart()).first else { return }
        try await time.sleep(for: .seconds(8))
        await begin("`run`")
        _ = try await jobs.run(run.id, of: id)
        await begin("`runs`")
        for try await _ in jobs.allRuns(of: id) {}
        await begin("`stop` (a run)")
        try await jobs.stop(run.id, of: id)
        await begin("`logs` (of a run)")
        _ = try await jobs.logs(of: run.id, of: id, LogQuery())
        await begin("`deleteJob`")
        try await jobs.deleteJob(id)
        await begin("")
        try await time.sleep(for: .seconds(300))
    }
}
