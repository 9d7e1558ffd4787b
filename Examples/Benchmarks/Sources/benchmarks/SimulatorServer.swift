import ArgumentParser
import CloudContainers
import Foundation
import QoverySimulator
import ScalewaySimulator
import SimulationKit

/// Both simulators in a process of their own, so that neither their memory nor their work is taken for the library's.
///
/// Requests come on the standard input and are answered on the standard output, each as a ``Frame``.
struct ServeSimulators: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer the requests of a measurement on the simulators of both providers.",
        shouldDisplay: false
    )

    func run() async throws {
        // What a provider does by itself, such as a deployment, takes no time that counts.
        let time = await ScaledTime(SimulatorProcess.speed)
        let accounts: [String: any HTTPTransport] = [
            "qovery": QoverySimulator(time: time), "scaleway": ScalewaySimulator(time: time),
        ]
        let output = Output()
        let input = AsyncStream<Frame> { continuation in
            Thread {
                while let frame = try? Frame(from: .standardInput) { continuation.yield(frame) }
                continuation.finish()
            }.start()
        }
        await withTaskGroup(of: Void.self) { group in
            for await frame in input {
                guard let account = accounts[frame.head.account ?? ""] else { continue }
                group.addTask {
                    guard let response = try? await account.send(frame.request) else { return }
                    await output.write(Frame(frame.head.number, response))
                }
            }
        }
    }

    private actor Output {
        func write(_ frame: Frame) { try? FileHandle.standardOutput.write(contentsOf: frame.bytes) }
    }
}

/// A request or an answer between the two processes: the lengths of two parts, a head in JSON, and a body.
struct Frame: Sendable {
    struct Head: Codable {
        var number: Int
        var account: String?
        var method: String?
        var path: String?
        var status: Int?
        var headers: [[String]]
        var hasBody: Bool
    }

    var head: Head
    var body: [UInt8]

    init(_ number: Int, _ account: String, _ request: HTTPRequest) {
        head = Head(
            number: number,
            account: account,
            method: request.method.rawValue,
            path: request.path,
            headers: request.headers.fields.map { [$0.name, $0.value] },
            hasBody: request.body != nil
        )
        body = request.body?.bytes ?? []
    }

    init(_ number: Int, _ response: HTTPResponse) {
        let headers = response.headers.fields.map { [$0.name, $0.value] }
        head = Head(number: number, status: response.status, headers: headers, hasBody: true)
        body = response.body
    }

    /// Reads the next one.
    init(from file: FileHandle) throws {
        let lengths = [UInt8](try Self.read(16, from: file))
        let (first, second) = (Self.number(lengths[0..<8]), Self.number(lengths[8..<16]))
        head = try JSONDecoder().decode(Head.self, from: try Self.read(first, from: file))
        body = [UInt8](try Self.read(second, from: file))
    }

    var bytes: Data {
        guard let head = try? JSONEncoder().encode(head) else { return Data() }
        return Data(Self.bytes(of: head.count) + Self.bytes(of: body.count)) + head + Data(body)
    }

    var request: HTTPRequest {
        get throws {
            HTTPRequest(
                HTTPMethod(rawValue: head.method ?? "GET"),
                head.path ?? "/",
                of: try HTTPBaseURL(parsing: "https://simulator.example.org"),
                headers: fields,
                body: head.hasBody ? HTTPBody(body) : nil,
                kind: .read,
                operation: "benchmark"
            )
        }
    }

    var response: HTTPResponse { HTTPResponse(status: head.status ?? 500, headers: fields, body: body) }

    private var fields: HTTPHeaders { HTTPHeaders(head.headers.map { HTTPHeaders.Field($0[0], $0[1]) }) }

    /// The other process has ended.
    private struct End: Error {}

    private static func read(_ count: Int, from file: FileHandle) throws -> Data {
        var data = Data()
        while data.count < count {
            guard let more = try file.read(upToCount: count - data.count), !more.isEmpty else { throw End() }
            data.append(more)
        }
        return data
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    private static func bytes(of number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}
