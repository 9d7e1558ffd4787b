import CloudContainers
import CommandKit
import ContainerMigration
import SimulationKit

/// A resolver that sees where names lead in a simulated cloud, and somebody who sets the records that it is asked about.
actor CloudNames: NameResolver {
    nonisolated let name = "the resolver of this machine"
    private let cloud: MovingCloud
    private var targets: [String: String] = [:]
    /// Whether somebody sets the records while they are waited for.
    private var isAttended = false
    private var asked: Set<String> = []

    init(_ cloud: MovingCloud) { self.cloud = cloud }

    func attend() { isAttended = true }

    func point(_ host: String, _ target: String?) async {
        targets[host] = target
        await cloud.cloud.outside.point(host, target)
    }

    /// Where a host leads, as a public resolver answers.
    func target(of host: String) -> String? { targets[host] }

    func leads(_ host: String, to target: String) async -> Bool {
        // Whoever reads the command's words needs a moment.
        if isAttended, !asked.insert(host + target).inserted { await point(host, target) }
        return targets[host] == target
    }

    /// Gives a service its domain, which leads to it.
    func give(_ host: String, to name: String, of provider: String) async throws {
        let service = try cloud.service(provider)
        guard let place = try await service.namespace(named: "shop"), let domains = service.domains,
            let container = try await service.container(named: name, in: place.id)
        else { return }
        let domain = CustomDomain(host: host)
        await point(host, try await domains.record(for: domain, of: container.id)?.value)
        let added = try await domains.addDomain(domain, to: container.id)
        await point(host, added.record?.value)
        try await cloud.time.sleep(for: .seconds(60))
    }
}

/// The network of a simulated cloud, with a public resolver that answers over HTTPS.
struct CloudWithNames: HTTPTransport {
    let cloud: any HTTPTransport
    let names: CloudNames
    /// The host of the resolver.
    var host = "cloudflare-dns.com"
    /// The status that it gives instead of an answer.
    var refusal: Int?

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard request.baseURL.host == host else { return try await cloud.send(request) }
        if let refusal { return HTTPResponse(status: refusal, body: Array("{}".utf8)) }
        let words = request.path.split(whereSeparator: { "?&=".contains($0) }).map(String.init)
        let asked = words.firstIndex(of: "name").map { words[$0 + 1] } ?? ""
        var answer: JSONObject = ["Status": 0, "TC": false]
        if let target = await names.target(of: asked) {
            answer.set(
                "Answer",
                [["name": .string(asked + "."), "type": 5, "TTL": 300, "data": .string(target + ".")]]
            )
        } else {
            answer.set("Status", 3)
        }
        return HTTPResponse(status: 200, body: Array(JSONValue.object(answer).text(.compact).utf8))
    }
}
