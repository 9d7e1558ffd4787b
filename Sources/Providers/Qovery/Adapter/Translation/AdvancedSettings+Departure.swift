import CloudContainers

extension QoveryAdvancedSettings {
    /// What is lost with an advanced setting when the service leaves Qovery; `nil` where it has its default.
    static func departure(
        _ key: String,
        _ value: JSONValue,
        of spec: ContainerSpec,
        _ given: Resolutions
    ) -> Finding? {
        var settings = QoveryAdvancedSettings()
        settings.values[key] = value
        let text = settings.text(key) ?? (value.isNull ? "" : value.text(.compact))
        if QoveryDialect.nginxTimeouts.contains(key) || QoveryDialect.gatewayTimeouts.contains(key) { return nil }
        if text == (defaults[key] ?? "") || (text.isEmpty && defaults[key] == nil) { return nil }
        // Headers may hold credentials.
        let shown =
            holdsHeaders(key) ? LedgerValue.hidden(characters: text.unicodeScalars.count) : LedgerValue.text(text)
        guard restrictions.contains(key) else {
            return Finding(.settingDropped, .dropped, subject: key, before: shown)
        }
        // Without the filter everybody could call, so silence is no consent.
        let isResolved = given.privacy[spec.name] != nil || given.exposed.contains(spec.name)
        let isReachable = spec.ports.contains { $0.exposure == .public }
        if isResolved || !isReachable { return Finding(.settingDropped, .dropped, subject: key, before: shown) }
        return Finding(
            .callersRestricted,
            .blocked,
            subject: key,
            before: shown,
            resolution: "--privacy \(spec.name)=private, or --expose \(spec.name)"
        )
    }

    /// Whether a setting holds headers or configuration text, in which credentials may stand.
    static func holdsHeaders(_ key: String) -> Bool {
        key.hasSuffix("_headers") && !key.contains("cors") || key.hasSuffix("_snippet")
    }

    /// Settings that turn callers away, or whose text may.
    private static let restrictions: Set<String> = Set(
        ["ingress", "gateway_api"].flatMap { proxy in
            ["whitelist_source_range", "denylist_source_range", "basic_auth_env_var"].map { "network.\(proxy).\($0)" }
        } + [
            "network.gateway_api.route_limit_source_cidrs", "network.ingress.nginx_controller_server_snippet",
            "network.ingress.nginx_controller_configuration_snippet",
        ]
    )

    /// The defaults of the settings as text (reference §15); a setting that is not listed has none, or `null`.
    private static let defaults: [String: String] = [
        "build.timeout_max_sec": "1800",
        "build.cpu_max_in_milli": "4000",
        "build.ram_max_in_gib": "8",
        "build.disable_buildkit_cache": "false",
        "build.skip_git_submodules": "false",
        "cronjob.concurrency_policy": "Forbid",
        "cronjob.failed_jobs_history_limit": "1",
        "cronjob.success_jobs_history_limit": "1",
        "deployment.custom_domain_check_enabled": "true",
        "deployment.termination_grace_period_seconds": "60",
        "deployment.affinity.node.required": "{}",
        "deployment.antiaffinity.pod": "Preferred",
        "deployment.topology_spread.zone": "Disabled",
        "deployment.update_strategy.type": "RollingUpdate",
        "deployment.update_strategy.rolling_update.max_unavailable_percent": "25",
        "deployment.update_strategy.rolling_update.max_surge_percent": "25",
        "deployment.lifecycle.post_start_exec_command": "[]",
        "deployment.lifecycle.pre_stop_exec_command": "[]",
        "network.ingress.proxy_body_size_mb": "100",
        "network.ingress.enable_cors": "false",
        "network.ingress.cors_allow_origin": "*",
        "network.ingress.cors_allow_methods": "GET, PUT, POST, DELETE, PATCH, OPTIONS",
        "network.ingress.cors_allow_headers":
            "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization",
        "network.ingress.proxy_buffer_size_kb": "4",
        "network.ingress.keepalive_time_seconds": "3600",
        "network.ingress.keepalive_timeout_seconds": "60",
        "network.ingress.send_timeout_seconds": "60",
        "network.ingress.proxy_connect_timeout_seconds": "60",
        "network.ingress.proxy_buffering": "on",
        "network.ingress.proxy_request_buffering": "on",
        "network.ingress.whitelist_source_range": "0.0.0.0/0",
        "network.ingress.enable_sticky_session": "false",
        "network.ingress.extra_headers": "{}",
        "network.ingress.add_headers": "{}",
        "network.ingress.proxy_set_headers": "{}",
        "network.gateway_api.force_ssl_redirect": "true",
        "network.gateway_api.enable_cors": "false",
        "network.gateway_api.enable_sticky_session": "false",
        "network.gateway_api.sticky_session_type": "Cookie",
        "network.gateway_api.whitelist_source_range": "0.0.0.0/0, ::/0",
        "security.automount_service_account_token": "false",
        "security.read_only_root_filesystem": "false",
    ]
}
