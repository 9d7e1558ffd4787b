import CloudContainers

/// Answers in the words of version 1beta1.
extension Lifecycle {
    var legacyStatus: String {
        switch status {
        case .creating, .updating: "pending"
        case .stored: "created"
        default: status.rawValue
        }
    }

    var legacyError: JSONValue { errorMessage.isEmpty || isTransient ? .null : .string(errorMessage) }
}

extension Variables {
    /// The hashes in an order; those that it does not name come last.
    func legacyHashes(_ order: [String]) -> JSONValue {
        let names = order.filter { secrets[$0] != nil } + secrets.keys.sorted().filter { !order.contains($0) }
        return .array(
            names.map { ["key": .string($0), "hashed_value": .string(secrets[$0]?.hash ?? "")] as JSONValue }
        )
    }
}

extension StoredNamespace {
    /// The name of the registry's namespace that version 1beta1 makes with it.
    var registryName: String { "funcscw\(slug)" }

    var legacyJSON: JSONValue {
        // The registry's namespace is there when this one is.
        let registry = lifecycle.status == .creating ? nil : registryID
        return [
            "id": .string(id), "name": .string(name), "environment_variables": .map(variables.plain),
            "organization_id": .string(organizationID), "project_id": .string(projectID),
            "status": .string(lifecycle.legacyStatus), "registry_namespace_id": .string(registry ?? ""),
            "error_message": lifecycle.legacyError,
            "registry_endpoint": .string(registry == nil ? "" : "rg.\(region).scw.cloud/\(registryName)"),
            "description": .string(description), "secret_environment_variables": variables.legacyHashes([]),
            "tags": .strings(tags), "created_at": .string(createdAt.description),
            "updated_at": .string(updatedAt.description), "vpc_integration_activated": true,
            "region": .string(region),
        ]
    }
}

extension StoredContainer {
    private static let megabyte = 1_000_000

    var legacyJSON: JSONValue {
        var check = settings.livenessProbe.json.object ?? JSONObject()
        check.remove("timeout")
        let option = settings.scalingOption
        return [
            "id": .string(id), "name": .string(name), "namespace_id": .string(namespaceID),
            "status": .string(lifecycle.legacyStatus), "environment_variables": .map(settings.variables.plain),
            "min_scale": .number(settings.minScale), "max_scale": .number(settings.maxScale),
            "memory_limit": .number(settings.memoryLimitBytes / Self.megabyte),
            "cpu_limit": .number(settings.mvcpuLimit), "timeout": .string(settings.timeout.secondsText),
            "error_message": lifecycle.legacyError, "privacy": .string(settings.privacy),
            "description": .string(description), "registry_image": .string(settings.image),
            "max_concurrency": .number(option.kind == .concurrentRequests ? option.threshold : 0),
            "domain_name": .string(host), "protocol": .string(settings.protocolWord),
            "port": .number(settings.port),
            "secret_environment_variables": settings.variables.legacyHashes(secretOrder),
            "http_option": settings.httpsConnectionsOnly ? "redirected" : "enabled",
            "sandbox": .string(settings.sandbox),
            "local_storage_limit": .number(settings.localStorageLimitBytes / Self.megabyte),
            "scaling_option": option.json, "created_at": .string(createdAt.description),
            "updated_at": .string(updatedAt.description),
            "ready_at": readyAt.map { .string($0.description) } ?? .null, "health_check": .object(check),
            "tags": .strings(tags), "private_network_id": settings.privateNetworkID.map { .string($0) } ?? .null,
            "command": .strings(settings.command), "args": .strings(settings.args), "region": .string(region),
        ]
    }
}

extension StoredDomain {
    var legacyJSON: JSONValue {
        [
            "id": .string(id), "hostname": .string(hostname), "container_id": .string(containerID),
            "url": .string(lifecycle.status == .creating ? "" : "https://\(hostname)"),
            "status": .string(lifecycle.legacyStatus), "error_message": lifecycle.legacyError,
        ]
    }
}

extension StoredTrigger {
    /// A cron, which version 1 has as a trigger; `nil` for what version 1beta1 does not know.
    func legacyJSON(region: String) -> JSONValue? {
        guard case .cron(let cron) = source else { return nil }
        let args = (try? JSONDocument(parsing: cron.body))?.root ?? [:]
        return [
            "id": .string(id), "container_id": .string(containerID), "schedule": .string(cron.schedule), "args": args,
            "status": .string(lifecycle.legacyStatus), "name": .string(name), "region": .string(region),
        ]
    }
}
