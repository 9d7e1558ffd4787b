import CloudContainers

/// Gives the offset of a time zone from UTC at an instant, or nothing where there is no such zone.
typealias TimeZoneOffsets = @Sendable (TimeZoneName, Timestamp) -> UTCOffset?

/// When a job runs by itself, as a definition or a trigger says it.
struct JobCron: Sendable, Hashable {
    var schedule: String
    var timezone: String
    /// The next run; `nil` where there is none, or while nobody has worked it out.
    var nextRun: Timestamp?

    init(schedule: String = "", timezone: String = "") {
        self.schedule = schedule
        self.timezone = timezone
    }

    /// Takes over what a request says; what it leaves out stays, and is required where there is nothing yet.
    mutating func apply(_ reader: ArgumentReader, _ zones: TimeZoneOffsets?, _ problems: inout ArgumentProblems) {
        let given = reader.text(
            "schedule",
            isRequired: schedule.isEmpty,
            length: 1...255,
            pattern: "a UNIX schedule of five fields",
            &problems,
            fits: { (try? CronExpression(parsing: $0)) != nil }
        )
        schedule = given ?? schedule
        let zone = reader.text(
            "timezone",
            isRequired: timezone.isEmpty,
            length: 1...255,
            pattern: "a time zone of the tz database",
            &problems,
            fits: { Self.isZone($0, zones) }
        )
        timezone = zone ?? timezone
    }

    /// Works out the next run after an instant.
    mutating func aim(after start: Timestamp, _ zones: TimeZoneOffsets?) {
        guard let expression = try? CronExpression(parsing: schedule) else { return nextRun = nil }
        let zone = TimeZoneName(rawValue: timezone)
        nextRun = expression.nextRun(after: start) { zones?(zone, $0) ?? .utc }
    }

    private static func isZone(_ text: String, _ zones: TimeZoneOffsets?) -> Bool {
        let isName = text.utf8.allSatisfy { NameForm.isLetter($0) || NameForm.isDigit($0) || "_/+-".utf8.contains($0) }
        guard let zones else { return isName }
        return isName && zones(TimeZoneName(rawValue: text), Timestamp(seconds: 0)) != nil
    }

    /// The schedule as a definition answers it.
    var json: JSONValue { ["schedule": .string(schedule), "timezone": .string(timezone)] }
}

extension JSONObject {
    /// Keeps the next run beside what an answer tells.
    mutating func set(nextRunOf cron: JobCron?) {
        if let next = cron?.nextRun { set("next_run", .string(next.description)) }
    }
}
