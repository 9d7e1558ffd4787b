import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    func domain(_ id: String) throws(ScalewayErrorAnswer) -> StoredDomain {
        guard let domain = domains[id] else { throw .notFound(StoredDomain.kind, id) }
        return domain
    }

    /// POST `/domains`: the host name has to lead to the container already.
    func createDomain(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let containerID = reader.uuid("container_id", isRequired: true, &problems) ?? ""
        let hostname =
            reader.text(
                "hostname",
                isRequired: true,
                length: 3...63,
                pattern: "a host name such as app.example.org",
                &problems,
                fits: NameForm.isHost
            )?.lowercased() ?? ""
        let tags = reader.strings("tags", &problems) ?? []
        try problems.check()
        let container = try container(containerID)
        try container.checkSettled()
        if let other = domains.values.first(where: { $0.hostname == hostname }) {
            throw .alreadyExists(StoredDomain.kind, other.id, help: "the host name leads to a container already")
        }
        let count = domains.values.count { $0.containerID == containerID }
        try checkQuota("containers_domains", configuration.quotas.domainsOfContainer, current: count)
        guard leads(hostname, to: container.host) else {
            throw .untyped(
                400,
                "could not validate domain: \(hostname) must have a CNAME record that leads to \(container.host)"
            )
        }
        let domain = StoredDomain(
            id: chance.uuid(),
            containerID: containerID,
            hostname: hostname,
            sequence: moment.tick,
            createdAt: moment.stamp,
            begun: moment.elapsed,
            updatedAt: moment.stamp,
            lifecycle: Lifecycle(.creating, until: due(configuration.durations.domainReady, moment), then: .ready),
            tags: tags
        )
        domains[domain.id] = domain
        return domain.json
    }

    /// PATCH `/domains/{id}`: only the tags can change.
    func updateDomain(
        _ id: String,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var domain = try domain(id)
        var problems = ArgumentProblems()
        domain.tags = reader.strings("tags", &problems) ?? domain.tags
        try problems.check()
        try domain.checkSettled()
        domain.updatedAt = moment.stamp
        domains[id] = domain
        return domain.json
    }

    /// DELETE `/domains/{id}`.
    func deleteDomain(_ id: String, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var domain = try domain(id)
        try checkDeletable(domain)
        domain.lifecycle.begin(.deleting, until: due(configuration.durations.domainGone, moment), then: .gone)
        domain.updatedAt = moment.stamp
        domains[id] = domain
        return domain.json
    }

    /// Gives domains that would be ready, but lead elsewhere by now, the rest of their time, after which they fail.
    func checkDueDomains(at moment: Moment) {
        for domain in domains.values {
            guard case .ready? = domain.lifecycle.passage?.end, let due = domain.lifecycle.passage?.due,
                due <= moment.elapsed, let container = containers[domain.containerID],
                !leads(domain.hostname, to: container.host)
            else { continue }
            domains[domain.id]?.lifecycle.begin(
                .creating,
                until: domain.begun + configuration.durations.domainChallenge,
                then: .failed("could not validate domain \(domain.hostname)")
            )
        }
    }

    /// Whether a host name leads to another, directly or over others.
    private func leads(_ hostname: String, to target: String) -> Bool {
        let aliases = Dictionary(world.aliases.map { (Self.plain($0.key), Self.plain($0.value)) }) { first, _ in first }
        var seen: Set<String> = []
        var next = aliases[hostname]
        while let host = next, seen.insert(host).inserted {
            if host == Self.plain(target) { return true }
            next = aliases[host]
        }
        return false
    }

    /// A host name without regard to case and to the dot at its end.
    private static func plain(_ host: String) -> String {
        let host = host.lowercased()
        return host.hasSuffix(".") ? String(host.dropLast()) : host
    }
}
