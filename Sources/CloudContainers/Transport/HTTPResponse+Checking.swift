extension HTTPTransportError {
    /// The refusal of a redirect, which names the host that it leads to and nothing else of its address.
    ///
    /// - Parameters:
    ///   - location: The field `Location` of the answer.
    ///   - request: What was asked.
    /// - Returns: An error with the code ``Code-swift.enum/redirectRefused``.
    public static func refusedRedirect(to location: String, of request: HTTPRequest) -> HTTPTransportError {
        var rest = location[...]
        if let scheme = rest.firstRange(of: "://") {
            rest = rest[scheme.upperBound...]
        } else if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
        } else {
            rest = request.baseURL.host[...]
        }
        let authority = rest.prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        // Only what a host name is made of: the text comes from the server.
        let isShown = !host.isEmpty && host.utf8.count < 260 && host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let target = isShown ? String(host) : "an address that is none"
        return HTTPTransportError(.redirectRefused, "the server redirects to \(target), which is not followed")
    }
}

extension HTTPResponse {
    /// How many bytes the head says that the body has.
    public var announcedLength: Int? { headers["Content-Length"].flatMap { Int($0) } }

    /// Refuses a body that has not the length that the head announced.
    ///
    /// - Parameter request: What was asked; an answer to `HEAD`, and those of the statuses 204 and 304, have no body whatever
    ///   they say.
    /// - Throws: ``HTTPTransportError`` with the code ``HTTPTransportError/Code-swift.enum/brokenAnswer``.
    public func checkLength(as request: HTTPRequest) throws(HTTPTransportError) {
        guard let length = announcedLength, length != body.count, request.method.rawValue != "HEAD",
            ![204, 304].contains(status)
        else { return }
        throw HTTPTransportError(.brokenAnswer, "the answer ended after \(body.count) of \(length) bytes")
    }
}
