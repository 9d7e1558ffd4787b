public import CloudContainers

/// Containers of one Qovery account.
///
/// A namespace is an environment. Creating a container or changing its configuration deploys nothing; ``deploy(_:in:)`` does,
/// with one request for all containers. A call that is refused because a deployment is under way (409) waits until that has
/// ended, at most for the patience that the service is made with.
public struct QoveryContainerService: ContainerService {
    /// The offline half of the provider.
    public let dialect: any ContainerDialect = QoveryDialect()
    let configuration: QoveryConfiguration
    let client: APIClient
    let known = KnownObjects()
    /// The services that this one has deleted: for a moment after, the API answers the state from before.
    let deleted = KnownObjects()
    let defaultSettings = QoveryDefaultSettings()

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - configuration: The account.
    ///   - transport: What sends the requests, mostly one that retries and keeps to 1000 requests an hour.
    ///   - time: Where time comes from.
    ///   - randomness: Where the jitter of delays comes from.
    ///   - patience: How long a call waits for other work on the same service to end.
    public init(
        _ configuration: QoveryConfiguration,
        transport: any HTTPTransport,
        time: any TimeSource = SystemTime(),
        randomness: any Randomness = SystemRandomness(),
        patience: Duration = .seconds(900)
    ) {
        self.configuration = configuration
        client = APIClient(
            provider: .qovery,
            baseURL: configuration.baseURL,
            transport: transport,
            credential: configuration.credential,
            header: "Authorization",
            prefix: configuration.scheme.rawValue + " ",
            time: time,
            randomness: randomness,
            patience: patience,
            reading: QoveryRefusal.error
        )
    }

    /// Variables of containers, environments and projects.
    public var variables: (any VariableService)? { qoveryVariables }

    /// The same, with what only Qovery has: aliases and explicit overrides.
    public var qoveryVariables: QoveryVariables { QoveryVariables(self) }

    /// Custom domains; the checks that Qovery itself makes.
    public var domains: (any DomainService)? { QoveryDomains(self) }

    /// What the containers write: the last 1000 lines of a container.
    public var logs: (any LogService)? { QoveryLogs(self) }

    /// Jobs, which are cron jobs and lifecycle jobs.
    public var jobs: (any JobService)? { qoveryJobs }

    /// The same, with what only Qovery has: the deployment of a job.
    public var qoveryJobs: QoveryJobs { QoveryJobs(self) }

    // MARK: Namespaces

    /// The environments of the project, or of one project a page.
    public func namespaces(after token: PageToken?) async throws -> Page<Namespace> {
        if let project = configuration.projectID { return Page(try await environments(of: project, named: nil)) }
        let projects = try await self.projects()
        // The token names the project that was read last, so that a project that appears meanwhile shifts nothing.
        let last = token.flatMap { token in projects.firstIndex { $0.id == token.rawValue } }
        let index = last.map { $0 + 1 } ?? 0
        guard index < projects.count else { return Page([]) }
        let project = projects[index]
        let environments = try await environments(of: project.id, named: project.name)
        return Page(environments, next: index + 1 < projects.count ? PageToken(rawValue: project.id) : nil)
    }

    /// One environment.
    public func namespace(_ id: Namespace.ID) async throws -> Namespace {
        let path = "/environment/\(PercentCoding.encoded(id.rawValue))"
        let (json, call) = try await get(path, id.rawValue, "get the environment \(id)")
        return try client.read(json, of: call) { json throws(WireError) in try Self.namespace(json, parent: nil) }
    }

    /// Makes an environment in the project of the configuration.
    public func createNamespace(named name: String) async throws -> Namespace {
        guard let project = configuration.projectID else {
            throw ContainerServiceError.invalidInput(
                Diagnostic(
                    problem: "an environment belongs to a project, and none is named",
                    advice: "Set QOVERY_PROJECT_ID, or name the project."
                ),
                provider: .qovery
            )
        }
        var body: JSONObject = ["name": .string(name)]
        if let cluster = configuration.clusterID { body.set("cluster", .string(cluster)) }
        let call = APICall(
            .post,
            "/project/\(PercentCoding.encoded(project))/environment",
            json: .object(body),
            operation: "create the environment \(name)"
        )
        let document = try await client.document(call)
        let namespace = try client.read(document, of: call) { json throws(WireError) in
            try Self.namespace(json, parent: nil)
        }
        await known.insert(namespace.id.rawValue)
        return namespace
    }

    /// Deletes an environment and all that is in it, which goes on for a while.
    public func deleteNamespace(_ id: Namespace.ID) async throws {
        _ = try await namespace(id)
        let path = "/environment/\(PercentCoding.encoded(id.rawValue))"
        try await delete(path, id.rawValue, "delete the environment \(id)")
    }

    // MARK: Containers

    /// The containers of an environment; the API has no pages.
    ///
    /// A list answers neither variables nor advanced settings, which ``container(_:)`` does.
    public func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container> {
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/container"
        let (json, call) = try await get(
            path,
            namespace.rawValue,
            "list the containers of the environment \(namespace)"
        )
        let statuses = try await statuses(in: namespace, after: nil)
        let containers = try client.read(json, of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in
                try Self.container(["container": item], status: nil, statuses: statuses)
            }
        }
        await known.insert(containers.map(\.id.rawValue))
        return Page(containers)
    }

    /// One container with its variables, advanced settings, network, domains and addresses.
    public func container(_ id: Container.ID) async throws -> Container {
        let path = QoveryServiceKind.container.path(of: id)
        let (json, call) = try await get(path, id.rawValue, "get the container \(id)")
        var bundle: JSONObject = ["container": json.root]
        let (endpoints, status) = bundle.add(
            try await together([
                { try await variablesPart(of: id) }, { try await settingsPart(of: id) },
                { try await networkPart(of: id) }, { try await domainsPart(of: id) },
                { try await endpointsPart(of: id) }, { try await statusPart(of: id) },
            ])
        )
        return try client.read(json.replacing(.object(bundle)), of: call) { json throws(WireError) in
            var container = try Self.container(json, status: status, statuses: [:])
            container.endpoints = endpoints
            return container
        }
    }

    /// The container of a list with its variables and advanced settings, two requests; its network and domains are read only
    /// where the wish speaks of them.
    public func container(_ listed: Container, toCompareWith wish: ContainerSpec) async throws -> Container {
        let id = listed.id
        let list = QoveryServiceKind.container.variablesPath(of: id)
        let (answer, call, parts) = try await withThrowingTaskGroup(of: [QoveryPart].self) { group in
            group.addTask {
                var parts = [try await settingsPart(of: id)]
                if wish.qovery?.stickySession != nil { parts.append(try await networkPart(of: id)) }
                if !wish.domains.isEmpty { parts.append(try await domainsPart(of: id)) }
                return parts
            }
            let (answer, call) = try await get(list, id.rawValue, "get the variables of the container \(id)")
            return (answer, call, try await group.next() ?? [])
        }
        var bundle: JSONObject = ["container": listed.bundle.root["container"] ?? .null]
        let variables = try client.read(answer, of: call) { json throws(WireError) in
            try QoveryVariableList(json, of: id.rawValue)
        }
        _ = bundle.add([.variables(variables)] + parts)
        return try client.read(answer.replacing(.object(bundle)), of: call) { json throws(WireError) in
            try Self.container(json, status: nil, statuses: [id: listed.status])
        }
    }

    /// The container with this name, without regard to case, as Qovery compares names.
    public func container(named name: String, in namespace: Namespace.ID) async throws -> Container? {
        guard let found = try await namesake(name, in: namespace), await !isLeaving(found.id, found.status) else {
            return nil
        }
        return found
    }

    /// The container with this name, also one that is being deleted.
    func namesake(_ name: String, in namespace: Namespace.ID) async throws -> Container? {
        var leaving: Container?
        for try await container in allContainers(in: namespace)
        where container.spec.name.lowercased() == name.lowercased() {
            if await !isLeaving(container.id, container.status) { return container }
            leaving = container
        }
        return leaving
    }

    /// Sends the requests of a prepared change.
    public func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container id: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID {
        let performer = ChangePerformer(
            self,
            client,
            namesake: { try await namesake($0, in: $1) },
            isLeaving: { await isLeaving($0.id, $0.status) },
            rereading: { error, id in await self.reread(error, about: id.rawValue) },
            completing: { try await completed($0, .container) },
            checking: { request, answer, id in try await rest(of: request, answer, id, .container) }
        )
        let result = try await performer.perform(
            change,
            in: namespace,
            container: id,
            secrets: secrets,
            journal: journal
        )
        await known.insert(result.rawValue)
        return result
    }

    /// Deletes a container, its volumes with it, which goes on for a while.
    public func delete(_ id: Container.ID) async throws {
        let path = "/container/\(PercentCoding.encoded(id.rawValue))"
        _ = try await get(path, id.rawValue, "get the container \(id)")
        try await delete(path, id.rawValue, "delete the container \(id)")
        await deleted.insert(id.rawValue)
    }

    // MARK: Running

    /// Deploys containers of an environment in one request, each with its configured tag.
    public func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        // The tag may be left out only of what was deployed before, so it is always sent.
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/container"
        let (json, call) = try await get(
            path,
            namespace.rawValue,
            "list the containers of the environment \(namespace)"
        )
        let tags = try client.read(json, of: call) { json throws(WireError) in
            let tags = try Self.results(json) { item throws(WireError) in
                (try item.requiredText("id"), try item.requiredText("tag"))
            }
            return Dictionary(tags) { $1 }
        }
        if let missing = ids.first(where: { tags[$0.rawValue] == nil }) {
            throw ContainerServiceError(
                .notFound,
                "there is no container \(missing) in the environment \(namespace)",
                provider: .qovery
            )
        }
        let containers = ids.map { id in
            JSONValue.object(["id": .string(id.rawValue), "image_tag": .string(tags[id.rawValue] ?? "")])
        }
        return try await start("deploy", ["containers": .array(containers)], ids, in: namespace)
    }

    /// Restarts the instances of deployed containers in one request.
    public func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        try await start("restart-service", ["container_ids": Self.list(ids)], ids, in: namespace)
    }

    /// Stops containers in one request; those that are stopped already are left out.
    public func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        let statuses = try await statuses(of: ids, in: namespace, after: nil)
        if let missing = ids.first(where: { statuses[$0] == nil }) {
            throw ContainerServiceError(
                .notFound,
                "there is no container \(missing) in the environment \(namespace)",
                provider: .qovery
            )
        }
        let running = ids.filter { ![.stopped, .neverDeployed].contains(statuses[$0]?.state) }
        if running.isEmpty { return Deployment(of: ids) }
        do {
            return try await start("stop", ["container_ids": Self.list(running)], ids, in: namespace)
        } catch let error as ContainerServiceError where error.code == .conflict {
            // They can have stopped meanwhile, which is refused.
            let now = try await self.statuses(of: running, in: namespace, after: nil)
            guard now.values.allSatisfy({ $0.state == .stopped }) else { throw error }
            return Deployment(of: ids)
        }
    }

    /// The status of all containers of the environment, with one request.
    public func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus] {
        let all: [Container.ID: ContainerStatus]
        do {
            all = try await statuses(in: namespace, after: deployment)
        } catch let error as ContainerServiceError where error.code == .notFound {
            return [:]
        }
        let wanted = Set(ids)
        return all.filter { wanted.contains($0.key) }
    }

    /// The last error about a container in the log of the environment's deployments, which is all that the API tells.
    public func failureReason(of id: Container.ID, in namespace: Namespace.ID) async throws -> String? {
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/logs"
        let (json, _) = try await get(
            path,
            namespace.rawValue,
            "read the deployment log of the environment \(namespace)",
            maximumAnswerSize: APICall.largestLogPage
        )
        let errors = (json.root.array ?? []).filter { $0["details"]?["transmitter"]?["id"]?.string == id.rawValue }
            .compactMap { $0["error"] }
        let words = ["user_log_message", "hint_message"].compactMap { errors.last?[$0]?.string }
        return words.isEmpty ? nil : words.joined(separator: ". ").cut(to: 500)
    }
}
