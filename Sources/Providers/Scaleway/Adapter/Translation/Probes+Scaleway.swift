import CloudContainers

extension ScalewayDialect {
    static let probeRules: [FieldRule] = [
        FieldRule(
            "container.liveness_probe.**",
            "probes.liveness",
            .both,
            "tcp or http on the container's port; threshold 3 to 50, interval 5 s to 120 s. Without one the API checks "
                + "the port by tcp, 30 times at 10 s.",
            [.probeReplaced, .probeDefault, .probeTiming, .probeDelay, .probeSuccess, .probeRounded]
        ),
        FieldRule(
            "container.startup_probe.**",
            "probes.startup",
            .both,
            "As the liveness probe; a readiness probe becomes a startup probe, which gates the start and not the traffic, "
                + "and is dropped beside one.",
            [.probeReadiness, .probeReplaced, .probeTiming, .probeDelay, .probeSuccess]
        ),
    ]

    /// What the API does where no liveness probe is given (recorded answers of creations without one).
    static var defaultProbe: Probe {
        var probe = Probe(.tcp(Probe.TCPCheck()))
        probe.interval = .seconds(10)
        probe.timeout = .seconds(1)
        probe.failureThreshold = defaultAttempts(isStartup: false)
        return probe
    }

    /// The attempts of a probe that says none; of a start nobody has seen them, so that the fewest are taken.
    static func defaultAttempts(isStartup: Bool) -> AttemptCount { isStartup ? .of(3) : .of(30) }
}

extension ScalewayReader {
    mutating func readProbes() throws(WireError) {
        if let wire = container.livenessProbe.value {
            spec.probes.liveness = try probe(wire, "liveness_probe", for: "probes.liveness")
        } else {
            spec.probes.liveness = ScalewayDialect.defaultProbe
            ledger.record(
                [],
                to: ["probes.liveness"],
                .defaulted,
                [Finding(.probeDefault, .defaulted, subject: "liveness_probe", after: .text("tcp, 30 × 10s"))]
            )
        }
        if let wire = container.startupProbe.value {
            spec.probes.startup = try probe(wire, "startup_probe", for: "probes.startup")
        }
        ledger.recordEmpty("container.liveness_probe", "container.startup_probe")
    }

    /// Reads a probe, and claims the members that are known, so that others show up as unknown.
    private mutating func probe(
        _ wire: ScalewayProbe,
        _ name: String,
        for target: FieldPath
    ) throws(WireError) -> Probe {
        let path = FieldPath("container").appending(name)
        ledger.recordEmpty(path.appending("tcp"), path.appending("http"))
        var sources = ["failure_threshold", "interval", "timeout"].map { path.appending($0) }
        var probe: Probe
        if let http = wire.http.value {
            probe = Probe(.http(Probe.HTTPCheck(path: http.path.value ?? "/")))
            sources.append(path.appending("http").appending("path"))
        } else {
            probe = Probe(.tcp(Probe.TCPCheck()))
            if wire.tcp.value == nil { replaceCheck(of: wire, name, for: target) }
        }
        ledger.record(sources, to: [target], .converted)
        probe.interval = try time(wire.interval, path.appending("interval"))
        probe.timeout = try time(wire.timeout, path.appending("timeout"))
        probe.failureThreshold = try amount(
            wire.failureThreshold,
            path.appending("failure_threshold"),
            AttemptCount.init(_:)
        )
        complete(&probe, name, for: target)
        return probe
    }

    /// Puts the API's own numbers into a probe that leaves some out.
    private mutating func complete(_ probe: inout Probe, _ name: String, for target: FieldPath) {
        let standard = ScalewayDialect.defaultProbe
        if probe.interval == nil, let interval = standard.interval {
            probe.interval = interval
            assume("\(name).interval", is: .duration(interval), for: target.appending("interval"))
        }
        if probe.timeout == nil, let timeout = standard.timeout {
            probe.timeout = timeout
            assume("\(name).timeout", is: .duration(timeout), for: target.appending("timeout"))
        }
        if probe.failureThreshold == nil {
            let attempts = ScalewayDialect.defaultAttempts(isStartup: target == "probes.startup")
            probe.failureThreshold = attempts
            assume("\(name).failure_threshold", is: .number(attempts.value), for: target.appending("failureThreshold"))
        }
    }

    /// Says that a check which this version does not know becomes one of the port.
    private mutating func replaceCheck(of wire: ScalewayProbe, _ name: String, for target: FieldPath) {
        let path = FieldPath("container").appending(name)
        let checks = wire.unknown.filter { $0.value.object != nil }.map(\.name)
        let finding = Finding(
            .probeReplaced,
            .replaced,
            subject: name,
            before: checks.isEmpty ? .none : .text(checks.joined(separator: ", ")),
            after: .text("tcp")
        )
        ledger.record(checks.map { path.appending($0) }, to: [target], .converted, [finding])
    }
}

extension BundleReading {
    /// A time in the API's form, such as `300s` or `300.000000000s`.
    func time(_ member: Member<String>, _ path: FieldPath) throws(WireError) -> Duration? {
        guard let text = member.value else { return nil }
        do {
            return try Duration(parsingSeconds: text)
        } catch {
            throw invalid(path, error)
        }
    }
}

extension ScalewayWriter {
    /// The port that probes check: the one that the container listens on.
    private var ownPort: PortNumber? { container.port.value.flatMap { try? PortNumber($0) } }

    mutating func writeProbes() {
        writeLiveness()
        let target: FieldPath = "container.startup_probe"
        if let startup = spec.probes.startup {
            let written = wire(startup, isStartup: true)
            container.startupProbe = .value(written.probe)
            record(["probes.startup"], to: [target], .converted, written.findings)
            if let readiness = spec.probes.readiness {
                // The one probe that gates the start is taken, so nothing does the work of this one.
                var finding = readinessFinding(readiness, after: nil)
                finding.outcome = .dropped
                record(["probes.readiness"], to: [], .exact, [finding])
            }
        } else if let readiness = spec.probes.readiness {
            let written = wire(readiness, isStartup: true)
            container.startupProbe = .value(written.probe)
            let finding = readinessFinding(readiness, after: written.probe)
            record(["probes.readiness"], to: [target], .converted, [finding] + written.findings)
        } else if let liveness = spec.probes.liveness, let delay = liveness.initialDelay, delay > .zero {
            let written = wire(liveness, isStartup: true)
            container.startupProbe = .value(written.probe)
            let finding = Finding(.probeDelay, .approximated, before: .duration(delay), after: timing(written.probe))
            record(["probes.liveness.initialDelay"], to: [target], .converted, [finding] + written.findings)
        }
    }

    private mutating func writeLiveness() {
        guard let liveness = spec.probes.liveness else {
            let finding = Finding(.probeDefault, .defaulted, after: .text("tcp, 30 × 10s"))
            return record([], to: [], .exact, [finding])
        }
        let written = wire(liveness, isStartup: false)
        container.livenessProbe = .value(written.probe)
        var findings = written.findings
        let isCovered = spec.probes.startup != nil || spec.probes.readiness != nil
        if let delay = liveness.initialDelay, delay > .zero, isCovered {
            // The startup probe holds the liveness probe back; its own delay has no place any more.
            findings.append(Finding(.probeDelay, .approximated, before: .duration(delay)))
        }
        record(["probes.liveness"], to: ["container.liveness_probe"], .converted, findings)
    }

    private func readinessFinding(_ probe: Probe, after wire: ScalewayProbe?) -> Finding {
        let seconds = (probe.interval ?? .seconds(10)).text
        return Finding(
            .probeReadiness,
            .approximated,
            before: .text("\(probe.initialDelay?.text ?? "0s") + \(probe.failureThreshold?.value ?? 1) × \(seconds)"),
            after: wire.map(timing) ?? .none
        )
    }

    private func timing(_ probe: ScalewayProbe) -> LedgerValue {
        .text("\(probe.failureThreshold.value ?? 0) × \(probe.interval.value ?? "")")
    }

    /// The check as Scaleway can do it, or `nil` where only its tcp check can stand in.
    private func check(_ check: Probe.Check) -> (tcp: ScalewayTCPCheck?, http: ScalewayHTTPCheck?)? {
        switch check {
        case .tcp(let tcp) where isOwn(tcp.port) && tcp.host == nil: return (ScalewayTCPCheck(), nil)
        case .http(let http)
        where isOwn(http.port) && http.scheme.map({ $0.uppercased() == "HTTP" }) ?? true
            && (1...100).contains(http.path.unicodeScalars.count):
            var page = ScalewayHTTPCheck()
            page.path = .value(http.path)
            return (nil, page)
        default: return nil
        }
    }

    private func isOwn(_ port: PortNumber?) -> Bool { port == nil || ownPort == nil || port == ownPort }

    private func wire(_ probe: Probe, isStartup: Bool) -> (probe: ScalewayProbe, findings: [Finding]) {
        var findings: [Finding] = []
        var wire = ScalewayProbe()
        var source = probe
        if let check = check(probe.check) {
            wire.tcp = Member(check.tcp)
            wire.http = Member(check.http)
        } else {
            wire.tcp = .value(ScalewayTCPCheck())
            if !isStartup { source = ScalewayDialect.defaultProbe }
            findings.append(
                Finding(
                    .probeReplaced,
                    .replaced,
                    before: .text(probe.check.title),
                    after: .text(isStartup ? "tcp" : "tcp, 30 × 10s")
                )
            )
        }
        let isReplaced = !isStartup && !findings.isEmpty
        if let success = probe.successThreshold, success.value > 1 {
            findings.append(Finding(.probeSuccess, .dropped, before: .number(success.value)))
        }
        let interval = source.interval ?? .seconds(10)
        let timeout = source.timeout ?? .seconds(1)
        var attempts = (source.failureThreshold ?? ScalewayDialect.defaultAttempts(isStartup: isStartup)).value
        if isStartup, let delay = source.initialDelay, delay > .zero, interval > .zero {
            attempts = Self.attempts(delay, every: interval) + min(attempts, Self.mostAttempts)
        }
        let fitted = Self.fit(attempts: attempts, interval: interval)
        if fitted.attempts != attempts || fitted.interval != interval {
            findings.append(
                Finding(
                    .probeTiming,
                    .approximated,
                    before: .text("\(attempts) × \(interval.text)"),
                    after: .text("\(fitted.attempts) × \(fitted.interval.text)")
                )
            )
        }
        wire.failureThreshold = .value(fitted.attempts)
        wire.interval = .value(fitted.interval.secondsText)
        wire.timeout = .value(timeout.secondsText)
        return (wire, isReplaced ? findings.filter { $0.code != .probeTiming } : findings)
    }

    /// Far more attempts than any probe that fits has; amounts above are held to it before they are multiplied.
    private static let mostAttempts = 1_000_000_000_000_000
    /// The longest time that a probe can cover here: 50 attempts of 120 s.
    private static let longestTime = Duration.seconds(6000)

    /// How many attempts cover a time, rounded up.
    private static func attempts(_ time: Duration, every interval: Duration) -> Int {
        let estimate = time / interval
        if estimate > 10_000 { return Int(min(estimate, Double(mostAttempts))) }
        var count = 0
        var covered = Duration.zero
        while covered < time {
            covered += interval
            count += 1
        }
        return count
    }

    /// Attempts of 3 to 50 and an interval of 5 s to 120 s that cover at least the same time.
    private static func fit(attempts: Int, interval: Duration) -> (attempts: Int, interval: Duration) {
        let bounds = (attempts: 3...50, interval: Duration.seconds(5)...Duration.seconds(120))
        var attempts = min(max(attempts, 1), mostAttempts)
        var interval = min(max(interval, .zero), longestTime)
        if interval < bounds.interval.lowerBound {
            attempts = Self.attempts(interval * attempts, every: bounds.interval.lowerBound)
            interval = bounds.interval.lowerBound
        } else if interval > bounds.interval.upperBound {
            attempts = Self.attempts(interval * attempts, every: bounds.interval.upperBound)
            interval = bounds.interval.upperBound
        }
        if attempts > bounds.attempts.upperBound {
            let whole = interval * attempts
            let seconds = (whole.wholeSecondsRoundingUp + 49) / 50
            interval = min(max(.seconds(seconds), bounds.interval.lowerBound), bounds.interval.upperBound)
            attempts = bounds.attempts.upperBound
        }
        return (max(attempts, bounds.attempts.lowerBound), interval)
    }
}
