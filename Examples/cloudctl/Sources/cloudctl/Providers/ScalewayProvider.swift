import CloudContainers
import ScalewayContainers
import ScalewaySimulator
import SimulationKit

/// Scaleway: configured by the variables and the file that its own tools read.
struct ScalewayProvider: CloudProvider {
    let dialect: any ContainerDialect = ScalewayDialect()
    let domainManners = DomainManners(
        failureIsFinal: true,
        untilReady: "Callers get status 404 until Scaleway's check has passed.",
        outage: """
            From the moment callers see the new record until Scaleway's check has passed they get status 404 and no \
            certificate: mostly under a minute, 3 minutes for each check that fails. It cannot be avoided, since Scaleway wants \
            the record before the domain.
            """
    )
    let apiVersions = [
        "containers v1", "serverless-jobs v1alpha2", "secret-manager v1beta1", "cockpit v1", "registry v1",
    ]
    let optionNames: Set<AccountChoice.Option> = [.profile, .region, .organization, .project]

    func account(_ choice: AccountChoice, on console: Console) async throws -> Account {
        let sources = try await ScalewaySources(choice, on: console)
        let configuration: ScalewayConfiguration
        do {
            configuration = try ScalewayConfiguration(sources.profile)
        } catch {
            throw Failure(configurationError: error)
        }
        if let key = sources.profile.secretKey { console.mask(key) }
        let place = sources.profile.place(of: .secretKey) ?? ""
        let origin = "the secret key from \(place), region \(configuration.region)"
        let parts = [
            ("organization", sources.profile.organizationID), ("project", sources.profile.projectID),
            ("region", configuration.region),
        ]
        let (name, profile, warnings) = (Account.name(parts), sources.name, sources.warnings)
        return Account(origin: origin, name: name, profile: profile, warnings: warnings) {
            transport,
            time,
            randomness in
            ScalewayContainerService(configuration, transport: transport, time: time, randomness: randomness)
        }
    }

    func settings(_ choice: AccountChoice, on console: Console) async -> SettingGroup {
        await ScalewaySources.settings(choice, on: console)
    }

    func simulation(at time: any TimeSource, in world: DeclaredWorld, registries: [String: String]) -> Simulation {
        let settings = ScalewaySimulator.Configuration()
        let simulator = ScalewaySimulator(configuration: settings, world: world, time: time)
        return Simulation(
            transport: simulator,
            environment: [
                "SCW_SECRET_KEY": settings.secretKey,
                "SCW_DEFAULT_PROJECT_ID": settings.projectID,
                "SCW_DEFAULT_REGION": settings.region,
            ],
            given: SampleShop.resolutions,
            outside: SimulatedOutside(simulator, time)
        )
    }

    func advice(for error: ContainerServiceError) -> String? {
        switch error.code {
        case .unauthenticated:
            "Check SCW_SECRET_KEY, or secret_key in the profile: keys are under IAM, API keys, of the console."
        case .permissionDenied: rightsAdvice(error.details)
        case .deploymentFailed: failureAdvice(error.providerMessage ?? "")
        default: nil
        }
    }

    /// The permission sets that a refused key lacks, by the resources and actions that Scaleway names.
    private func rightsAdvice(_ details: [ContainerServiceError.Detail]) -> String {
        let families = [
            ("registry", "ContainerRegistry"), ("job", "ServerlessJobs"), ("domain", "DomainsDNS"),
            ("dns", "DomainsDNS"), ("observability", "Observability"), ("cockpit", "Observability"),
            ("secret", "SecretManager"),
        ]
        let sets = details.map { detail in
            let resource = detail.subject.lowercased()
            let family = families.first { resource.contains($0.0) }?.1 ?? "Containers"
            let reads = ["read", "list", "get"].contains { detail.reason.lowercased().hasSuffix($0) }
            return family + (reads ? "ReadOnly" : "FullAccess")
        }
        guard !sets.isEmpty else {
            return
                "The key needs the permission set ContainersFullAccess for the project, or ContainersReadOnly to read."
        }
        let names = Set(sets).sorted().joined(separator: " and ")
        return
            "The key needs the permission set \(names) for the project: give it to its application or user under IAM."
    }

    /// What the words of a failure mean (reference: the messages that deployments were seen to end with).
    private func failureAdvice(_ message: String) -> String {
        if message.contains("not found") {
            return "Check the image's name and tag, and that the registry lets Scaleway pull it."
        }
        if message.contains("port") || message.contains("unable to start") {
            return """
                The service has to listen on 0.0.0.0 at the port of its specification, which it also finds in the variable \
                PORT, and to answer its probes in time. Correct the port or the image, then deploy again.
                """
        }
        return "The logs of the service are in Cockpit, in the console. Correct the cause, then deploy again."
    }
}
