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
