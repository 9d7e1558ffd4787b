public import CloudContainers

/// The values of the secrets of a migration: by name, and by service where services differ.
public struct MigrationSecrets: Sendable, CustomStringConvertible {
    /// Values for every service that has a secret of the name.
    public var shared: SecretValues
    /// Values for one service, by its name at the source; they come before shared ones.
    public var ofServices: [String: SecretValues]

    /// Makes a set of values.
    public init(_ shared: SecretValues = SecretValues(), ofServices: [String: SecretValues] = [:]) {
        self.shared = shared
        self.ofServices = ofServices
    }

    /// How many values there are.
    public var description: String {
        "\(shared.names.count + ofServices.values.map(\.names.count).reduce(0, +)) secret values"
    }

    /// The values of the secrets that a service has.
    func values(for service: PlannedService) -> SecretValues {
        var all = shared
        all.merge(ofServices[service.sourceName] ?? SecretValues())
        return all.filter(Set(service.secrets).contains)
    }

    /// The secrets of services that have no value here, with the services.
    public func missing(for services: [PlannedService]) -> [(name: String, services: [String])] {
        var missing: [String: [String]] = [:]
        for service in services {
            let values = values(for: service)
            for name in service.secrets where !values.contains(name) {
                missing[name, default: []].append(service.sourceName)
            }
        }
        return missing.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Refuses services whose secrets have no values, naming all of them.
    func check(_ services: [PlannedService]) throws(ContainerServiceError) {
        let missing = missing(for: services).flatMap { name, services in services.map { "\(name) of \($0)" } }
        guard !missing.isEmpty else { return }
        throw ContainerServiceError(
            .secretMissing,
            "\(missing.count) secrets have no value: \(missing.joined(separator: ", "))"
        )
    }
}
