public import CloudContainers

extension QoveryDialect {
    /// Works out the requests that a change needs.
    public func prepare(
        _ change: ContainerChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        switch change {
        case .create(let spec):
            let written = write(spec, given)
            guard let bundle = written.value else { return Translation(value: nil, ledger: written.ledger) }
            return Translation(value: Self.creation(of: spec, bundle.root), ledger: written.ledger)
        case .update(let spec, let live):
            return try prepareUpdate(spec, live, given)
        }
    }

    private static func creation(of spec: ContainerSpec, _ bundle: JSONValue) -> PreparedChange {
        var requests: [PreparedRequest] = []
        if let container = bundle["container"] {
            requests.append(
                PreparedRequest(
                    "POST",
                    "/environment/{namespace}/container",
                    body: container,
                    purpose: "create \(spec.name)"
                )
            )
        }
        requests += additions(to: .container, bundle)
        if let network = bundle["network"] {
            requests.append(
                PreparedRequest("PUT", "/container/{container}/network", body: network, purpose: "set the network")
            )
        }
        for domain in bundle["custom_domains"]?.array ?? [] { requests.append(addition(of: domain)) }
        return PreparedChange(requests: requests, deploys: false)
    }

    /// The requests that give a new service its variables, files and advanced settings.
    static func additions(to kind: QoveryServiceKind, _ bundle: JSONValue) -> [PreparedRequest] {
        var requests: [PreparedRequest] = []
        if let variables = bundle["variables"] {
            requests.append(
                PreparedRequest(
                    "POST",
                    kind.importPath,
                    body: variables,
                    purpose: "set variables and secrets"
                )
            )
        }
        for file in bundle["files"]?.array ?? [] {
            let key = file["key"]?.string ?? ""
            requests.append(PreparedRequest("POST", "/variable", body: file, purpose: "set the file variable \(key)"))
        }
        if let settings = bundle["advanced_settings"] {
            requests.append(
                PreparedRequest(
                    "PUT",
                    kind.path + "/advancedSettings",
                    body: settings,
                    purpose: "set advanced settings"
                )
            )
        }
        return requests
    }

    static func addition(of domain: JSONValue) -> PreparedRequest {
        PreparedRequest(
            "POST",
            "/container/{container}/customDomain",
            body: domain,
            purpose: "add the domain \(domain["domain"]?.string ?? "")"
        )
    }

    private func prepareUpdate(
        _ spec: ContainerSpec,
        _ live: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        let bundle: QoveryBundle
        do {
            let root = live.root["container"] == nil ? ["container": live.root] : live.root
            bundle = try QoveryBundle(json: root)
        } catch {
            throw error.located(in: live)
        }
        guard let current = try read(live, given).first?.value else {
            throw ContainerServiceError(.invalidInput, "the live payload holds no service", provider: provider)
        }
        let derives = Self.derivesReadiness(spec)
        let spec = Self.keepingPortDetails(of: current, in: Self.completed(of: current, in: spec))
        var given = given
        // The registry is the live one unless the image moves to another host.
        if let host = current.qovery?.registryHost, let id = current.qovery?.registryID, given.registries[host] == nil {
            given.registries[host] = id
        }
        given.secretNames.formUnion(current.variables.filter(\.isSecret).map(\.name))
        var wish = QoveryWriter.write(spec, given, derivesReadiness: derives)
        let there = current.documentWithoutResets
        for path in spec.resetFields.sorted() where !QoveryUpdate.canReset(path) {
            // What is not there needs no reset.
            if [nil, .null].contains(there.value(at: path)) { continue }
            let finding = Finding(.resetImpossible, .approximated, subject: path.description)
            wish.ledger.entries.append(
                LedgerEntry(sources: [], targets: [], outcome: .approximated, findings: [finding])
            )
        }
        wish.ledger.entries += QoveryUpdate.changedKinds(spec, current, bundle).map { finding in
            LedgerEntry(sources: [], targets: [], outcome: finding.outcome, findings: [finding])
        }
        guard wish.value != nil, wish.ledger.obstacles.isEmpty else {
            return Translation(value: nil, ledger: wish.ledger)
        }
        let update = QoveryUpdate(
            current: current,
            wanted: spec,
            live: bundle,
            old: QoveryWriter.bundle(of: current, given),
            new: QoveryWriter.bundle(of: spec, given, derivesReadiness: derives)
        )
        let containerRequests = update.containerRequests
        wish.ledger.entries += update.deletedVolumes(by: containerRequests).map { finding in
            LedgerEntry(sources: [], targets: [], outcome: finding.outcome, findings: [finding])
        }
        let requests =
            containerRequests + update.settingsRequests + update.variableRequests + update.domainRequests
        try update.checkParts(of: requests)
        let basis = basis(of: live)
        return Translation(
            value: PreparedChange(requests: requests, deploys: false, basis: basis),
            ledger: wish.ledger
        )
    }
}

extension QoveryDialect {
    /// Whether a wish that is not Qovery's own gets its readiness probe from its liveness probe.
    private static func derivesReadiness(_ wish: ContainerSpec) -> Bool {
        wish.qovery == nil && wish.probes.liveness != nil
    }

    /// The wish with the live probes that it does not manage, since the API takes both probes in one object, and with
    /// the live bounds of the instances.
    private static func completed(of current: ContainerSpec, in wish: ContainerSpec) -> ContainerSpec {
        var spec = wish
        let reset = wish.resetFields
        spec.domains = wish.domains.map { domain in
            let live = current.domains.first { $0.host == domain.host }
            var domain = domain
            domain.generatesCertificate = domain.generatesCertificate ?? live?.generatesCertificate
            domain.usesCDN = domain.usesCDN ?? live?.usesCDN
            return domain
        }
        // The description holds the mark of the amounts, so that it is made of what is there.
        if wish.description == nil, !reset.contains("description") { spec.description = current.description }
        spec.owner = wish.owner ?? current.owner
        if wish.resources.cpu == nil, !reset.contains("resources.cpu") { spec.resources.cpu = current.resources.cpu }
        if wish.resources.memory == nil, !reset.contains("resources.memory") {
            spec.resources.memory = current.resources.memory
        }
        if wish.resources.ephemeralStorage == nil, !reset.contains("resources.ephemeralStorage") {
            spec.resources.ephemeralStorage = current.resources.ephemeralStorage
        }
        // The bounds are checked against each other, so the live one stands in for one that is not managed.
        if wish.scaling.minimum != nil, wish.scaling.maximum == nil {
            spec.scaling.maximum = reset.contains("scaling.maximum") ? .instances(.of(1)) : current.scaling.maximum
        } else if wish.scaling.maximum != nil, wish.scaling.minimum == nil {
            spec.scaling.minimum = reset.contains("scaling.minimum") ? .of(1) : current.scaling.minimum
        }
        if spec.probes.liveness == nil, !spec.resetFields.contains("probes.liveness") {
            spec.probes.liveness = current.probes.liveness
        }
        // A readiness probe that would be made from another one is managed through that one.
        let isDerived = wish.probes.startup != nil || derivesReadiness(wish)
        let isReset = wish.resetFields.contains("probes.readiness")
        if spec.probes.readiness == nil, !isDerived, !isReset { spec.probes.readiness = current.probes.readiness }
        return spec
    }
}

extension QoveryDialect {
    /// The wish with what the API filled in where a port says nothing: its name, and whether it is the default.
    private static func keepingPortDetails(of current: ContainerSpec, in wish: ContainerSpec) -> ContainerSpec {
        var spec = wish
        for index in spec.ports.indices {
            let port = spec.ports[index]
            guard
                let live = current.ports.first(where: {
                    $0.number == port.number && ($0.transport == .udp) == (port.transport == .udp)
                })
            else { continue }
            spec.ports[index].name = port.name ?? live.name
            spec.ports[index].isDefault = port.isDefault ?? live.isDefault
        }
        return spec
    }
}
