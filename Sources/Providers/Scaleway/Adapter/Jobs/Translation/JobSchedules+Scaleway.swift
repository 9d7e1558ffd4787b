import CloudContainers

extension ScalewayJobDialect {
    static let scheduleRules: [FieldRule] = [
        FieldRule("definition.cron_schedule", nil, .read, "An answer without a schedule says null."),
        FieldRule(
            "definition.cron_schedule.schedule",
            "schedules[].cron",
            .both,
            "Five fields; the first schedule without a name and a command of its own. It is removed by nulls in it.",
            [.jobCron]
        ),
        FieldRule(
            "definition.cron_schedule.timezone",
            "schedules[].timeZone",
            .both,
            "A name of the tz database; without one it is Etc/UTC.",
            [.jobZone]
        ),
        FieldRule("triggers[].id", nil, .read, "A fact of the source; the target gives its own."),
        FieldRule("triggers[].job_definition_id", nil, .both, "The job."),
        FieldRule("triggers[].created_at", nil, .read, "A fact of the source."),
        FieldRule("triggers[].updated_at", nil, .read, "A fact of the source."),
        FieldRule(
            "triggers[].name",
            "schedules[].name",
            .both,
            "At most 50 letters, digits, dashes and underscores; a schedule without a name gets one by its place.",
            [.nameChanged]
        ),
        FieldRule("triggers[].cron_config.schedule", "schedules[].cron", .both, "Five fields.", [.jobCron, .jobEvent]),
        FieldRule(
            "triggers[].cron_config.timezone",
            "schedules[].timeZone",
            .both,
            "A name of the tz database; without one it is Etc/UTC.",
            [.jobZone]
        ),
        FieldRule("triggers[].cron_config.startup_command[]", "schedules[].command", .both, "The same list."),
        FieldRule("triggers[].cron_config.args[]", "schedules[].arguments", .both, "The same list."),
    ]
}

extension TimeZoneName {
    /// Whether it has the form of a name of the tz database, such as `America/Argentina/Buenos_Aires` or `Etc/GMT+1`.
    var hasForm: Bool {
        let isPlain = rawValue.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/_+-".utf8.contains(byte)
            }
        }
        return isPlain && rawValue.first?.isLetter == true && rawValue.last != "/" && !rawValue.contains("//")
    }
}

extension ScalewayJobReader {
    mutating func readSchedules() {
        if let cron = definition.cronSchedule.value {
            readSchedule(cron, "definition.cron_schedule", name: nil)
        } else {
            ledger.record(["definition.cron_schedule"])
        }
        for (index, trigger) in (bundle.triggers.value ?? []).enumerated() {
            let path = FieldPath("triggers").appending(index)
            for name in ["id", "job_definition_id", "created_at", "updated_at"] {
                ledger.record([path.appending(name)], to: [], .noted)
            }
            let name = trigger.name.value.flatMap { $0.isEmpty ? nil : $0 }
            let isRead = readSchedule(trigger.cronConfig.value, path.appending("cron_config"), name: name)
            let target = FieldPath("schedules").appending(spec.schedules.count - 1).appending("name")
            ledger.record([path.appending("name")], to: isRead ? [target] : [], isRead ? .exact : .noted)
        }
        ledger.recordEmpty("triggers")
    }

    /// - Returns: Whether the schedule could be read.
    @discardableResult
    private mutating func readSchedule(_ wire: ScalewayJobCron?, _ path: FieldPath, name: String?) -> Bool {
        let text = wire?.schedule.value
        guard let wire, let cron = text.flatMap({ try? CronExpression(parsing: $0) }) else {
            let before = text.map(LedgerValue.text) ?? .none
            ledger.record([path], to: [], .exact, [Finding(.jobCron, .dropped, subject: name, before: before)])
            return false
        }
        let target = FieldPath("schedules").appending(spec.schedules.count)
        let zone = wire.timezone.value.flatMap { $0.isEmpty ? nil : TimeZoneName(rawValue: $0) }
        var schedule = JobSchedule(cron, in: zone, name: name)
        schedule.override = JobCommand(command: wire.startupCommand.value ?? [], arguments: wire.args.value ?? [])
        spec.schedules.append(schedule)
        ledger.recordEmpty(path)
        for (field, member) in [
            ("schedule", "cron"), ("timezone", "timeZone"), ("startup_command", "command"), ("args", "arguments"),
        ] {
            ledger.record([path.appending(field)], to: [target.appending(member)])
        }
        return true
    }
}

extension ScalewayJobWriter {
    mutating func writeSchedules() {
        for event in JobEvent.allCases {
            guard spec.events[event] != nil else { continue }
            let finding = Finding(.jobEvent, .blocked, subject: event.rawValue)
            record([FieldPath("events").appending(event.rawValue)], to: [], .exact, [finding])
        }
        var triggers: [ScalewayJobTrigger] = []
        var taken: Set<String> = []
        for (index, schedule) in spec.schedules.enumerated() {
            let source = FieldPath("schedules").appending(index)
            let isPlain = schedule.name == nil && schedule.override == JobCommand()
            var path: FieldPath = "definition.cron_schedule"
            if isPlain, definition.cronSchedule == .absent {
                definition.cronSchedule = .value(wire(schedule))
            } else {
                path = FieldPath("triggers").appending(triggers.count)
                var trigger = ScalewayJobTrigger()
                trigger.jobDefinitionID = .value("{job}")
                record([], to: [path.appending("job_definition_id")], .noted)
                trigger.name = .value(name(of: schedule, source, path.appending("name"), &taken))
                trigger.cronConfig = .value(wire(schedule))
                triggers.append(trigger)
                path = path.appending("cron_config")
            }
            record([source.appending("cron")], to: [path.appending("schedule")])
            var findings: [Finding] = []
            if let zone = schedule.timeZone, !zone.hasForm {
                findings.append(Finding(.jobZone, .blocked, subject: schedule.name, before: .text(zone.rawValue)))
            }
            record([source.appending("timeZone")], to: [path.appending("timezone")], .exact, findings)
            record([source.appending("command")], to: [path.appending("startup_command")])
            record([source.appending("arguments")], to: [path.appending("args")])
        }
        if !triggers.isEmpty { bundle.triggers = .value(triggers) }
    }

    private func wire(_ schedule: JobSchedule) -> ScalewayJobCron {
        var wire = ScalewayJobCron()
        wire.schedule = .value(schedule.cron.description)
        wire.timezone = .value((schedule.timeZone ?? .utc).rawValue)
        if !schedule.override.command.isEmpty { wire.startupCommand = .value(schedule.override.command) }
        if !schedule.override.arguments.isEmpty { wire.args = .value(schedule.override.arguments) }
        return wire
    }

    /// The name of a trigger, by which it is found again, so that each has another one.
    private mutating func name(
        of schedule: JobSchedule,
        _ source: FieldPath,
        _ target: FieldPath,
        _ taken: inout Set<String>
    ) -> String {
        let wanted = schedule.name ?? "schedule"
        let name = ScalewayJobDialect.distinct(ScalewayJobDialect.fitted(word: wanted), &taken)
        guard schedule.name != nil else {
            record([], to: [target], .noted)
            return name
        }
        var findings: [Finding] = []
        if name != wanted {
            findings.append(
                Finding(.nameChanged, .replaced, subject: wanted, before: .text(wanted), after: .text(name))
            )
        }
        record([source.appending("name")], to: [target], .exact, findings)
        return name
    }
}
