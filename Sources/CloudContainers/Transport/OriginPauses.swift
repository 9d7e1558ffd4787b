/// Scheme, host and port: what shares a pause.
struct HTTPOrigin: Sendable, Hashable {
    private let isEncrypted: Bool
    private let host: String
    private let port: PortNumber

    init(_ baseURL: HTTPBaseURL) {
        isEncrypted = baseURL.isEncrypted
        host = baseURL.host
        port = baseURL.port
    }
}

/// Until when nothing is sent to an origin, for all tasks; instants are those of a time source.
actor OriginPauses {
    private struct State {
        var end: Duration?
        /// How many pauses of our own choice there were since the server last took a request.
        var streak = 0
    }

    private var states: [HTTPOrigin: State] = [:]

    /// The end of the last pause, which may have passed.
    func end(for origin: HTTPOrigin) -> Duration? { states[origin]?.end }

    /// Makes a pause that a server asked for; it never shortens another.
    func extend(for origin: HTTPOrigin, to instant: Duration) {
        let end = states[origin]?.end ?? instant
        states[origin, default: State()].end = max(end, instant)
    }

    /// The number of the pause of our own choice that an answer belongs to, from 1: waits become longer with it.
    func number(for origin: HTTPOrigin, at now: Duration) -> Int {
        guard let state = states[origin] else { return 1 }
        return max(state.streak + (isOver(state, at: now) ? 1 : 0), 1)
    }

    /// Makes a pause of our own choice, unless there is one.
    ///
    /// If each refusal made the pause longer, all tasks would go on together at the end of the longest; this way each
    /// still waits for the chance that it drew itself.
    func begin(for origin: HTTPOrigin, until instant: Duration, at now: Duration) {
        var state = states[origin] ?? State()
        guard isOver(state, at: now) else { return }
        state.end = instant
        state.streak += 1
        states[origin] = state
    }

    /// Notes that a server took a request.
    func endStreak(for origin: HTTPOrigin) { states[origin]?.streak = 0 }

    private func isOver(_ state: State, at now: Duration) -> Bool { state.end.map { $0 <= now } ?? true }
}
