import CloudContainers
import SimulationKit

// Host names and links.
extension QoverySimulator {
    func domains(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /container/*/customDomain":
            let container = try container(call.ids[0])
            return Answer(results: container.domains.map { .object(json($0, container)) })
        case "POST /container/*/customDomain": return try addDomain(call)
        case "PUT /container/*/customDomain/*": return try editDomain(call)
        case "DELETE /container/*/customDomain/*":
            let (container, index) = try domain(call)
            store.containers[container.id]?.domains.remove(at: index)
            store.deleted.insert(call.ids[1])
            store.touch([container.id])
            return Answer(204)
        case "GET /container/*/customDomain/*/status":
            let (container, index) = try domain(call)
            return Answer(200, json(container.domains[index], container))
        case "GET /container/*/checkCustomDomain":
            let container = try container(call.ids[0])
            return Answer(results: container.domains.map { check($0, container) })
        case "GET /container/*/link": return Answer(results: links(try container(call.ids[0])))
        case "GET /environment/*/link":
            let environment = try environment(call.ids[0])
            return Answer(results: store.containers(of: environment.id).flatMap { links($0) })
        default: return nil
        }
    }

    private func domain(_ call: Call) throws(Refusal) -> (ContainerRecord, Int) {
        let container = try container(call.ids[0])
        guard let index = container.domains.firstIndex(where: { $0.id == call.ids[1] }) else {
            throw missing("Custom domain", call.ids[1])
        }
        return (container, index)
    }

    private func read(_ body: Fields, into domain: inout DomainRecord) throws(Refusal) {
        domain.name = try body.name("domain").lowercased()
        domain.generatesCertificate = try body.flag("generate_certificate")
        domain.usesCDN = try body.optionalFlag("use_cdn") ?? false
        let name = domain.name
        let id = domain.id
        let steps = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            steps.count > 1 && name.utf8.count <= 253
            && steps.enumerated().allSatisfy { $0.offset == 0 && $0.element == "*" || Self.isLabel($0.element) }
        guard isName else { throw Refusal(400, "domain: \(name) is not a valid domain name") }
        if store.containers.all.contains(where: { $0.domains.contains { $0.name == name && $0.id != id } }) {
            throw Refusal(409, "The custom domain \(name) is already used")
        }
    }

    private static func isLabel(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 63 && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    private func addDomain(_ call: Call) throws(Refusal) -> Answer {
        let container = try container(call.ids[0])
        let body = try call.fields()
        var domain = DomainRecord(
            id: store.newID(),
            name: "",
            generatesCertificate: true,
            usesCDN: false,
            created: store.wall,
            updated: store.wall
        )
        try read(body, into: &domain)
        store.containers[container.id]?.domains.append(domain)
        store.touch([container.id])
        return Answer(201, json(domain, container))
    }

    private func editDomain(_ call: Call) throws(Refusal) -> Answer {
        let (container, index) = try domain(call)
        var domain = container.domains[index]
        try read(try call.fields(), into: &domain)
        domain.updated = store.wall
        store.containers[container.id]?.domains[index] = domain
        store.touch([container.id])
        return Answer(200, json(domain, container))
    }

    private func json(_ domain: DomainRecord, _ container: ContainerRecord) -> JSONObject {
        [
            "id": .string(domain.id), "created_at": .string(domain.created.isoText),
            "updated_at": .string(domain.updated.isoText), "domain": .string(domain.name),
            "generate_certificate": .bool(domain.generatesCertificate), "use_cdn": .bool(domain.usesCDN),
            "validation_domain": .string(container.host(configuration.cluster)), "status": "VALIDATION_PENDING",
        ]
    }

    /// Where a host name leads in the world.
    private func check(_ domain: DomainRecord, _ container: ContainerRecord) -> JSONValue {
        func result(_ status: String, _ details: String? = nil) -> JSONValue {
            [
                "domain_name": .string(domain.name), "status": .string(status), "error_details": .optional(details),
            ]
        }
        let aliases = Dictionary(
            world.aliases.map { (Self.plain($0.key), Self.plain($0.value)) },
            uniquingKeysWith: { first, _ in first }
        )
        var target = aliases[domain.name]
        guard target != nil else {
            return result("DOMAIN_NOT_CONFIGURED", "No CNAME record was found for \(domain.name)")
        }
        // Names may lead on a few times, and a loop has to end.
        for _ in 0..<8 {
            if target == container.host(configuration.cluster) { return result("MATCHES_LOAD_BALANCER_HOST") }
            guard let next = target.flatMap({ aliases[$0] }) else { break }
            target = next
        }
        if domain.usesCDN { return result("RESOLVES_TO_IP") }
        return result(
            "DOMAIN_LINKED_TO_WRONG_HOST",
            "\(domain.name) leads to \(target ?? ""), not to \(container.host(configuration.cluster))"
        )
    }

    private static func plain(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    private func links(_ container: ContainerRecord) -> [JSONValue] {
        let host = container.host(configuration.cluster)
        var links: [JSONValue] = []
        func add(_ url: String, _ port: ContainerFields.Port, isQovery: Bool, isDefault: Bool) {
            links.append([
                "service_id": .string(container.id), "service_type": "CONTAINER", "url": .string(url),
                "internal_port": .number(port.internalPort),
                "external_port": .number(port.externalPort ?? port.internalPort),
                "is_qovery_domain": .bool(isQovery), "is_default": .bool(isDefault),
            ])
        }
        for port in container.fields.ports where port.isPublic {
            guard port.isWeb else {
                add(
                    "\(port.name)-\(host):\(port.externalPort ?? port.internalPort)",
                    port,
                    isQovery: true,
                    isDefault: false
                )
                continue
            }
            if port.isDefault { add("https://\(host)", port, isQovery: true, isDefault: true) }
            add("https://\(port.name)-\(host)", port, isQovery: true, isDefault: false)
            for domain in container.domains {
                if port.isDefault { add("https://\(domain.name)", port, isQovery: false, isDefault: true) }
                add("https://\(port.name).\(domain.name)", port, isQovery: false, isDefault: false)
            }
        }
        return links
    }
}

extension ContainerRecord {
    /// The host name that the platform gives it, to which a host name of one's own has to lead.
    func host(_ cluster: QoverySimulator.Configuration.Cluster) -> String {
        "\(shortID)-\(environmentID.prefix(8))-gtw.\(cluster.domain)"
    }
}
