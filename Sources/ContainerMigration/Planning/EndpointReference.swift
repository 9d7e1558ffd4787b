package import CloudContainers

/// A variable whose value holds the address of a service that moves too.
///
/// In the plan's specification the host name is a placeholder, such as `https://{endpoint:api}/v1`, with the name of the
/// service at the source. Running puts the service's endpoint on the target in its place as soon as that is known.
public struct EndpointReference: Sendable, Hashable {
    /// The name of the variable.
    public var variable: String
    /// The services whose endpoints the value holds, by their names at the source.
    public var services: [String]

    /// Makes a reference.
    public init(variable: String, services: [String]) {
        self.variable = variable
        self.services = services
    }

    /// What stands in a value for the host name of a service's endpoint.
    static func placeholder(for service: String) -> String { "{endpoint:\(service)}" }
}

/// The addresses of services at the source, and what becomes of texts that hold them.
struct MovingHosts: Sendable {
    /// One service that moves.
    struct Service: Sendable {
        /// Its name at the source.
        var name: String
        /// The port that its endpoint on the target leads to; `nil` where it will have none.
        var port: PortNumber?
    }

    /// A text in which endpoints on the target have taken the place of hosts at the source.
    enum Rewriting: Equatable {
        /// The new text, the services, and the hosts that stood there.
        case done(String, services: [String], hosts: [String])
        /// A host that the new endpoint cannot simply stand for.
        case impossible(host: String)
    }

    /// By host name in lower case.
    private var services: [String: Service] = [:]

    /// The host names.
    var names: Set<String> { Set(services.keys) }

    mutating func add(_ hosts: some Sequence<String>, of service: Service) {
        for host in hosts where !host.isEmpty { services[host.lowercased()] = service }
    }

    /// Puts endpoints in the place of hosts; `nil` for a text that holds none.
    ///
    /// An endpoint speaks HTTP over TLS on port 443, so that `http://` becomes `https://` and a port goes.
    func rewriting(_ text: String) -> Rewriting? {
        guard !services.isEmpty else { return nil }
        var result = ""
        var rest = text[...]
        var (named, hosts): ([String], [String]) = ([], [])
        while let start = rest.firstIndex(where: Self.isPartOfHost) {
            let end = rest[start...].firstIndex { !Self.isPartOfHost($0) } ?? rest.endIndex
            let word = rest[start..<end].lowercased()
            guard let service = services[word] else {
                result += rest[..<end]
                rest = rest[end...]
                continue
            }
            result += rest[..<start]
            rest = rest[end...]
            guard let isURL = Self.secure(&result), let wanted = service.port else { return .impossible(host: word) }
            let digits = rest.first == ":" ? rest.dropFirst().prefix { $0.isASCII && $0.isNumber } : ""
            if !digits.isEmpty {
                guard ["80", "443", "\(wanted.value)"].contains(String(digits)) else { return .impossible(host: word) }
                rest = rest[digits.endIndex...]
            }
            result += EndpointReference.placeholder(for: service.name) + (digits.isEmpty || isURL ? "" : ":443")
            if !named.contains(service.name) { named.append(service.name) }
            if !hosts.contains(word) { hosts.append(word) }
        }
        return named.isEmpty ? nil : .done(result + rest, services: named, hosts: hosts)
    }

    private static func isPartOfHost(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "-._".contains(character)
    }

    /// Lets a text that ends where a host begins ask for TLS: whether it has a scheme; `nil` for what no endpoint speaks.
    private static func secure(_ text: inout String) -> Bool? {
        if text.hasSuffix("@") { return nil }
        guard text.hasSuffix("://") else { return false }
        let scheme = text.dropLast(3).reversed().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+") }
        let word = String(scheme.reversed()).lowercased()
        guard let secured = ["http": "https", "https": "https", "ws": "wss", "wss": "wss"][word] else { return nil }
        text = text.dropLast(word.count + 3) + secured + "://"
        return true
    }
}

extension EndpointReference: WireObject {
    package init() { self.init(variable: "", services: []) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("variable", &variable)
        try visitor.required("services", &services)
    }
}
