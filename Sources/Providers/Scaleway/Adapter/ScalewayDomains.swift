import CloudContainers

/// Custom domains of Scaleway's containers.
///
/// The DNS record has to lead to the container before the domain is added. An added domain is checked for up to three minutes and
/// ends in `ready` or `error`.
struct ScalewayDomains: DomainService {
    private let service: ScalewayContainerService

    init(_ service: ScalewayContainerService) { self.service = service }

    func domains(of id: Container.ID) async throws -> [AttachedDomain] {
        let endpoint = try await endpoint(of: id)
        return try await service.all("domains", [("container_id", id.rawValue)]) { json throws(WireError) in
            try Self.domain(json, endpoint)
        }
    }

    func record(for domain: CustomDomain, of id: Container.ID) async throws -> AttachedDomain.Record? {
        Self.record(domain.host, try await endpoint(of: id))
    }

    func addDomain(_ domain: CustomDomain, to id: Container.ID) async throws -> AttachedDomain {
        let endpoint = try await endpoint(of: id)
        let call = APICall(
            .post,
            "\(service.prefix)/domains",
            json: ["container_id": .string(id.rawValue), "hostname": .string(domain.host)],
            operation: "add the domain \(domain.host)"
        )
        let answer = try await service.client.document(call)
        return try service.client.read(answer, of: call) { json throws(WireError) in try Self.domain(json, endpoint) }
    }

    func checkDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws -> AttachedDomain {
        let endpoint = try await endpoint(of: container)
        let call = await service.call(.get, "domains", id.rawValue, operation: "get the domain \(id)")
        let answer = try await service.client.document(call)
        // The API would answer, and delete, also a domain of another container.
        if let owner = answer.root["container_id"]?.string, owner != container.rawValue {
            throw ContainerServiceError(
                .notFound,
                "the container \(container) has no domain \(id)",
                provider: .scaleway
            )
        }
        return try service.client.read(answer, of: call) { json throws(WireError) in try Self.domain(json, endpoint) }
    }

    func removeDomain(_ id: AttachedDomain.ID, of container: Container.ID) async throws {
        _ = try await checkDomain(id, of: container)
        try await service.delete(
            await service.call(.delete, "domains", id.rawValue, operation: "remove the domain \(id)")
        )
    }

    /// The host that the container answers on, which a record has to name.
    private func endpoint(of id: Container.ID) async throws -> String? {
        let call = await service.call(.get, "containers", id.rawValue, operation: "get the container \(id)")
        return try await service.client.document(call).root["public_endpoint"]?.string
            .flatMap { try? HTTPBaseURL(parsing: $0).host }
    }

    private static func domain(_ json: JSONValue, _ endpoint: String?) throws(WireError) -> AttachedDomain {
        let host = try json.requiredText("hostname")
        let word = try json.requiredText("status")
        return AttachedDomain(
            id: AttachedDomain.ID(rawValue: try json.requiredText("id")),
            domain: CustomDomain(host: host),
            record: record(host, endpoint),
            state: states[word] ?? .unknown,
            providerWord: word,
            message: json["error_message"]?.string.flatMap { $0.isEmpty ? nil : $0.cut(to: 500) }
        )
    }

    private static func record(_ host: String, _ endpoint: String?) -> AttachedDomain.Record? {
        endpoint.map { AttachedDomain.Record(kind: "CNAME", name: host, value: $0) }
    }

    private static let states: [String: AttachedDomain.State] = [
        "ready": .ready, "creating": .pending, "updating": .pending, "deleting": .pending, "upgrading": .pending,
        "locking": .pending, "error": .failed, "locked": .failed,
    ]
}
