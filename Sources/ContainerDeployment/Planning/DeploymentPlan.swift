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
    /// The identifier of the namespace in which the services were before, where some are still there.
    public var formerNamespaceID: Namespace.ID?
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
        let listed = try await listed(in: place)
        let former = try await formerServices(settings)
        let there = Self.byName(listed)
        let thereBefore = Self.byName(former)
        let names = Set(specs.map(\.name))
        // What is in the namespace of before is told with it.
        let shownName: @Sendable (Container) -> String = { container in
            container.namespace == place?.id
                ? container.spec.name : (settings.formerNamespace ?? "") + "/" + container.spec.name
        }
        var services = try await concurrently(specs, atMost: concurrency) { spec -> [ServicePlan] in
            let values = secrets[spec.name] ?? SecretValues()
            let before = settings.formerNames[spec.name]
            let old = thereBefore[spec.name] ?? before.flatMap { thereBefore[$0] }
            if let found = there[spec.name] ?? before.flatMap({ there[$0] }) {
                let update = try await plan(updating: try await container(found.id), to: spec, values, settings)
                guard let old else { return [update] }
                return [update, plan(deletingMoved: try await container(old.id), shownName(old), settings)]
            }
            guard let old else { return [try plan(creating: spec, values, settings)] }
            return [try plan(moving: try await container(old.id), to: spec, values, settings)]
        }.flatMap(\.self)
        Self.markClashes(of: &services, with: listed)
        let used = Set(services.compactMap(\.basisID))
        let surplus = (ours(listed, settings) + former).filter { container in
            let isNamed = container.namespace == place?.id && !names.isDisjoint(with: container.names)
            return !isNamed && !used.contains(container.id)
        }
        if settings.prunes {
            for container in surplus {
                // A list can hold less than what a change rests on.
                var deletion = plan(deleting: try await self.container(container.id), shownName(container))
                deletion.isFormer = container.namespace != place?.id
                services.append(deletion)
            }
        }
        return DeploymentPlan(
            provider: dialect.provider,
            application: settings.application,
            namespace: settings.namespace,
            namespaceID: place?.id,
            formerNamespaceID: former.first?.namespace,
            services: services,
            leftOver: settings.prunes ? [] : surplus.map(shownName).sorted(),
            consents: settings.resolutions.allowedCodes.map(\.rawValue).sorted(),
            allowsAll: settings.resolutions.allowsAll
        )
    }

    private func listed(in place: Namespace?) async throws -> [Container] {
        guard let place else { return [] }
        return try await completeContainers(in: place.id)
    }

    /// The services of the application in the namespace in which they were before.
    private func formerServices(_ settings: DeploymentSettings) async throws -> [Container] {
        guard let name = settings.formerNamespace, name != settings.namespace else { return [] }
        return ours(try await listed(in: try await namespace(named: name)), settings)
    }

    /// Those that are marked as the application's and stay unless somebody deletes them.
    private func ours(_ containers: [Container], _ settings: DeploymentSettings) -> [Container] {
        containers.filter { container in
            ApplicationMark(container.spec.owner)?.application == settings.application
                && container.status.state != .deleting
        }
    }

    private static func byName(_ containers: [Container]) -> [String: Container] {
        let staying = containers.filter { !$0.isLeaving }
        return Dictionary(staying.flatMap { one in one.names.map { ($0, one) } }) { first, _ in first }
    }

    /// Marks what would be made under a name that another service has.
    private static func markClashes(of services: inout [ServicePlan], with listed: [Container]) {
        var names = TakenNames()
        for container in listed where !container.isLeaving {
            let name = container.bundle.root["container"]?["name"]?.string ?? container.spec.name
            names.note(name, of: container.spec.name)
        }
        for index in services.indices where services[index].id == nil {
            let wanted = services[index].name
            guard let name = services[index].change?.requests.first?.givenName,
                let finding = names.claim(name, for: wanted, as: wanted)
            else { continue }
            services[index].findings.append(finding)
        }
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
        // One that the service has from its namespace only is missing among its own.
        var changed = Set(
            known.filter { name in
                !held.contains(name) || [.different, .missing].contains(proofs[name]) || resent.contains(name)
            }
        )
        // A service that is made anew needs all of its secrets, also those that the manifest leaves alone.
        changed.formUnion((prepared.value?.requests ?? []).flatMap(\.secretNames))
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
                && ([.neverDeployed, .failed].contains(live.status.state)
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

    /// A service in another namespace is made anew here, with what the manifest leaves alone, and then deleted there.
    private func plan(
        moving live: Container,
        to wish: ContainerSpec,
        _ values: SecretValues,
        _ settings: DeploymentSettings
    ) throws -> ServicePlan {
        var spec = wish
        if settings.keepsImage.contains(wish.name) { spec.image = live.spec.image }
        let comparison = SpecComparison(
            dialect: dialect,
            given: settings.resolutions,
            wanted: spec,
            name: wish.name,
            live: live
        )
        let whole = try spec.laid(over: live.spec, by: dialect)
        var plan = try plan(creating: whole, values, settings)
        plan.action = .replace
        plan.formerID = live.id
        plan.basis = dialect.basis(of: live.bundle)
        plan.isStopped = live.status.state == .stopped
        plan.differences =
            [
                FieldDifference(
                    "namespace",
                    .string(settings.formerNamespace ?? ""),
                    .string(settings.namespace),
                    .manifest
                )
            ] + comparison.differences(isChanged: false)
        let change = Finding(
            .replaced,
            .replaced,
            before: .text(settings.formerNamespace ?? ""),
            after: .text(settings.namespace),
            detail: "the address changes"
        )
        plan.findings = [change] + plan.findings
        if !settings.replaces { plan.obstacle = .replacement }
        return plan
    }

    /// What is left of a service that was made anew in this namespace before.
    private func plan(
        deletingMoved live: Container,
        _ name: String,
        _ settings: DeploymentSettings
    ) -> ServicePlan {
        var plan = plan(deleting: live, name)
        plan.isFormer = true
        if !settings.replaces { plan.obstacle = .replacement }
        return plan
    }

    private func plan(deleting live: Container, _ name: String) -> ServicePlan {
        ServicePlan(
            name: name,
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

extension ContainerSpec {
    /// The wish laid over a live service, so that what it does not say is taken over.
    fileprivate func laid(
        over live: ContainerSpec,
        by dialect: any ContainerDialect
    ) throws(ContainerServiceError) -> ContainerSpec {
        var whole: ContainerSpec
        do throws(WireError) {
            whole = try ContainerSpec(json: document(over: live.documentWithoutResets))
        } catch {
            throw .invalidInput(error.diagnostic)
        }
        for section in whole.providers.sections where section.key == dialect.provider.rawValue {
            whole.providers.insert(try dialect.settings(section.value))
        }
        return whole
    }
}
