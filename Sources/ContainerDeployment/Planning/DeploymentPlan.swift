public import CloudContainers

/// What applying an application to a namespace would do, down to the requests: shown, saved, and carried out later.
public struct DeploymentPlan: Sendable, Hashable {
    /// The provider.
    public var provider: ProviderID
    /// The application.
    public var application: String
    /// The name of the namespace.
    public var namespace: String
    /// The identifier of the namespace; `nil` for one that is to be made.
    public var namespaceID: Namespace.ID?
    /// The services, in the order of the manifest; those to be deleted come last.
    public var services: [ServicePlan]
    /// The services of the application that the manifest does not name and that stay, since nobody asked to prune.
    public var leftOver: [String]
    /// The codes that were consented to when the plan was made.
    var consents: [String]
    /// Whether all codes were.
    var allowsAll: Bool

    /// The decisions about consent that the plan was made with.
    public var resolutions: Resolutions {
        var given = Resolutions()
        given.allowsAll = allowsAll
        given.allowedCodes = Set(consents.map { FindingCode(rawValue: $0) })
        return given
    }

    /// Whether anything would be sent.
    public var isChange: Bool { services.contains(where: \.isChange) }

    /// Whether nothing stands in the way.
    public var isExecutable: Bool {
        services.allSatisfy { service in
            service.obstacle == nil && service.blockers.isEmpty && service.unconsented(resolutions).isEmpty
        }
    }

    /// How many services each action has.
    public func count(of action: ServicePlan.Action) -> Int { services.count { $0.action == action } }
}

extension ContainerService {
    /// Plans what applying services to a namespace would do; only reads.
    ///
    /// Each service that is there is read whole. Comparing is the dialect's work, on the provider's own payload, so that
    /// rounding and defaults are no difference.
    ///
    /// - Parameters:
    ///   - specs: The services, as their manifest describes them.
    ///   - secrets: The values that are at hand, by service; they are compared where the provider allows that.
    ///   - settings: What the caller has decided.
    ///   - concurrency: How many services are read at a time, at least 1.
    /// - Returns: The plan.
    /// - Throws: `ContainerServiceError` when something cannot be read; `CancellationError`.
    public func deploymentPlan(
        for specs: [ContainerSpec],
        secrets: [String: SecretValues] = [:],
        _ settings: DeploymentSettings,
        concurrency: Int = 4
    ) async throws -> DeploymentPlan {
        let place = try await namespace(named: settings.namespace)
        var listed: [Container] = []
        if let place { listed = try await completeContainers(in: place.id) }
        let there = Dictionary(listed.flatMap { one in one.names.map { ($0, one) } }) { first, _ in first }
        var services = try await concurrently(specs, atMost: concurrency) { spec in
            let values = secrets[spec.name] ?? SecretValues()
            guard let found = there[spec.name] else { return try plan(creating: spec, values, settings) }
            return try await plan(updating: try await container(found.id), to: spec, values, settings)
        }
        let names = Set(specs.map(\.name))
        let surplus = listed.filter { container in
            names.isDisjoint(with: container.names)
                && ApplicationMark(container.spec.owner)?.application == settings.application
                && container.status.state != .deleting
        }
        if settings.prunes {
            for container in surplus {
                // A list can hold less than what a change rests on.
                let whole = try await self.container(container.id)
                services.append(plan(deleting: whole))
            }
        }
        return DeploymentPlan(
            provider: dialect.provider,
            application: settings.application,
            namespace: settings.namespace,
            namespaceID: place?.id,
            services: services,
            leftOver: settings.prunes ? [] : surplus.map(\.spec.name).sorted(),
            consents: settings.resolutions.allowedCodes.map(\.rawValue).sorted(),
            allowsAll: settings.resolutions.allowsAll
        )
    }

    // MARK: One service

    private func plan(
        creating spec: ContainerSpec,
        _ values: SecretValues,
        _ settings: DeploymentSettings
    ) throws -> ServicePlan {
        var spec = spec
        spec.owner = ApplicationMark(settings.application, spec).text
        var given = settings.resolutions
        given.secretNames.formUnion(values.names)
        let prepared = try dialect.prepare(.create(spec), given)
        return ServicePlan(
            name: spec.name,
            action: .create,
            change: prepared.value,
            differences: SpecComparison.fields(of: spec),
            findings: prepared.ledger.findings.map(\.finding),
            secrets: spec.variables.filter(\.isSecret).map(\.name).sorted(),
            uncomparedSecrets: [],
            needsDeployment: false
        )
    }

    private func plan(
        updating live: Container,
        to wish: ContainerSpec,
        _ values: SecretValues,
        _ settings: DeploymentSettings
    ) async throws -> ServicePlan {
        var spec = wish
        if settings.keepsImage.contains(spec.name) { spec.image = live.spec.image }
        let mark = ApplicationMark(live.spec.owner)
        let isOurs = mark?.application == settings.application
        var given = settings.resolutions
        given.secretNames.formUnion(values.names)
        // A mark that only spells the same thing anew is no reason for a request, nor is one that is missing.
        spec.owner = live.spec.owner
        var prepared = try dialect.prepare(.update(spec, live: live.bundle), given)
        let isDifferent = prepared.value?.requests.isEmpty != true
        let isChanged = isDifferent || (settings.adopts && !isOurs)
        if isChanged {
            spec.owner = ApplicationMark(settings.application, spec).text
            prepared = try dialect.prepare(.update(spec, live: live.bundle), given)
        }
        let comparison = SpecComparison(dialect: dialect, given: given, wanted: spec, name: wish.name, live: live)
        let held = Set(live.spec.variables.filter(\.isSecret).map(\.name))
        let known = spec.variables.filter(\.isSecret).map(\.name)
        let compared = values.filter(held.intersection(known).contains)
        let proofs = compared.names.isEmpty ? [:] : try await proveSecrets(compared, of: live.id)
        let uncompared = compared.names.filter { proofs[$0] == .present }
        let resent = Set(settings.sendsSecrets ? uncompared : [])
        let changed = known.filter { !held.contains($0) || proofs[$0] == .different || resent.contains($0) }
        var plan = ServicePlan(
            name: wish.name,
            action: .unchanged,
            id: live.id,
            change: prepared.value,
            differences: comparison.differences(isChanged: isDifferent),
            findings: prepared.ledger.findings.map(\.finding),
            secrets: changed.sorted(),
            uncomparedSecrets: uncompared.filter { !resent.contains($0) }.sorted(),
            needsDeployment: isOurs
                && (live.status.state == .neverDeployed
                    || (live.status.hasUndeployedChanges && live.status.state != .stopped)),
            isStopped: live.status.state == .stopped,
            basis: dialect.basis(of: live.bundle)
        )
        guard isChanged || !plan.secrets.isEmpty else {
            // Where nothing is sent, nothing is lost.
            plan.findings = []
            return plan
        }
        if isChanged { plan.action = prepared.value?.replaces == true ? .replace : .update }
        if !isOurs, !settings.adopts {
            plan.obstacle = .notOurs(owner: live.spec.owner ?? OtherTool.named(in: live.bundle))
        } else if plan.action == .replace, !settings.replaces {
            plan.obstacle = .replacement
        }
        return plan
    }

    private func plan(deleting live: Container) -> ServicePlan {
        ServicePlan(
            name: live.spec.name,
            action: .delete,
            id: live.id,
            differences: [],
            findings: [],
            secrets: [],
            uncomparedSecrets: [],
            needsDeployment: false,
            basis: dialect.basis(of: live.bundle)
        )
    }
}
