import CloudContainers
import InMemoryContainers

/// One thing that a service does wrongly.
enum Fault: String, CaseIterable, Sendable, CustomStringConvertible {
    case nothing = "does everything right"
    case dropsLastOfPage = "drops the last element of a page"
    case doublesNamespaces = "lists namespaces twice"
    case ignoresBasis = "ignores what a change rests on"
    case saysConflict = "says conflict where something is missing"
    case skipsJournal = "skips the journal"
    case endsJournalEarly = "tells the journal before only"
    case createsDoubles = "creates a second container"
    case overlooksTakenNames = "overlooks that a name is taken"
    case overlooksTakenNamespaces = "overlooks that a namespace's name is taken"
    case acceptsMissingSecrets = "accepts missing secrets"
    case forgetsVariables = "forgets variables when it is read"
    case updatesAnew = "makes a new container for an update"
    case alwaysSends = "prepares a request though nothing differs"
    case neverDeploys = "does not deploy"
    case neverStops = "does not stop"
    case remembersStatus = "knows the status of what is gone"
    case keepsNamespaces = "does not delete namespaces"
    case answersFirstNamespace = "answers the first namespace whichever is asked for"
    case findsNearNames = "finds a container by a part of its name"
    case restlessBasis = "says each time that the configuration is another"
    case hidesProvider = "does not say who refuses"
    case ignoresCancellation = "goes on in a cancelled task"
    case deploysAtCreation = "deploys at creation without saying so"
    case stopsAtRestart = "stops instead of restarting"
    case deploysNothing = "deploys what does not exist"
    case readsOneStatus = "reads one status only"
    case deniesStopping = "stops though it says that it cannot"
    case deniesVolumes = "has volumes though it says that it has none"
    case raisesCPU = "gives at least one millicore"
    case hasNoVariables = "has no variables though it should"
    case mistakesScopes = "takes every variable for the container's own"
    case inheritsNothing = "gives a container its own variables only"
    case inheritsStrangers = "gives a container the variables of every namespace"
    case widensVariables = "sets the namespace's variable where a container overrides it"
    case showsBothValues = "takes a hidden variable for one in effect"
    case replacesVariables = "removes the other variables when it sets one"
    case doublesVariables = "lists a variable twice"
    case refusesExisting = "refuses to set a variable that is there"
    case showsSecrets = "shows the values of secrets"
    case keepsKinds = "leaves a plain variable plain"
    case removesOne = "removes only the first variable"
    case removesWhatIsThere = "removes what is there though a part is missing"
    case overlooksMissingVariables = "overlooks that a variable to remove is missing"
    case setsWithoutSecret = "sets the plain variables before it misses a secret"
    case deniesProjectsHalf = "refuses to set a project's variables, and lists them"
    case forgetsProjects = "does not give a container its project's variables"

    var description: String { rawValue }
}

/// The service in memory with a fault.
struct BrokenService: ContainerService {
    private let fault: Fault
    private let inner: InMemoryContainerService
    /// The domains and the logs, where it has some.
    let stage: Stage?

    /// The jobs, where it has some.
    let jobs: (any JobService)?

    init(
        _ fault: Fault,
        pageSize: Int = 3,
        stage: StageFault? = nil,
        jobs: JobFault? = nil,
        time: any TimeSource = SystemTime()
    ) {
        self.fault = fault
        let inner = InMemoryContainerService(pageSize: pageSize)
        self.inner = inner
        self.stage = stage.map { Stage($0, inner, time) }
        self.jobs = jobs.map { JobStage($0, time) }
    }

    var domains: (any DomainService)? { stage }
    var logs: (any LogService)? { stage }

    var dialect: any ContainerDialect { BrokenDialect(fault) }

    private func disguised<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as ContainerServiceError {
            if fault == .hidesProvider { throw ContainerServiceError(error.code, error.message) }
            guard fault == .saysConflict, error.code == .notFound else { throw error }
            throw ContainerServiceError(.conflict, error.message)
        }
    }

    private func seen(_ container: Container) -> Container {
        var container = container
        if fault == .forgetsVariables { container.spec.variables = [] }
        if fault == .raisesCPU {
            container.spec.resources.cpu = container.spec.resources.cpu.map { max($0, .millicores(1)) }
        }
        container.spec.name = String(container.spec.name.prefix { $0 != "~" })
        return container
    }

    func namespaces(after token: PageToken?) async throws -> Page<Namespace> {
        var page = try await inner.namespaces(after: token)
        if fault == .doublesNamespaces { page.elements += page.elements }
        return page
    }

    func namespace(_ id: Namespace.ID) async throws -> Namespace {
        try await disguised {
            let namespace = try await inner.namespace(id)
            return fault == .answersFirstNamespace
                ? try await inner.namespaces(after: nil).elements.last ?? namespace : namespace
        }
    }

    func createNamespace(named name: String) async throws -> Namespace {
        if fault == .ignoresCancellation {
            return try await Task { try await inner.createNamespace(named: name) }.value
        }
        do {
            return try await inner.createNamespace(named: name)
        } catch let error as ContainerServiceError {
            guard fault == .overlooksTakenNamespaces, error.code == .alreadyExists else { throw error }
            return try await inner.createNamespace(named: name + "~")
        }
    }

    func deleteNamespace(_ id: Namespace.ID) async throws {
        if fault != .keepsNamespaces { try await disguised { try await inner.deleteNamespace(id) } }
    }

    func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container> {
        var page = try await disguised { try await inner.containers(in: namespace, after: token) }
        page.elements = page.elements.map(seen)
        if fault == .dropsLastOfPage { page.elements = page.elements.dropLast() }
        return page
    }

    func container(_ id: Container.ID) async throws -> Container {
        try await disguised { seen(try await inner.container(id)) }
    }

    func container(named name: String, in namespace: Namespace.ID) async throws -> Container? {
        for try await container in inner.allContainers(in: namespace) {
            let found = fault == .findsNearNames ? container.spec.name.contains(name) : container.spec.name == name
            if found { return seen(container) }
        }
        return nil
    }

    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container id: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID {
        var change = change
        var secrets = secrets
        var id = id
        if fault == .ignoresBasis { change.basis = nil }
        if fault == .acceptsMissingSecrets { secrets.set("made up", for: "TOKEN") }
        if fault == .updatesAnew, let old = id {
            try await inner.delete(old)
            id = nil
        }
        do {
            let made = try await inner.perform(change, in: namespace, container: id, secrets: secrets) { step in
                if case .didSend = step, fault == .endsJournalEarly { return }
                if fault != .skipsJournal { try await journal(step) }
            }
            if fault == .createsDoubles, id == nil {
                let copy = Self.renamed(change, by: made.rawValue)
                _ = try await inner.perform(copy, in: namespace, container: nil, secrets: secrets) { _ in }
            }
            if fault == .deploysAtCreation, id == nil { _ = try await inner.deploy([made], in: namespace) }
            return made
        } catch let error as ContainerServiceError {
            guard fault == .overlooksTakenNames, error.code == .alreadyExists else { throw error }
            let copy = Self.renamed(change, by: "copy")
            return try await inner.perform(copy, in: namespace, container: id, secrets: secrets, journal: journal)
        }
    }

    /// The same change for a container of another name.
    private static func renamed(_ change: PreparedChange, by suffix: String) -> PreparedChange {
        var change = change
        for index in change.requests.indices {
            guard var body = change.requests[index].body?.root.object, let services = body["services"]?.object else {
                continue
            }
            let members = services.members.map {
                JSONObject.Member(name: "\($0.name)~\(suffix)", value: $0.value)
            }
            body.set("services", .object(JSONObject(members)))
            change.requests[index].body = JSONDocument(.object(body))
        }
        return change
    }

    var variables: (any VariableService)? {
        fault == .hasNoVariables ? nil : inner.variables.map { BrokenVariables(fault, $0, inner) }
    }

    func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        if fault == .neverDeploys { return Deployment(of: ids) }
        return try await disguised {
            do {
                return try await inner.deploy(ids, in: namespace)
            } catch let error as ContainerServiceError {
                guard fault == .deploysNothing, error.code == .notFound else { throw error }
                return Deployment(of: ids)
            }
        }
    }

    func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        fault == .stopsAtRestart
            ? try await inner.stop(ids, in: namespace) : try await inner.restart(ids, in: namespace)
    }

    func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        if fault == .neverStops { return Deployment(of: ids) }
        return try await disguised { try await inner.stop(ids, in: namespace) }
    }

    func delete(_ id: Container.ID) async throws { try await disguised { try await inner.delete(id) } }

    func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus] {
        let wanted = fault == .readsOneStatus && ids.count > 2 ? Array(ids.prefix(1)) : ids
        var statuses = try await inner.statuses(of: wanted, in: namespace, after: deployment)
        if fault == .remembersStatus {
            for id in ids where statuses[id] == nil { statuses[id] = ContainerStatus(.deleting, providerWord: "gone") }
        }
        return statuses
    }
}

/// The dialect in memory with a fault.
private struct BrokenDialect: ContainerDialect {
    private let inner = InMemoryDialect()
    private let fault: Fault

    init(_ fault: Fault) { self.fault = fault }

    var provider: ProviderID { inner.provider }
    var capabilities: Capabilities {
        var capabilities = inner.capabilities
        if fault == .deniesStopping { capabilities.stops = false }
        if fault == .deniesVolumes { capabilities.hasVolumes = false }
        return capabilities
    }
    var rules: [FieldRule] { inner.rules }

    func recognises(_ document: JSONDocument) -> Bool { inner.recognises(document) }

    func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<ContainerSpec>] { try inner.read(bundle, given) }

    func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?> { inner.write(spec, given) }

    func prepare(
        _ change: ContainerChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        var translation = try inner.prepare(change, given)
        if fault == .alwaysSends, case .update(_, let live) = change, translation.value?.requests.isEmpty == true {
            translation.value?.requests = [
                PreparedRequest("PUT", "/containers/{container}", body: live.root, purpose: "the same again")
            ]
        }
        return translation
    }

    func basis(of live: JSONDocument) -> String {
        fault == .restlessBasis ? "\(UInt64.random(in: 0...UInt64.max))" : inner.basis(of: live)
    }

    func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        try inner.settings(section)
    }
}
