import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Refuses what `URLSession` would do by itself; it has no state.
final class SessionDelegate: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            // Comes when the whole answer is there. With the default handling the transfer would never end.
            completionHandler(.cancelAuthenticationChallenge, nil)
        #else
            // Elsewhere this also asks about the server's certificate, and the default is right for both.
            completionHandler(.performDefaultHandling, nil)
        #endif
    }
}
