/// The name of a time zone as the tz database has it, such as `Europe/Paris`; a provider's own word is kept.
public struct TimeZoneName: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The text.
    public let rawValue: String
    /// Makes a name from its text, which no one checks here.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Coordinated Universal Time.
    public static let utc = TimeZoneName(rawValue: "Etc/UTC")
    /// The text.
    public var description: String { rawValue }
}

/// A program and its arguments, instead of the image's.
public struct JobCommand: Sendable, Hashable {
    /// The program, of which the first element is the executable; empty for the image's entrypoint.
    public var command: [String]
    /// The program's arguments; empty for the image's.
    public var arguments: [String]

    /// Makes a command.
    public init(command: [String] = [], arguments: [String] = []) {
        self.command = command
        self.arguments = arguments
    }
}

/// A time at which a job runs by itself.
public struct JobSchedule: Sendable, Hashable {
    /// When it runs, on the clock of the time zone.
    public var cron: CronExpression
    /// The time zone; `nil` leaves it to the provider, for which it is UTC.
    public var timeZone: TimeZoneName?
    /// A name, where a job has several schedules.
    public var name: String?
    /// What runs at these times, instead of the job's own command.
    public var override: JobCommand

    /// Makes a schedule that runs the job's own command.
    public init(_ cron: CronExpression, in timeZone: TimeZoneName? = nil, name: String? = nil) {
        self.cron = cron
        self.timeZone = timeZone
        self.name = name
        override = JobCommand()
    }
}

/// An event in the life of its namespace at which a job runs.
public enum JobEvent: String, Sendable, Hashable, CaseIterable {
    /// The job is deployed.
    case start = "onStart"
    /// The job is stopped.
    case stop = "onStop"
    /// The job is deleted.
    case delete = "onDelete"
}

extension TimeZoneName: WireWord {}

extension CronExpression: TextValue {}

extension JobCommand: WireObject {
    package init() { self.init(command: []) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.collection("command", &command)
        try visitor.collection("arguments", &arguments)
    }
}

extension JobSchedule: WireObject {
    package init() { self.init(.everyMinute) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("cron", &cron)
        try visitor.optional("timeZone", &timeZone)
        try visitor.optional("name", &name)
        try override.visit(&visitor)
    }
}
