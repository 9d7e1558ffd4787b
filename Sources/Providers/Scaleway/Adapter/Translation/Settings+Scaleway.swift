import CloudContainers

extension ScalewayDialect {
    static let settingRules: [FieldRule] = [
        FieldRule(
            "container.sandbox",
            "providers.scaleway.sandbox",
            .both,
            "v2 (gVisor, the default) or v1; an unknown word is kept.",
            [.sandbox]
        ),
        FieldRule(
            "container.tags[]",
            "providers.scaleway.tags[]",
            .both,
            "The user's tags; those that begin with cloud-containers: are this project's mark.",
            [.tagDropped]
        ),
        FieldRule(
            "container.private_network_id",
            "providers.scaleway.privateNetworkID",
            .both,
            "At most one private network, for outgoing connections.",
            [.privateNetwork]
        ),
        FieldRule(
            "triggers[].**",
            "providers.scaleway.triggers[]",
            .both,
            "Schedules and queues that call the container; credentials are not kept.",
            [.triggerDropped, .triggerCredentials, .doubleEffect]
        ),
        FieldRule("namespace.**", nil, .read, "A fact of the source; the namespace is chosen for the whole set."),
    ]
}

extension ScalewayReader {
    mutating func readSettings() {
        switch container.sandbox.value {
        case nil, "unknown_sandbox": ledger.record(["container.sandbox"], to: [], .noted)
        case let word?:
            settings.sandbox = ScalewaySettings.Sandbox(rawValue: word)
            ledger.record(["container.sandbox"], to: ["providers.scaleway.sandbox"])
        }
        settings.privateNetworkID = container.privateNetworkID.value.flatMap { $0.isEmpty ? nil : $0 }
        ledger.record(["container.private_network_id"], to: ["providers.scaleway.privateNetworkID"])

        let users = OwnershipMark.split(tags: container.tags.value ?? []).users
        for (index, tag) in (container.tags.value ?? []).enumerated() {
            let source = FieldPath("container.tags").appending(index)
            if settings.tags.count < users.count, users[settings.tags.count] == tag {
                let target = FieldPath("providers.scaleway.tags").appending(settings.tags.count)
                ledger.record([source], to: [target])
                settings.tags.append(tag)
            } else {
                // A word of the mark: what it says has been read with the quantities.
                ledger.record([source], to: [], .noted)
            }
        }
        ledger.record(["container.tags"], to: [])
        readTriggers()
        ledger.record(["namespace"], to: [], .noted)
    }

    private mutating func readTriggers() {
        for (index, wire) in (bundle.triggers.value ?? []).enumerated() {
            let path = FieldPath("triggers").appending(index)
            let target = FieldPath("providers.scaleway.triggers").appending(index)
            for name in ["id", "container_id", "source_type", "status", "error_message", "created_at", "updated_at"] {
                ledger.record([path.appending(name)], to: [], .noted)
            }
            for credential in ["sqs_config.secret_access_key", "nats_config.credentials_file_content"] {
                let source = FieldPath(credential).prefixed(by: path)
                ledger.hide(source)
                let isThere =
                    credential.hasPrefix("sqs")
                    ? wire.sqsConfig.value?.secretAccessKey.value != nil
                    : wire.natsConfig.value?.credentialsFileContent.value != nil
                guard isThere else { continue }
                let finding = Finding(.triggerCredentials, .dropped, subject: wire.name.value)
                ledger.record([source], to: [], .exact, [finding])
            }
            ledger.hide(path.appending("cron_config").appending("body"))
            ledger.hide(target.appending("cron").appending("body"))
            ledger.record([path], to: [target])
            settings.triggers.append(ScalewaySettings.Trigger(wire))
        }
        ledger.record(["triggers"], to: [])
    }
}

extension ScalewayWriter {
    mutating func writeSettings() {
        record(["providers.scaleway"], to: [], .noted)
        if let sandbox = settings.sandbox {
            container.sandbox = .value(sandbox.rawValue)
            record(["providers.scaleway.sandbox"], to: ["container.sandbox"])
        }
        if let network = settings.privateNetworkID {
            container.privateNetworkID = .value(network)
            record(["providers.scaleway.privateNetworkID"], to: ["container.private_network_id"])
        }
        let tags = settings.tags + mark.tags
        if !tags.isEmpty { container.tags = .value(tags) }
        for index in settings.tags.indices {
            record(
                [FieldPath("providers.scaleway.tags").appending(index)],
                to: [FieldPath("container.tags").appending(index)]
            )
        }
        for (offset, entry) in mark.values.entries.enumerated() {
            let fields = ["cpu": "resources.cpu", "memory": "resources.memory", "disk": "resources.ephemeralStorage"]
            record(
                [FieldPath(fields[entry.key] ?? entry.key)],
                to: [FieldPath("container.tags").appending(settings.tags.count + offset)]
            )
        }
        writeTriggers()
    }

    private mutating func writeTriggers() {
        guard !settings.triggers.isEmpty else { return }
        bundle.triggers = .value(settings.triggers.map(\.wire))
        for (index, trigger) in settings.triggers.enumerated() {
            let source = FieldPath("providers.scaleway.triggers").appending(index)
            let target = FieldPath("triggers").appending(index)
            writing.ledger.hide(source.appending("cron").appending("body"))
            writing.ledger.hide(target.appending("cron_config").appending("body"))
            record([source], to: [target], .converted)
            var needed: [Finding] = []
            if trigger.sqs != nil || trigger.nats != nil {
                needed = given.missingSecret("trigger:\(trigger.name)", .provided)
            }
            record([source.appending("name")], to: [target.appending("name")], .exact, needed)
        }
    }
}

extension ScalewaySettings.Trigger {
    init(_ wire: ScalewayTrigger) {
        self.init()
        name = wire.name.value ?? ""
        description = wire.description.value.flatMap { $0.isEmpty ? nil : $0 }
        tags = wire.tags.value ?? []
        path = wire.destinationConfig.value?.httpPath.value
        method = wire.destinationConfig.value?.httpMethod.value
        cron = wire.cronConfig.value.map { wire in
            var cron = Cron()
            cron.schedule = wire.schedule.value ?? ""
            cron.timezone = wire.timezone.value
            cron.body = wire.body.value
            cron.headers = wire.headers.value ?? OrderedMap()
            return cron
        }
        sqs = wire.sqsConfig.value.map { wire in
            var sqs = SQS()
            sqs.queueURL = wire.queueURL.value ?? ""
            sqs.region = wire.region.value
            sqs.endpoint = wire.endpoint.value
            sqs.accessKeyID = wire.accessKeyID.value
            return sqs
        }
        nats = wire.natsConfig.value.map { wire in
            var nats = NATS()
            nats.subject = wire.subject.value ?? ""
            nats.serverURLs = wire.serverURLs.value ?? []
            return nats
        }
    }

    var wire: ScalewayTrigger {
        var wire = ScalewayTrigger()
        wire.containerID = .value("{container}")
        wire.name = .value(name)
        wire.description = Member(description)
        if !tags.isEmpty { wire.tags = .value(tags) }
        if path != nil || method != nil {
            var destination = ScalewayDestination()
            destination.httpPath = Member(path)
            destination.httpMethod = Member(method)
            wire.destinationConfig = .value(destination)
        }
        wire.cronConfig = Member(
            cron.map { cron in
                var wire = ScalewayCron()
                wire.schedule = .value(cron.schedule)
                wire.timezone = Member(cron.timezone)
                wire.body = Member(cron.body)
                if !cron.headers.isEmpty { wire.headers = .value(cron.headers) }
                return wire
            }
        )
        wire.sqsConfig = Member(
            sqs.map { sqs in
                var wire = ScalewayQueue()
                wire.queueURL = .value(sqs.queueURL)
                wire.region = Member(sqs.region)
                wire.endpoint = Member(sqs.endpoint)
                wire.accessKeyID = Member(sqs.accessKeyID)
                wire.secretAccessKey = .value("{secret:trigger:\(name)}")
                return wire
            }
        )
        wire.natsConfig = Member(
            nats.map { nats in
                var wire = ScalewaySubject()
                wire.subject = .value(nats.subject)
                wire.serverURLs = .value(nats.serverURLs)
                wire.credentialsFileContent = .value("{secret:trigger:\(name)}")
                return wire
            }
        )
        return wire
    }
}
