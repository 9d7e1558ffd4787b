/// The address of a service, such as `https://api.scaleway.com`: scheme, host, port, and a path that is put before others.
///
/// A credential is sent to this address and to no other. Plain `http` is taken for the loopback interface only.
public struct HTTPBaseURL: Sendable, Hashable, CustomStringConvertible {
    /// Whether the connection is encrypted.
    public let isEncrypted: Bool
    /// The host name or address, in lower case; an IPv6 address without its brackets.
    public let host: String
    /// The port, also where it is the scheme's own.
    public let port: PortNumber
    /// The path before each request's own, without a slash at its end; mostly empty.
    public let path: String

    /// Reads an address.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `invalidInput` where it is no such address, where it holds user
    ///   information, a query or a fragment, and where plain `http` leads anywhere but to this machine.
    public init(parsing text: String) throws(ContainerServiceError) {
        func refused(_ problem: String, _ advice: String) -> ContainerServiceError {
            // What may be a password is not quoted.
            let value = text.contains { "@?#".contains($0) } ? nil : Diagnostic.quoted(text)
            return .invalidInput(Diagnostic(problem: problem, value: value, advice: advice))
        }
        let advice = "Give an address such as https://api.example.org."
        let isEncrypted: Bool
        let rest: Substring
        if let end = Self.end(of: "https://", in: text) {
            (isEncrypted, rest) = (true, text[end...])
        } else if let end = Self.end(of: "http://", in: text) {
            (isEncrypted, rest) = (false, text[end...])
        } else {
            throw refused("the address has no scheme http or https", advice)
        }
        guard !rest.contains("@") else { throw refused("the address holds user information", "Leave it out.") }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        else {
            throw refused("the address has more than host, port and path", advice)
        }
        let split = rest.firstIndex(of: "/") ?? rest.endIndex
        var path = rest[split...]
        while path.hasSuffix("/") { path.removeLast() }
        var authority = rest[..<split]
        var port: PortNumber? = isEncrypted ? .of(443) : .of(80)
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            port = Int(authority[authority.index(after: colon)...]).flatMap { try? PortNumber($0) }
            authority = authority[..<colon]
        }
        let isBracketed = authority.hasPrefix("[") && authority.hasSuffix("]")
        let host = isBracketed ? authority.dropFirst().dropLast() : authority
        guard let port, !host.isEmpty, isBracketed || !host.contains(":"), !host.contains("["), !host.contains("]")
        else {
            throw refused("the address has no host, or a port that is none", advice)
        }
        self.isEncrypted = isEncrypted
        self.host = host.lowercased()
        self.port = port
        self.path = String(path)
        if !isEncrypted, !isLoopback {
            throw refused("plain http is for this machine only", "Use https for \(self.host).")
        }
    }

    /// Whether the host is this machine by its name or address.
    public var isLoopback: Bool {
        if ["localhost", "::1"].contains(host) { return true }
        let steps = host.split(separator: ".", omittingEmptySubsequences: false)
        return steps.count == 4 && steps[0] == "127" && steps.allSatisfy { UInt8($0) != nil }
    }

    /// The address without the port where it is the scheme's own.
    public var description: String {
        let own = isEncrypted ? 443 : 80
        let shown = host.contains(":") ? "[\(host)]" : host
        return (isEncrypted ? "https://" : "http://") + shown + (port.value == own ? "" : ":\(port.value)") + path
    }

    private static func end(of scheme: String, in text: String) -> String.Index? {
        text.prefix(scheme.count).lowercased() == scheme ? text.index(text.startIndex, offsetBy: scheme.count) : nil
    }
}
