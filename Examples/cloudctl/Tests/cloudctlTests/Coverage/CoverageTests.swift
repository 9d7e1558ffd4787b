import CloudContainers
import CloudContainersTesting
import CommandKit
import Foundation
import QoveryContainers
import QoverySimulator
import ScalewayContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Which operation of the two APIs is reached by what: seen by running it, and kept as a page of the documentation.
///
/// `CLOUD_CONTAINERS_UPDATE_DOCS=1 swift test --package-path Examples/cloudctl --filter CoverageTests` writes the page anew.
struct CoverageTests {
    @Test func thePageIsUpToDate() async throws {
        var text = Self.head
        text += try await table("Qovery", QoverySimulator.operations, of: "qovery")
        text += try await table("Scaleway", ScalewaySimulator.operations, of: "scaleway")
        let root = (0..<5).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .deletingLastPathComponent()
        let page = root.appendingPathComponent("Sources/CloudContainers/Documentation.docc/Coverage.md")
        if ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_UPDATE_DOCS"] != nil {
            try Data(text.utf8).write(to: page)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(written == text, "Run CLOUD_CONTAINERS_UPDATE_DOCS=1 swift test --filter CoverageTests.")
    }

    private static let head = """
        # What is covered

        Every operation of the two APIs that has to do with containers, and what reaches it.

        ## Overview

        The table is made by running every call of the library, every command of `cloudctl` and every check of the conformance
        kit on simulators that note what they are asked. The simulators answer every operation of it. Where no check of the kit needs
        an operation, the last column names the simulator's own tests that send it. A star stands for an identifier. What only
        applications, databases and clusters have is not in it; what jobs have is.

        """

    private func table(_ title: String, _ operations: [String], of provider: String) async throws -> String {
        let calls = try await library(operations, provider)
        let commands = try await commands(operations, provider)
        let checks = try await checks(operations, provider)
        var text = "\n## \(title)\n\n| Operation | Library | Command | Test |\n| --- | --- | --- | --- |\n"
        for operation in operations {
            let cells = [
                calls[operation].map(Self.list) ?? Self.reason(operation),
                commands[operation].map { Self.list($0.map { "`\($0)`" }) } ?? "",
                checks[operation]?.first ?? "`\(Self.ownTests(operation, provider))`",
            ]
            text += "| `\(operation)` | \(cells.joined(separator: " | ")) |\n"
        }
        let reached = operations.count { calls[$0] != nil }
        return text + "\n\(reached) of \(operations.count) operations are reached by a call of the library.\n"
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
    }

    /// Why nothing of the library uses an operation.
    private static func reason(_ operation: String) -> String {
        if operation.contains("leanFailedJob") { return "not needed" }
        // What Scaleway calls secrets is something else.
        let isOfVariables = operation.contains("/environmentVariable") || operation.contains("/secret")
        if isOfVariables, !operation.contains("/regions/") {
            return "`/variable` does this for every scope"
        }
        if operation.hasPrefix("POST /container/") { return "`/environment/*/service` does this for many at once" }
        if operation.hasSuffix("/deploymentHistory") { return "`deploymentHistoryV2` tells more" }
        if operation.hasSuffix("/terraformExport") { return "never: it tells secrets" }
        return "not needed"
    }

    /// The simulators' own tests that send an operation.
    private static func ownTests(_ operation: String, _ provider: String) -> String {
        if provider == "qovery" { return "QoverySimulatorHostileTests" }
        if operation.contains("/serverless-jobs") || operation.contains("/secret-manager") {
            let isOfRuns = operation.contains("/job-runs") || operation.contains("/triggers")
            return isOfRuns ? "ScalewaySimulatorJobRunTests" : "ScalewaySimulatorJobTests"
        }
        let isContainers = operation.contains("/containers/v1")
        return isContainers ? "ScalewaySimulatorAgreementTests" : "ScalewaySimulatorSurroundingsTests"
    }

    private static let failingImage = try? ImageReference(parsing: "docker.io/shop/failing:1.0")

    private static var world: DeclaredWorld {
        let run = DeclaredWorld.Run(exitCode: 3, output: ["begun", "no more to do"])
        return DeclaredWorld(images: [failingImage?.description ?? "": DeclaredWorld.Image(run: run)])
    }

    /// Makes a service on a simulator of its own, with what notes its requests.
    private func account(
        _ operations: [String],
        _ provider: String
    ) throws -> (calls: LibraryCalls, recorder: RouteRecorder) {
        let time = VirtualTime()
        var given = Resolutions()
        given.secretNames = ["TOKEN", "KEY"]
        if provider == "qovery" {
            var configuration = QoverySimulator.Configuration()
            configuration.cluster.maximumGPU = 1
            let simulator = QoverySimulator(configuration: configuration, world: Self.world, time: time)
            given.registries["docker.io"] = configuration.registries.first?.id
            let recorder = RouteRecorder(simulator, operations)
            let service = QoveryContainerService(
                try QoveryConfiguration(
                    token: configuration.token,
                    organizationID: configuration.organization.id,
                    projectID: configuration.project.id,
                    clusterID: configuration.cluster.id
                ),
                transport: recorder,
                time: time
            )
            let outside = SimulatedOutside(simulator)
            return (LibraryCalls(service, given, time, outside) { await recorder.begin($0) }, recorder)
        }
        let simulator = ScalewaySimulator(world: Self.world, time: time)
        let recorder = RouteRecorder(simulator, operations)
        var profile = ScalewayProfile()
        profile.secretKey = simulator.configuration.secretKey
        profile.projectID = simulator.configuration.projectID
        let service = ScalewayContainerService(
            try ScalewayConfiguration(profile),
            transport: recorder,
            time: time
        )
        var calls = LibraryCalls(service, given, time, SimulatedOutside(simulator, time)) { await recorder.begin($0) }
        calls.push = { reference in
            _ = try await simulator.send(try Self.registry(of: simulator))
            try await simulator.push(reference, digest: "sha256:1")
        }
        return (calls, recorder)
    }

    /// The request that makes a registry.
    private static func registry(of simulator: ScalewaySimulator) throws -> HTTPRequest {
        let account = simulator.configuration
        return HTTPRequest(
            .post,
            "/registry/v1/regions/fr-par/namespaces",
            of: try HTTPBaseURL(parsing: "https://api.scaleway.com"),
            headers: ["X-Auth-Token": account.secretKey, "Content-Type": "application/json"],
            body: HTTPBody(Array("{\"name\": \"shop\", \"project_id\": \"\(account.projectID)\"}".utf8)),
            kind: .creation,
            operation: "make a registry"
        )
    }

    private func library(_ operations: [String], _ provider: String) async throws -> [String: [String]] {
        let (calls, recorder) = try account(operations, provider)
        try await calls.make()
        return await recorder.subjects
    }

    private func checks(_ operations: [String], _ provider: String) async throws -> [String: [String]] {
        var result: [String: [String]] = [:]
        let capabilities = provider == "qovery" ? QoveryDialect().capabilities : ScalewayDialect().capabilities
        for check in ServiceConformance.checks(for: capabilities, with: [.variables, .domains, .logs, .jobs]) {
            let (calls, recorder) = try account(operations, provider)
            await recorder.begin(check.rawValue)
            let (service, outside, time) = (calls.service, calls.outside, calls.time)
            let waiting = WaitOptions(time: time, randomness: SeededRandomness(seed: 1))
            let surroundings = ServiceConformance.Surroundings(
                pointDomain: { await outside.point($0.host, $1?.value) },
                writeLines: { lines, id in
                    for line in lines {
                        try await outside.write(line, id)
                        try await time.sleep(for: .seconds(1))
                    }
                },
                failingImage: Self.failingImage
            )
            let conformance = ServiceConformance(given: calls.given, waiting: waiting, surroundings: surroundings) {
                service
            }
            try await conformance.run(check)
            for operation in await recorder.subjects.keys { result[operation, default: []].append(check.rawValue) }
        }
        return result
    }

    private func commands(_ operations: [String], _ provider: String) async throws -> [String: [String]] {
        let time = VirtualTime()
        let terminal = try Terminal()
        try await terminal.connect(provider, time, hasJobs: true)
        let recorder = RouteRecorder(terminal.transport, operations)
        terminal.transport = recorder
        try terminal.file("shop.env", "REGION=north\n")
        for line in [
            "namespaces", "list", "get web --namespace shop", "status web --namespace shop",
            "logs web --namespace shop",
            "env list web --namespace shop", "env set web A=1 --namespace shop",
            "env set A=1 --scope namespace --namespace shop", "env diff web shop.env --namespace shop",
            "env import web shop.env --namespace shop", "env unset web A --namespace shop --yes",
            "domains list web --namespace shop", "domains add web www.example.org --namespace shop --wait",
            "domains check web www.example.org --namespace shop",
            "domains remove web www.example.org --namespace shop --yes", "deploy web --namespace shop",
            "jobs list", "jobs get nightly", "jobs runs nightly", "jobs run import --wait", "jobs logs import",
            "jobs run nightly", "jobs stop nightly", "jobs delete nightly --yes",
            "stop web --namespace shop", "start web --namespace shop", "delete web --namespace shop --yes",
        ] {
            let words = line.split(separator: " ").map(String.init)
            let isGroup = ["env", "domains", "jobs"].contains(words[0])
            await recorder.begin(words.prefix(isGroup ? 2 : 1).joined(separator: " "))
            // A provider speaks of a run some seconds after its start only.
            if line.hasPrefix("jobs stop") { try await time.sleep(for: .seconds(8)) }
            _ = await terminal.run(words)
        }
        return await recorder.subjects
    }
}
