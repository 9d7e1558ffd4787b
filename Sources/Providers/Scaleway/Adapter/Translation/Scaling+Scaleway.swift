import CloudContainers

extension ScalewayDialect {
    static let scalingRules: [FieldRule] = [
        FieldRule(
            "container.min_scale",
            "scaling.minimum",
            .both,
            "0 to 10; at least 1 with a CPU or memory rule.",
            [.minimumReduced, .minimumRaisedForRule, .instancesGiven, .defaultAssumed]
        ),
        FieldRule(
            "container.max_scale",
            "scaling.maximum",
            .both,
            "1 to 50; no limit becomes 50, reduced.",
            [.maximumReduced, .maximumUnlimited, .maximumRaised, .instancesGiven, .scaleRange, .defaultAssumed]
        ),
        FieldRule(
            "container.scaling_option.concurrent_requests_threshold",
            "scaling.concurrentRequests",
            .both,
            "Requests at once in an instance, at most 80; exactly one rule is sent.",
            [.scaleRuleDropped, .scaleRuleReduced, .defaultAssumed]
        ),
        FieldRule(
            "container.scaling_option.cpu_usage_threshold",
            "scaling.cpu",
            .both,
            "Percent, at most 100; kept before the others.",
            [.scaleRuleDropped, .scaleRuleReduced]
        ),
        FieldRule(
            "container.scaling_option.memory_usage_threshold",
            "scaling.memory",
            .both,
            "Percent, at most 100; kept where there is no CPU rule.",
            [.scaleRuleDropped, .scaleRuleReduced]
        ),
    ]

    static let defaultConcurrency = RequestCount.of(50)
    /// The most requests at once of a rule (reference: documented limits).
    static let mostConcurrency = 80
}

extension ScalewayReader {
    mutating func readScaling() throws(WireError) {
        if let value = try amount(container.minScale, "container.min_scale", InstanceCount.init(_:)) {
            spec.scaling.minimum = value
        } else {
            spec.scaling.minimum = .of(0)
            assume("min_scale", is: .number(0), for: "scaling.minimum")
        }
        if let value = try amount(container.maxScale, "container.max_scale", InstanceCount.init(_:)) {
            spec.scaling.maximum = .instances(value)
        } else {
            spec.scaling.maximum = .instances(.of(5))
            assume("max_scale", is: .number(5), for: "scaling.maximum")
        }
        ledger.record(["container.min_scale"], to: ["scaling.minimum"])
        ledger.record(["container.max_scale"], to: ["scaling.maximum"])

        let option = container.scalingOption.value ?? ScalewayScalingOption()
        ledger.recordEmpty("container.scaling_option")
        let requests: FieldPath = "container.scaling_option.concurrent_requests_threshold"
        spec.scaling.concurrentRequests = try amount(
            option.concurrentRequestsThreshold,
            requests,
            RequestCount.init(_:)
        )
        let cpu: FieldPath = "container.scaling_option.cpu_usage_threshold"
        spec.scaling.cpu = try amount(option.cpuUsageThreshold, cpu, Percentage.init(percent:))
        let memory: FieldPath = "container.scaling_option.memory_usage_threshold"
        spec.scaling.memory = try amount(option.memoryUsageThreshold, memory, Percentage.init(percent:))
        ledger.record([requests], to: ["scaling.concurrentRequests"])
        ledger.record([cpu], to: ["scaling.cpu"], .converted)
        ledger.record([memory], to: ["scaling.memory"], .converted)
        if spec.scaling.concurrentRequests == nil, spec.scaling.cpu == nil, spec.scaling.memory == nil {
            spec.scaling.concurrentRequests = ScalewayDialect.defaultConcurrency
            assume("scaling_option", is: .number(50), for: "scaling.concurrentRequests")
        }
    }
}

extension ScalewayWriter {
    mutating func writeScaling() {
        let scaling = spec.scaling
        let hasLoadRule = scaling.cpu != nil || scaling.memory != nil
        var minimum = given.instances[spec.name]?.lowerBound ?? scaling.minimum
        let maximum = given.instances[spec.name].map { InstanceLimit.instances($0.upperBound) } ?? scaling.maximum
        var minimumFindings = given.instancesGiven(to: spec).minimum
        if let wanted = minimum, wanted.value > 10 {
            minimum = .of(10)
            minimumFindings.append(
                Finding(.minimumReduced, .reduced, before: .number(wanted.value), after: .number(10))
            )
        } else if hasLoadRule, (minimum?.value ?? 0) == 0 {
            minimum = .of(1)
            minimumFindings.append(Finding(.minimumRaisedForRule, .raised, before: .number(0), after: .number(1)))
        }
        if let minimum { container.minScale = .value(minimum.value) }
        let rules: [FieldPath] = [scaling.cpu == nil ? "scaling.memory" : "scaling.cpu"]
        let sources = scaling.minimum == nil && hasLoadRule ? rules : ["scaling.minimum"]
        record(sources, to: ["container.min_scale"], .exact, minimumFindings)
        writeMaximum(maximum, minimum: minimum)
        writeRule()
    }

    private mutating func writeMaximum(_ maximum: InstanceLimit?, minimum: InstanceCount?) {
        guard let maximum else {
            // The API's default of 5 must not lie below the minimum.
            guard let minimum, minimum.value > 5 else { return }
            container.maxScale = .value(minimum.value)
            let finding = Finding(.maximumRaised, .raised, before: .number(5), after: .number(minimum.value))
            return record(["scaling.minimum"], to: ["container.max_scale"], .exact, [finding])
        }
        var findings = given.instancesGiven(to: spec).maximum
        var count = 50
        switch maximum {
        case .unlimited:
            findings.append(
                Finding(.maximumUnlimited, .reduced, before: .instances(.unlimited), after: .number(50))
            )
        case .instances(let wanted) where wanted.value > 50:
            findings.append(Finding(.maximumReduced, .reduced, before: .number(wanted.value), after: .number(50)))
        case .instances(let wanted) where wanted.value < 1:
            count = 1
            findings.append(Finding(.maximumRaised, .raised, before: .number(0), after: .number(1)))
        case .instances(let wanted): count = wanted.value
        }
        if let minimum, minimum.value > count {
            findings.append(
                Finding(
                    .scaleRange,
                    .blocked,
                    before: .number(minimum.value),
                    after: .number(count),
                    resolution: "--instances \(spec.name)=\(minimum.value)-\(minimum.value)"
                )
            )
        }
        container.maxScale = .value(count)
        record(["scaling.maximum"], to: ["container.max_scale"], .exact, findings)
    }

    private mutating func writeRule() {
        let scaling = spec.scaling
        var option = ScalewayScalingOption()
        var isTaken = false
        /// Keeps the first rule, within its bound; the API takes exactly one.
        func keep(
            _ path: FieldPath,
            as field: FieldPath,
            _ value: Int?,
            upTo most: Int,
            _ show: (Int) -> LedgerValue,
            _ set: (Int) -> Void
        ) {
            guard let value else { return }
            if isTaken {
                return record([path], to: [], .exact, [Finding(.scaleRuleDropped, .dropped, before: show(value))])
            }
            let kept = min(value, most)
            set(kept)
            isTaken = true
            let reduced = Finding(.scaleRuleReduced, .reduced, before: show(value), after: show(kept))
            record([path], to: [field.prefixed(by: "container.scaling_option")], .exact, kept < value ? [reduced] : [])
        }
        let percent: (Int) -> LedgerValue = { number in
            (try? Percentage(percent: number)).map(LedgerValue.percentage) ?? .number(number)
        }
        keep("scaling.cpu", as: "cpu_usage_threshold", scaling.cpu?.percent, upTo: 100, percent) {
            option.cpuUsageThreshold = .value($0)
        }
        keep("scaling.memory", as: "memory_usage_threshold", scaling.memory?.percent, upTo: 100, percent) {
            option.memoryUsageThreshold = .value($0)
        }
        keep(
            "scaling.concurrentRequests",
            as: "concurrent_requests_threshold",
            scaling.concurrentRequests?.value,
            upTo: ScalewayDialect.mostConcurrency,
            LedgerValue.number
        ) {
            option.concurrentRequestsThreshold = .value($0)
        }
        if isTaken { container.scalingOption = .value(option) }
    }
}
