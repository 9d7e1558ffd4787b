import CloudContainers
import ContainerMigration
import Foundation

/// A public resolver that answers over HTTPS as JSON (`application/dns-json`, the form of Cloudflare and Google).
struct HTTPSNameResolver: NameResolver {
    /// Cloudflare's resolver.
    static let standard = "https://cloudflare-dns.com/dns-query"

    /// The kinds of records that are asked for or answered, as the domain name system numbers them.
    private enum Kind: Int {
        case address = 1
        case alias = 5
        case newerAddress = 28
    }

    let name: String
    private let address: HTTPBaseURL
    private let path: String
    private let console: Console

    /// Makes a resolver at an address such as ``standard``.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for what is no address.
    init(_ address: String, on console: Console) throws(ContainerServiceError) {
        let whole = try HTTPBaseURL(parsing: address)
        path = whole.path.isEmpty ? "/" : whole.path
        let text = String(whole.description.dropLast(whole.path.count))
        self.address = try HTTPBaseURL(parsing: text)
        self.console = console
        name = "the resolver \(self.address.host)"
    }

    /// Whether the host is an alias of the target, or has an address in common with it, as where it is flattened.
    func leads(_ host: String, to target: String) async throws -> Bool {
        let wanted = Self.bare(target)
        let own = try await records(of: host, .address)
        if own.contains(where: { $0.kind == Kind.alias.rawValue && Self.bare($0.data) == wanted }) { return true }
        for kind in [Kind.address, .newerAddress] {
            let there = kind == .address ? own : try await records(of: host, kind)
            let addresses = Set(there.filter { $0.kind == kind.rawValue }.map(\.data))
            if addresses.isEmpty { continue }
            let wanted = try await records(of: target, kind).filter { $0.kind == kind.rawValue }.map(\.data)
            if !addresses.isDisjoint(with: wanted) { return true }
        }
        return false
    }

    private func records(of host: String, _ kind: Kind) async throws -> [(kind: Int, data: String)] {
        var headers = HTTPHeaders()
        headers.append("Accept", "application/dns-json")
        let request = HTTPRequest(
            .get,
            "\(path)?name=\(Self.encoded(host))&type=\(kind.rawValue)",
            of: address,
            headers: headers,
            kind: .read,
            operation: "look up \(host)",
            timeout: .seconds(10),
            maximumAnswerSize: .mebibytes(1)
        )
        let response = try await console.network.withTransport(
            environment: console.environment,
            time: console.time
        ) { transport in try await transport.send(request) }
        let answer = try JSONDocument(parsing: String(decoding: response.body, as: UTF8.self)).root
        let status = answer["Status"]?.integer
        // 3 says that the name does not exist, and so leads nowhere.
        if response.status == 200, status == 3 { return [] }
        guard response.status == 200, status == 0 else {
            throw ContainerServiceError(.unavailable, "\(name) does not tell where \(host) leads", isRetryable: true)
        }
        return (answer["Answer"]?.array ?? []).compactMap { (record: JSONValue) -> (kind: Int, data: String)? in
            guard let kind = record["type"]?.integer, let data = record["data"]?.string else { return nil }
            return (Int(kind), data)
        }
    }

    private static func encoded(_ host: String) -> String {
        host.addingPercentEncoding(withAllowedCharacters: .urlHostAllowed.subtracting(["&", "+", "="])) ?? ""
    }

    /// A host name without the dot of the root, in lower case.
    private static func bare(_ host: String) -> String {
        (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
    }
}
