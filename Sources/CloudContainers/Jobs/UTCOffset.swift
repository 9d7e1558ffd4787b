/// By how much the local time of a place is ahead of UTC at some point in time.
///
/// The library has no time zones of its own. Who has them gives the offset, for example with Foundation:
/// `try UTCOffset(.seconds(zone.secondsFromGMT(for: date)))`.
public struct UTCOffset: Sendable, Hashable, CustomStringConvertible {
    package let seconds: Int64

    /// No difference from UTC.
    public static let utc = UTCOffset(unchecked: 0)

    /// Makes an offset; a place west of Greenwich has a negative one.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` if it has a part of a second, or is a day or more.
    public init(_ ahead: Duration) throws(ContainerServiceError) {
        let parts = ahead.components
        guard parts.attoseconds == 0, (-86_399...86_399).contains(parts.seconds) else {
            throw .invalidInput(
                Diagnostic(
                    problem: "the offset from UTC is none that a place has",
                    value: "\(ahead)",
                    allowed: "whole seconds, less than a day"
                )
            )
        }
        seconds = parts.seconds
    }

    package init(unchecked seconds: Int64) { self.seconds = seconds }

    /// By how much the local time is ahead of UTC.
    public var duration: Duration { .seconds(seconds) }

    /// The offset as times have it: `+02:00`, and with seconds where there are some.
    public var description: String {
        let amount = abs(seconds)
        let parts = [amount / 3600, amount / 60 % 60, amount % 60].prefix(amount % 60 == 0 ? 2 : 3)
        return (seconds < 0 ? "-" : "+") + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
