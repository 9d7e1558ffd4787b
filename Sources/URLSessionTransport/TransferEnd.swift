import CloudContainers
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// How a transfer ended.
struct TransferEnd: Sendable {
    private let body: Data?
    private let response: URLResponse?
    private let error: (any Error)?

    init(_ body: Data?, _ response: URLResponse?, _ error: (any Error)?) {
        self.body = body
        self.response = response
        self.error = error
    }

    /// The answer, if it is a whole one.
    ///
    /// - Throws: ``HTTPTransportError``.
    func answer(to request: HTTPRequest, of task: URLSessionTask) throws -> HTTPResponse {
        // Nothing here cancels a transfer but the delegate, when the server asks for a password. The answer had no more to it.
        let isChallenge = (error as? URLError)?.code == .cancelled
        if let error, !isChallenge { throw HTTPTransportError(error) }
        guard let head = (response ?? task.response) as? HTTPURLResponse else {
            throw HTTPTransportError(.brokenAnswer, "the connection ended without an answer")
        }
        var answer = HTTPResponse(status: head.statusCode, body: Array(body ?? Data()))
        for (name, value) in head.allHeaderFields { answer.headers.append("\(name)", "\(value)") }
        if isChallenge { return answer }
        if (300..<400).contains(answer.status), let location = answer.headers["Location"] {
            throw HTTPTransportError.refusedRedirect(to: location, of: request)
        }
        guard max(answer.announcedLength ?? 0, answer.body.count) <= request.maximumAnswerSize.bytes else {
            throw HTTPTransportError(.answerTooLarge, "the answer is larger than \(request.maximumAnswerSize)")
        }
        // An answer that was unpacked is longer than it was sent.
        if answer.headers["Content-Encoding"] == nil { try answer.checkLength(as: request) }
        return answer
    }
}
