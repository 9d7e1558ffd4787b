import CloudContainers
import QoveryContainers
import QoverySimulator
import SimulationKit

/// Qovery: configured by the variables that its own tools read.
struct QoveryProvider: CloudProvider {
    let dialect: any ContainerDialect = QoveryDialect()
    let domainManners = DomainManners(
        needsDeployment: true,
        outage: """
            From the moment callers see the new record until the deployment that follows has ended, mostly some minutes, \
            they get status 404 and no certificate.
            """
    )
    // Its paths have no versions.
    let apiVersions = ["api.qovery.com"]
    let optionNames: Set<AccountChoice.Option> = [.organization, .project, .cluster]

    func account(_ choice: AccountChoice, on console: Console) async throws -> Account {
        let sources = try await QoverySources(choice, on: console)
        let configuration: QoveryConfiguration
        do {
            configuration = try QoveryConfiguration(sources.profile)
        } catch {
            throw Failure(configurationError: error)
        }
        if let token = sources.profile.token { console.mask(token) }
        let place = sources.profile.place(of: .token) ?? ""
        let origin = "the token from \(place), sent as \(configuration.scheme.rawValue)"
        let parts = [
            ("organization", sources.profile.organizationID), ("project", sources.profile.projectID),
            ("cluster", sources.profile.clusterID),
        ]
        let (name, profile, warnings) = (Account.name(parts), sources.name, sources.warnings)
        return Account(origin: origin, name: name, profile: profile, warnings: warnings) {
            transport,
            time,
            randomness in
            QoveryContainerService(configuration, transport: transport, time: time, randomness: randomness)
        }
    }

    func settings(_ choice: AccountChoice, on console: Console) async -> SettingGroup {
        await QoverySources.settings(choice, on: console)
    }

    func simulation(at time: any TimeSource, in world: DeclaredWorld, registries: [String: String]) -> Simulation {
        var settings = QoverySimulator.Configuration()
        let known = settings.registries.map(\.id)
        for (host, id) in registries.sorted(by: { $0.key < $1.key }) where !known.contains(id) {
            settings.registries.append(.init(id: id, name: host, kind: "GENERIC_CR", url: "https://\(host)"))
        }
        let simulator = QoverySimulator(configuration: settings, world: world, time: time)
        var given = SampleShop.resolutions
        for registry in settings.registries {
            given.registries[String(registry.url.drop { $0 != "/" }.drop { $0 == "/" })] = registry.id
        }
        return Simulation(
            transport: simulator,
            environment: [
                QoveryConfiguration.tokenNames[0]: settings.token,
                "QOVERY_ORGANIZATION_ID": settings.organization.id,
                "QOVERY_CLUSTER_ID": settings.cluster.id,
            ],
            foundingEnvironment: ["QOVERY_PROJECT_ID": settings.project.id],
            given: given,
            outside: SimulatedOutside(simulator)
        )
    }

    func advice(for error: ContainerServiceError) -> String? {
        switch error.code {
        case .unauthenticated:
            """
            Check the token in \(QoveryConfiguration.tokenNames.joined(separator: ", ")). Organization tokens are under \
            Settings, API token, of the console; a JWT of the qovery tool expires soon, and qovery auth makes a new one.
            """
        case .deploymentFailed:
            """
            Check that the image exists in its registry, that the service listens on its ports, and that its probes are \
            answered; the console shows the logs of the deployment.
            """
        case .permissionDenied:
            """
            The role of the token needs the permission Manager for this kind of environment, as Owner, Admin and DevOps have \
            it, or Viewer to read. Qovery answers the same for what was deleted.
            """
        case .rateLimited: "Qovery answers 1000 requests an hour. Wait, or ask for one namespace only."
        default: nil
        }
    }
}
