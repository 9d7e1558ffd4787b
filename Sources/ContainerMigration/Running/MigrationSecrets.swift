public import CloudContainers

/// The values of the secrets of a migration: by name, and by service where services differ.
public struct MigrationSecrets: Sendable, CustomStringConvertible {
    /// Values for every service that has a secret of the name.
    public var shared: SecretValues
    /// Values for one service, by its name at the source, or for one job, by ``PlannedJob/key``; they come before shared ones.
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

    /// The values of the secrets that a service or a job has.
    func values(for part: some PlannedPart) -> SecretValues {
        var all = shared
        all.merge(ofServices[part.key] ?? SecretValues())
        return all.filter(Set(part.secrets).contains)
    }

    /// The secrets of services and jobs that have no value here, with the services and jobs.
    public func missing(for parts: [any PlannedPart]) -> [(name: String, services: [String])] {
        var missing: [String: [String]] = [:]
        for part in parts {
            let values = values(for: part)
            for name in part.secrets where !values.contains(name) { missing[name, default: []].append(part.key) }
        }
        return missing.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Refuses services and jobs whose secrets have no values, naming all of them.
    func check(_ parts: [any PlannedPart]) throws(ContainerServiceError) {
        let missing = missing(for: parts).flatMap { name, services in services.map { "\(name) of \($0)" } }
        guard !missing.isEmpty else { return }
        throw ContainerServiceError(
            .secretMissing,
            "\(missing.count) secrets have no value: \(missing.joined(separator: ", "))"
        )
    }
}
