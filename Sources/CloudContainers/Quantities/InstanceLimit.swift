/// The most instances that may run: a number, or no limit, which is greater than every number.
public enum InstanceLimit: Sendable, Hashable, Comparable, CustomStringConvertible {
    // The order of the cases is the order of the values.
    /// At most this many instances.
    case instances(InstanceCount)
    /// As many instances as the load asks for.
    case unlimited

    private static let noun = "instance limit"
    private static let allowed = "a whole number of 0 or more, or unlimited"

    /// Reads a whole number (`5`) or the word `unlimited`.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for every other text, -1 among them.
    public init(parsing text: String) throws(ContainerServiceError) {
        self = try TextRejection.reading(text, with: Self.read)
    }

    /// The text form: `5`, or `unlimited`.
    public var description: String {
        switch self {
        case .instances(let count): count.description
        case .unlimited: "unlimited"
        }
    }

    private static func read(_ text: String) throws(TextRejection) -> InstanceLimit {
        if text.utf8.elementsEqual("unlimited".utf8) { return .unlimited }
        let word = text.utf8.count < 32 ? text.lowercased() : ""
        if ["-1", "unlimited", "none", "no limit", "nolimit", "infinite", "infinity", "inf", "∞"].contains(word) {
            throw TextRejection(
                problem: "no limit is not written like this",
                allowed: allowed,
                advice: "Write unlimited where there is no limit.",
                candidate: "unlimited"
            )
        }
        let amount = try Amount(splitting: text, noun: noun, allowed: allowed)
        guard amount.unit.isEmpty else {
            let isNoun = ["instance", "instances"].contains(amount.unit.lowercased())
            throw TextRejection(
                problem: "the instance limit has something after its number",
                allowed: allowed,
                candidate: isNoun ? amount.number.text : nil
            )
        }
        guard let scaled = amount.number.scaledRoundingUp(by: 1) else {
            throw TextRejection(problem: "the instance limit is too large", allowed: "at most \(Int.max), or unlimited")
        }
        guard amount.number.fraction.isEmpty else {
            throw TextRejection(
                problem: "the instance limit has a fraction",
                allowed: allowed,
                candidate: "\(scaled.value)"
            )
        }
        return .instances(InstanceCount(unchecked: scaled.value))
    }
}
