/// What an answer says about the next request: how long to wait, and how many requests are left.
///
/// Instants that a server names are counted from the answer's own `Date` where it has one, so that a wrong clock on
/// this machine changes nothing. That date is rounded down to seconds, so that a wait is rather too long than too
/// short.
public struct RateLimitHint: Sendable, Hashable {
    /// The wait that `Retry-After` asks for, in seconds or as a date, counted from the answer; `nil` without it.
    public var retryAfter: Duration?
    /// How many requests a period has, by `X-RateLimit-Limit`.
    public var limit: Int?
    /// How many requests are left in this period, by `X-RateLimit-Remaining`.
    public var remaining: Int?
    /// The time to the end of the period, by `X-RateLimit-Reset`, counted from the answer; zero where it has passed.
    ///
    /// The field is an instant in Unix seconds. A number that is too small to be one (below 10⁹, the year 2001) is
    /// taken for seconds from now, and one that is too large (from 10¹¹) for milliseconds.
    public var reset: Duration?

    /// Reads the head of an answer; what cannot be read counts as absent.
    ///
    /// - Parameters:
    ///   - headers: The head of the answer.
    ///   - wallClock: This machine's clock when the answer came, for answers without a `Date`.
    public init(_ headers: HTTPHeaders, wallClock: Timestamp) {
        let now = headers["Date"].flatMap { HTTPDate(parsing: $0, near: wallClock)?.timestamp } ?? wallClock
        limit = headers["X-RateLimit-Limit"].flatMap(Self.wholeNumber).map { Int(clamping: $0) }
        remaining = headers["X-RateLimit-Remaining"].flatMap(Self.wholeNumber).map { Int(clamping: $0) }
        if let text = headers["Retry-After"] {
            retryAfter =
                Self.seconds(text)
                ?? HTTPDate(parsing: text, near: now).map { Self.wait(from: now, to: $0.timestamp) }
        }
        if let number = headers["X-RateLimit-Reset"].flatMap(Self.wholeNumber) {
            switch number {
            case ..<1_000_000_000: reset = .seconds(number)
            case 100_000_000_000...:
                let instant = Timestamp(seconds: number / 1000, nanoseconds: Int32(number % 1000) * 1_000_000)
                reset = Self.wait(from: now, to: instant)
            default: reset = Self.wait(from: now, to: Timestamp(seconds: number))
            }
        }
    }

    /// How long no request should follow an answer of a status; `nil` where the answer says nothing about it.
    ///
    /// After 429 it is the later of both instants, after 5xx that of `Retry-After`; every other status asks for no
    /// wait.
    public func wait(afterStatus status: Int) -> Duration? {
        switch status {
        case 429: [retryAfter, reset].compactMap(\.self).max()
        case 500...599: retryAfter
        default: nil
        }
    }

    /// Thirty thousand years: what a server can say has to stay far from the bounds of the arithmetic.
    private static let longest: Int64 = 1_000_000_000_000

    private static func wait(from now: Timestamp, to instant: Timestamp) -> Duration {
        let wait =
            Duration.seconds(instant.seconds) - .seconds(now.seconds)
            + .nanoseconds(Int64(instant.nanoseconds) - Int64(now.nanoseconds))
        return min(max(wait, .zero), .seconds(longest))
    }

    /// A number of digits only; one that is too large is the largest.
    private static func wholeNumber(_ text: String) -> Int64? {
        let digits = trimmed(text)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        return min(Int64(digits) ?? .max, longest * 1000)
    }

    /// Seconds; a fraction, which some servers send against the rule, is rounded up.
    private static func seconds(_ text: String) -> Duration? {
        let parts = trimmed(text).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = wholeNumber(String(first)) else { return nil }
        guard parts.count == 2 else { return .seconds(min(whole, longest)) }
        guard wholeNumber(String(parts[1])) != nil else { return nil }
        return .seconds(min(whole + (parts[1].allSatisfy { $0 == "0" } ? 0 : 1), longest))
    }

    private static func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return rest
    }
}

extension HTTPResponse {
    /// The answer that a wrapper gives in the place of a server which has asked for no request until later.
    static func refusal(retryAfter wait: Duration) -> HTTPResponse {
        HTTPResponse(status: 429, headers: ["Retry-After": String(wait.wholeSecondsRoundingUp)])
    }
}
