import CloudContainers
import ContainerMigration
import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The resolver of the machine, which knows the addresses of names and not their records.
package struct SystemNameResolver: NameResolver {
    /// What a person calls it.
    package let name = "the resolver of this machine"

    /// Makes a resolver.
    package init() {}

    /// Whether both names have an address in common, as they do where one is an alias of the other, or flattened to it.
    package func leads(_ host: String, to target: String) async throws -> Bool {
        let own = try await Self.addresses(of: host)
        if own.isEmpty { return false }
        return !own.isDisjoint(with: try await Self.addresses(of: target))
    }

    private static func addresses(of host: String) async throws -> Set<String> {
        try await withCheckedThrowingContinuation { continuation in
            // The call blocks its thread.
            DispatchQueue.global().async { continuation.resume(with: Result { try lookUp(host) }) }
        }
    }

    private static func lookUp(_ host: String) throws -> Set<String> {
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, nil, &first)
        defer { if let first { freeaddrinfo(first) } }
        if status == EAI_NONAME { return [] }
        guard status == 0 else {
            throw HTTPTransportError(.nameNotFound, String(cString: gai_strerror(status)), delivery: .notSent)
        }
        var result: Set<String> = []
        var next = first
        while let entry = next?.pointee {
            var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let size = socklen_t(buffer.count)
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &buffer, size, nil, 0, NI_NUMERICHOST) == 0 {
                result.insert(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            next = entry.ai_next
        }
        return result
    }
}
