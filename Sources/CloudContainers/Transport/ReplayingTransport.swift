/// A transport that answers from a recording, without a network.
///
/// Each exchange answers once; of several that fit a request, the first does.
public actor ReplayingTransport: HTTPTransport {
    /// What of a request has to be that of the exchange.
    public enum Matching: Sendable, Hashable, CaseIterable {
        /// Verb, path, the items of the query in any order, and the body as JSON where the recording has one.
        ///
        /// What is secret in a body by its name, and a value that is hidden in the recording's query, fits anything.
        case full
        /// Verb and path, so that recordings of another client can drive an adapter.
        case methodAndPath
    }

    private let matching: Matching
    private var slots: [(exchange: RecordedExchange, isUsed: Bool)]

    /// Makes a transport that answers from exchanges.
    public init(_ recording: HTTPRecording, matching: Matching = .full) {
        self.matching = matching
        slots = recording.exchanges.map { ($0, false) }
    }

    /// The exchanges that have not answered yet, in their order.
    public var remaining: [RecordedExchange] { slots.filter { !$0.isUsed }.map(\.exchange) }

    /// Gives the answer, or throws the failure, of the first exchange that fits.
    ///
    /// - Throws: ``HTTPTransportError`` with the code `unavailable` where none fits; its message names the nearest.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let wanted = RequestLikeness(request)
        guard let index = slots.firstIndex(where: { !$0.isUsed && wanted.fits($0.exchange, matching) }) else {
            throw HTTPTransportError(.unavailable, complaint(about: request, wanted), delivery: .notSent)
        }
        slots[index].isUsed = true
        return try slots[index].exchange.outcome.get()
    }

    private func complaint(about request: HTTPRequest, _ wanted: RequestLikeness) -> String {
        let start = "no recorded exchange fits \(request.shortDescription)"
        var nearest: (number: Int, differences: [String])?
        for (index, slot) in slots.enumerated() {
            var differences = wanted.differences(from: slot.exchange, matching)
            if slot.isUsed { differences.append("it has answered already") }
            if differences.count < nearest?.differences.count ?? .max { nearest = (index, differences) }
        }
        guard let nearest else { return "\(start); the recording is empty" }
        let exchange = slots[nearest.number].exchange
        let name = "\(exchange.method) \(exchange.path)".escapedForTerminal(limit: 300)
        return "\(start); the nearest is number \(nearest.number + 1), \(name): "
            + nearest.differences.joined(separator: ", ").escapedForTerminal(limit: 300)
    }
}

/// What a request is compared by.
private struct RequestLikeness {
    private let method: HTTPMethod
    private let path: Path
    private let redactedPath: Path
    private let body: JSONValue?
    private let text: String?
    private let redaction: SecretRedaction

    private struct Path: Hashable {
        var steps: [String]
        var query: [String]

        init(_ path: String) {
            let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            steps = (parts.first ?? "").split(separator: "/").map { PercentCoding.decoded($0) }
            query = parts.count < 2 ? [] : parts[1].split(separator: "&").map { PercentCoding.decoded($0) }.sorted()
        }
    }

    init(_ request: HTTPRequest) {
        method = request.method
        path = Path(request.baseURL.path + request.path)
        redactedPath = Path(request.baseURL.path + request.redactedPath)
        redaction = SecretRedaction(request)
        let recorded = request.body.flatMap { [redaction] in RecordedBody($0.redacted, redaction) }
        body = recorded?.json
        text = recorded?.text
    }

    func fits(_ exchange: RecordedExchange, _ matching: ReplayingTransport.Matching) -> Bool {
        differences(from: exchange, matching).isEmpty
    }

    func differences(from exchange: RecordedExchange, _ matching: ReplayingTransport.Matching) -> [String] {
        var differences: [String] = []
        let other = Path(exchange.path)
        if exchange.method != method { differences.append("the verb differs") }
        if other.steps != path.steps {
            // A path that differs outweighs all else.
            let count = zip(other.steps, path.steps).count { $0 != $1 } + abs(other.steps.count - path.steps.count)
            differences += ["the path differs"] + Array(repeating: "by a step", count: count)
        }
        guard matching == .full else { return differences }
        if other.query != path.query, other.query != redactedPath.query { differences.append("the query differs") }
        switch exchange.requestBody {
        case nil: break
        case .json(let document):
            guard let body else {
                differences.append("the body is no JSON")
                break
            }
            if let place = difference(of: redaction.redacted(document.root), from: body) {
                differences.append("the body differs at \(place)")
            }
        case .text(let text): if text != self.text { differences.append("the body differs") }
        }
        return differences
    }

    /// The place of the first difference; `nil` where a recorded body fits.
    private func difference(of recorded: JSONValue, from body: JSONValue, at path: FieldPath = .root) -> FieldPath? {
        // What was secret when it was recorded may have another value now.
        if let text = recorded.string, text == hiddenText || SecretRedaction.isPlaceholder(text) { return nil }
        if let text = body.string, text == hiddenText || SecretRedaction.isPlaceholder(text) { return nil }
        switch (recorded.content, body.content) {
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return path }
            for (index, pair) in zip(left, right).enumerated() {
                if let place = difference(of: pair.0, from: pair.1, at: path.appending(index)) { return place }
            }
            return nil
        case (.object(let left), .object(let right)):
            for member in left {
                let place = path.appending(member.name)
                guard let other = right[member.name] else { return place }
                if let place = difference(of: member.value, from: other, at: place) { return place }
            }
            return right.names.first { left[$0] == nil }.map { path.appending($0) }
        default: return recorded == body ? nil : path
        }
    }
}
