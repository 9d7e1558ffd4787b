import CloudContainers
import Foundation

/// When a job runs, in words and in times of the place that its schedules name.
struct ScheduleText {
    /// The schedule.
    let schedule: JobSchedule
    /// The zone; `nil` for a name that this machine does not know.
    private let zone: TimeZone?

    /// The most runs that are told of a schedule.
    private static let mostRuns = 3

    init(_ schedule: JobSchedule) {
        self.schedule = schedule
        zone = TimeZone(identifier: Self.zoneName(of: schedule))
    }

    /// The name of the zone.
    var zoneName: String { Self.zoneName(of: schedule) }

    private static func zoneName(of schedule: JobSchedule) -> String {
        (schedule.timeZone ?? .utc).rawValue
    }

    /// The schedule in words, with its zone.
    var words: String { "\(schedule.cron.explanation), \(zoneName)" }

    /// The expression and the zone, in short.
    var short: String {
        zoneName == TimeZoneName.utc.rawValue ? schedule.cron.description : "\(schedule.cron) \(zoneName)"
    }

    /// The next runs after a point in time, the first first; empty where there are none or the zone is not known.
    func nextRuns(after start: Timestamp, _ count: Int = Self.mostRuns) -> [Timestamp] {
        guard let zone else { return [] }
        var runs: [Timestamp] = []
        var last = start
        while runs.count < count, let next = schedule.cron.nextRun(after: last, offset: { offset($0, zone) }) {
            runs.append(next)
            last = next
        }
        return runs
    }

    /// A point in time as a clock at the place shows it, with its offset from UTC: `2026-03-29 03:30 +02:00`.
    func local(_ time: Timestamp) -> String {
        guard let zone else { return time.description }
        let offset = offset(time, zone)
        let shown = Timestamp(seconds: time.seconds + offset.duration.components.seconds).description
        return "\(shown.prefix(10)) \(shown.dropFirst(11).prefix(5)) \(offset)"
    }

    /// Whether the zone is one that this machine knows.
    var knowsZone: Bool { zone != nil }

    private func offset(_ time: Timestamp, _ zone: TimeZone) -> UTCOffset {
        let seconds = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.seconds)))
        return (try? UTCOffset(.seconds(seconds))) ?? .utc
    }
}

extension ScheduleText {
    /// The same for programs.
    func json(after now: Timestamp) -> JSONValue {
        [
            "cron": .string(schedule.cron.description), "timeZone": .string(zoneName),
            "name": .optional(schedule.name), "words": .string(schedule.cron.explanation),
            "next": .array(nextRuns(after: now).map { .string($0.description) }),
        ]
    }
}

extension JobSpec {
    /// When the job runs, in short: its schedules, its events, or only when somebody starts it.
    var whenItRuns: String {
        let texts = schedules.map { ScheduleText($0).short }
        let names = JobEvent.allCases.filter { events[$0] != nil }.map(\.rawValue)
        return texts.isEmpty && names.isEmpty ? "when started" : (texts + names).joined(separator: ", ")
    }

    /// The first run of any schedule after a point in time, as the clock of its place shows it.
    func nextRun(after now: Timestamp) -> String? {
        let runs = schedules.map(ScheduleText.init).compactMap { text in
            text.nextRuns(after: now, 1).first.map { (text, $0) }
        }
        return runs.min { $0.1 < $1.1 }.map { $0.0.local($0.1) }
    }
}
