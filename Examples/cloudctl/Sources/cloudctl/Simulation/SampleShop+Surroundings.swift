import CloudContainers

extension SampleShop {
    /// The domain of the shop, which leads to it.
    static let domain = "shop.example.org"
    /// A name that leads to the shop too, and that it does not have yet.
    static let spareDomain = "www.example.org"

    /// What the services write, by their name.
    static let lines = [
        "web": [
            "nginx/1.27 started with 2 workers",
            #"10.0.0.7 "GET / HTTP/1.1" 200 5120"#,
            #"10.0.0.7 "GET /cart HTTP/1.1" 200 2048"#,
            #"10.0.0.9 "GET /search?q=lamp HTTP/1.1" 502 157"#,
            "error: the service search does not answer",
            #"10.0.0.7 "POST /cart HTTP/1.1" 201 64"#,
        ],
        "api": [
            "listening on 0.0.0.0:8080",
            "order 1041 accepted",
            "order 1042 accepted",
        ],
        "search": [
            "loading the index from /var/lib/search",
            "listening on 0.0.0.0:9200",
        ],
    ]

    /// The names of the services whose lines and domain there are, in the order in which they get them.
    private static let writers = ["web", "api", "search"]

    /// Gives the shop its domain, and lets its services write.
    static func surround(
        _ service: any ContainerService,
        by outside: SimulatedOutside,
        _ options: WaitOptions
    ) async throws {
        guard let namespace = try await service.namespace(named: "shop") else { return }
        for name in writers {
            guard let container = try await service.container(named: name, in: namespace.id) else { continue }
            if name == writers.first, let domains = service.domains {
                try await attach(to: container.id, domains, outside, options)
            }
            for line in lines[name] ?? [] {
                try await outside.write(line, container.id)
                try await options.time.sleep(for: .seconds(2))
            }
        }
    }

    private static func attach(
        to id: Container.ID,
        _ domains: any DomainService,
        _ outside: SimulatedOutside,
        _ options: WaitOptions
    ) async throws {
        let domain = CustomDomain(host: domain)
        // The record is known before the domain is there, or from then on.
        if let early = try await domains.record(for: domain, of: id) { await outside.point(domain.host, early.value) }
        let added = try await domains.addDomain(domain, to: id)
        for host in [domain.host, spareDomain] { await outside.point(host, added.record?.value) }
        for _ in 1...20 {
            if try await domains.checkDomain(added.id, of: id).state == .ready { return }
            try await options.time.sleep(for: options.longestDelay)
        }
    }
}
