import CloudContainers
import ContainerDeployment

/// An application with the account that it is applied to, while a command works.
struct ApplicationWork {
    /// The application as its manifest describes it.
    let application: Application
    /// The values of its secrets that are at hand, by service.
    let secrets: [String: SecretValues]
    /// What the user has decided.
    let settings: DeploymentSettings
    /// What was chosen to come to the account.
    let choice: AccountChoice
    /// The account.
    let session: Session

    /// Reads the manifest and lends the account that it goes to.
    ///
    /// - Parameters:
    ///   - options: What the command line says.
    ///   - needsSecrets: Whether every value has to be at hand; otherwise those that are not are not compared.
    ///   - printing: How the command prints.
    ///   - console: The console.
    ///   - body: What is done.
    /// - Returns: What the closure returns.
    /// - Throws: ``Failure`` for a manifest or a configuration that is wrong, and what the closure throws.
    static func with<Result>(
        _ options: ApplicationOptions,
        needsSecrets: Bool,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (ApplicationWork) async throws -> Result
    ) async throws -> Result {
        let manifest = try Manifest.load(
            options.manifest.files,
            overlay: options.manifest.overlay,
            on: console
        ).application
        let choice = options.choice(manifest.target, on: console)
        guard
            let namespace = try options.namespace ?? manifest.target.namespace
                ?? choice.profileInUse(on: console)?.profile.namespace?.text
        else {
            throw Failure(
                .wrongUse,
                "no namespace is chosen",
                advice: "Give --namespace NAME, or write target: {namespace: NAME} in the manifest."
            )
        }
        let values = try await secrets(of: manifest, options, needsSecrets: needsSecrets, printing, on: console)
        return try await Session.with(choice, printing, on: console) { session in
            var given = options.resolutions.given
            if options.replace { given.allowedCodes.insert(.replaced) }
            given.registries = session.registries.merging(given.registries) { $1 }
            // Where a value is to come from is known, also where it is not at hand.
            for service in manifest.services {
                given.secretNames.formUnion(service.secrets.filter { $0.reference != .provided }.map(\.variable))
            }
            let settings = DeploymentSettings(
                application: options.application ?? manifest.name ?? namespace,
                namespace: namespace,
                resolutions: given,
                prunes: options.prune,
                replaces: options.replace,
                adopts: options.adopt,
                sendsSecrets: options.sendSecrets,
                keepsImage: Set(manifest.services.filter { $0.imageManager == .ci }.map(\.name)),
                formerNames: Dictionary(
                    manifest.services.compactMap { service in service.formerName.map { (service.name, $0) } }
                ) { first, _ in first },
                formerNamespace: manifest.target.movedFrom
            )
            return try await body(
                ApplicationWork(
                    application: manifest,
                    secrets: values,
                    settings: settings,
                    choice: choice,
                    session: session
                )
            )
        }
    }

    private static func secrets(
        of manifest: Application,
        _ options: ApplicationOptions,
        needsSecrets: Bool,
        _ printing: OutputOptions,
        on console: Console
    ) async throws -> [String: SecretValues] {
        let given = try options.secrets.values(on: console)
        do {
            return try await SecretResolution(given: given, on: console).values(for: manifest.services)
        } catch let failure as Failure where !needsSecrets {
            if !printing.quiet {
                let count = failure.diagnostics.count
                try console.error.write(
                    "note: \(count == 1 ? "1 secret has" : "\(count) secrets have") no value here and "
                        + "\(count == 1 ? "is" : "are") not compared\n"
                )
            }
            return [:]
        }
    }

    /// Plans; only reads.
    func plan() async throws -> DeploymentPlan {
        try await session.service.deploymentPlan(
            for: application.services.map(\.spec),
            secrets: secrets,
            settings
        )
    }
}
