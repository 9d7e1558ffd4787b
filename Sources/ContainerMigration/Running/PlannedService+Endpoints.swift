import CloudContainers

extension ReferringPart {
    /// The other services, or itself, whose endpoints it holds.
    var needed: Set<String> { Set(references.flatMap(\.services)) }

    /// The service or job with the endpoints of services in its variables.
    ///
    /// - Parameters:
    ///   - hosts: The host names of endpoints on the target, by the names of the services at the source.
    ///   - other: What becomes of a variable that needs a host that is not among them; `nil` leaves it out.
    /// - Returns: It as it is to be on the target.
    func resolved(
        with hosts: [String: String],
        otherwise other: (EnvironmentVariable) -> EnvironmentVariable? = { _ in nil }
    ) -> Self {
        if references.isEmpty { return self }
        let needs = Dictionary(references.map { ($0.variable, $0.services) }) { first, _ in first }
        var part = self
        part.variables = variables.compactMap { variable in
            guard let names = needs[variable.name], case .plain(var text) = variable.value else { return variable }
            for name in names {
                guard let host = hosts[name] else { return other(variable) }
                text = text.replacing(EndpointReference.placeholder(for: name), with: host)
            }
            var variable = variable
            variable.value = .plain(text)
            return variable
        }
        return part
    }

    /// It with the values that a live one has where endpoints are not known any more.
    func resolved(with hosts: [String: String], elseAsIn live: [EnvironmentVariable]) -> Self {
        resolved(with: hosts) { variable in live.first { $0.name == variable.name } ?? variable }
    }
}

extension [PlannedService] {
    /// The services in an order in which those whose endpoints others need come first; those of one wave need nothing of one
    /// another, unless they need one another in a circle.
    var waves: [[PlannedService]] {
        var waves: [[PlannedService]] = []
        var rest = self
        while !rest.isEmpty {
            let open = Set(rest.map(\.sourceName))
            var wave = rest.filter { $0.needed.isDisjoint(with: open) }
            if wave.isEmpty { wave = rest.circular }
            let taken = Set(wave.map(\.sourceName))
            rest.removeAll { taken.contains($0.sourceName) }
            waves.append(wave)
        }
        return waves
    }

    /// Those that need themselves, by way of others too.
    var circular: [PlannedService] {
        let needs = Dictionary(map { ($0.sourceName, $0.needed) }) { first, _ in first }
        return filter { service in
            var seen: Set<String> = []
            var open = Array<String>(service.needed)
            while let name = open.popLast() {
                if name == service.sourceName { return true }
                if seen.insert(name).inserted { open += needs[name] ?? [] }
            }
            return false
        }
    }
}

extension MigrationPlan {
    /// The containers and jobs on the target, by the names of the services at the source and the keys of the jobs.
    func ids(_ state: MigrationState) -> [String: Container.ID] {
        Dictionary(parts.compactMap { part in state[part.key].id.map { (part.key, $0) } }) { $1 }
    }
}

extension Migration {
    /// The host names of the endpoints that services or jobs hold, by the names of their services at the source, as far as they are
    /// on the target.
    func hosts(for parts: [some ReferringPart], _ ids: [String: Container.ID]) async throws -> [String: String] {
        let names = parts.reduce(into: Set<String>()) { $0.formUnion($1.needed) }.sorted()
        let found = try await concurrently(names, atMost: options.concurrency) { name -> String? in
            guard let id = ids[name] else { return nil }
            do {
                return try await target.container(id).ownHost
            } catch let error as ContainerServiceError where error.code == .notFound {
                return nil
            }
        }
        var hosts: [String: String] = [:]
        for (name, host) in zip(names, found) { hosts[name] = host }
        return hosts
    }

    /// What is said of a service or job whose variables need an endpoint that there is not.
    func missingEndpoint(of part: some ReferringPart, _ hosts: [String: String]) -> ContainerServiceError? {
        guard let name = part.needed.subtracting(hosts.keys).min() else { return nil }
        return ContainerServiceError(
            .unavailable,
            "\(part.name) needs the endpoint of \(name), which is not known yet; go on once \(name) is there",
            provider: plan.target.provider,
            isRetryable: true
        )
    }
}

extension Container {
    /// The host name that the provider gave it, over which it speaks HTTP.
    var ownHost: String? {
        let urls = endpoints.filter { !$0.isCustomDomain }.map(\.url)
        return (urls.first { $0.hasPrefix("https://") } ?? urls.first).flatMap { Self.host(of: $0) }
    }

    /// The host names of its endpoints, without those of the user.
    var hosts: [String] { endpoints.filter { !$0.isCustomDomain }.compactMap { Self.host(of: $0.url) } }

    private static func host(of url: String) -> String? {
        let address = url.split(separator: "://", maxSplits: 1).last ?? ""
        let host = address.prefix { $0 != "/" && $0 != ":" }
        return host.isEmpty ? nil : String(host).lowercased()
    }
}
