public import CloudContainers

extension MigrationPlan {
    /// Plans the migration of an inventory, without sending anything.
    ///
    /// - Parameters:
    ///   - inventory: The services.
    ///   - source: How their provider spells them.
    ///   - target: How the target's provider spells them.
    ///   - existing: The target's namespace, if it is there.
    ///   - taken: The names of containers that the target's namespace holds already.
    ///   - takenJobs: The names of jobs that it holds already.
    ///   - settings: What the caller has decided.
    /// - Throws: `ContainerServiceError` when a payload cannot be read, or when a name was mapped that no service has.
    public init(
        moving inventory: MigrationInventory,
        from source: any ContainerDialect,
        to target: any ContainerDialect,
        namespace existing: Namespace? = nil,
        taken: [String] = [],
        takenJobs: [String] = [],
        _ settings: MigrationSettings
    ) throws(ContainerServiceError) {
        try Self.check(settings, inventory)
        var planner = Planner(source: source, target: target, settings: settings)
        for container in inventory.containers { planner.note(container) }
        for container in inventory.containers { try planner.add(container) }
        for job in inventory.jobs { try planner.add(job, of: inventory) }
        planner.findClashes(with: taken, jobs: takenJobs)
        self.init(
            source: Side(
                provider: inventory.provider,
                namespace: inventory.namespace.name,
                id: inventory.namespace.id
            ),
            target: Side(provider: target.provider, namespace: settings.namespace, id: existing?.id),
            settings: settings,
            services: planner.services,
            jobs: planner.jobs,
            leftOut: inventory.leftOut,
            others: inventory.others + planner.unmoved,
            id: ""
        )
        id = Self.name(of: self)
        for index in services.indices {
            services[index].spec.owner = id
            try planner.prepare(&services[index])
        }
        for index in jobs.indices {
            jobs[index].spec.owner = id
            try planner.prepare(&jobs[index])
        }
    }

    /// Refuses decisions about services and jobs that there are not.
    private static func check(
        _ settings: MigrationSettings,
        _ inventory: MigrationInventory
    ) throws(ContainerServiceError) {
        let jobs = inventory.jobs.map { Planner.name(of: $0, in: inventory) }
        let keys = jobs.map { PlannedJob.key(of: $0) }
        let isJob = settings.withoutJobs.subtracting(jobs + keys).min()
        let known = isJob == nil ? inventory.containers.map(\.spec.name) + jobs : jobs
        let wrong = Set(settings.names.keys).union(settings.started).subtracting(known + keys).min()
        guard let name = isJob ?? wrong else { return }
        let nearest = NearestName.find(name, in: known)
        throw .invalidInput(
            Diagnostic(
                problem: "something is decided about a \(isJob == nil ? "service" : "job") that is not moved",
                value: Diagnostic.quoted(name),
                allowed: known.joined(separator: ", "),
                advice: nearest.map { "Did you mean \($0)?" } ?? "Correct the name.",
                replacement: nearest
            )
        )
    }
}

/// A plan in the making.
private struct Planner {
    let source: any ContainerDialect
    let target: any ContainerDialect
    let settings: MigrationSettings
    var services: [PlannedService] = []
    var jobs: [PlannedJob] = []
    /// The jobs that stay.
    var unmoved: [OtherService] = []
    private var hosts = MovingHosts()

    init(source: any ContainerDialect, target: any ContainerDialect, settings: MigrationSettings) {
        (self.source, self.target, self.settings) = (source, target, settings)
    }

    /// Notes the addresses of a service that moves.
    mutating func note(_ container: Container) {
        let name = container.spec.name
        let isOpened = settings.resolutions.privacy[name] != nil || settings.resolutions.exposed.contains(name)
        let web: Set<Port.TransportProtocol> = [.http, .h2c, .grpc]
        let ports = container.spec.ports.filter { web.contains($0.transport) && (isOpened || $0.exposure != .cluster) }
        hosts.add(
            container.hosts + source.hostNames(of: container.bundle),
            of: MovingHosts.Service(
                name: name,
                port: (ports.first { $0.isDefault == true } ?? ports.first)?.number
            )
        )
    }

    mutating func add(_ container: Container) throws(ContainerServiceError) {
        var given = settings.resolutions
        // Who runs the plan has to bring the values; the plan names them all at once.
        given.secretNames.formUnion(container.spec.variables.filter(\.isSecret).map(\.name))
        given.movingHosts = hosts.names
        guard let read = try source.read(container.bundle, given).first else {
            throw .invalidInput(Diagnostic(problem: "the payload of \(container.spec.name) holds no service"))
        }
        var spec = read.value
        // Whoever managed it at the source does not do so on the target.
        spec.owner = nil
        if let name = settings.names[spec.name] { spec.name = name }
        let (references, rewritten) = rewriteAddresses(in: &spec.variables)
        let prepared = try target.prepare(.create(spec), given)
        let ledger = read.ledger.followed(byWriting: prepared.ledger)
        let runs = [.ready, .updating, .failed, .unknown].contains(container.status.state)
        var service = PlannedService(
            source: container.id,
            sourceName: container.spec.name,
            sourceBasis: source.basis(of: container.bundle),
            sourceFields: container.spec.fieldFingerprints,
            name: spec.name,
            spec: spec,
            runs: runs || settings.started.contains(container.spec.name),
            findings: ledger.findings.map { $1.placed(in: $0) },
            secrets: Set(spec.variables.filter(\.isSecret).map(\.name)).sorted(),
            domains: spec.domains
        )
        // Domains move when the rest runs.
        service.spec.domains = []
        service.references = references
        service.findings += rewritten
        service.findings += stopped(container, service)
        if service.obstacles.isEmpty { service.takeName(of: prepared.value) }
        services.append(service)
    }

    /// The name of a job at the source that no other one has, in the plan and in journals.
    static func name(of job: Job, in inventory: MigrationInventory) -> String {
        let name = job.spec.name
        let isTaken =
            inventory.jobs.contains { $0.spec.name == name && $0.id != job.id }
            || inventory.containers.contains { $0.spec.name == PlannedJob.key(of: name) }
        return isTaken ? "\(name)#\(job.id)" : name
    }

    mutating func add(_ job: Job, of inventory: MigrationInventory) throws(ContainerServiceError) {
        let name = Self.name(of: job, in: inventory)
        let key = PlannedJob.key(of: name)
        guard let sourceJobs = source.jobs, let targetJobs = target.jobs,
            settings.withoutJobs.isDisjoint(with: [name, key])
        else {
            unmoved.append(OtherService(id: job.id.rawValue, name: name, kind: "JOB"))
            return
        }
        var given = settings.resolutions
        given.secretNames.formUnion(job.spec.variables.filter(\.isSecret).map(\.name))
        given.movingHosts = hosts.names
        guard let read = try sourceJobs.read(job.bundle, given).first else {
            throw .invalidInput(Diagnostic(problem: "the payload of \(key) holds no job"))
        }
        var spec = read.value
        spec.owner = nil
        if let name = settings.names[key] ?? settings.names[name] { spec.name = name }
        let (references, rewritten) = rewriteAddresses(in: &spec.variables)
        let prepared = try targetJobs.prepare(.create(spec), given)
        let ledger = read.ledger.followed(byWriting: prepared.ledger)
        // A provider that has no states of jobs has those in force that it has.
        let isInForce = job.status.map { [.ready, .updating, .failed, .unknown].contains($0.state) } ?? true
        let isWanted = isInForce || !settings.started.isDisjoint(with: [name, key])
        var planned = PlannedJob(
            source: job.id,
            sourceName: name,
            sourceBasis: sourceJobs.basis(of: job.bundle),
            sourceFields: job.spec.fieldFingerprints,
            name: spec.name,
            spec: spec,
            runs: isWanted && !spec.schedules.isEmpty,
            findings: ledger.findings.map { $1.placed(in: $0) }.filter { $0.code != .doubleEffect },
            secrets: Set(spec.variables.filter(\.isSecret).map(\.name)).sorted(),
            references: references
        )
        planned.findings += rewritten
        if !planned.runs, planned.hasSchedule, target.capabilities.createDeploys {
            planned.findings.append(
                Finding(
                    .deployAtCreate,
                    .blocked,
                    subject: name,
                    detail: job.status?.state.rawValue,
                    resolution: "--start \(name)"
                )
            )
        }
        if planned.runs {
            let times = spec.schedules.map(\.cron.description).joined(separator: ", ")
            planned.findings.append(Finding(.jobTwice, .noted, subject: name, before: .text(times)))
        }
        for index in planned.findings.indices
        where planned.findings[index].outcome.demand == .resolution && planned.findings[index].resolution == nil {
            planned.findings[index].resolution = "--without-job \(name)"
        }
        if planned.obstacles.isEmpty { planned.takeName(of: prepared.value) }
        jobs.append(planned)
    }

    func prepare(_ job: inout PlannedJob) throws(ContainerServiceError) {
        guard job.obstacles.isEmpty, let dialect = target.jobs else { return }
        var given = settings.resolutions
        given.secretNames.formUnion(job.secrets)
        job.change = try dialect.prepare(.create(job.spec), given).value
        job.takeName(of: job.change)
    }

    /// Puts the endpoints of moved services in the place of their addresses at the source.
    private func rewriteAddresses(
        in variables: inout [EnvironmentVariable]
    ) -> ([EndpointReference], [Finding]) {
        var (references, findings): ([EndpointReference], [Finding]) = ([], [])
        for index in variables.indices {
            let name = variables[index].name
            guard case .plain(let text) = variables[index].value, settings.resolutions.values[name] == nil,
                let rewriting = hosts.rewriting(text)
            else { continue }
            switch rewriting {
            case .done(let text, let services, let old):
                variables[index].value = .plain(text)
                references.append(EndpointReference(variable: name, services: services))
                let names = services.map { "the endpoint of \($0)" }.joined(separator: ", ")
                findings.append(
                    Finding(
                        .variableEndpoint,
                        .replaced,
                        subject: name,
                        before: .text(old.joined(separator: ", ")),
                        after: .text(names)
                    )
                )
            case .impossible(let host):
                findings.append(
                    Finding(
                        .variableReference,
                        .blocked,
                        subject: name,
                        before: .text(host),
                        resolution: "--value \(name)=VALUE"
                    )
                )
            }
        }
        return (references, findings)
    }

    /// A service that does not run would be started by its creation.
    private func stopped(_ container: Container, _ service: PlannedService) -> [Finding] {
        guard !service.runs, target.capabilities.createDeploys else { return [] }
        let flag = "--start \(container.spec.name)"
        let word = container.status.state.rawValue
        return [Finding(.deployAtCreate, .blocked, subject: container.spec.name, detail: word, resolution: flag)]
    }

    func prepare(_ service: inout PlannedService) throws(ContainerServiceError) {
        guard service.obstacles.isEmpty else { return }
        var given = settings.resolutions
        given.secretNames.formUnion(service.secrets)
        service.change = try target.prepare(.create(service.spec), given).value
        service.takeName(of: service.change)
    }

    /// Finds names that would be used twice.
    mutating func findClashes(with taken: [String], jobs takenJobs: [String]) {
        var names = TakenNames()
        for name in taken { names.note(name, of: "a container of the target") }
        for name in takenJobs { names.note(name, of: "a job of the target") }
        for index in services.indices {
            let (name, source) = (services[index].name, services[index].sourceName)
            let flag = "--rename \(source)=NAME"
            guard let finding = names.claim(name, for: source, as: source, resolution: flag) else { continue }
            services[index].findings.append(finding)
        }
        // Not every provider tells jobs and containers apart by anything but their names.
        for index in jobs.indices {
            let (name, source, key) = (jobs[index].name, jobs[index].sourceName, jobs[index].key)
            let isAlone = !services.contains { $0.sourceName == source }
            let flag = "--rename \(isAlone ? source : "'\(key)'")=NAME"
            guard let finding = names.claim(name, for: source, as: key, resolution: flag) else { continue }
            jobs[index].findings.append(finding)
        }
    }
}

extension PlannedService {
    /// Takes the name of the request that makes the service, which can be another one than the name that is kept in the mark.
    fileprivate mutating func takeName(of change: PreparedChange?) {
        if let name = change?.requests.first?.givenName { self.name = name }
    }
}

extension PlannedJob {
    /// Takes the name of the request that makes the job.
    fileprivate mutating func takeName(of change: PreparedChange?) {
        if let name = change?.requests.first(where: { $0.makes == "job" })?.givenName { self.name = name }
    }
}

extension Finding {
    /// The finding with the fields of its entry, where it names none itself and there is only one.
    fileprivate func placed(in entry: LedgerEntry) -> Finding {
        var finding = self
        if finding.source == nil, entry.sources.count == 1 { finding.source = entry.sources.first?.path }
        if finding.target == nil, entry.targets.count == 1 { finding.target = entry.targets.first?.path }
        return finding
    }
}
