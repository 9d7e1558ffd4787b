import CloudContainers
import SimulationKit

// Container registries and the images in them.
extension QoverySimulator {
    func registries(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /organization/*/containerRegistry":
            try checkOrganization(call)
            return Answer(results: store.registries.all.map { .object(json($0)) })
        case "POST /organization/*/containerRegistry":
            try checkOrganization(call)
            let body = try call.fields()
            let date = store.wall
            var registry = RegistryRecord(
                id: store.newID(),
                name: "",
                kind: "",
                url: "",
                created: date,
                updated: date
            )
            try read(body, into: &registry)
            store.registries[registry.id] = registry
            return Answer(201, json(registry))
        case "GET /organization/*/containerRegistry/*": return Answer(200, json(try registry(call)))
        case "PUT /organization/*/containerRegistry/*":
            var registry = try registry(call)
            try read(try call.fields(), into: &registry)
            registry.updated = store.wall
            store.registries[registry.id] = registry
            return Answer(200, json(registry))
        case "DELETE /organization/*/containerRegistry/*":
            let registry = try registry(call)
            store.registries[registry.id] = nil
            store.deleted.insert(registry.id)
            return Answer(204)
        case "GET /organization/*/containerRegistry/*/images":
            return Answer(results: images(in: try registry(call), call))
        case "GET /organization/*/containerRegistry/*/associatedServices":
            return Answer(results: associatedServices(of: try registry(call)))
        case "GET /organization/*/containerRegistry/*/container/status":
            let containers = users(of: try registry(call)).filter { $0.kind == .container }
            return Answer(results: containers.map { .object(shownStatus(of: $0)) })
        case "POST /environment/*/checkContainerImage": return try checkImage(call)
        default: return nil
        }
    }

    private func registry(_ call: Call) throws(Refusal) -> RegistryRecord {
        try checkOrganization(call)
        guard let registry = store.registries[call.ids[1]] else { throw missing("Container registry", call.ids[1]) }
        return registry
    }

    /// The addresses of the kinds that have one of their own.
    private static let urls = [
        "DOCKER_HUB": "https://docker.io", "GITHUB_CR": "https://ghcr.io", "GITLAB_CR": "https://registry.gitlab.com",
    ]

    /// The texts of a registry's configuration that are answered.
    private static let shown = [
        "access_key_id", "region", "scaleway_access_key", "scaleway_project_id", "project_id",
        "service_account_email", "workload_identity_provider_resource", "username", "role_arn", "azure_tenant_id",
        "azure_subscription_id",
    ]

    /// The credentials, of which nothing is kept.
    private static let hidden = ["secret_access_key", "scaleway_secret_key", "json_credentials", "password"]

    private static func configuration(_ body: Fields) throws(Refusal) -> JSONObject {
        var config: JSONObject = [:]
        for name in shown {
            if let text = try body.optionalText(name) { config.set(name, .string(text)) }
        }
        for name in hidden { _ = try body.optionalText(name) }
        let type = "gcp_credentials_type"
        if let word = try body.optionalWord(type, among: ["workload_identity_federation"]) {
            config.set(type, .string(word))
        }
        let lifetime = "token_lifetime_seconds"
        if let seconds = try body.optionalInteger(lifetime, in: 0...Int(Int32.max)) {
            config.set(lifetime, .number(seconds))
        }
        return config
    }

    private func read(_ body: Fields, into registry: inout RegistryRecord) throws(Refusal) {
        registry.name = try body.name("name")
        registry.kind = try body.word("kind", among: Self.registryKinds)
        registry.description = try body.optionalText("description") ?? ""
        guard let config = try body.optionalObject("config") else { throw Refusal(400, "config must not be null") }
        registry.config = try Self.configuration(config)
        guard let url = try body.optionalURI("url") ?? Self.urls[registry.kind] else {
            throw Refusal(400, "url must not be null")
        }
        registry.url = url
        guard url.hasPrefix("https://"), !registry.host.isEmpty else {
            throw Refusal(400, "url has to begin with https://")
        }
        let (name, id) = (registry.name.folded, registry.id)
        if store.registries.all.contains(where: { $0.name.folded == name && $0.id != id }) {
            throw Refusal(409, "A container registry with the name \(registry.name) already exists")
        }
    }

    private func json(_ registry: RegistryRecord) -> JSONObject {
        [
            "id": .string(registry.id), "created_at": .string(registry.created.isoText),
            "updated_at": .string(registry.updated.isoText), "name": .string(registry.name),
            "kind": .string(registry.kind), "description": .string(registry.description),
            "url": .string(registry.url), "associated_services_count": .number(users(of: registry).count),
            "config": .object(registry.config),
        ]
    }

    private func users(of registry: RegistryRecord) -> [any ServiceRecord] {
        store.services.filter { $0.registryID == registry.id }
    }

    private func associatedServices(of registry: RegistryRecord) -> [JSONValue] {
        users(of: registry).map { service in
            let environment = store.environments[service.environmentID]
            return [
                "project_id": .optional(environment?.projectID),
                "project_name": .optional(environment.flatMap { store.projects[$0.projectID]?.name }),
                "environment_id": .string(service.environmentID), "environment_name": .optional(environment?.name),
                "service_id": .string(service.id), "service_name": .string(service.name),
                "service_type": .string((service as? JobRecord)?.fields.schedule.jobType ?? service.kind.rawValue),
            ]
        }
    }

    /// The images of the world that lie in a registry, with their tags.
    private func images(in registry: RegistryRecord, _ call: Call) -> [JSONValue] {
        var tags: [String: [String]] = [:]
        for name in world.images.keys {
            guard let reference = try? ImageReference(parsing: name), let tag = reference.tag,
                reference.registry == registry.host
            else { continue }
            tags[reference.familiarRepository(in: registry.host), default: []].append(tag)
        }
        let wanted = call.request.item("imageName")
        let part = call.request.item("search") ?? ""
        return tags.sorted { $0.key < $1.key }
            .filter { (wanted ?? $0.key) == $0.key && (part.isEmpty || $0.key.contains(part)) }
            .map { ["image_name": .string($0.key), "versions": .array($0.value.sorted().map { .string($0) })] }
    }

    private func checkImage(_ call: Call) throws(Refusal) -> Answer {
        _ = try environment(call.ids[0])
        let body = try call.fields()
        let id = try body.id("registry_id")
        guard let registry = store.registries[id] else {
            throw Refusal(400, "Container registry \(id) does not exist")
        }
        let reference = "\(registry.host)/\(try body.name("image_name")):\(try body.name("tag"))"
        guard world.image(reference) != nil else { throw Refusal(400, "The image \(reference) cannot be pulled") }
        return Answer(200, [:])
    }
}

extension ImageReference {
    /// The repository as the API names it; Docker's own images stand there without `library/`.
    fileprivate func familiarRepository(in host: String) -> String {
        host == "docker.io" && repository.hasPrefix("library/") ? String(repository.dropFirst(8)) : repository
    }
}
