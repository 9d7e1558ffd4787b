import CloudContainers

extension ScalewayDialect {
    /// The requests that make a service anew under another name, because a container cannot be renamed.
    ///
    /// What the wish does not manage is taken over from the live service; secrets have to be given again.
    func prepareReplacement(
        of live: Translation<ContainerSpec>,
        by wish: ContainerSpec,
        _ document: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        let whole = try Self.laid(wish, over: live.value, document.root)
        let written = write(whole, given)
        var ledger = written.ledger
        for finding in Self.losses(of: live, in: whole) {
            ledger.entries.append(LedgerEntry(sources: [], targets: [], outcome: finding.outcome, findings: [finding]))
        }
        guard let bundle = written.value else { return Translation(value: nil, ledger: ledger) }
        var change = Self.creation(of: whole, bundle.root)
        change.requests.append(
            PreparedRequest("DELETE", "/containers/{replaced}", purpose: "delete \(live.value.name)")
        )
        change.replaces = true
        change.basis = basis(of: document)
        return Translation(value: change, ledger: ledger)
    }

    /// What goes away with the live service: its address, and what reading it could not keep.
    private static func losses(of live: Translation<ContainerSpec>, in whole: ContainerSpec) -> [Finding] {
        let replaced = Finding(
            .replaced,
            .replaced,
            before: .text(live.value.name),
            after: .text(whole.name),
            detail: "the address changes"
        )
        let unkept = live.ledger.findings.map(\.finding).filter { finding in
            finding.outcome.demand == .consent && finding.code != .triggerCredentials
        }
        return [replaced]
            + unkept.map { finding in
                // The path leads into the live payload, which is not the source of this ledger.
                var finding = finding
                finding.subject = finding.subject ?? finding.source?.description
                finding.source = nil
                finding.target = nil
                return finding
            }
    }

    /// The wish laid over the live service, without what the namespace gives both.
    private static func laid(
        _ wish: ContainerSpec,
        over current: ContainerSpec,
        _ live: JSONValue
    ) throws(ContainerServiceError) -> ContainerSpec {
        var base = current
        // The platform sets PORT to the wish's own port.
        base.variables.removeAll { $0.name == "PORT" }
        if wish.scaling.cpu != nil || wish.scaling.memory != nil || wish.scaling.concurrentRequests != nil {
            // The API takes one rule, so the wish's own takes the place of the live one.
            base.scaling.cpu = nil
            base.scaling.memory = nil
            base.scaling.concurrentRequests = nil
        }
        if wish.timeouts.idle != nil { base.timeouts.request = nil }
        var whole: ContainerSpec
        do {
            whole = try ContainerSpec(json: wish.document(over: base.document))
            if let section = whole.providers.sections[ProviderID.scaleway.rawValue] {
                whole.scaleway = try ScalewaySettings(json: section)
            }
        } catch {
            throw .invalidInput(error.diagnostic)
        }
        whole.owner = wish.owner ?? current.owner
        for (provider, settings) in wish.providers.all where provider != .scaleway { whole.providers.insert(settings) }
        let container = live["container"] ?? live
        whole.variables.removeAll { variable in
            let map = variable.isSecret ? "secret_environment_variables" : "environment_variables"
            guard variable.mountPath == nil, container[map]?[variable.name] == nil,
                let inherited = live["namespace"]?[map]?[variable.name]
            else { return false }
            if case .plain(let text) = variable.value { return inherited.string == text }
            return true
        }
        return whole
    }
}
