import CloudContainers

extension ScalewayDialect {
    static let timeoutRules: [FieldRule] = [
        FieldRule(
            "container.timeout",
            "timeouts.request",
            .both,
            "The whole request, 10 s to 3600 s; from an idle time-out the larger of it and 300 s.",
            [.timeoutIdle, .timeoutReduced, .timeoutRaised, .defaultAssumed]
        )
    ]
}

extension ScalewayReader {
    mutating func readTimeout() throws(WireError) {
        if let request = try time(container.timeout, "container.timeout") {
            spec.timeouts.request = request
        } else {
            spec.timeouts.request = .seconds(300)
            assume("timeout", is: .duration(.seconds(300)), for: "timeouts.request")
        }
        ledger.record(["container.timeout"], to: ["timeouts.request"], .converted)
    }
}

extension ScalewayWriter {
    mutating func writeTimeout() {
        var findings: [Finding] = []
        guard let wanted = spec.timeouts.request ?? spec.timeouts.idle.map({ max($0, .seconds(300)) }) else {
            return
        }
        var timeout = wanted
        if spec.timeouts.request == nil, let idle = spec.timeouts.idle {
            findings.append(Finding(.timeoutIdle, .approximated, before: .duration(idle), after: .duration(wanted)))
        }
        if timeout > .seconds(3600) {
            timeout = .seconds(3600)
            findings.append(Finding(.timeoutReduced, .reduced, before: .duration(wanted), after: .duration(timeout)))
        } else if timeout < .seconds(10) {
            timeout = .seconds(10)
            findings.append(Finding(.timeoutRaised, .raised, before: .duration(wanted), after: .duration(timeout)))
        }
        container.timeout = .value(timeout.secondsText)
        if spec.timeouts.request != nil {
            record(["timeouts.request"], to: ["container.timeout"], .converted, findings)
            // The whole request is the stronger bound; silence inside it is not watched here.
            record(["timeouts.idle"], to: [], .noted)
        } else {
            record(["timeouts.idle"], to: ["container.timeout"], .converted, findings)
        }
    }
}
