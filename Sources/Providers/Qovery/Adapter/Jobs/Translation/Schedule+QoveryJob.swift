import CloudContainers

extension QoveryJobDialect {
    static let scheduleRules: [FieldRule] = [
        FieldRule(
            "job.schedule.cronjob.scheduled_at",
            "schedules[].cron",
            .both,
            "Five fields, no seconds. A job has one schedule, or events, never both.",
            [.jobCron, .jobSchedules, .jobEvent, .jobManual]
        ),
        FieldRule(
            "job.schedule.cronjob.timezone",
            "schedules[].timeZone",
            .both,
            "A name of the tz database; Etc/UTC where absent.",
            [.jobZone, .defaultAssumed]
        ),
        FieldRule(
            "job.schedule.cronjob.entrypoint",
            "command",
            .both,
            "One element, never split; of a command of several words the rest leads the arguments.",
            [.commandBlank, .jobCommand]
        ),
        FieldRule("job.schedule.cronjob.arguments[]", "arguments", .both, "The same list, behind the rest."),
        FieldRule(
            "job.schedule.on_start.**",
            "events.onStart",
            .both,
            "Runs in each deployment of the job.",
            [.jobEvent, .jobManual, .jobCommand]
        ),
        FieldRule("job.schedule.on_stop.**", "events.onStop", .both, "Runs when the job is stopped.", [.jobEvent]),
        FieldRule("job.schedule.on_delete.**", "events.onDelete", .both, "Runs when it is deleted.", [.jobEvent]),
        FieldRule(
            "job.schedule.lifecycle_type",
            "providers.qovery.lifecycleType",
            .both,
            "GENERIC, TERRAFORM or CLOUDFORMATION; an unknown word is kept."
        ),
        FieldRule("job.schedule", "schedules", .read, "Events that are null are none."),
    ]

    typealias EventMember = any WritableKeyPath<QoveryJobSchedule, Member<QoveryJobCommand>> & Sendable

    /// The members of a schedule for the events.
    static let events: [(event: JobEvent, name: String, member: EventMember)] = [
        (.start, "on_start", \.onStart), (.stop, "on_stop", \.onStop), (.delete, "on_delete", \.onDelete),
    ]

    /// Whether a name has the form of the tz database.
    static func isZone(_ name: TimeZoneName) -> Bool {
        !name.rawValue.isEmpty
            && name.rawValue.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-".contains($0)) }
    }
}

extension QoveryJobReader {
    mutating func readSchedule() {
        let path: FieldPath = "job.schedule"
        let schedule = job.schedule.value ?? QoveryJobSchedule()
        ledger.record([path], to: [], .noted)
        if let cron = schedule.cronjob.value { read(cron, path.appending("cronjob")) }
        for (event, name, member) in QoveryJobDialect.events {
            guard let command = schedule[keyPath: member].value else { continue }
            let source = path.appending(name)
            let target = FieldPath("events").appending(event.rawValue)
            ledger.record([source], to: [target])
            spec.events[event] = readCommand(command.entrypoint, command.arguments, at: source, to: target)
        }
        settings.lifecycleType = schedule.lifecycleType.value
        ledger.record([path.appending("lifecycle_type")], to: ["providers.qovery.lifecycleType"])
    }

    private mutating func read(_ wire: QoveryCronJob, _ path: FieldPath) {
        let target = FieldPath("schedules").appending(0)
        let (date, zone) = (path.appending("scheduled_at"), path.appending("timezone"))
        ledger.record([path], to: [])
        spec.command = readCommand(wire.entrypoint, wire.arguments, at: path, to: .root)
        let text = wire.scheduledAt.value
        guard let cron = text.flatMap({ try? CronExpression(parsing: $0) }) else {
            let before = text.map(LedgerValue.text) ?? .none
            ledger.record([date, zone], to: [], .exact, [Finding(.jobCron, .dropped, before: before)])
            return
        }
        if wire.timezone.value == nil {
            assume("timezone", is: .text(TimeZoneName.utc.rawValue), for: target.appending("timeZone"))
        }
        spec.schedules = [JobSchedule(cron, in: wire.timezone.value.map(TimeZoneName.init(rawValue:)) ?? .utc)]
        ledger.record([date], to: [target.appending("cron")])
        ledger.record([zone], to: [target.appending("timeZone")])
    }

    /// Reads a command as that of a container.
    private mutating func readCommand(
        _ entrypoint: Member<String>,
        _ arguments: Member<[String]>,
        at source: FieldPath,
        to target: FieldPath
    ) -> JobCommand {
        var container = QoveryContainer()
        container.entrypoint = entrypoint
        container.arguments = arguments
        var bundle = QoveryBundle()
        bundle.container = .value(container)
        var reader = QoveryReader(bundle, image: .placeholder, given)
        reader.readCommand()
        ledger.adopt(reader.ledger) { QoveryJobPlaces.place(of: $0, portable: target, wire: source) }
        return JobCommand(command: reader.spec.command, arguments: reader.spec.arguments)
    }
}

extension QoveryJobWriter {
    mutating func writeSchedule() {
        var schedule = QoveryJobSchedule()
        let path: FieldPath = "job.schedule"
        if spec.schedules.count > 1 {
            let finding = Finding(.jobSchedules, .blocked, before: .number(spec.schedules.count))
            record(["schedules"], to: [], .exact, [finding])
        }
        if !spec.schedules.isEmpty, !spec.events.isEmpty {
            let finding = Finding(.jobEvent, .blocked, detail: "a job of Qovery has a schedule or events, never both")
            record(["events"], to: [], .exact, [finding])
        }
        if let wanted = spec.schedules.first {
            schedule.cronjob = .value(written(wanted, at: path.appending("cronjob")))
        } else {
            write(spec.events, at: path, into: &schedule)
        }
        if let word = settings.lifecycleType {
            schedule.lifecycleType = .value(word)
            record(["providers.qovery.lifecycleType"], to: [path.appending("lifecycle_type")])
        }
        job.schedule = .value(schedule)
    }

    private mutating func written(_ schedule: JobSchedule, at target: FieldPath) -> QoveryCronJob {
        let path = FieldPath("schedules").appending(0)
        var wire = QoveryCronJob()
        wire.scheduledAt = .value(schedule.cron.description)
        record([path.appending("cron")], to: [target.appending("scheduled_at")])
        if let zone = schedule.timeZone {
            wire.timezone = .value(zone.rawValue)
            let blocked = Finding(.jobZone, .blocked, before: .text(zone.rawValue))
            let findings = QoveryJobDialect.isZone(zone) ? [] : [blocked]
            record([path.appending("timeZone")], to: [target.appending("timezone")], .exact, findings)
        }
        // Of one schedule nobody needs the name.
        record([path.appending("name")], to: [], .noted)
        let isOwn = schedule.override == JobCommand()
        if !isOwn { leaveOwnCommand() }
        let command = isOwn ? spec.command : schedule.override
        (wire.entrypoint, wire.arguments) = write(command, from: isOwn ? .root : path, at: target)
        return wire
    }

    private mutating func write(
        _ events: [JobEvent: JobCommand],
        at path: FieldPath,
        into schedule: inout QoveryJobSchedule
    ) {
        if events.isEmpty {
            record([], to: [path.appending("on_start")], .exact, [Finding(.jobManual, .approximated)])
            var wire = QoveryJobCommand()
            (wire.entrypoint, wire.arguments) = write(spec.command, from: .root, at: path.appending("on_start"))
            schedule.onStart = .value(wire)
            return
        }
        if !events.values.contains(JobCommand()) { leaveOwnCommand() }
        for (event, name, member) in QoveryJobDialect.events {
            guard let command = events[event] else { continue }
            let source = FieldPath("events").appending(event.rawValue)
            let target = path.appending(name)
            record([source], to: [target])
            let isOwn = command == JobCommand()
            var wire = QoveryJobCommand()
            (wire.entrypoint, wire.arguments) = write(
                isOwn ? spec.command : command,
                from: isOwn ? .root : source,
                at: target
            )
            schedule[keyPath: member] = .value(wire)
        }
    }

    /// Says that a command is lost which only runs that somebody starts would have had.
    private mutating func leaveOwnCommand() {
        guard spec.command != JobCommand() else { return }
        let words = (spec.command.command + spec.command.arguments).joined(separator: " ")
        record(["command", "arguments"], to: [], .exact, [Finding(.jobCommand, .dropped, before: .text(words))])
    }

    /// Writes a command as that of a container.
    private mutating func write(
        _ command: JobCommand,
        from source: FieldPath,
        at target: FieldPath
    ) -> (Member<String>, Member<[String]>) {
        var container = ContainerSpec(name: spec.name, image: .placeholder)
        container.command = command.command
        container.arguments = command.arguments
        var writer = QoveryWriter(container, given, derivesReadiness: false, kind: .job)
        writer.writeCommand()
        writing.ledger.adopt(writer.writing.ledger) {
            QoveryJobPlaces.place(of: $0, portable: source, wire: target)
        }
        return (writer.container.entrypoint, writer.container.arguments)
    }
}
