import CloudContainers

/// One service, or one job, on its way from one form to another.
struct ServiceConversion {
    /// The service's name in the source.
    var name: String
    /// The form it comes from.
    var source: String
    /// The form it goes to.
    var target: String
    /// The service in the portable model; `nil` for a job.
    var spec: ContainerSpec?
    /// The result; `nil` while something blocks it.
    var document: JSONDocument?
    /// What the target gets of jobs beside it, which do what triggers of the service did.
    var jobs: [JSONValue] = []
    /// What became of each field, from end to end.
    var ledger: Ledger
    /// The name that the service gets, and the field of the target that holds it.
    let targetName: LedgerLeaf?
    /// The field of the source that holds the name.
    private let sourceOfName: FieldPath?
    /// How well each feature fits on both ways, into the model and out of it; `nil` where nobody asked.
    private(set) var features: FeatureMatrix?

    /// Translates a service that was read.
    init(
        _ translation: Translation<ContainerSpec>,
        from source: any ContainerFormat,
        to target: any ContainerFormat,
        _ given: Resolutions,
        comparing: Bool
    ) {
        var spec = translation.value
        // Whoever manages the service at one provider does not so at another.
        if source.provider != target.provider { spec.owner = nil }
        self.init(
            spec.name,
            from: source.provider,
            to: target.provider,
            translation.ledger,
            target.write(spec, given),
            isNative: !(source is ManifestFormat),
            comparing: comparing
        )
        self.spec = spec
        if source is ManifestFormat, target is ManifestFormat { keepManagement() }
        addJobs(of: spec, at: target, given)
    }

    /// Translates a job that was read.
    init(
        _ translation: Translation<JobSpec>,
        from source: any JobDialect,
        to target: any JobDialect,
        _ given: Resolutions,
        comparing: Bool
    ) {
        var spec = translation.value
        if source.provider != target.provider { spec.owner = nil }
        self.init(
            spec.name,
            from: source.provider,
            to: target.provider,
            translation.ledger,
            target.write(spec, given),
            isNative: true,
            comparing: comparing
        )
    }

    private init(
        _ name: String,
        from source: ProviderID,
        to target: ProviderID,
        _ reading: Ledger,
        _ written: Translation<JSONDocument?>,
        isNative: Bool,
        comparing: Bool
    ) {
        self.name = name
        self.source = source.rawValue
        self.target = target.rawValue
        document = written.value
        let naming = written.ledger.entries.first { entry in entry.sources.contains { $0.path == "name" } }
        targetName = naming?.targets.first { leaf in leaf.path.description.split(separator: ".").last == "name" }
        sourceOfName =
            reading.entries.first { entry in entry.targets.contains { $0.path == "name" } }?.sources.first?.path
        if comparing { features = FeatureMatrix(reading, from: self.source, written.ledger, to: self.target) }
        ledger = isNative ? reading.followed(byWriting: written.ledger) : reading.followed(by: written.ledger)
        // What stands in the way of reading stands in the way of the result too.
        if !ledger.obstacles.isEmpty { document = nil }
    }

    /// Says that another manifest has what is said of the managing of a service, of which no provider knows anything.
    private mutating func keepManagement() {
        let path = FieldPath("services").appending(name)
        for index in ledger.entries.indices where ledger.entries[index].outcome == .noted {
            ledger.entries[index].targets += ledger.entries[index].sources.map { leaf in
                LedgerLeaf(path: path.appending(leaf.path.description), value: leaf.value)
            }
        }
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

    /// Whether it is a job.
    var isJob: Bool { spec == nil }

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
        finding.source = sourceOfName
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

/// All services and jobs of a command on their way from one form to another.
struct FleetConversion {
    /// The services in the order of the inputs, and behind them the jobs.
    var services: [ServiceConversion]
    /// What the user has decided.
    var given: Resolutions

    /// Translates services and jobs, looks for names that become the same, and compares features where that is asked for.
    init(
        _ translations: [Translation<ContainerSpec>],
        jobs: [Translation<JobSpec>] = [],
        from source: any ContainerFormat,
        to target: any ContainerFormat,
        _ given: Resolutions,
        comparing: Bool = false
    ) {
        self.given = given
        services = translations.map { ServiceConversion($0, from: source, to: target, given, comparing: comparing) }
        if let source = (source as? any ContainerDialect)?.jobs, let target = (target as? any ContainerDialect)?.jobs {
            services += jobs.map { ServiceConversion($0, from: source, to: target, given, comparing: comparing) }
        }
        var owners: [String: String] = [:]
        for index in services.indices {
            guard let leaf = services[index].targetName, case .text(let name) = leaf.value else { continue }
            // Qovery takes names that differ in case only for the same, and Scaleway has lower case only.
            let key = (services[index].isJob ? "job " : "") + name.lowercased()
            if let owner = owners[key] {
                services[index].block(nameOf: leaf, takenBy: owner)
            } else {
                owners[key] = services[index].name
            }
        }
    }

    /// What there is, for a sentence.
    func noun(_ count: Int) -> String {
        let jobs = services.count(where: \.isJob)
        if jobs == 0 { return count == 1 ? "service" : "services" }
        return jobs < services.count ? "services and jobs" : count == 1 ? "job" : "jobs"
    }

    /// What keeps the result back.
    var remedy: Remedy { Remedy(services.map { ($0.name, $0.ledger) }, given) }
}
