import CloudContainers

extension ScalewayDialect {
    static let settingRules: [FieldRule] = [
        FieldRule(
            "container.sandbox",
            "providers.scaleway.sandbox",
            .both,
            "v2 (gVisor, the default) or v1; an unknown word is kept.",
            [.sandbox, .defaultAssumed]
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
            [
                .triggerDropped, .triggerJob, .triggerAddress, .triggerCredentials, .triggerRefused, .nameChanged,
                .defaultAssumed, .jobCron, .doubleEffect,
            ]
        ),
        FieldRule("namespace.**", nil, .read, "A fact of the source; the namespace is chosen for the whole set."),
    ]
}

extension ScalewayReader {
    mutating func readSettings() {
        switch container.sandbox.value {
        case nil, "unknown_sandbox":
            settings.sandbox = .v2
            ledger.record(["container.sandbox"], to: [], .noted)
            assume("sandbox", is: .text("v2"), for: "providers.scaleway.sandbox")
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
        ledger.recordEmpty("container.tags")
        readTriggers()
        ledger.record(Self.namespaceFields, to: [], .noted)
        ledger.recordEmpty("namespace")
    }

    /// What a namespace says beside its variables.
    private static let namespaceFields = ScalewayNamespace.memberNames
        .filter { !$0.hasSuffix("environment_variables") }
        .map { FieldPath("namespace").appending($0) }

    /// The members of a trigger that a description keeps.
    private static let triggerFields: [FieldPath] = [
        "name", "description", "tags", "destination_config.http_path", "destination_config.http_method",
        "cron_config.schedule", "cron_config.timezone", "cron_config.body", "cron_config.headers", "sqs_config.region",
        "sqs_config.endpoint", "sqs_config.access_key_id", "sqs_config.queue_url", "nats_config.server_urls",
        "nats_config.subject",
    ]

    private mutating func readTriggers() {
        for (index, wire) in (bundle.triggers.value ?? []).enumerated() {
            let path = FieldPath("triggers").appending(index)
            let trigger = ScalewaySettings.Trigger(wire)
            guard trigger.hasSource else {
                let word = wire.sourceType.value.map(LedgerValue.text) ?? .none
                let finding = Finding(.triggerDropped, .dropped, subject: trigger.name, before: word)
                ledger.hide(path)
                ledger.record([path], to: [], .exact, [finding])
                continue
            }
            let target = FieldPath("providers.scaleway.triggers").appending(settings.triggers.count)
            for name in ["id", "container_id", "source_type", "status", "error_message", "created_at", "updated_at"] {
                ledger.record([path.appending(name)], to: [], .noted)
            }
            for credential in ["sqs_config.secret_access_key", "nats_config.credentials_file_content"] {
                let source = FieldPath(credential).prefixed(by: path)
                ledger.hide(source)
                ledger.recordEmpty(source)
                let isThere =
                    credential.hasPrefix("sqs")
                    ? wire.sqsConfig.value?.secretAccessKey.value != nil
                    : wire.natsConfig.value?.credentialsFileContent.value != nil
                guard isThere else { continue }
                let finding = Finding(.triggerCredentials, .dropped, subject: wire.name.value)
                ledger.record([source], to: [], .exact, [finding])
            }
            for name in ["body", "headers"] {
                ledger.hide(path.appending("cron_config").appending(name))
                ledger.hide(target.appending("cron").appending(name))
            }
            ledger.record(Self.triggerFields.map { $0.prefixed(by: path) }, to: [target])
            for name in ["destination_config", "cron_config", "sqs_config", "nats_config"] {
                ledger.recordEmpty(path.appending(name))
            }
            settings.triggers.append(trigger)
        }
        ledger.recordEmpty("triggers")
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
        mark.values["owner"] = spec.owner
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
        var wires: [ScalewayTrigger] = []
        var taken: Set<String> = []
        for (index, trigger) in settings.triggers.enumerated() {
            let source = FieldPath("providers.scaleway.triggers").appending(index)
            let target = FieldPath("triggers").appending(wires.count)
            for name in ["body", "headers"] {
                writing.ledger.hide(source.appending("cron").appending(name))
                writing.ledger.hide(target.appending("cron_config").appending(name))
            }
            guard trigger.hasSource else {
                record([source], to: [], .exact, [Finding(.triggerDropped, .dropped, subject: trigger.name)])
                continue
            }
            if let rule = trigger.brokenRule {
                let name = LedgerValue.text(trigger.name)
                let finding = Finding(.triggerRefused, .blocked, subject: trigger.name, before: name, detail: rule)
                record([source], to: [], .exact, [finding])
                continue
            }
            var wire = trigger.wire
            // By its name a trigger is found again.
            let name = ScalewayJobDialect.distinct(trigger.fittedName, &taken)
            wire.name = .value(name)
            wires.append(wire)
            record([source], to: [target], .converted)
            var findings: [Finding] = []
            if name != trigger.name {
                let before = LedgerValue.text(trigger.name)
                findings.append(
                    Finding(.nameChanged, .replaced, subject: trigger.name, before: before, after: .text(name))
                )
            }
            if trigger.sqs != nil || trigger.nats != nil {
                findings += given.missingSecret("trigger:\(trigger.name)", .provided)
            }
            record([source.appending("name")], to: [target.appending("name")], .exact, findings)
            if trigger.cron != nil, trigger.cron?.timezone == nil {
                let zone = target.appending("cron_config").appending("timezone")
                let after = LedgerValue.text(TimeZoneName.utc.rawValue)
                let finding = Finding(.defaultAssumed, .defaulted, subject: "\(name), timezone", after: after)
                record([], to: [zone], .defaulted, [finding])
            }
        }
        if !wires.isEmpty { bundle.triggers = .value(wires) }
    }
}

extension ScalewaySettings.Trigger {
    /// Whether it says what sets it off.
    var hasSource: Bool { cron != nil || sqs != nil || nats != nil }

    /// The name that the API takes and that is nearest to its own (reference: at most 50 letters, digits, dashes and
    /// underscores, with a letter or a digit at both ends).
    var fittedName: String {
        func isEdge(_ character: Character) -> Bool { character == "-" || character == "_" }
        var word = ScalewayJobDialect.fitted(word: name).drop(while: isEdge)
        while word.last.map(isEdge) == true { word.removeLast() }
        return word.isEmpty ? "trigger" : String(word)
    }

    /// The rule of the API that it breaks (reference: validation rules of triggers); `nil` where it breaks none.
    var brokenRule: String? {
        if let path, !path.hasPrefix("/") || path.utf8.count > 255 {
            return "the path begins with / and has at most 255 characters"
        }
        let methods = ["get", "post", "put", "patch", "delete", "options"]
        if let method, !methods.contains(method) { return "the method is one of \(methods.joined(separator: ", "))" }
        if let cron {
            if (try? CronExpression(parsing: cron.schedule)) == nil {
                return "the schedule has five fields: minute, hour, day of the month, month, day of the week"
            }
            if let zone = cron.timezone, !TimeZoneName(rawValue: zone).hasForm {
                return "the time zone is a name such as Europe/Paris"
            }
            if cron.body.map({ $0.unicodeScalars.count > 10_000 }) == true {
                return "the body has at most 10000 characters"
            }
        }
        if let nats, nats.subject.isEmpty || nats.subject.contains(where: \.isWhitespace) {
            return "the subject is not empty and has no blanks"
        }
        return nil
    }

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
        wire.name = .value(fittedName)
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
                // The API asks for one.
                wire.timezone = .value(cron.timezone ?? TimeZoneName.utc.rawValue)
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
