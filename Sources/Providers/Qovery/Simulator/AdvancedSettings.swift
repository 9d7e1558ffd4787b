import CloudContainers

/// The advanced settings of a container or a job: a flat object whose keys and types are fixed.
enum AdvancedSettings {
    /// The settings of a container with the values that hold without any other.
    static let defaults: JSONObject = [
        "deployment.custom_domain_check_enabled": true, "deployment.termination_grace_period_seconds": 60,
        "deployment.affinity.node.required": [:], "deployment.antiaffinity.pod": "Preferred",
        "deployment.topology_spread.zone": "Disabled", "deployment.update_strategy.type": "RollingUpdate",
        "deployment.update_strategy.rolling_update.max_unavailable_percent": 25,
        "deployment.update_strategy.rolling_update.max_surge_percent": 25,
        "deployment.lifecycle.post_start_exec_command": [], "deployment.lifecycle.pre_stop_exec_command": [],
        "network.ingress.proxy_body_size_mb": 100, "network.ingress.force_ssl_redirect": true,
        "network.ingress.enable_cors": false, "network.ingress.cors_allow_origin": "*",
        "network.ingress.cors_allow_methods": "GET, PUT, POST, DELETE, PATCH, OPTIONS",
        "network.ingress.cors_allow_headers": .string(
            "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization"
        ), "network.ingress.proxy_buffer_size_kb": 4, "network.ingress.keepalive_time_seconds": 3600,
        "network.ingress.keepalive_timeout_seconds": 60, "network.ingress.send_timeout_seconds": 60,
        "network.ingress.proxy_connect_timeout_seconds": 60, "network.ingress.proxy_send_timeout_seconds": 60,
        "network.ingress.proxy_read_timeout_seconds": 60, "network.ingress.proxy_buffering": "on",
        "network.ingress.proxy_request_buffering": "on", "network.ingress.grpc_send_timeout_seconds": 60,
        "network.ingress.grpc_read_timeout_seconds": 60, "network.ingress.whitelist_source_range": "0.0.0.0/0",
        "network.ingress.denylist_source_range": "", "network.ingress.extra_headers": "{}",
        "network.ingress.add_headers": [:], "network.ingress.proxy_set_headers": [:],
        "network.ingress.nginx_limit_rpm": nil, "network.ingress.nginx_limit_rps": nil,
        "network.ingress.nginx_limit_burst_multiplier": nil, "network.ingress.nginx_limit_connections": nil,
        "network.ingress.nginx_custom_http_errors": nil,
        "network.ingress.nginx_controller_configuration_snippet": nil,
        "network.ingress.nginx_controller_server_snippet": nil,
        "network.gateway_api.http_request_timeout_seconds": nil,
        "network.gateway_api.http_connection_idle_timeout_seconds": nil,
        "network.gateway_api.retry.num_retries": nil, "network.gateway_api.retry.retry_on": nil,
        "network.gateway_api.retry.http_status_codes": nil, "network.gateway_api.retry.per_try_timeout_seconds": nil,
        "network.ingress.basic_auth_env_var": "", "network.ingress.enable_sticky_session": false,
        "security.service_account_name": "", "security.automount_service_account_token": false,
        "security.read_only_root_filesystem": false, "hpa.cpu.average_utilization_percent": 60,
        "hpa.memory.average_utilization_percent": nil, "network.dns.ndots": nil,
        "resources.override.limit.cpu_in_milli": nil, "resources.override.limit.ram_in_mib": nil,
    ]

    /// The settings of a job with the values that hold without any other.
    static let jobDefaults: JSONObject = [
        "build.timeout_max_sec": 1800, "build.cpu_max_in_milli": 4000, "build.ram_max_in_gib": 8,
        "build.ephemeral_storage_in_gib": nil, "build.disable_buildkit_cache": false,
        "build.skip_git_submodules": false, "deployment.termination_grace_period_seconds": 60,
        "deployment.affinity.node.required": [:], "job.delete_ttl_seconds_after_finished": nil,
        "cronjob.concurrency_policy": "Forbid", "cronjob.failed_jobs_history_limit": 1,
        "cronjob.success_jobs_history_limit": 1, "security.service_account_name": "",
        "security.automount_service_account_token": false, "security.read_only_root_filesystem": false,
    ]

    /// What keys whose default is `null` hold otherwise, where it is no number.
    private static let texts: Set<String> = [
        "network.gateway_api.retry.retry_on", "network.gateway_api.retry.http_status_codes",
        "network.ingress.nginx_custom_http_errors", "network.ingress.nginx_controller_configuration_snippet",
        "network.ingress.nginx_controller_server_snippet",
    ]

    /// The words of a setting that takes nothing else.
    private static let words: [String: Set<String>] = [
        // The API's document spells the second one with a letter too many; the platform takes the right one.
        "deployment.antiaffinity.pod": ["Preferred", "Required", "Requirred"],
        "deployment.topology_spread.zone": ["Disabled", "ScheduleAnyway", "DoNotSchedule"],
        "deployment.update_strategy.type": ["RollingUpdate", "Recreate"],
        "cronjob.concurrency_policy": ["Allow", "Forbid", "Replace"],
    ]

    /// Settings as a body has them; a known key that is left out gets its default, and an unknown one is dropped.
    ///
    /// A container's setting that is `null` gets its default too.
    static func read(
        _ body: Fields,
        of defaults: JSONObject = defaults,
        takesNull: Bool = true
    ) throws(Refusal) -> JSONObject {
        var settings = defaults
        for member in defaults {
            guard let given = body.object[member.name] else { continue }
            settings.set(member.name, try value(given, of: member.name, instead: member.value, takesNull: takesNull))
        }
        return settings
    }

    private static func value(
        _ given: JSONValue,
        of key: String,
        instead standard: JSONValue,
        takesNull: Bool
    ) throws(Refusal) -> JSONValue {
        if given.isNull, takesNull || standard.isNull { return standard }
        let value = standard.string == nil && !texts.contains(key) ? plain(given) : given
        let fits =
            switch standard.content {
            case .bool: value.bool != nil
            case .number: (value.integer ?? -1) >= 0
            case .string: value.string != nil
            case .array: value.array?.allSatisfy { $0.string != nil } ?? false
            case .object: value.object?.allSatisfy { $0.value.string != nil } ?? false
            case .null: texts.contains(key) ? value.string != nil : (value.integer ?? -1) >= 0
            }
        guard fits, words[key].map({ $0.contains(value.string ?? "") }) ?? true else {
            throw Refusal(400, "Advanced setting \(key) has a wrong value")
        }
        return value
    }

    /// A number or truth value that is written as a text, which the API takes too.
    private static func plain(_ value: JSONValue) -> JSONValue {
        guard let text = value.string else { return value }
        if let number = Int(text) { return .number(number) }
        return text == "true" ? true : text == "false" ? false : value
    }
}
