/// What the documentation says about one finding code.
public struct FindingPage: Sendable, Hashable {
    /// The code that the page explains.
    public let code: FindingCode
    /// A heading of a few words.
    public let title: String
    /// One sentence that a person can act on, as reports print it.
    public let summary: String
    /// What the finding says, with units and bounds.
    public let meaning: String
    /// Why the source or the target is like that.
    public let reason: String
    /// What to do, with the flag that consents or resolves.
    public let advice: String

    init(_ code: FindingCode, title: String, summary: String, meaning: String, reason: String, advice: String) {
        self.code = code
        self.title = title
        self.summary = summary
        self.meaning = meaning
        self.reason = reason
        self.advice = advice
    }

    /// The pages by what they are about.
    package static let groups: [(title: String, pages: [FindingPage])] = [
        ("Documents", documents),
        ("Images", images),
        ("Resources", resources),
        ("Scaling", scaling),
        ("Probes", probes),
        ("Ports", ports),
        ("Time-outs", timeouts),
        ("Variables and secrets", variables),
        ("Volumes, domains and settings", settings),
        ("Jobs", jobs),
        ("Jobs of Scaleway", scalewayJobs),
    ]

    /// The pages of all codes, each code once, sorted by code.
    public static let all: [FindingPage] = groups.flatMap(\.pages).sorted { $0.code < $1.code }

    /// The page of a code, or `nil` for a code that this version does not know.
    public static func page(for code: FindingCode) -> FindingPage? { pages[code] }

    private static let pages = Dictionary(all.map { ($0.code, $0) }) { first, _ in first }
}
