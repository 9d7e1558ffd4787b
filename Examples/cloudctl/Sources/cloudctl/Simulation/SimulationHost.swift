import CloudContainers

/// Where a simulation may listen.
enum SimulationHost {
    /// The addresses that stand for every interface.
    private static let everywhere: Set<String> = ["0.0.0.0", "::", "[::]"]

    /// Whether only this machine reaches a host.
    static func isLoopback(_ host: String) -> Bool {
        (try? HTTPBaseURL(parsing: "http://\(bracketed(host))"))?.isLoopback ?? false
    }

    /// The host as clients on this machine name it in an address.
    static func url(of host: String) -> String { everywhere.contains(host) ? "127.0.0.1" : bracketed(host) }

    private static func bracketed(_ host: String) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    }
}
