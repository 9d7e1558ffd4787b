import CloudContainers
import CommandKit
import Foundation
import Testing

/// `cloudctl simulate` from its arguments to its end.
@Suite struct SimulateTests {
    private let terminal: Terminal

    init() throws { terminal = try Terminal() }

    /// A running simulation of the built tool.
    final class Running {
        let process = Process()
        let variables: [String: String]
        let exports: String
        private let errors: FileHandle

        init(_ arguments: [String], in folder: String) throws {
            process.executableURL = URL(fileURLWithPath: try #require(ProcessTests.tool))
            process.arguments = ["simulate", "--port", "0"] + arguments
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            let (output, error) = (Pipe(), Pipe())
            process.standardOutput = output
            process.standardError = error
            try process.run()
            errors = error.fileHandleForReading
            var text = ""
            while !text.contains("ready") {
                let bytes = errors.availableData
                if bytes.isEmpty { break }
                text += String(decoding: bytes, as: UTF8.self)
            }
            try #require(text.contains("ready"), "\(text)")
            // All of the lines are there before it is ready.
            exports = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            variables = try Self.variables(exports)
        }

        /// What a shell makes of the lines.
        private static func variables(_ exports: String) throws -> [String: String] {
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            shell.arguments = ["-euc", exports + "\nenv"]
            shell.environment = ["PATH": "/usr/bin:/bin"]
            let output = Pipe()
            shell.standardOutput = output
            try shell.run()
            let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            shell.waitUntilExit()
            try #require(shell.terminationStatus == 0)
            let pairs = lines.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
        }

        /// Sends a signal, and gives the status and what came to standard error since.
        func end(by signal: Int32 = SIGTERM) -> (status: Int32, error: String) {
            kill(process.processIdentifier, signal)
            let rest = String(decoding: errors.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, rest)
        }

        deinit { if process.isRunning { process.terminate() } }
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil,
        to simulation: Running
    ) async throws -> JSONValue {
        let address = try HTTPBaseURL(parsing: try #require(simulation.variables["SCW_API_URL"]))
        let key = try #require(simulation.variables["SCW_SECRET_KEY"])
        return try await withAsyncHTTPClientTransport(environment: [:]) { transport in
            let answer = try await transport.send(
                HTTPRequest(
                    method,
                    "/containers/v1/regions/fr-par/\(path)",
                    of: address,
                    headers: ["X-Auth-Token": key, "Content-Type": "application/json"],
                    body: body.map { HTTPBody(Array($0.text(.compact).utf8)) },
                    kind: .read,
                    operation: "test"
                )
            )
            #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            return try JSONDocument(parsing: answer.body).root
        }
    }

    @Test func printsNothingButWhatAShellCanEvaluate() throws {
        let simulation = try Running([], in: terminal.folder)
        #expect(simulation.exports.split(separator: "\n").allSatisfy { $0.hasPrefix("export ") })
        for name in [
            "SCW_API_URL", "SCW_ACCESS_KEY", "SCW_SECRET_KEY", "SCW_DEFAULT_PROJECT_ID", "SCW_DEFAULT_ORGANIZATION_ID",
            "SCW_DEFAULT_REGION", "QOVERY_API_URL", "QOVERY_API_TOKEN", "QOVERY_CLI_ACCESS_TOKEN",
            "QOVERY_ORGANIZATION_ID", "QOVERY_PROJECT_ID", "QOVERY_CLUSTER_ID", "QOVERY_ENVIRONMENT_ID",
            "QOVERY_REGISTRY_ID",
        ] {
            #expect(simulation.variables[name]?.isEmpty == false, "\(name)")
        }
        #expect(simulation.variables["SCW_API_URL"]?.hasPrefix("http://127.0.0.1:") == true)
        let end = simulation.end()
        #expect(end.status == 0, "\(end.error)")
        #expect(end.error.contains("stopped"))
    }

    @Test(arguments: [SIGINT, SIGTERM]) func endsCleanly(by signal: Int32) throws {
        #expect(try Running(["--time-scale", "100"], in: terminal.folder).end(by: signal).status == 0)
    }

    @Test func goesOnFromItsState() async throws {
        let first = try Running(["--state", "state.json"], in: terminal.folder)
        let project = try #require(first.variables["SCW_DEFAULT_PROJECT_ID"])
        let body: JSONValue = ["name": "shop", "project_id": .string(project)]
        let made = try await send(.post, "namespaces", body, to: first)
        #expect(first.end().status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: terminal.folder + "/state.json")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: terminal.folder) == ["state.json"])

        let second = try Running(["--state", "state.json"], in: terminal.folder)
        let found = try await send(.get, "namespaces/\(made["id"]?.string ?? "")", to: second)
        #expect(found["name"] == "shop")
        #expect(first.variables["QOVERY_ENVIRONMENT_ID"] == second.variables["QOVERY_ENVIRONMENT_ID"])
        #expect(second.end().status == 0)
    }

    @Test func refusesAStateThatIsNone() async throws {
        try terminal.file("state.json", "{\"format\": \"something else\"}")
        let result = await terminal.run("simulate", "--port", "0", "--state", "state.json")
        #expect(result.status == 65)
        #expect(result.error.contains("state.json"))
        #expect(try terminal.content("state.json") == "{\"format\": \"something else\"}")
    }

    @Test func endsWhereItsStateCannotBeWritten() async {
        let result = await terminal.run("simulate", "--port", "0", "--state", "no/where.json")
        #expect(result.status == 73)
        #expect(result.output.isEmpty)
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "example.org", "127.0.0.1.example.org", ""])
    func staysOnThisMachine(_ host: String) async {
        let result = await terminal.run("simulate", "--port", "0", "--host", host)
        #expect(result.status == 64)
        #expect(result.error.contains("--allow-remote"))
    }

    @Test func warnsWhenItIsToldToLeaveThisMachine() async {
        // Nothing can listen there, so that the command ends.
        let result = await terminal.run("simulate", "--port", "0", "--host", "192.0.2.1", "--allow-remote")
        #expect(result.status == 1)
        #expect(result.error.contains("warning"))
    }

    @Test(arguments: [
        ["--port", "65536"], ["--port", "-1"], ["--time-scale", "0"], ["--time-scale", "x"], ["--seed", "-1"],
    ])
    func refusesWhatIsNoValue(_ arguments: [String]) async {
        #expect(await terminal.run(["simulate"] + arguments).status == 64)
    }

    @Test func refusesAWorldThatIsNone() async throws {
        try terminal.file("world.yaml", "images:\n  nginx:1: {port: 80, paths: [/], start: true}\n")
        let result = await terminal.run("simulate", "--port", "0", "--world", "world.yaml")
        #expect(result.status == 65)
        #expect(result.error.contains("world.yaml:2"))
        #expect(result.error.contains("starts"))
    }

    @Test(arguments: [
        ("length: 90", "seconds such as 90s"), ("exitCode: 256", "0 to 255"), ("failures: -1", "attempts"),
        ("memory: much", "512MiB"), ("storage: 1", "512MiB"), ("output: text", "list of lines"),
        ("code: 1", "exitCode"),
    ])
    func refusesARunThatIsNone(_ member: String, _ allowed: String) async throws {
        try terminal.file("world.yaml", "images:\n  nginx:1: {run: {\(member)}}\n")
        let result = await terminal.run("simulate", "--port", "0", "--world", "world.yaml")
        #expect(result.status == 65)
        #expect(result.error.contains("world.yaml:2") && result.error.contains(allowed), "\(result.error)")
    }

    @Test func asksItsWorld() async throws {
        let world = "images:\n  docker.io/library/nginx:1.29:\notherImages: null\naliases: {a.b: c.d}\n"
        try terminal.file("world.yaml", world)
        let simulation = try Running(["--world", "world.yaml", "--time-scale", "100000"], in: terminal.folder)
        let project = try #require(simulation.variables["SCW_DEFAULT_PROJECT_ID"])
        let namespace = try await send(
            .post,
            "namespaces",
            ["name": "shop", "project_id": .string(project)],
            to: simulation
        )
        var ends: [String: String] = [:]
        for (name, image) in [("web", "docker.io/library/nginx:1.29"), ("other", "docker.io/library/nothing:1")] {
            let body: JSONValue = [
                "namespace_id": namespace["id"] ?? .null, "name": .string(name), "image": .string(image),
            ]
            let made = try await send(.post, "containers", body, to: simulation)
            var status = made["status"]?.string
            // A minute of the simulation takes less than a request.
            while let now = status, !["ready", "error"].contains(now) {
                status = try await send(.get, "containers/\(made["id"]?.string ?? "")", to: simulation)["status"]?
                    .string
            }
            ends[name] = status
        }
        #expect(ends == ["web": "ready", "other": "error"])
        #expect(simulation.end().status == 0)
    }

    @Test func quotesForTheShell() {
        let plain = ShellExport.lines([("A", "http://127.0.0.1:1/x"), ("B", "")])
        #expect(plain == "export A=http://127.0.0.1:1/x\nexport B=''\n")
        #expect(ShellExport.lines([("A", "it's; $x")]) == "export A='it'\\''s; $x'\n")
    }
}
