import CloudContainers

extension QoveryDialect {
    static let probeRules: [FieldRule] = [
        FieldRule(
            "container.healthchecks.readiness_probe.**",
            "probes.readiness",
            .both,
            "Seconds; absent numbers are 30, 10, 5, 1, 9. All five are always sent. Made from the startup or the liveness "
                + "probe where there is none.",
            [.probeStartup, .probeSuccess, .probeRounded, .defaultAssumed]
        ),
        FieldRule(
            "container.healthchecks.liveness_probe.**",
            "probes.liveness",
            .both,
            "As readiness; a startup probe becomes its delay.",
            [.probeStartup, .probeRounded, .defaultAssumed]
        ),
        FieldRule(
            "container.healthchecks",
            "probes",
            .both,
            "Always sent; {} is no probe."
        ),
        FieldRule(
            "advanced_settings[\"readiness_probe.*\"]",
            "probes.readiness",
            .read,
            "The form of older answers."
        ),
        FieldRule("advanced_settings[\"liveness_probe.*\"]", "probes.liveness", .read, "The form of older answers."),
    ]
}

extension QoveryReader {
    mutating func readProbes() throws(WireError) {
        let path = FieldPath("container.healthchecks")
        let wire = container.healthchecks.value ?? QoveryHealthchecks()
        if let probe = wire.readinessProbe.value {
            spec.probes.readiness = try read(probe, path.appending("readiness_probe"), "probes.readiness")
        }
        if let probe = wire.livenessProbe.value {
            spec.probes.liveness = try read(probe, path.appending("liveness_probe"), "probes.liveness")
        }
        ledger.record([path], to: [])
        guard container.healthchecks == .absent else { return }
        spec.probes.readiness = olderProbe("readiness_probe", "probes.readiness")
        spec.probes.liveness = olderProbe("liveness_probe", "probes.liveness")
    }

    private mutating func read(
        _ wire: QoveryProbe,
        _ path: FieldPath,
        _ target: FieldPath
    ) throws(WireError) -> Probe? {
        let type = wire.type.value ?? QoveryProbeType()
        let typePath = path.appending("type")
        var checks: [(name: String, check: Probe.Check)] = []
        if let http = type.http.value {
            let port = try amount(http.port, typePath.appending("http").appending("port"), PortNumber.init(_:))
            let check = Probe.HTTPCheck(path: http.path.value ?? "/", port: port, scheme: http.scheme.value)
            checks.append(("http", .http(check)))
        }
        if let tcp = type.tcp.value {
            let port = try amount(tcp.port, typePath.appending("tcp").appending("port"), PortNumber.init(_:))
            checks.append(("tcp", .tcp(Probe.TCPCheck(port: port, host: tcp.host.value))))
        }
        if let grpc = type.grpc.value {
            let port = try amount(grpc.port, typePath.appending("grpc").appending("port"), PortNumber.init(_:))
            checks.append(("grpc", .grpc(Probe.GRPCCheck(port: port, service: grpc.service.value))))
        }
        if let exec = type.exec.value {
            checks.append(("exec", .exec(Probe.ExecCheck(command: exec.command.value ?? []))))
        }
        guard let first = checks.first else {
            let word = type.unknown.first { !$0.value.isNull }?.name
            let finding = Finding(.probeReplaced, .dropped, before: .text(word ?? "no check"))
            ledger.record([path], to: [], .exact, [finding])
            return nil
        }
        var probe = Probe(first.check)
        // The API's document wants one; the samples of older documents fill all four.
        for extra in checks.dropFirst() {
            let finding = Finding(.probeReplaced, .dropped, before: .text(extra.check.title))
            ledger.record([typePath.appending(extra.name)], to: [], .exact, [finding])
        }
        func seconds(_ member: Member<Int>, _ name: String, _ standard: Int) throws(WireError) -> Int {
            if let value = try amount(member, path.appending(name), AttemptCount.init(_:)) { return value.value }
            assumed.append(Finding(.defaultAssumed, .defaulted, subject: name, after: .number(standard)))
            return standard
        }
        var assumed: [Finding] = []
        probe.initialDelay = .seconds(try seconds(wire.initialDelaySeconds, "initial_delay_seconds", 30))
        probe.interval = .seconds(try seconds(wire.periodSeconds, "period_seconds", 10))
        probe.timeout = .seconds(try seconds(wire.timeoutSeconds, "timeout_seconds", 5))
        probe.successThreshold = AttemptCount(unchecked: try seconds(wire.successThreshold, "success_threshold", 1))
        probe.failureThreshold = AttemptCount(unchecked: try seconds(wire.failureThreshold, "failure_threshold", 9))
        ledger.record([path], to: [target], .converted, assumed)
        return probe
    }

    /// A probe as answers of API 1.0.3 held it: among the advanced settings, with the type NONE, TCP or HTTP.
    private mutating func olderProbe(_ name: String, _ target: FieldPath) -> Probe? {
        let keys = advanced.values.keys.filter { $0.hasPrefix(name + ".") }
        ledger.record(keys.map { .advanced($0) }, to: [target], .converted)
        let port = spec.ports.first { $0.isDefault == true }?.number ?? spec.ports.first?.number
        var probe: Probe
        switch advanced.text(name + ".type") {
        case "TCP": probe = Probe(.tcp(Probe.TCPCheck(port: port)))
        case "HTTP":
            probe = Probe(.http(Probe.HTTPCheck(path: advanced.text(name + ".http_get.path") ?? "/", port: port)))
        default: return nil
        }
        func number(_ key: String, _ standard: Int) -> Int { max(advanced.integer("\(name).\(key)") ?? standard, 0) }
        probe.initialDelay = .seconds(number("initial_delay_seconds", 30))
        probe.interval = .seconds(number("period_seconds", 10))
        probe.timeout = .seconds(number("timeout_seconds", 5))
        probe.successThreshold = AttemptCount(unchecked: number("success_threshold", 1))
        probe.failureThreshold = AttemptCount(unchecked: number("failure_threshold", 9))
        return probe
    }
}

extension QoveryWriter {
    /// The port that a check without one means.
    private var ownPort: PortNumber? {
        spec.ports.first { $0.isDefault == true }?.number ?? spec.ports.first?.number
    }

    mutating func writeProbes() {
        var wire = QoveryHealthchecks()
        let probes = spec.probes
        let readinessTarget: FieldPath = "container.healthchecks.readiness_probe"
        let livenessTarget: FieldPath = "container.healthchecks.liveness_probe"
        let budget = probes.startup.map { startup in
            (startup.initialDelay ?? .zero)
                + (startup.interval ?? .seconds(10)).saturatingProduct(startup.failureThreshold?.value ?? 3)
        }

        if let liveness = probes.liveness, let finding = portless(liveness) {
            record(["probes.liveness"], to: [], .exact, [finding])
        } else if let liveness = probes.liveness {
            let written = self.wire(liveness, delay: budget.map { max($0, liveness.initialDelay ?? .zero) })
            wire.livenessProbe = .value(written.probe)
            record(["probes.liveness"], to: [livenessTarget], .converted, written.findings)
        }
        if let readiness = probes.readiness, let finding = portless(readiness) {
            record(["probes.readiness"], to: [], .exact, [finding])
        } else if let readiness = probes.readiness {
            let written = self.wire(readiness, delay: nil)
            wire.readinessProbe = .value(written.probe)
            record(["probes.readiness"], to: [readinessTarget], .converted, written.findings)
            if let budget { record(["probes.startup"], to: [], .exact, [startupFinding(budget, after: nil)]) }
        } else if let startup = probes.startup, let finding = portless(startup) {
            record(["probes.startup"], to: [], .exact, [finding])
        } else if let startup = probes.startup, let budget {
            // Traffic waits for the check that the start waited for.
            let written = self.wire(startup, delay: .zero)
            wire.readinessProbe = .value(written.probe)
            let finding = startupFinding(budget, after: "readiness of the same check")
            record(["probes.startup"], to: [readinessTarget], .converted, [finding] + written.findings)
        } else if let liveness = probes.liveness, derivesReadiness, portless(liveness) == nil {
            // Elsewhere the liveness check gates the rollout too; without readiness, traffic would reach unready pods.
            let written = self.wire(liveness, delay: .zero)
            wire.readinessProbe = .value(written.probe)
            record(["probes.liveness"], to: [readinessTarget], .converted, written.findings)
        }
        container.healthchecks = .value(wire)
        record([], to: ["container.healthchecks"])
    }

    /// What is said of a check that needs a port and has none, because the service has none either.
    private func portless(_ probe: Probe) -> Finding? {
        let port: PortNumber?
        switch probe.check {
        case .tcp(let check): port = check.port
        case .http(let check): port = check.port
        case .grpc(let check): port = check.port
        case .exec: return nil
        }
        if port != nil || ownPort != nil { return nil }
        return Finding(.probeReplaced, .dropped, before: .text(probe.check.title), detail: "there is no port to check")
    }

    private func startupFinding(_ budget: Duration, after: String?) -> Finding {
        Finding(.probeStartup, .approximated, before: .duration(budget), after: after.map(LedgerValue.text) ?? .none)
    }

    private func wire(_ probe: Probe, delay: Duration?) -> (probe: QoveryProbe, findings: [Finding]) {
        var findings: [Finding] = []
        func seconds(_ duration: Duration?, _ standard: Int) -> Int {
            guard let duration else { return standard }
            let whole = duration.wholeSecondsRoundingUp
            if Duration.seconds(whole) != duration {
                findings.append(
                    Finding(.probeRounded, .roundedUp, before: .duration(duration), after: .duration(.seconds(whole)))
                )
            }
            return whole
        }
        var wire = QoveryProbe()
        var type = QoveryProbeType()
        switch probe.check {
        case .tcp(let check):
            var tcp = QoveryTCPCheck()
            tcp.port = Member((check.port ?? ownPort)?.value)
            tcp.host = Member(check.host)
            type.tcp = .value(tcp)
        case .http(let check):
            var http = QoveryHTTPCheck()
            http.path = .value(check.path)
            http.scheme = .value(check.scheme ?? "HTTP")
            http.port = Member((check.port ?? ownPort)?.value)
            type.http = .value(http)
        case .exec(let check):
            var exec = QoveryExecCheck()
            exec.command = .value(check.command)
            type.exec = .value(exec)
        case .grpc(let check):
            var grpc = QoveryGRPCCheck()
            grpc.port = Member((check.port ?? ownPort)?.value)
            grpc.service = Member(check.service)
            type.grpc = .value(grpc)
        }
        wire.type = .value(type)
        wire.initialDelaySeconds = .value(seconds(delay ?? probe.initialDelay, 0))
        wire.periodSeconds = .value(seconds(probe.interval, 10))
        wire.timeoutSeconds = .value(seconds(probe.timeout, 5))
        wire.successThreshold = .value(probe.successThreshold?.value ?? 1)
        wire.failureThreshold = .value(probe.failureThreshold?.value ?? 9)
        return (wire, findings)
    }
}
