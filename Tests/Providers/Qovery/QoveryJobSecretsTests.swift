import CloudContainers
import QoveryContainers
import SimulationKit
import Testing

/// Another value for a secret of a live job.
@Suite("Secrets of Qovery's jobs") struct QoveryJobSecretsTests {
    @Test func aValueIsSentAgainOnRequestOnly() async throws {
        let account = try Account(.qovery)
        let jobs = try #require(account.service.jobs)
        let namespace = try await account.service.makeNamespace(named: "shop")
        var given = account.given
        given.allowsAll = true
        given.secretNames = ["TOKEN"]
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "docker.io/library/nginx:1.27")))
        spec.schedules = [JobSchedule(.everyMinute, in: .utc)]
        spec.variables = [EnvironmentVariable(name: "TOKEN", value: .secret(.provided))]
        let id = try await jobs.createJob(spec, in: namespace.id, secrets: SecretValues(["TOKEN": "first"]), given)
        let count = await account.writes.count
        let second = SecretValues(["TOKEN": "second-canary"])
        try await jobs.updateJob(id, to: spec, secrets: second, given)
        #expect(await account.writes.count == count)
        given.renewedSecrets = ["TOKEN"]
        try await jobs.updateJob(id, to: spec, secrets: second, given)
        let writes = await account.writes.dropFirst(count)
        #expect(writes.map(\.method) == [.put] && writes.allSatisfy { $0.path.hasPrefix("/variable/") })
        #expect(!writes.map { "\($0)" }.joined().contains("second-canary"))
    }
}
