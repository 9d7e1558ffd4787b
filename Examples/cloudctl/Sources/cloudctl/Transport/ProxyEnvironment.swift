package import CloudContainers

/// The proxies that an environment names, by the rules of curl.
///
/// `https_proxy` and `http_proxy` are for their scheme, `all_proxy` for both; capitals are taken where the small ones are not set.
/// `HTTP_PROXY` is not heeded when `REQUEST_METHOD` is set: in a CGI program a header of the caller would set it. Hosts in
/// `NO_PROXY` are spared, and the loopback interface always is.
package struct ProxyEnvironment: Sendable {
    /// A proxy.
    package struct Proxy: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
        /// What it speaks.
        package enum Kind: Sendable { case http, socks }

        package var kind: Kind
        package var host: String
        package var port: Int
        package var user: String?
        package var password: String?

        /// Host and port; never the password.
        package var description: String { "\(kind == .http ? "http" : "socks5")://\(host):\(port)" }
        /// A mirror that shows nothing.
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// The proxy for `https`.
    package let encrypted: Proxy?
    /// The proxy for `http`.
    package let plain: Proxy?
    private let spared: [Substring]

    /// The variables that name the proxy for `https`, the first that is set counts.
    package static let encryptedNames = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    /// The variables that name the hosts that are asked directly, the first that is set counts.
    package static let sparedNames = ["no_proxy", "NO_PROXY"]

    /// The variables that name the proxy for `http`, the first that is set counts.
    package static func plainNames(_ environment: [String: String]) -> [String] {
        // In a CGI program a header of the caller would set this one.
        ["http_proxy"] + (environment["REQUEST_METHOD"] == nil ? ["HTTP_PROXY"] : []) + ["all_proxy", "ALL_PROXY"]
    }

    /// Reads an environment.
    ///
    /// - Throws: `HTTPTransportError` with the code `unavailable` for a proxy that is none or of an unknown kind.
    package init(_ environment: [String: String]) throws {
        func first(_ names: [String]) throws -> Proxy? {
            for name in names {
                // Set and empty means none, also where a later name has one.
                if let value = environment[name] { return value.isEmpty ? nil : try Proxy(parsing: value, of: name) }
            }
            return nil
        }
        encrypted = try first(Self.encryptedNames)
        plain = try first(Self.plainNames(environment))
        let hosts = Self.sparedNames.lazy.compactMap { environment[$0] }.first ?? ""
        spared = hosts.split { $0 == "," || $0 == " " }
    }

    /// The proxy for an address; `nil` where it is asked directly.
    package func proxy(for address: HTTPBaseURL) -> Proxy? {
        if address.isLoopback || spares(host: address.host, port: address.port.value) { return nil }
        return address.isEncrypted ? encrypted : plain
    }

    /// Whether `NO_PROXY` names a host: by its name, by a domain above it, by an IPv4 network, each with a port or without.
    package func spares(host: String, port: Int) -> Bool {
        spared.contains { entry in
            if entry == "*" { return true }
            var name = entry.lowercased()[...]
            if let colon = name.lastIndex(of: ":"), let only = Int(name[name.index(after: colon)...]),
                name.firstIndex(of: ":") == colon || name.hasPrefix("[")
            {
                guard only == port else { return false }
                name = name[..<colon]
            }
            if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
            if name.hasPrefix("*.") { name = name.dropFirst() }
            if name.hasPrefix(".") { name = name.dropFirst() }
            guard !name.isEmpty else { return false }
            return host == name || host.hasSuffix(".\(name)") || Self.network(name, holds: host)
        }
    }

    /// Whether an IPv4 address is in a network such as `10.0.0.0/8`.
    private static func network(_ text: Substring, holds host: String) -> Bool {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let bits = UInt32(parts[1]), bits <= 32, let base = number(parts[0]),
            let address = number(host[...])
        else { return false }
        let mask: UInt32 = bits == 0 ? 0 : ~0 << (32 - bits)
        return base & mask == address & mask
    }

    private static func number(_ address: Substring) -> UInt32? {
        let steps = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard steps.count == 4 else { return nil }
        return steps.reduce(UInt32?(0)) { sum, step in
            guard let sum, let step else { return nil }
            return sum << 8 | UInt32(step)
        }
    }
}

extension ProxyEnvironment.Proxy {
    /// Reads an address such as `http://user:word@proxy.example:3128`; the scheme may be missing.
    ///
    /// - Throws: `HTTPTransportError`, which names the variable and never its value.
    fileprivate init(parsing text: String, of variable: String) throws {
        func refused(_ problem: String) -> HTTPTransportError {
            HTTPTransportError(.unavailable, "the proxy in \(variable) \(problem)", delivery: .notSent)
        }
        var rest = text[...]
        var scheme = "http"
        if let end = rest.firstRange(of: "://") {
            scheme = rest[..<end.lowerBound].lowercased()
            rest = rest[end.upperBound...]
        }
        switch scheme {
        case "http": (kind, port) = (.http, 80)
        case "socks5", "socks5h": (kind, port) = (.socks, 1080)
        default: throw refused("is of a kind that is not supported; http:// and socks5:// are")
        }
        rest = rest.prefix { $0 != "/" }
        if let at = rest.lastIndex(of: "@") {
            let words = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = Self.decoded(words[0])
            password = words.count > 1 ? Self.decoded(words[1]) : nil
            rest = rest[rest.index(after: at)...]
            guard kind == .http else { throw refused("has a user, which SOCKS is not given here") }
        }
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]"),
            !rest[..<colon].contains(":") || rest.hasPrefix("[")
        {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65535).contains(number) else {
                throw refused("has a port that is none")
            }
            port = number
            rest = rest[..<colon]
        }
        if rest.hasPrefix("["), rest.hasSuffix("]") { rest = rest.dropFirst().dropLast() }
        guard !rest.isEmpty, rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw refused("has no host") }
        host = rest.lowercased()
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
