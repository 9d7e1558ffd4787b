/// What every dialect's writer does in the same way.
package struct SpecWriting {
    package var ledger = LedgerBuilder()

    package init() {}

    /// Accounts for the settings that only other providers know.
    package mutating func leaveBehindForeignSettings(
        of spec: ContainerSpec,
        for provider: ProviderID,
        _ given: Resolutions
    ) {
        leaveBehindForeignSettings(of: spec, for: provider, given, effects: Self.doubleEffects(of: spec))
    }

    /// Accounts for the settings of a job that only other providers know.
    package mutating func leaveBehindForeignSettings(
        of spec: JobSpec,
        for provider: ProviderID,
        _ given: Resolutions
    ) {
        let effects = spec.schedules.map { schedule in
            Finding(
                .doubleEffect,
                .noted,
                before: .text(schedule.cron.description),
                detail: "the schedule fires on both sides until the source is stopped"
            )
        }
        leaveBehindForeignSettings(of: spec.container, for: provider, given, effects: effects)
    }

    private mutating func leaveBehindForeignSettings(
        of spec: ContainerSpec,
        for provider: ProviderID,
        _ given: Resolutions,
        effects: [Finding]
    ) {
        for (name, settings) in spec.providers.all {
            let section = FieldPath("providers").appending(name.rawValue)
            for path in settings.hiddenFields { ledger.hide(path.prefixed(by: section)) }
            if name == provider { continue }
            // The section as a whole is a plain fact of the other provider; what matters in it speaks for itself.
            ledger.record([section], to: [], .noted)
            for (path, finding) in settings.departures(of: spec, given) {
                ledger.record([path.prefixed(by: section)], to: [], .exact, [finding])
            }
        }
        ledger.record(["providers"], to: [], .noted)
        // A field to be set back has nothing to say in a creation: the provider's default holds.
        for path in spec.resets { ledger.record([path], to: [], .noted) }
        if spec.providers.all.contains(where: { $0.provider != provider }) {
            ledger.record([], to: [], .exact, effects)
        }
    }

    /// What a service does by itself, and so does twice while it runs on both sides.
    private static func doubleEffects(of spec: ContainerSpec) -> [Finding] {
        var findings: [Finding] = []
        if spec.ports.isEmpty {
            findings.append(
                Finding(.doubleEffect, .noted, detail: "a worker without a port takes its work from elsewhere")
            )
        }
        let words = spec.command + spec.arguments
        if let word = words.first(where: { $0.lowercased().contains("migrat") }) {
            findings.append(
                Finding(.doubleEffect, .noted, before: .text(word), detail: "a migration may run at each start")
            )
        }
        return findings
    }
}

extension Resolutions {
    /// The obstacle of a plain value that reads like a placeholder and would be replaced on sending.
    package func placeholder(_ name: String, _ value: String) -> [Finding] {
        guard Self.isPlaceholder(value), values[name] == nil else { return [] }
        return [Finding(.variablePlaceholder, .blocked, subject: name, resolution: "--value \(name)=VALUE")]
    }

    private static func isPlaceholder(_ value: String) -> Bool {
        switch value {
        case "{namespace}", "{container}", "{replaced}", "{job}", "{project}", "{region}": true
        default: value.hasPrefix("{secret:") || value.hasPrefix("{secret-")
        }
    }
}

extension ContainerSpec {
    /// The fields to set back, a whole section as its fields.
    package var resetFields: Set<FieldPath> {
        var result: Set<FieldPath> = []
        let sections: [FieldPath: [String]] = [
            "resources": Resources.memberNames, "scaling": Scaling.memberNames, "probes": Probes.memberNames,
            "timeouts": Timeouts.memberNames,
        ]
        for path in resets {
            if let names = sections[path] {
                result.formUnion(names.map { path.appending($0) })
            } else {
                result.insert(path)
            }
        }
        return result
    }
}
