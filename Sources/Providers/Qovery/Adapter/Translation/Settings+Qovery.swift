import CloudContainers

extension QoveryDialect {
    static let settingRules: [FieldRule] = [
        FieldRule("container.icon_uri", "providers.qovery.iconURI", .both, "A picture in Qovery's console."),
        FieldRule("container.auto_preview", "providers.qovery.autoPreview", .both, "Whether previews take it along."),
        FieldRule(
            "container.auto_deploy",
            "providers.qovery.autoDeploy",
            .both,
            "Whether a new tag is deployed by itself.",
            [.settingDropped]
        ),
        FieldRule(
            "container.labels_groups[].id",
            "providers.qovery.labelsGroups[]",
            .both,
            "Groups of labels, by id.",
            [.labelsDropped]
        ),
        FieldRule("container.labels_groups[].**", nil, .read, "A fact of the source."),
        FieldRule(
            "container.annotations_groups[].id",
            "providers.qovery.annotationsGroups[]",
            .both,
            "Groups of annotations, by id.",
            [.labelsDropped]
        ),
        FieldRule("container.annotations_groups[].**", nil, .read, "A fact of the source."),
        FieldRule(
            "network.sticky_session",
            "providers.qovery.stickySession",
            .both,
            "Whether a caller stays with one instance.",
            [.stickySession]
        ),
        FieldRule(
            "advanced_settings.*",
            "providers.qovery.advancedSettings.*",
            .both,
            "Kept as it is, unknown keys too; leaving Qovery, a value other than the default is reported.",
            [.settingDropped, .callersRestricted]
        ),
    ]

    /// Advanced settings that other files read into the portable model.
    static let mappedSettings: Set<String> = [
        cpuOverride, memoryOverride, cpuTarget, memoryTarget, forceHTTPS, forceHTTPSOnGateway,
    ]
}

extension QoveryReader {
    /// Reports an advanced setting whose value is not of the kind that it has to be, and keeps it as it is.
    mutating func noteUnreadable(_ key: String, isRead: Bool) {
        guard !isRead, let value = advanced.values[key], !value.isNull else { return }
        settings.advancedSettings[key] = value
        let finding = Finding(
            .wordUnknown,
            .replaced,
            subject: key,
            before: LedgerValue(value),
            after: .text("default")
        )
        let target = FieldPath("providers.qovery.advancedSettings").appending(key)
        ledger.record([.advanced(key)], to: [target], .exact, [finding])
    }

    mutating func readSettings() {
        for key in [QoveryDialect.cpuOverride, QoveryDialect.memoryOverride, QoveryDialect.cpuTarget] {
            noteUnreadable(key, isRead: advanced.integer(key) != nil)
        }
        noteUnreadable(QoveryDialect.memoryTarget, isRead: advanced.integer(QoveryDialect.memoryTarget) != nil)
        noteUnreadable(QoveryDialect.forceHTTPS, isRead: advanced.bool(QoveryDialect.forceHTTPS) != nil)
        settings.iconURI = container.iconURI.value
        settings.autoPreview = container.autoPreview.value
        settings.autoDeploy = container.autoDeploy.value
        ledger.record(["container.icon_uri"], to: ["providers.qovery.iconURI"])
        ledger.record(["container.auto_preview"], to: ["providers.qovery.autoPreview"])
        ledger.record(["container.auto_deploy"], to: ["providers.qovery.autoDeploy"])
        settings.labelsGroups = readGroups(container.labelsGroups.value ?? [], "labels_groups", "labelsGroups")
        settings.annotationsGroups = readGroups(
            container.annotationsGroups.value ?? [],
            "annotations_groups",
            "annotationsGroups"
        )
        settings.stickySession = bundle.network.value?.stickySession.value
        ledger.record(["network.sticky_session"], to: ["providers.qovery.stickySession"])

        let isOlder = container.healthchecks == .absent
        for entry in advanced.values where !mappedSettings.contains(entry.key) {
            let isProbe = entry.key.hasPrefix("readiness_probe.") || entry.key.hasPrefix("liveness_probe.")
            if settings.advancedSettings[entry.key] != nil || (isOlder && isProbe) { continue }
            settings.advancedSettings[entry.key] = entry.value
            let target = FieldPath("providers.qovery.advancedSettings").appending(entry.key)
            if QoveryAdvancedSettings.holdsHeaders(entry.key) {
                ledger.hide(.advanced(entry.key))
                ledger.hide(target)
            }
            ledger.record([.advanced(entry.key)], to: [target])
        }
        ledger.record(["advanced_settings", "network"], to: [])
    }

    private mutating func readGroups(_ groups: [QoveryGroup], _ name: String, _ target: String) -> [String] {
        var ids: [String] = []
        let path = FieldPath("container").appending(name)
        for (index, group) in groups.enumerated() {
            if let id = group.id.value {
                let to = FieldPath("providers.qovery").appending(target).appending(ids.count)
                ledger.record([path.appending(index).appending("id")], to: [to])
                ids.append(id)
            }
            ledger.record([path.appending(index)], to: [], .noted)
        }
        ledger.record([path], to: [])
        return ids
    }
}

extension QoveryWriter {
    mutating func writeSettings() {
        let section = FieldPath("providers.qovery")
        container.iconURI = Member(settings.iconURI)
        container.autoPreview = Member(settings.autoPreview)
        container.autoDeploy = Member(settings.autoDeploy)
        record([section.appending("iconURI")], to: ["container.icon_uri"])
        record([section.appending("autoPreview")], to: ["container.auto_preview"])
        record([section.appending("autoDeploy")], to: ["container.auto_deploy"])
        for (ids, name, field) in [
            (settings.labelsGroups, "labelsGroups", "labels_groups"),
            (settings.annotationsGroups, "annotationsGroups", "annotations_groups"),
        ] where !ids.isEmpty {
            let groups = ids.map { id in
                var group = QoveryGroup()
                group.id = .value(id)
                return group
            }
            if field == "labels_groups" {
                container.labelsGroups = .value(groups)
            } else {
                container.annotationsGroups = .value(groups)
            }
            for index in ids.indices {
                record(
                    [section.appending(name).appending(index)],
                    to: [FieldPath("container").appending(field).appending(index)]
                )
            }
        }
        if let sticky = settings.stickySession {
            var network = QoveryNetwork()
            network.stickySession = .value(sticky)
            bundle.network = .value(network)
            record([section.appending("stickySession")], to: ["network.sticky_session"])
        }
        for entry in settings.advancedSettings where QoveryAdvancedSettings.holdsHeaders(entry.key) {
            writing.ledger.hide(section.appending("advancedSettings").appending(entry.key))
            writing.ledger.hide(.advanced(entry.key))
        }
        for entry in settings.advancedSettings {
            set(entry.key, entry.value, from: [section.appending("advancedSettings").appending(entry.key)], .exact)
        }
        record([section], to: [], .noted)
    }
}
