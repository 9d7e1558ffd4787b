/// Why a text is not the text form of a value, and a text that might be meant.
///
/// A reader throws this; ``reading(_:with:)`` turns it into the library's error once it knows whether the
/// text that might be meant is itself accepted.
struct TextRejection: Error {
    /// What is wrong, without a full stop.
    var problem: String
    /// What would be accepted.
    var allowed: String?
    /// What to do about it, as a sentence; without one, the advice is to write the replacement.
    var advice: String?
    /// A text nearer to an accepted one; it need not be accepted yet.
    var candidate: String?

    /// The longest replacement that is offered, in bytes.
    private static let replacementLimit = 800

    /// The value that `reader` reads from a text, or an error whose replacement `reader` accepts.
    static func reading<Value>(
        _ text: String,
        with reader: (String) throws(TextRejection) -> Value
    ) throws(ContainerServiceError) -> Value {
        do {
            return try reader(text)
        } catch {
            throw error.serviceError(for: text, replacement: error.acceptedCandidate(reader))
        }
    }

    /// The error for a text, with what the caller found to be accepted in its place.
    func serviceError(for text: String, replacement: String?) -> ContainerServiceError {
        .invalidInput(
            Diagnostic(
                problem: problem,
                value: text.isEmpty ? nil : Diagnostic.excerpt(of: text),
                allowed: allowed,
                advice: advice ?? replacement.map { "Write \($0)." },
                replacement: replacement
            )
        )
    }

    /// The candidate, corrected again as often as its own rejections say how; `nil` if that leads nowhere.
    func acceptedCandidate<Value>(_ reader: (String) throws(TextRejection) -> Value) -> String? {
        var next = candidate
        for _ in 0..<8 {
            guard let text = next, text.utf8.count <= Self.replacementLimit else { return nil }
            do {
                _ = try reader(text)
                return text
            } catch {
                next = error.candidate
            }
        }
        return nil
    }
}
