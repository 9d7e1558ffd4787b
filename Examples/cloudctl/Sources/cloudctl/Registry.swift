import CloudContainers

/// The providers and formats that the tool knows.
enum Registry {
    /// The providers; a new one is one more line.
    static let providers: [any CloudProvider] = [
        QoveryProvider(),
        ScalewayProvider(),
    ]

    /// How the providers spell services.
    static let dialects = providers.map(\.dialect)

    /// The project's own form of services.
    static let manifest = ManifestFormat(providers: dialects, targets: targetNames)

    /// Every form that services can be read from and written to.
    static let formats: [any ContainerFormat] = [manifest] + dialects

    /// The names of the providers.
    static var providerNames: [String] { dialects.map(\.provider.rawValue) }

    /// The names of the formats.
    static var formatNames: [String] { formats.map(\.provider.rawValue) }

    /// What a provider's name ends with where its simulator is meant.
    static let simulatorSuffix = "-simulator"

    /// What can be chosen to work on: each provider, and its simulator.
    static var targetNames: [String] { providerNames + providerNames.map { $0 + simulatorSuffix } }

    /// The provider with that identifier.
    static func provider(of id: ProviderID) -> (any CloudProvider)? { providers.first { $0.dialect.provider == id } }

    /// The provider of that name.
    static func dialect(named name: String) -> (any ContainerDialect)? {
        dialects.first { $0.provider.rawValue == name }
    }

    /// The format of that name.
    static func format(named name: String) -> (any ContainerFormat)? {
        formats.first { $0.provider.rawValue == name }
    }

    /// What tells a format's documents from others, for the message that none fits.
    static func traits(of format: any ContainerFormat) -> String {
        guard let dialect = format as? any ContainerDialect else { return "apiVersion and services" }
        let fields = dialect.rules.filter { $0.portable != nil }.map(\.field).filter { field in
            field.hasPrefix("container.") && !field.contains("[") && !field.contains("*")
                && field.split(separator: ".").count == 2
        }
        let others = dialects.filter { $0.provider != dialect.provider }.flatMap(\.rules).map(\.field)
        return fields.filter { !others.contains($0) }.map { String($0.dropFirst("container.".count)) }
            .prefix(3).joined(separator: ", ")
    }
}
