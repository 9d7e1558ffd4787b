import CloudContainers

/// Custom domains of Qovery's containers.
///
/// The status that a domain itself answers never changes, so that what holds comes from the check of all domains of the
/// container. A domain works from the next deployment on.
struct QoveryDomains: DomainService {
    private let service: QoveryContainerService
    let needsDeployment = true

    init(_ service: QoveryContainerService) { self.service = service }

    func domains(of id: Container.ID) async throws -> [AttachedDomain] {
        let path = Self.path(id)
        let (json, call) = try await service.get(path, id.rawValue, "list the domains of the container \(id)")
        let checks = try await checks(of: id)
        return try service.client.read(json, of: call) { json throws(WireError) in
            try QoveryContainerService.results(json) { item throws(WireError) in try Self.domain(item, checks) }
        }
    }

    func addDomain(_ domain: CustomDomain, to id: Container.ID) async throws -> AttachedDomain {
        var body: JSONObject = [
            "domain": .string(domain.host), "generate_certificate": .bool(domain.generatesCertificate ?? true),
        ]
        if let usesCDN = domain.usesCDN { body.set("use_cdn", .bool(usesCDN)) }
        let call = APICall(.post, Self.path(id), json: .object(body), operation: "add the domain \(domain.host)")
        let answer: APIAnswer
        do {
            answer = try await service.client.document(call)
        } catch let error as ContainerServiceError {
            throw await service.reread(error, about: id.rawValue)
        }
        return try service.client.read(answer, of: call) { json throws(WireError) in try Self.domain(json, [:]) }
    }

    func checkDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws -> AttachedDomain {
        guard let domain = try await domains(of: container).first(where: { $0.id == id }) else {
            throw Self.missing(id, container)
        }
        return domain
    }

    func removeDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws {
        _ = try await checkDomain(id, of: container)
        let path = "\(Self.path(container))/\(PercentCoding.encoded(id.rawValue))"
        try await service.delete(path, container.rawValue, "remove the domain \(id)")
    }

    private static func path(_ id: Container.ID) -> String {
        "/container/\(PercentCoding.encoded(id.rawValue))/customDomain"
    }

    /// What the check of the container's domains found, by host name.
    private func checks(of id: Container.ID) async throws -> [String: (word: String, details: String?)] {
        let path = "/container/\(PercentCoding.encoded(id.rawValue))/checkCustomDomain"
        let (json, call) = try await service.get(path, id.rawValue, "check the domains of the container \(id)")
        let items = try service.client.read(json, of: call) { json throws(WireError) in
            try QoveryContainerService.results(json) { item throws(WireError) in
                (try item.requiredText("domain_name"), try item.requiredText("status"), item["error_details"]?.string)
            }
        }
        return items.reduce(into: [:]) { $0[$1.0] = ($1.1, $1.2) }
    }

    private static func domain(
        _ json: JSONValue,
        _ checks: [String: (word: String, details: String?)]
    ) throws(WireError) -> AttachedDomain {
        let wire = try QoveryDomain(json: json)
        let host = try json.requiredText("domain")
        var domain = CustomDomain(host: host)
        domain.generatesCertificate = wire.generateCertificate.value
        domain.usesCDN = wire.useCDN.value
        let check = checks[host]
        return AttachedDomain(
            id: AttachedDomain.ID(rawValue: try json.requiredText("id")),
            domain: domain,
            record: wire.validationDomain.value.map { .init(kind: "CNAME", name: host, value: $0) },
            state: check.map { states[$0.word] ?? .unknown } ?? .pending,
            providerWord: check?.word ?? wire.status.value ?? "not checked",
            message: check?.details?.cut(to: 500)
        )
    }

    private static let states: [String: AttachedDomain.State] = [
        "RESOLVES_TO_IP": .ready, "MATCHES_LOAD_BALANCER_HOST": .ready, "DOMAIN_NOT_CONFIGURED": .failed,
        "DOMAIN_LINKED_TO_WRONG_HOST": .failed, "GENERIC_FAILURE": .failed,
    ]

    private static func missing(_ id: AttachedDomain.ID, _ container: Container.ID) -> ContainerServiceError {
        ContainerServiceError(
            .notFound,
            "the container \(container) has no domain \(id)",
            provider: .qovery
        )
    }
}
