import ArgumentParser
import FlyingFox
import FlyingSocks
import Foundation

/// A server on the loopback interface that answers lists of containers as Scaleway does, in a process of its own.
///
/// The answers are made before the first request, and each container has what the API writes for one that nobody has
/// configured much: 1.4 kB in 27 members.
enum ListServer {
    /// The server as its parent sees it.
    final class Process {
        /// Where it listens.
        let port: Int
        private let process = Foundation.Process()

        init(containers: Int, isDelayed: Bool = false) throws {
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            process.arguments = ["serve-list", "--containers", "\(containers)"] + (isDelayed ? ["--delayed"] : [])
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                process.terminate()
                throw Unfinished(reason: "the server of the list does not say where it listens")
            }
            self.port = port
        }

        func end() { process.terminate() }
    }

    /// How long an answer takes where a network with a delay is measured.
    static let delay = Duration.milliseconds(50)

    static let namespace = "a5963ffe-2b0f-41a6-887f-0e30e71b1dea"

    fileprivate static func container(_ number: Int) -> String {
        let id = "7d15ca2d-48d8-4c31-8f9b-" + String(format: "%012d", number)
        return """
            {"id":"\(id)","name":"service-\(number)","namespace_id":"\(namespace)","description":"","status":"ready",\
            "error_message":"","created_at":"2026-03-24T08:22:00.240378Z","updated_at":"2026-05-24T08:22:00Z",\
            "min_scale":0,"max_scale":5,"memory_limit_bytes":2048000000,"mvcpu_limit":1000,"timeout":"300s",\
            "privacy":"public","image":"docker.io/library/service-\(number):4.12.0","protocol":"http1","port":8080,\
            "https_connections_only":false,"sandbox":"v2","local_storage_limit_bytes":1000000000,\
            "scaling_option":{"concurrent_requests_threshold":50},"tags":[],"command":[],"args":[],\
            "environment_variables":{"GREETING":"hello \(number)","LOG_LEVEL":"info","CACHE_SECONDS":"300",\
            "ASSET_HOST":"https://assets.example.org"},"secret_environment_variables":{},\
            "public_endpoint":"https://shopa5963ffe-service-\(number).functions.fnc.fr-par.scw.cloud",\
            "liveness_probe":{"failure_threshold":30,"interval":"10s","timeout":"1s","tcp":{}},"startup_probe":null,\
            "region":"fr-par"}
            """
    }
}

/// The process of ``ListServer``.
struct ServeList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer lists of containers on a port of the loopback interface, and print the port.",
        shouldDisplay: false
    )

    @Option var containers: Int
    @Flag var delayed = false

    func run() async throws {
        let (total, delayed) = (containers, delayed)
        let all = (0..<total).map(ListServer.container)
        // Nobody reads what it would say of each request, and a full pipe would hold it up.
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await server.appendRoute("GET /containers/v1/regions/*") { request in
            if delayed { try await Task.sleep(for: ListServer.delay) }
            let number = request.query["page"].flatMap { Int($0) } ?? 1
            let size = request.query["page_size"].flatMap { Int($0) } ?? 20
            let page = all.dropFirst((number - 1) * size).prefix(size).joined(separator: ",")
            return HTTPResponse(
                statusCode: .ok,
                headers: [.contentType: "application/json"],
                body: Data("{\"containers\":[\(page)],\"total_count\":\(total)}".utf8)
            )
        }
        let task = Task { try await server.run() }
        try await server.waitUntilListening()
        switch await server.listeningAddress {
        case .ip4(_, let port), .ip6(_, let port):
            try FileHandle.standardOutput.write(contentsOf: Data("\(port)\n".utf8))
        default: throw Unfinished(reason: "the server of the list has no port")
        }
        try await task.value
    }
}
