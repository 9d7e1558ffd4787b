/// When a job runs, as cron has it: minute, hour, day of the month, month and day of the week, such as `30 3 * * MON-FRI`.
///
/// A field is a star, a number, a range (`1-5`), a step (`*/15`, `10-40/10`, `5/20` for 5 to the end) or a list of these;
/// months and days of the week have names of three letters. Sunday is 0 and 7. Where both kinds of days are
/// chosen, a day of either kind counts; a star leaves the choice to the other kind. These are the rules of Kubernetes, with Sunday's 7 added.
/// There are no seconds, and no `?`, `L`, `W`, `#` or `@daily`.
public struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// The expression as it was written.
    public let description: String
    private let fields: [CronValues]

    /// Reads an expression.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` that says which field is wrong, and what it takes.
    public init(parsing text: String) throws(ContainerServiceError) {
        fields = try TextRejection.reading(text, with: Self.fields)
        description = text
    }

    /// A run every minute.
    public static let everyMinute = CronExpression(
        description: "* * * * *",
        fields: CronField.allCases.map(CronValues.init)
    )

    private init(description: String, fields: [CronValues]) {
        self.description = description
        self.fields = fields
    }

    func values(_ field: CronField) -> CronValues { fields[field.rawValue] }

    /// The numbers of each field, in order.
    package var numbers: [[Int]] { fields.map(\.list) }

    private static let allowed = "five fields: minute, hour, day of the month, month, day of the week"

    private static let replacements = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    private static func fields(of text: String) throws(TextRejection) -> [CronValues] {
        let parts = text.split { $0 == " " || $0 == "\t" }
        guard let first = parts.first else { throw TextRejection(problem: "the schedule is empty", allowed: allowed) }
        if first.hasPrefix("@") {
            let candidate = parts.count == 1 ? replacements[first.lowercased()] : nil
            throw TextRejection(problem: "the schedule is a nickname", allowed: allowed, candidate: candidate)
        }
        if first.contains("=") {
            throw TextRejection(
                problem: "the schedule begins with a setting",
                allowed: allowed,
                advice: "Name the time zone beside the schedule"
            )
        }
        guard parts.count == CronField.allCases.count else {
            let hasSeconds = parts.count == 6 && first == "0"
            throw TextRejection(
                problem: "the schedule has \(parts.count) field\(parts.count == 1 ? "" : "s")"
                    + (hasSeconds ? ", and seconds have no place in it" : ""),
                allowed: allowed,
                candidate: hasSeconds ? parts.dropFirst().joined(separator: " ") : nil
            )
        }
        var values: [CronValues] = []
        for (field, part) in zip(CronField.allCases, parts) {
            do throws(TextRejection) {
                values.append(try field.values(of: part))
            } catch {
                var rejection = error
                rejection.candidate = error.candidate.map { candidate in
                    zip(CronField.allCases, parts).map { $0 == field ? candidate : String($1) }.joined(separator: " ")
                }
                throw rejection
            }
        }
        return values
    }
}
