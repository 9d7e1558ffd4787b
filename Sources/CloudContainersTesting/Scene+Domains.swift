import CloudContainers

extension Scene {
    func addsDomain() async throws {
        let domains = try domains
        let id = try await runningContainer()
        var added: [AttachedDomain] = []
        for domain in try await names() { added.append(try await attach(domain, to: id, domains)) }
        let listed = try await domains.domains(of: id)
        let hosts = listed.map(\.domain.host)
        try expect(hosts.sorted() == added.map(\.domain.host).sorted(), "both domains, each once", saw: "\(hosts)")
        try expect(Set(listed.map(\.id)) == Set(added.map(\.id)), "the ids of both", saw: "\(listed.map(\.id))")
        for domain in listed {
            let record = domain.record
            let isWhole = record.map { $0.name == domain.domain.host && !$0.kind.isEmpty && !$0.value.isEmpty }
            try expect(isWhole == true, "a record for \(domain.domain.host)", saw: record?.description ?? "none")
            let before = added.first { $0.id == domain.id }?.record
            try expect(record == before, "the record as it was told", saw: record?.description ?? "none")
        }
    }

    func refusesTakenDomain() async throws {
        let domains = try domains
        let (id, other) = (try await runningContainer(), try await runningContainer("api"))
        let domain = try await names()[0]
        let added = try await attach(domain, to: id, domains)
        try await expect(.alreadyExists) { _ = try await domains.addDomain(domain, to: other) }
        let hosts = try await domains.domains(of: other).map(\.domain.host)
        try expect(hosts.isEmpty, "no domain of the other container", saw: "\(hosts)")
        let kept = try await domains.domains(of: id).map(\.id)
        try expect(kept == [added.id], "the domain where it was", saw: "\(kept)")
    }

    func checksDomain() async throws {
        let domains = try domains
        let id = try await runningContainer()
        let domain = try await names()[0]
        var added: AttachedDomain?
        do {
            added = try await domains.addDomain(domain, to: id)
        } catch let error as ContainerServiceError {
            // A provider may want the record first; then it says so, and tells the record.
            try expect(error.code == .conflict, "the error conflict, or none", saw: error.code.rawValue)
            try expect(error.isRetryable, "that a later try can do it", saw: "that none can")
            let record = try await domains.record(for: domain, of: id)
            try expect(record != nil, "the record to set first", saw: "none")
        }
        if let early = added {
            let states = [
                early.state, try await domains.checkDomain(early.id, of: id).state,
                try await domains.domains(of: id).first?.state,
            ]
            try expect(!states.contains(.ready), "that it leads nowhere yet", saw: "ready")
            try await point(domain, early.record)
        }
        let there: AttachedDomain
        if let added { there = added } else { there = try await attach(domain, to: id, domains) }
        var state = AttachedDomain.State.unknown
        for _ in 1...Self.mostLooks {
            state = try await domains.checkDomain(there.id, of: id).state
            if state == .ready { break }
            try await waiting.time.sleep(for: waiting.longestDelay)
        }
        try expect(state == .ready, "ready in the end", saw: state.rawValue)
        let listed = try await domains.domains(of: id).map(\.state)
        try expect(listed == [.ready], "the same in the list", saw: "\(listed)")
    }

    func removesDomain() async throws {
        let domains = try domains
        let id = try await runningContainer()
        let names = try await names()
        let added = try await attach(names[0], to: id, domains)
        let other = try await attach(names[1], to: id, domains)
        try await remove(added, of: id, domains)
        let rest = try await domains.domains(of: id).map(\.id)
        try expect(rest == [other.id], "the other domain", saw: "\(rest)")
        let again = try await attach(names[0], to: id, domains)
        try expect(again.domain.host == names[0].host, "the name again", saw: again.domain.host)
    }

    func missesDomain() async throws {
        let domains = try domains
        let (id, other) = (try await runningContainer(), try await runningContainer("api"))
        let names = try await names()
        let added = try await attach(names[0], to: id, domains)
        try await expect(.notFound) { _ = try await domains.checkDomain(added.id, of: other) }
        try await expect(.notFound) { try await domains.removeDomain(added.id, of: other) }
        try await remove(added, of: id, domains)
        try await expect(.notFound) { _ = try await domains.checkDomain(added.id, of: id) }
        try await expect(.notFound) { try await domains.removeDomain(added.id, of: id) }
        let namespace = try await service.createNamespace(named: "gone")
        let gone = try await ready("web", in: namespace)
        try await remove(gone, from: namespace)
        try await expect(.notFound) { _ = try await domains.domains(of: gone) }
        try await expect(.notFound) { _ = try await domains.addDomain(names[1], to: gone) }
    }

    // MARK: The scene

    /// The most looks at something that takes a while.
    static var mostLooks: Int { 40 }

    private var domains: any DomainService {
        get throws {
            guard let domains = service.domains else {
                throw ConformanceFailure(check: check.rawValue, expected: "a service of domains", seen: "none")
            }
            return domains
        }
    }

    /// A container that runs, in a namespace of its own.
    func runningContainer(_ name: String = "web") async throws -> Container.ID {
        try await ready(name, in: try await service.createNamespace(named: "around-\(name)"))
    }

    /// The two names of the checks, which lead nowhere.
    private func names() async throws -> [CustomDomain] {
        let names = ["shop", "api"].map { CustomDomain(host: "\($0).\(surroundings.zone)") }
        for name in names { try await point(name, nil) }
        return names
    }

    private func point(_ domain: CustomDomain, _ record: AttachedDomain.Record?) async throws {
        guard let pointDomain = surroundings.pointDomain else {
            throw ConformanceFailure(check: check.rawValue, expected: "surroundings that set records", seen: "none")
        }
        try await pointDomain(domain, record)
    }

    /// Adds a domain whose record leads to the container, whichever the provider wants first.
    private func attach(
        _ domain: CustomDomain,
        to id: Container.ID,
        _ domains: any DomainService
    ) async throws -> AttachedDomain {
        let early = try await domains.record(for: domain, of: id)
        if let early { try await point(domain, early) }
        var looks = 1
        while true {
            do {
                let added = try await domains.addDomain(domain, to: id)
                if early == nil { try await point(domain, added.record) }
                return added
            } catch let error as ContainerServiceError where error.code == .conflict && error.isRetryable {
                // Where names are resolved, a record is known only after a while.
                if looks == Self.mostLooks { throw error }
                looks += 1
                try await waiting.time.sleep(for: waiting.longestDelay)
            }
        }
    }

    /// Removes a domain as soon as the provider lets it go, and waits until it is gone.
    private func remove(_ domain: AttachedDomain, of id: Container.ID, _ domains: any DomainService) async throws {
        try await domains.removeDomain(domain.id, of: id)
        for _ in 1...Self.mostLooks {
            if try await !domains.domains(of: id).contains(where: { $0.id == domain.id }) { return }
            try await waiting.time.sleep(for: waiting.longestDelay)
        }
        throw ConformanceFailure(
            check: check.rawValue,
            expected: "no such domain in the end",
            seen: "it is still there"
        )
    }
}
