import CloudContainers
import CommandKit
import Foundation
import QoveryContainers
import ScalewayContainers
import Testing

/// The built tool on jobs of the served simulators: two processes and the network between them.
@Suite struct ServedJobTests {
    private let process: ProcessTests

    init() throws { process = try ProcessTests() }

    @Test(arguments: ["scaleway", "qovery"])
    func jobsAreWorkedOnFromAnotherProcess(_ provider: String) async throws {
        let world =
            "images:\n  docker.io/shop/import:2.3: {run: {length: 2s, exitCode: 3, output: [begun, no price]}}\n"
        try process.terminal.file("world.yaml", world + "otherImages: {run: {length: 600s}}\n")
        let arguments = ["--world", "world.yaml", "--time-scale", "1000"]
        let simulation = try SimulateTests.Running(arguments, in: process.terminal.folder)
        try await Self.makeJobs(provider, simulation.variables)
        let exports = simulation.exports + "export CLOUDCTL_PROVIDER=\(provider) NO_COLOR=1\n"
        func tool(_ words: String) throws -> (status: Int32, output: String, error: String) {
            try process.shell(exports + "\"$0\" jobs \(words)")
        }
        let list = try tool("list -o name")
        #expect(list.status == 0 && list.output == "shop/nightly\nshop/import\n", "\(list)")
        #expect(try tool("get nightly").output.contains("at 03:30 every day, Europe/Paris"))
        let failed = try tool("run import --wait")
        #expect(failed.status == 1 && failed.output.contains("failed"), "\(failed)")
        #expect(failed.error.contains("error: import in shop: the run "), "\(failed.error)")
        let runs = try JSONDocument(parsing: try tool("runs import -o json").output).root["runs"]?.array
        // On a slow machine the schedule comes round, too.
        #expect(runs?.contains { $0["state"]?.string == "failed" } == true)
        #expect(try tool("logs import").status == 0)
        #expect(try tool("run nightly").status == 0)
        let deleted = try tool("delete nightly import --yes")
        #expect(deleted.status == 0, "\(deleted)")
        #expect(try tool("list -o name").output.isEmpty)
        #expect(simulation.end().status == 0)
    }

    /// Makes the jobs by the library, since the tool makes none.
    static func makeJobs(
        _ provider: String,
        _ variables: [String: String],
        isScheduled: Bool = true
    ) async throws {
        try await withAsyncHTTPClientTransport(environment: [:]) { transport in
            let service: any ContainerService =
                provider == "qovery"
                ? QoveryContainerService(try QoveryConfiguration(environment: variables), transport: transport)
                : ScalewayContainerService(
                    try ScalewayConfiguration(ScalewayProfile(environment: variables)),
                    transport: transport
                )
            var given = Resolutions()
            given.allowsAll = true
            given.registries["docker.io"] = variables["QOVERY_REGISTRY_ID"]
            let jobs = try #require(service.jobs)
            let namespace = try await service.makeNamespace(named: "shop")
            for (name, image) in [("nightly", "docker.io/shop/nightly:1.0"), ("import", "docker.io/shop/import:2.3")] {
                var spec = JobSpec(name: name, source: .image(try ImageReference(parsing: image)))
                let zone = TimeZoneName(rawValue: "Europe/Paris")
                if isScheduled {
                    spec.schedules = [JobSchedule(try CronExpression(parsing: "30 3 * * *"), in: zone)]
                }
                spec.resources.cpu = .millicores(500)
                spec.resources.memory = .mebibytes(512)
                spec.timeLimit = .seconds(900)
                spec.retries = .of(0)
                _ = try await jobs.createJob(spec, in: namespace.id, given)
            }
        }
    }
}
