import CloudContainers

/// A request of version 1beta1 in the words of version 1.
struct LegacyRequest {
    private static let same = [
        "namespace_id", "name", "description", "environment_variables", "min_scale", "max_scale", "timeout", "privacy",
        "protocol", "port", "sandbox", "scaling_option", "tags", "private_network_id", "command", "args", "project_id",
    ]
    private static let megabyte = 1_000_000

    /// The members of the body.
    let body: JSONObject
    /// The body in the words of version 1.
    private(set) var translation = JSONObject()
    /// The names of the secrets, in the order of what was there and of what came.
    private(set) var secretOrder: [String] = []

    /// Translates a creation, or a change of what is there.
    ///
    /// - Parameters:
    ///   - body: The members of the body.
    ///   - old: The secrets that are there, in their order; `nil` in a creation.
    ///   - probe: The liveness probe that is there.
    init(_ body: JSONObject, over old: [String]?, probe: ProbeSettings = .standard) {
        self.body = body
        for name in Self.same {
            if let value = body[name] { translation.set(name, value) }
        }
        if let value = body["cpu_limit"] { translation.set("mvcpu_limit", value) }
        if let value = body["registry_image"] { translation.set("image", value) }
        for (name, bytes) in [
            ("memory_limit", "memory_limit_bytes"), ("local_storage_limit", "local_storage_limit_bytes"),
        ] {
            guard let value = body[name] else { continue }
            let product = value.integer?.multipliedReportingOverflow(by: Self.megabyte)
            translation.set(bytes, product.map { .number($0.overflow ? .max : $0.partialValue) } ?? value)
        }
        if let option = body["http_option"]?.string, !option.hasPrefix("unknown_") {
            let name = old == nil ? "https_connections_only" : "https_connection_only"
            translation.set(name, .bool(option == "redirected"))
        }
        if let count = body["max_concurrency"], !count.isNull, body["scaling_option"]?.isNull ?? true {
            translation.set("scaling_option", ["concurrent_requests_threshold": count])
        }
        if let given = body["health_check"]?.object {
            // It has no timeout, and may leave out what stays.
            var check = probe.json.object ?? JSONObject()
            if given["http"] != nil || given["tcp"] != nil {
                check.remove("http")
                check.remove("tcp")
            }
            for member in given where !member.value.isNull { check.set(member.name, member.value) }
            translation.set("liveness_probe", .object(check))
        }
        translateSecrets(over: old)
    }

    /// The list is merged into what is there: a `null` deletes, and what is not named stays.
    private mutating func translateSecrets(over old: [String]?) {
        secretOrder = old ?? []
        guard let given = body["secret_environment_variables"]?.array else { return }
        // In version 1 an empty text keeps a value.
        var map = JSONObject(secretOrder.map { JSONObject.Member(name: $0, value: "") })
        for secret in given {
            guard let key = secret["key"]?.string else { continue }
            if let value = secret["value"], !value.isNull {
                map.set(key, value)
            } else {
                map.remove(key)
            }
        }
        secretOrder = map.names
        translation.set("secret_environment_variables", .object(map))
    }
}
