import CloudContainers

extension QoveryDialect {
    static let timeoutRules: [FieldRule] =
        (nginxTimeouts + gatewayTimeouts).map { key in
            FieldRule(
                "advanced_settings[\"\(key)\"]",
                "timeouts.idle",
                .both,
                "Seconds of silence (60 where absent); the largest of all counts. A time-out of the whole request is "
                    + "written to the keys of the cluster's proxy, or to both where it is not known.",
                [.timeoutIdle, .timeoutTotal, .defaultAssumed]
            )
        }

    /// What NGINX waits for a service.
    static let nginxTimeouts = [
        "network.ingress.proxy_send_timeout_seconds", "network.ingress.proxy_read_timeout_seconds",
        "network.ingress.grpc_send_timeout_seconds", "network.ingress.grpc_read_timeout_seconds",
    ]
    /// What the Envoy gateway waits for a service: for a whole request, and for silence.
    static let gatewayRequestTimeout = "network.gateway_api.http_request_timeout_seconds"
    static let gatewayIdleTimeout = "network.gateway_api.http_connection_idle_timeout_seconds"
    static let gatewayTimeouts = [gatewayRequestTimeout, gatewayIdleTimeout]
    /// The silence that the platform allows where nothing is said.
    static let defaultIdle = Duration.seconds(60)
}

extension QoveryReader {
    mutating func readTimeouts() {
        var idle: Int?
        for key in QoveryDialect.nginxTimeouts + QoveryDialect.gatewayTimeouts {
            guard let value = advanced.values[key] else { continue }
            settings.advancedSettings[key] = value
            if let seconds = advanced.integer(key), seconds > 0 { idle = max(idle ?? 0, seconds) }
            noteUnreadable(key, isRead: advanced.integer(key) != nil)
            ledger.record(
                [.advanced(key)],
                to: ["timeouts.idle", FieldPath("providers.qovery.advancedSettings").appending(key)],
                .converted
            )
        }
        if idle == nil {
            assume("network.ingress.proxy_read_timeout_seconds", is: .duration(.seconds(60)), for: "timeouts.idle")
        }
        spec.timeouts.idle = .seconds(idle ?? 60)
    }
}

extension QoveryWriter {
    mutating func writeTimeouts() {
        guard let wanted = spec.timeouts.request ?? spec.timeouts.idle else { return }
        let keys = QoveryDialect.nginxTimeouts + QoveryDialect.gatewayTimeouts
        let own = keys.compactMap { advanced.integer($0) }.max()
        if spec.timeouts.request == nil, own.map({ Duration.seconds($0) }) == spec.timeouts.idle {
            return record(["timeouts.idle"], to: keys.filter { advanced.values[$0] != nil }.map { .advanced($0) })
        }
        if spec.timeouts.request == nil, own == nil, wanted == QoveryDialect.defaultIdle {
            return record(["timeouts.idle"], to: [], .noted)
        }
        var chosen: [String] = []
        if given.ingress != .gateway { chosen += QoveryDialect.nginxTimeouts }
        // NGINX knows silence only; the gateway has a key for either.
        if given.ingress != .nginx { chosen.append(QoveryDialect.gatewayIdleTimeout) }
        if given.ingress != .nginx, spec.timeouts.request != nil { chosen.append(QoveryDialect.gatewayRequestTimeout) }
        let seconds = wanted.wholeSecondsRoundingUp
        var findings: [Finding] = []
        if spec.timeouts.request != nil {
            findings.append(
                Finding(
                    .timeoutTotal,
                    .approximated,
                    before: .duration(wanted),
                    after: .duration(.seconds(seconds)),
                    detail: given.ingress == nil ? "written for both proxies; --ingress chooses one" : nil
                )
            )
        }
        let source: FieldPath = spec.timeouts.request == nil ? "timeouts.idle" : "timeouts.request"
        for key in chosen { advanced.values[key] = .number(seconds) }
        record([source], to: chosen.map { .advanced($0) }, .converted, findings)
        if spec.timeouts.request != nil { record(["timeouts.idle"], to: [], .noted) }
    }
}
