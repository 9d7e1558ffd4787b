import CloudContainers
import QoverySimulator
import SimulationKit
import Testing

@Suite("Qovery simulator, deployments of jobs") struct QoverySimulatorJobDeploymentTests {
    private static let world = DeclaredWorld(
        images: [
            "nginx:1.27": .init(), "nginx:bad": .init(starts: false),
            "nginx:flaky": .init(run: .init(length: .seconds(7), exitCode: 3, failures: 2)),
        ],
        otherImages: nil
    )

    private func job(
        _ schedule: JSONValue = ["cronjob": ["scheduled_at": "0 3 * * *"]],
        tag: String = "1.27",
        _ members: JSONObject = [:]
    ) async throws -> (client: QoverySimulatorClient, environment: String, job: String) {
        let client = try QoverySimulatorClient(world: Self.world)
        let environment = try await client.makeEnvironment()
        var members = members
        members.set("schedule", schedule)
        let image: JSONValue = [
            "registry_id": .string(client.configuration.registries[0].id), "image_name": "nginx",
            "tag": .string(tag),
        ]
        members.set("source", ["image": image])
        return (client, environment, try await client.makeJob(in: environment, members))
    }

    @Test func aDeploymentOnlyInstallsACronJob() async throws {
        let (client, environment, job) = try await job(tag: "bad")
        let asked = try await client.post("/job/\(job)/deploy")
        #expect(asked.status == 202 && asked["state"] == "DEPLOYMENT_QUEUED")
        #expect(try await client.states(ofJob: job) == ["READY", "DEPLOYMENT_QUEUED", "DEPLOYING", "DEPLOYED"])
        #expect(try await client.get("/job/\(job)/status")["service_deployment_status"] == "UP_TO_DATE")
        #expect(try await client.post("/job/\(job)/cleanFailedJob").body == ["clean_kubernetes_jobs": []])
        // What is not there cannot be installed.
        try await client.post("/job/\(job)/deploy", ["image_tag": "none"])
        #expect(try await client.states(ofJob: job).last == "DEPLOYMENT_ERROR")
        #expect(try await client.get("/environment/\(environment)/status")["state"] == "DEPLOYMENT_ERROR")
    }

    @Test func aForcedEventExecutes() async throws {
        let (client, environment, job) = try await job()
        #expect(try await client.post("/job/\(job)/deploy?forceEvent=NEVER").status == 400)
        #expect(try await client.post("/job/\(job)/deploy?forceEvent=CRON").status == 202)
        #expect(try await client.states(ofJob: job) == ["READY", "DEPLOYMENT_QUEUED", "EXECUTING", "DEPLOYED"])
        try await client.post("/job/\(job)/deploy?forceEvent=CRON", ["image_tag": "bad"])
        await client.pass(8)
        #expect(try await client.get("/job/\(job)/status")["status_details"]?["status"] == "EXECUTING")
        #expect(try await client.states(ofJob: job).last == "DEPLOYMENT_ERROR")
        let left = try await client.post("/environment/\(environment)/cleanFailedJobs", ["job_ids": [.string(job)]])
        #expect(left["clean_job_ids"] == [.string(job)] && left["clean_kubernetes_jobs"]?.array?.count == 1)
        let again = try await client.post("/environment/\(environment)/cleanFailedJobs")
        #expect(again["clean_job_ids"] == [] && again["clean_kubernetes_jobs"] == [])
        let unknown = "00000000-0000-4000-8000-000000000000"
        let path = "/environment/\(environment)/cleanFailedJobs"
        #expect(try await client.post(path, ["job_ids": [.string(unknown)]]).status == 404)
    }

    @Test func anEventThatTheJobHasNotChangesNothing() async throws {
        let (client, _, job) = try await job()
        #expect(try await client.post("/job/\(job)/redeploy?forceEvent=START").status == 202)
        await client.pass(200)
        let status = try await client.get("/job/\(job)/status")
        #expect(status["state"] == "READY" && status["service_deployment_status"] == "NEVER_DEPLOYED")
    }

    @Test func aRunThatFailsTakesItsRestarts() async throws {
        func seconds(_ members: JSONObject) async throws -> Int {
            let (client, _, job) = try await job(tag: "bad", members)
            try await client.post("/job/\(job)/deploy?forceEvent=CRON")
            for second in 0..<2000 {
                if try await client.state(ofJob: job) == "DEPLOYMENT_ERROR" { return second }
                await client.pass(1)
            }
            return 0
        }
        let once = try await seconds([:])
        let often = try await seconds(["max_nb_restart": 3])
        // Three pauses of 10, 20 and 40 seconds, and three more runs.
        #expect(abs(often - (4 * once + 61)) <= 4, "\(once) \(often)")
        #expect(try await seconds(["max_nb_restart": 3, "max_duration_seconds": 20]) <= 24)
    }

    @Test func aRunEndsAsTheWorldSays() async throws {
        for (restarts, end) in [(1, "DEPLOYMENT_ERROR"), (2, "DEPLOYED")] {
            let (client, _, job) = try await job(tag: "flaky", ["max_nb_restart": .number(restarts)])
            try await client.post("/job/\(job)/deploy?forceEvent=CRON")
            #expect(try await client.states(ofJob: job).last == end)
        }
    }

    @Test func aLifecycleJobRunsAtItsEvents() async throws {
        let schedule: JSONValue = ["on_stop": ["arguments": ["bye"]], "on_delete": [:]]
        let (client, _, job) = try await job(schedule, tag: "bad")
        // Nothing runs when it starts, so nothing fails.
        try await client.post("/job/\(job)/deploy")
        await client.pass(100)
        #expect(try await client.state(ofJob: job) == "DEPLOYED")
        #expect(try await client.post("/job/\(job)/stop").status == 202)
        #expect(try await client.states(ofJob: job).suffix(2) == ["STOPPING", "STOP_ERROR"])
        let step = try await client.get("/job/\(job)/deploymentHistory").results.first
        #expect(step?["schedule"] == ["event": "ON_STOP"] && step?["arguments"] == ["bye"])
        #expect(try await client.delete("/job/\(job)").status == 204)
        #expect(try await client.states(ofJob: job).last == "DELETE_ERROR")
        #expect(try await client.post("/job/\(job)/cleanFailedJob")["clean_kubernetes_jobs"]?.array?.count == 2)
    }

    @Test func aCancellationLeavesALifecycleJobAlone() async throws {
        let (client, environment, job) = try await job(["on_start": [:]], ["max_duration_seconds": 0])
        try await client.post("/job/\(job)/deploy")
        await client.pass(5)
        #expect(try await client.state(ofJob: job) == "DEPLOYING")
        let path = "/environment/\(environment)/cancelDeployment"
        #expect(try await client.post(path).status == 202)
        #expect(try await client.post(path).status == 409)
        #expect(try await client.states(ofJob: job) == ["CANCELING", "DEPLOYED"])
        try await client.post("/job/\(job)/deploy")
        await client.pass(5)
        try await client.post(path, ["force_cancel": false])
        #expect(try await client.post(path, ["force_cancel": true]).status == 202)
        await client.pass(9)
        #expect(try await client.state(ofJob: job) == "CANCELED")
    }

    @Test func aJobStopsAndGoes() async throws {
        let (client, environment, job) = try await job()
        #expect(try await client.post("/job/\(job)/stop").status == 409)
        #expect(try await client.post("/job/\(job)/uninstall").status == 204)
        try await client.post("/job/\(job)/deploy")
        await client.pass(100)
        #expect(try await client.post("/job/\(job)/stop").status == 202)
        #expect(try await client.states(ofJob: job).last == "STOPPED")
        let stop: JSONValue = ["job_ids": [.string(job)]]
        #expect(try await client.post("/environment/\(environment)/service/stop", stop).status == 409)
        let deploy: JSONValue = ["jobs": [["id": .string(job), "image_tag": "1.27"]]]
        #expect(try await client.post("/environment/\(environment)/service/deploy", deploy).status == 202)
        await client.pass(100)
        #expect(try await client.post("/job/\(job)/uninstall").status == 202)
        await client.pass(100)
        #expect(try await client.get("/job/\(job)/status")["service_deployment_status"] == "NEVER_DEPLOYED")
        let restart = try await client.post("/environment/\(environment)/service/restart-service", stop)
        #expect(restart.status == 404)
        #expect(try await client.post("/environment/\(environment)/service/delete", stop).status == 200)
        #expect(try await client.states(ofJob: job, seconds: 4).last == "DELETING")
        await client.pass(100)
        #expect(try await client.get("/job/\(job)").status == 403)
        #expect(try await client.get("/environment/\(environment)/job/status").results.isEmpty)
    }

    @Test func jobsStandBesideContainers() async throws {
        let (client, environment, job) = try await job(["on_start": ["arguments": ["go"]]])
        let container = try await client.makeContainer(in: environment)
        let path = "/environment/\(environment)"
        #expect(try await client.post("\(path)/deploy").status == 202)
        let queue = try await client.get("/service/\(job)/deploymentQueue").results
        #expect(queue.first?["identifier"]?["service_type"] == "JOB")
        let stages = try await client.get("\(path)/deploymentQueue").results.first?["stages"]?.array ?? []
        #expect(stages.map { $0["name"] } == ["JOB DEFAULT", "CONTAINER DEFAULT"])
        await client.pass(200)
        #expect(try await client.state(ofJob: job) == "DEPLOYED")
        let statuses = try await client.get("\(path)/statuses")
        #expect(statuses["jobs"]?.array?.map { $0["id"]?.string } == [job])
        #expect(statuses["containers"]?.array?.map { $0["id"]?.string } == [container])
        let inStages = try await client.get("\(path)/statusesWithStages")["stages"]?.array ?? []
        #expect(inStages.map { $0["jobs"]?.array?.count } == [0, 1, 0, 0])
        let listed = try await client.get("\(client.organization)/services").results.first { $0["id"]?.string == job }
        #expect(listed?["service_type"] == "JOB" && listed?["job_type"] == "LIFECYCLE")
        let old = try await client.get("\(path)/deploymentHistory").results.first
        #expect(old?["jobs"]?.array?.count == 1 && old?["containers"]?.array?.count == 1)
        let entry = try await client.get("/job/\(job)/deploymentHistoryV2").results.first
        #expect(entry?["details"]?["job_type"] == "LIFECYCLE" && entry?["identifier"]?["service_type"] == "JOB")
        let stage = try await client.get("/service/\(job)/deploymentStage")
        #expect(stage["name"] == "JOB DEFAULT")
        let registry = client.configuration.registries[0].id
        let users = try await client.get("\(client.organization)/containerRegistry/\(registry)/associatedServices")
        #expect(users.results.map { $0["service_type"] } == ["CONTAINER", "LIFECYCLE"])
        #expect(try await client.delete(path).status == 204)
        await client.pass(200)
        #expect(try await client.get(path).status == 403)
    }

    @Test func aNewImageDeploysJobs() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let job = try await client.makeJob(in: environment, ["auto_deploy": true])
        let stopped = try await client.makeJob(in: environment, ["auto_deploy": true, "name": "stopped"])
        try await client.post("/job/\(job)/deploy")
        await client.pass(100)
        let path = "\(client.organization)/job/deploy"
        let reply = try await client.post(path, ["image_name": "nginx", "tag": "2"])
        #expect(reply.status == 202 && reply.id == job)
        await client.pass(100)
        #expect(try await client.get("/job/\(job)")["source"]?["image"]?["tag"] == "2")
        #expect(try await client.get("/job/\(stopped)")["source"]?["image"]?["tag"] == "1.27")
    }
}
