import ArgumentParser
import CloudContainers
import Foundation
import ScalewayContainers
import URLSessionTransport

/// What it costs to list the containers of a namespace through the adapter, over HTTP on the loopback interface.
struct ListingBenchmark: Measuring {
    static let configuration = CommandConfiguration(commandName: "listing")

    @Option var containers: Int
    @Option var port: Int
    @Option var way: Way

    /// What becomes of the containers.
    enum Way: String, CaseIterable, ExpressibleByArgument {
        case streamed = "each let go"
        case kept = "all kept"
    }

    /// The adapter before the server of a list.
    static func service(at port: Int) throws -> ScalewayContainerService {
        var profile = ScalewayProfile()
        profile.secretKey = "11111111-1111-4111-8111-111111111111"
        profile.projectID = "b29d2152-8a04-4c74-ac12-a006f4d69d50"
        profile.apiURL = "http://127.0.0.1:\(port)"
        return ScalewayContainerService(try ScalewayConfiguration(profile), transport: URLSessionTransport())
    }

    func samples() async throws -> [Sample] {
        let service = try Self.service(at: port)
        let namespace = Namespace.ID(rawValue: ListServer.namespace)
        let clock = ContinuousClock()
        let (begin, before) = (clock.now, Usage.own)
        var count = 0
        var first = begin
        switch way {
        case .streamed:
            for try await _ in service.allContainers(in: namespace) {
                if count == 0 { first = clock.now }
                count += 1
            }
        case .kept: count = try await service.completeContainers(in: namespace).count
        }
        let (seconds, after) = (begin.duration(to: clock.now) / .seconds(1), Usage.own)
        guard count == containers else { throw Unfinished(reason: "\(count) of \(containers) containers were listed") }
        let name = "listing \(containers) containers, \(way.rawValue)"
        var samples = [
            Sample(name: "\(name): CPU", value: after.cpuSeconds - before.cpuSeconds, unit: .seconds),
            Sample(name: "\(name): time", value: seconds, unit: .seconds),
            Sample(
                name: "\(name): peak memory",
                value: after.peakMegabytes,
                unit: .megabytes,
                limit: way == .streamed ? Limit(kind: .atMost, value: 150) : nil
            ),
        ]
        if way == .streamed {
            samples.append(
                Sample(
                    name: "\(name): the first one",
                    value: begin.duration(to: first) / .milliseconds(1),
                    unit: .milliseconds,
                    limit: Limit(kind: .atMost, value: 200)
                )
            )
        }
        return samples
    }

    /// The figures with what the provider's SDK needs as their limit, if it was measured.
    static func compared(_ figures: [Figure]) -> [Figure] {
        guard let peer = figures.first(where: { $0.name.hasPrefix(PythonListing.name) && $0.unit == .seconds }) else {
            return figures
        }
        return figures.map { figure in
            var figure = figure
            if figure.name.hasSuffix("\(Way.streamed.rawValue): CPU") {
                figure.limit = Limit(kind: .atMost, value: peer.median / 3)
            }
            return figure
        }
    }
}

/// The same with the provider's SDK for Python.
struct PythonListing: Measuring {
    static let configuration = CommandConfiguration(commandName: "python")
    static let name = "  the provider's SDK for Python"

    @Option var containers: Int
    @Option var port: Int
    @Option var interpreter: String

    func samples() async throws -> [Sample] {
        let script = """
            import json, resource, sys
            import scaleway.container.v1 as v1
            from scaleway import Client

            port, namespace = sys.argv[1:]
            client = v1.ContainerV1API(Client(
                api_url=f"http://127.0.0.1:{port}", secret_key="11111111-1111-4111-8111-111111111111",
                access_key="SCW11111111111111111", default_region="fr-par",
                default_project_id="b29d2152-8a04-4c74-ac12-a006f4d69d50"))
            def cpu():
                usage = resource.getrusage(resource.RUSAGE_SELF)
                return usage.ru_utime + usage.ru_stime
            before = cpu()
            count = len(client.list_containers_all(namespace_id=namespace, page_size=100))
            print(json.dumps({"count": count, "cpu": cpu() - before}))
            """
        let output = try await MeasuredProcess.output(
            of: interpreter,
            ["-", "\(port)", ListServer.namespace],
            input: Data(script.utf8)
        )
        let result = try JSONDecoder().decode(Result.self, from: output)
        guard result.count == containers else {
            throw Unfinished(reason: "\(result.count) of \(containers) containers were listed by the SDK")
        }
        return [Sample(name: "\(Self.name), \(containers) containers: CPU", value: result.cpu, unit: .seconds)]
    }

    private struct Result: Decodable {
        var count: Int
        var cpu: Double
    }
}
