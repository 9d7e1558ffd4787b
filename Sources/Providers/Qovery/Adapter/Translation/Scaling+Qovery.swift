import CloudContainers

extension QoveryDialect {
    static let scalingRules: [FieldRule] = [
        FieldRule(
            "container.min_running_instances",
            "scaling.minimum",
            .both,
            "1 where absent; 0 needs KEDA, so it becomes 1 elsewhere.",
            [.minimumRaised, .instancesGiven, .defaultAssumed]
        ),
        FieldRule(
            "container.max_running_instances",
            "scaling.maximum",
            .both,
            "1 where absent; -1 is no limit when read, and is never sent.",
            [.maximumNeeded, .maximumUnlimited, .maximumRaised, .instancesGiven, .scaleRange, .defaultAssumed]
        ),
        FieldRule(
            "container.autoscaling.**",
            "providers.qovery.autoscaling",
            .both,
            "A KEDA policy; instances follow sources of events.",
            [.kedaZero, .kedaDropped, .triggerCredentials]
        ),
        FieldRule(
            "advanced_settings[\"hpa.cpu.average_utilization_percent\"]",
            "scaling.cpu",
            .both,
            "Percent; 60 where absent. The only rule that can stand in for concurrent requests.",
            [.scaleRuleReplaced, .defaultAssumed]
        ),
        FieldRule(
            "advanced_settings[\"hpa.memory.average_utilization_percent\"]",
            "scaling.memory",
            .both,
            "Percent; null is no rule."
        ),
    ]

    static let cpuTarget = "hpa.cpu.average_utilization_percent"
    static let memoryTarget = "hpa.memory.average_utilization_percent"
}

extension QoveryReader {
    mutating func readScaling() throws(WireError) {
        if let minimum = try amount(
            container.minRunningInstances,
            "container.min_running_instances",
            InstanceCount.init(_:)
        ) {
            spec.scaling.minimum = minimum
        } else {
            spec.scaling.minimum = .of(1)
            assume("min_running_instances", is: .number(1), for: "scaling.minimum")
        }
        ledger.record(["container.min_running_instances"], to: ["scaling.minimum"])

        if container.maxRunningInstances.value == -1 {
            spec.scaling.maximum = .unlimited
        } else if let maximum = try amount(
            container.maxRunningInstances,
            "container.max_running_instances",
            InstanceCount.init(_:)
        ) {
            spec.scaling.maximum = .instances(maximum)
        } else {
            spec.scaling.maximum = .instances(.of(1))
            assume("max_running_instances", is: .number(1), for: "scaling.maximum")
        }
        ledger.record(["container.max_running_instances"], to: ["scaling.maximum"], .converted)

        if let percent = advanced.integer(QoveryDialect.cpuTarget), let target = try? Percentage(percent: percent) {
            spec.scaling.cpu = target
        } else {
            spec.scaling.cpu = .percent(60)
            assume(QoveryDialect.cpuTarget, is: .percentage(.percent(60)), for: "scaling.cpu")
        }
        ledger.record([.advanced(QoveryDialect.cpuTarget)], to: ["scaling.cpu"], .converted)
        spec.scaling.memory = advanced.integer(QoveryDialect.memoryTarget).flatMap { try? Percentage(percent: $0) }
        ledger.record([.advanced(QoveryDialect.memoryTarget)], to: ["scaling.memory"], .converted)
        try readPolicy()
    }

    private mutating func readPolicy() throws(WireError) {
        let path = FieldPath("container.autoscaling")
        let target = FieldPath("providers.qovery.autoscaling")
        guard let wire = container.autoscaling.value else { return ledger.record([path], to: []) }
        for name in ["id", "created_at", "updated_at", "service_id"] {
            ledger.record([path.appending(name)], to: [], .noted)
        }
        var policy = QoverySettings.Autoscaling()
        policy.mode = wire.mode.value ?? "KEDA"
        policy.pollingInterval = wire.pollingIntervalSeconds.value.map { .seconds($0) }
        policy.cooldown = wire.cooldownPeriodSeconds.value.map { .seconds($0) }
        for (index, wire) in (wire.scalers.value ?? []).enumerated() {
            let from = path.appending("scalers").appending(index)
            let to = target.appending("scalers").appending(index)
            for name in ["id", "created_at", "updated_at"] { ledger.record([from.appending(name)], to: [], .noted) }
            var scaler = QoverySettings.Autoscaling.Scaler()
            scaler.type = wire.scalerType.value ?? ""
            scaler.role = wire.role.value
            scaler.isEnabled = wire.enabled.value
            scaler.configuration = wire.configJson.value
            scaler.configurationText = wire.configYaml.value
            scaler.authentication = wire.triggerAuthentication.value?.name.value
            policy.scalers.append(scaler)
            for side in [from.appending("config_json"), from.appending("config_yaml")] { ledger.hide(side) }
            for side in [to.appending("configuration"), to.appending("configurationText")] { ledger.hide(side) }
            let authentication = from.appending("trigger_authentication")
            for name in ["id", "created_at", "updated_at", "organization_id"] {
                ledger.record([authentication.appending(name)], to: [], .noted)
            }
            if wire.triggerAuthentication.value?.configYaml.value != nil {
                let credentials = authentication.appending("config_yaml")
                ledger.hide(credentials)
                let finding = Finding(.triggerCredentials, .dropped, subject: scaler.type)
                ledger.record([credentials], to: [], .exact, [finding])
            }
            ledger.record([from], to: [to], .converted)
        }
        settings.autoscaling = policy
        ledger.record([path], to: [target], .converted)
    }
}

extension QoveryWriter {
    mutating func writeScaling() {
        let range = given.instances[spec.name]
        let own = given.instancesGiven(to: spec)
        var minimum = range?.lowerBound ?? spec.scaling.minimum
        var findings = own.minimum
        if minimum?.value == 0, settings.autoscaling == nil {
            minimum = .of(1)
            findings.append(Finding(.minimumRaised, .raised, before: .number(0), after: .number(1)))
        }
        if let minimum { container.minRunningInstances = .value(minimum.value) }
        record(["scaling.minimum"], to: ["container.min_running_instances"], .exact, findings)

        let maximum = range.map { InstanceLimit.instances($0.upperBound) } ?? spec.scaling.maximum
        switch maximum {
        case nil:
            // The API's default of 1 must not lie below the minimum.
            guard let minimum, minimum.value > 1 else { break }
            container.maxRunningInstances = .value(minimum.value)
            let finding = Finding(.maximumRaised, .raised, before: .number(1), after: .number(minimum.value))
            record(["scaling.minimum"], to: ["container.max_running_instances"], .exact, [finding])
        case .unlimited:
            let finding = Finding(
                .maximumNeeded,
                .needsInput,
                before: .instances(.unlimited),
                resolution: "--instances \(spec.name)=\(minimum?.value ?? 1)-MAX"
            )
            record(["scaling.maximum"], to: [], .exact, [finding])
        case .instances(let count):
            container.maxRunningInstances = .value(count.value)
            var findings = own.maximum
            if let minimum, minimum > count {
                findings.append(
                    Finding(
                        .scaleRange,
                        .blocked,
                        before: .number(minimum.value),
                        after: .number(count.value),
                        resolution: "--instances \(spec.name)=\(minimum.value)-\(minimum.value)"
                    )
                )
            }
            record(["scaling.maximum"], to: ["container.max_running_instances"], .converted, findings)
        }
        writeTargets()
    }

    private mutating func writeTargets() {
        let scaling = spec.scaling
        if let cpu = scaling.cpu {
            set(QoveryDialect.cpuTarget, .number(cpu.percent), from: ["scaling.cpu"])
        }
        if let memory = scaling.memory {
            // The platform's own rule of 60 % CPU acts beside one of memory, and cannot be taken away.
            let both = Finding(
                .scaleRuleReplaced,
                .approximated,
                before: .percentage(memory),
                after: .text("\(memory) memory and 60 % CPU")
            )
            let isAlone = scaling.cpu == nil && !scaling.isFixed
            set(
                QoveryDialect.memoryTarget,
                .number(memory.percent),
                from: ["scaling.memory"],
                .converted,
                isAlone ? [both] : []
            )
        }
        if let requests = scaling.concurrentRequests {
            let before = LedgerValue.number(requests.value)
            if scaling.isFixed {
                // Instances that never change need no rule.
                record(["scaling.concurrentRequests"], to: [], .noted)
            } else if scaling.cpu == nil {
                let finding = Finding(.scaleRuleReplaced, .replaced, before: before, after: .text("60 % CPU"))
                set(QoveryDialect.cpuTarget, .number(60), from: ["scaling.concurrentRequests"], .exact, [finding])
            } else {
                let finding = Finding(.scaleRuleDropped, .dropped, before: before)
                record(["scaling.concurrentRequests"], to: [], .exact, [finding])
            }
        }
        guard let policy = settings.autoscaling else { return }
        container.autoscaling = .value(policy.wire)
        let source = FieldPath("providers.qovery.autoscaling")
        let target = FieldPath("container.autoscaling")
        for index in policy.scalers.indices {
            let from = source.appending("scalers").appending(index)
            let to = target.appending("scalers").appending(index)
            for name in ["configuration", "configurationText"] { writing.ledger.hide(from.appending(name)) }
            for name in ["config_json", "config_yaml"] { writing.ledger.hide(to.appending(name)) }
        }
        record([source], to: [target], .converted)
    }
}

extension QoverySettings.Autoscaling {
    /// The policy as a request holds it.
    var wire: QoveryAutoscaling {
        var wire = QoveryAutoscaling()
        wire.mode = .value(mode)
        wire.pollingIntervalSeconds = Member(pollingInterval?.wholeSecondsRoundingUp)
        wire.cooldownPeriodSeconds = Member(cooldown?.wholeSecondsRoundingUp)
        wire.scalers = .value(
            scalers.map { scaler in
                var wire = QoveryScaler()
                wire.scalerType = .value(scaler.type)
                wire.role = Member(scaler.role)
                wire.enabled = Member(scaler.isEnabled)
                wire.configJson = Member(scaler.configuration)
                wire.configYaml = Member(scaler.configurationText)
                wire.triggerAuthentication = Member(
                    scaler.authentication.map { name in
                        var wire = QoveryTriggerAuthentication()
                        wire.name = .value(name)
                        return wire
                    }
                )
                return wire
            }
        )
        return wire
    }
}
