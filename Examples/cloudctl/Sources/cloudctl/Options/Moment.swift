import ArgumentParser
import CloudContainers

/// An instant as the command line names it: itself, or how long ago it was.
enum Moment: Equatable {
    /// A length of time before now.
    case ago(Duration)
    /// The instant itself.
    case at(Timestamp)

    /// Reads a duration or an instant.
    @Sendable static func parse(_ text: String) throws -> Moment {
        if let duration = try? Duration(parsingText: text), duration >= .zero { return .ago(duration) }
        if let time = try? Timestamp(parsing: text) { return .at(time) }
        throw ValidationError(
            "\(Diagnostic.quoted(text)) is neither a length of time such as 10m nor an instant such as 2026-01-31T12:30:00Z."
        )
    }

    /// The instant.
    func timestamp(at now: Timestamp) -> Timestamp {
        switch self {
        case .at(let time): return time
        case .ago(let duration):
            let (seconds, attoseconds) = duration.components
            let nanoseconds = Int32(attoseconds / 1_000_000_000)
            return Timestamp(seconds: now.seconds - seconds, nanoseconds: now.nanoseconds - nanoseconds)
        }
    }
}
