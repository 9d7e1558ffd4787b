import CloudContainers

/// One service on its way from one form to another.
struct ServiceConversion {
    /// The service's name in the source.
    var name: String
    /// The form it comes from.
    var source: String
    /// The form it goes to.
    var target: String
    /// The service in the portable model.
    var spec: ContainerSpec
    /// The result; `nil` while something blocks it.
    var document: JSONDocument?
    /// What the target gets of jobs beside it, which do what triggers of the service did.
    var jobs: [JSONValue] = []
    /// What became of each field on the way into the model.
    var reading: Ledger
    /// What became of each field on the way out of the model.
    var writing: Ledger
    /// What became of each field, from end to end.
    var ledger: Ledger

    /// Translates a service that was read.
    init(
        _ translation: Translation<ContainerSpec>,
        from source: any ContainerFormat,
        to target: any ContainerFormat,
        _ given: Resolutions
    ) {
        var spec = translation.value
        // Whoever manages the service at one provider does not so at another.
        if source.provider != target.provider { spec.owner = nil }
        let written = target.write(spec, given)
        name = spec.name
        self.source = source.provider.rawValue
        self.target = target.provider.rawValue
        self.spec = spec
        document = written.value
        reading = translation.ledger
        writing = written.ledger
        let isNative = !(source is ManifestFormat)
        ledger =
            isNative
            ? translation.ledger.followed(byWriting: written.ledger) : translation.ledger.followed(by: written.ledger)
        // What stands in the way of reading stands in the way of the result too.
        if !ledger.obstacles.isEmpty { document = nil }
        addJobs(of: spec, at: target, given)
    }

    /// Adds the jobs that the caller wants instead of triggers; their findings are the service's.
    private mutating func addJobs(of spec: ContainerSpec, at target: any ContainerFormat, _ given: Resolutions) {
        guard let dialect = target as? any ContainerDialect else { return }
        for job in spec.jobsInstead(at: target.provider, given) {
            let written = dialect.jobs?.write(job.value, given)
            // Their fields are accounted for with the service's settings; here is what is said of the job.
            for finding in (job.ledger.findings + (written?.ledger.findings ?? [])).map(\.finding) {
                var finding = finding
                (finding.source, finding.target) = (nil, nil)
                finding.subject = finding.subject ?? job.value.name
                ledger.entries.append(
                    LedgerEntry(sources: [], targets: [], outcome: finding.outcome, findings: [finding])
                )
            }
            if let bundle = written?.value?.root { jobs.append(bundle) }
        }
        if !ledger.obstacles.isEmpty { document = nil }
    }

    /// The name that the service gets, and the field of the target that holds it.
    var targetName: LedgerLeaf? {
        writing.entries.first { entry in entry.sources.contains { $0.path == "name" } }?.targets
            .first { leaf in leaf.path.description.split(separator: ".").last == "name" }
    }

    /// Says that the name is another service's already.
    mutating func block(nameOf leaf: LedgerLeaf, takenBy other: String) {
        var finding = Finding(
            .nameTaken,
            .blocked,
            subject: name,
            before: .text(name),
            after: leaf.value,
            detail: "\(other) gets the same name."
        )
        finding.source =
            reading.entries.first { entry in entry.targets.contains { $0.path == "name" } }?.sources.first?.path
        finding.target = leaf.path
        document = nil
        guard let index = ledger.entries.firstIndex(where: { $0.targets.contains { $0.path == leaf.path } }) else {
            ledger.entries.append(LedgerEntry(sources: [], targets: [], outcome: .blocked, findings: [finding]))
            return
        }
        ledger.entries[index].findings.insert(finding, at: 0)
        ledger.entries[index].outcome = .blocked
    }
}

/// All services of a command on their way from one form to another.
struct FleetConversion {
    /// The services, in the order of the inputs.
    var services: [ServiceConversion]
    /// What the user has decided.
    var given: Resolutions

    /// Translates services and looks for names that become the same.
    init(
        _ translations: [Translation<ContainerSpec>],
        from source: any ContainerFormat,
        to target: any ContainerFormat,
        _ given: Resolutions
    ) {
        self.given = given
        services = translations.map { ServiceConversion($0, from: source, to: target, given) }
        var owners: [String: String] = [:]
        for index in services.indices {
            guard let leaf = services[index].targetName, case .text(let name) = leaf.value else { continue }
            // Qovery takes names that differ in case only for the same, and Scaleway has lower case only.
            let key = name.lowercased()
            if let owner = owners[key] {
                services[index].block(nameOf: leaf, takenBy: owner)
            } else {
                owners[key] = services[index].name
            }
        }
    }

    /// What keeps the result back.
    var remedy: Remedy { Remedy(services.map { ($0.name, $0.ledger) }, given) }
}
