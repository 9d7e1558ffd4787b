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
        var result = SecretValues()
        let own = ofServices[service.sourceName] ?? SecretValues()
        for name in service.secrets {
            for values in [shared, own] { values.withValue(of: name) { result.set($0, for: name) } }
        }
        return result
    }

    /// Refuses a plan whose secrets have no values, naming all of them with their services.
    func check(_ plan: MigrationPlan) throws(ContainerServiceError) {
        var missing: [String] = []
        for service in plan.services {
            let values = values(for: service)
            missing += service.secrets.filter { !values.contains($0) }.map { "\($0) of \(service.sourceName)" }
        }
        guard !missing.isEmpty else { return }
        throw ContainerServiceError(
            .secretMissing,
            "\(missing.count) secrets have no value: \(missing.joined(separator: ", "))"
        )
    }
}
