import CloudContainers
import SimulationKit

/// What is asked of the log service, in the parameters of Loki's `query_range`.
struct LogQuery {
    static let retentionDays = 7
    private static let mostLines = 5000

    /// Why a query is refused, as Loki says it: in plain text.
    struct Refusal: Error {
        var text: String
    }

    /// The labels that a stream must have.
    var labels: [String: String] = [:]
    var start: Timestamp
    /// The end, which is not included.
    var end: Timestamp
    var limit = 100
    /// Whether the newest lines come first.
    var isBackward = true

    init(_ request: SimulatedRequest, now: Timestamp) throws(Refusal) {
        guard let query = request.item("query"), !query.isEmpty else { throw Refusal(text: "query is missing") }
        end = try Self.time(request.item("end"), "end") ?? now
        start = try Self.time(request.item("start"), "start") ?? end.advanced(by: .seconds(-3600))
        if end < start { throw Refusal(text: "end timestamp must not be before or equal to start time") }
        if let text = request.item("limit") {
            guard let number = Int(text), number > 0 else { throw Refusal(text: "limit must be a positive value") }
            if number > Self.mostLines {
                throw Refusal(text: "max entries limit per query exceeded, limit > max_entries_limit_per_query")
            }
            limit = number
        }
        switch request.item("direction")?.lowercased() {
        case nil, "", "backward": isBackward = true
        case "forward": isBackward = false
        default: throw Refusal(text: "invalid direction")
        }
        labels = try Self.labels(of: query)
    }

    /// Whether a line was written in the time that is asked for, and is still kept.
    func contains(_ time: Timestamp, now: Timestamp) -> Bool {
        start <= time && time < end && now.advanced(by: .seconds(-86_400 * Int64(Self.retentionDays))) <= time
    }

    /// Reads `{name="value", …}`; a form field has a plus sign for each blank.
    private static func labels(of query: String) throws(Refusal) -> [String: String] {
        let text = String(query.map { $0 == "+" ? " " : $0 }).trimmed
        guard text.hasPrefix("{"), text.hasSuffix("}") else { throw Refusal(text: "parse error: unexpected query") }
        var labels: [String: String] = [:]
        for matcher in text.dropFirst().dropLast().split(separator: ",") {
            let pair = matcher.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            guard pair.count == 2, pair[1].count > 1, pair[1].hasPrefix("\""), pair[1].hasSuffix("\"") else {
                throw Refusal(text: "parse error: the simulator reads matchers of the form name=\"value\" only")
            }
            labels[pair[0]] = String(pair[1].dropFirst().dropLast())
        }
        if labels.isEmpty { throw Refusal(text: "parse error: queries require at least one matcher") }
        return labels
    }

    /// A time as RFC 3339 says it, or in nanoseconds or seconds since 1970.
    private static func time(_ text: String?, _ name: String) throws(Refusal) -> Timestamp? {
        guard let text, !text.isEmpty else { return nil }
        if let time = try? Timestamp(parsing: text) { return time }
        guard let number = Int64(text) else { throw Refusal(text: "could not parse '\(name)' parameter") }
        let billion: Int64 = 1_000_000_000
        // Loki takes up to ten digits for seconds.
        if text.utf8.count <= 10 { return Timestamp(seconds: number) }
        return Timestamp(seconds: number / billion, nanoseconds: Int32(number % billion))
    }
}

extension String {
    fileprivate var trimmed: String {
        let blanks = drop { $0 == " " }
        return String(blanks.reversed().drop { $0 == " " }.reversed())
    }
}
