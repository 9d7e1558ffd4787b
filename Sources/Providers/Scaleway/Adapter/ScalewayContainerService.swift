public import CloudContainers

/// Serverless Containers of one Scaleway account, by version 1 of the API.
///
/// A namespace is a namespace. Creating a container or changing its configuration deploys it at once. A call on something
/// that is still being changed (409 `transient_state`) waits until that has ended, at most for the patience that the service
/// is made with.
public struct ScalewayContainerService: ContainerService {
    /// The offline half of the provider.
    public let dialect: any ContainerDialect = ScalewayDialect()
    let configuration: ScalewayConfiguration
    let client: APIClient
    let known = KnownObjects()
    let prover = SecretProver()

    /// How many elements are asked for at once; the API takes at most 1000.
    static let pageSize = 100

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - configuration: The account.
    ///   - transport: What sends the requests, mostly one that retries.
    ///   - time: Where time comes from.
    ///   - randomness: Where the jitter of delays comes from.
    ///   - patience: How long a call waits for other work on the same resource to end. The default is what a container with
    ///     the API's own probe takes to fail, and more.
    public init(
        _ configuration: ScalewayConfiguration,
        transport: any HTTPTransport,
        time: any TimeSource = SystemTime(),
        randomness: any Randomness = SystemRandomness(),
        patience: Duration = .seconds(900)
    ) {
        self.configuration = configuration
        client = APIClient(
            provider: .scaleway,
            baseURL: configuration.baseURL,
            transport: transport,
            credential: configuration.secretKey,
            header: "X-Auth-Token",
            time: time,
            randomness: randomness,
            patience: patience,
            reading: ScalewayRefusal.error
        )
    }

    /// What stands before the path of every request.
    var prefix: String { "/containers/v1/regions/\(configuration.region)" }

    /// A call about one resource, which waits for rights to settle if it could be reached before.
    func call(
        _ method: HTTPMethod,
        _ resource: String,
        _ id: String,
        _ action: String = "",
        operation: String
    ) async -> APICall {
        let path = "\(prefix)/\(resource)/\(PercentCoding.encoded(id))\(action)"
        var call = APICall(method, path, operation: operation)
        call.rightsMaySettle = await known.contains(id)
        return call
    }

    /// Variables of containers and namespaces; a change deploys the container.
    public var variables: (any VariableService)? { ScalewayVariables(self) }

    /// Custom domains; the record has to be there before a domain is added.
    public var domains: (any DomainService)? { ScalewayDomains(self) }

    /// What the containers write: the project's logs in Cockpit, by a token that is made for each reading and deleted after it.
    public var logs: (any LogService)? { ScalewayLogs(self) }

    /// Serverless Jobs, which belong to a project; see ``ScalewayJobDialect``.
    public var jobs: (any JobService)? { ScalewayJobs(self) }

    // MARK: Namespaces

    /// A page of the namespaces of the project, or of all that the key can read.
    public func namespaces(after token: PageToken?) async throws -> Page<Namespace> {
        let filters = [("project_id", configuration.projectID), ("organization_id", configuration.organizationID)]
        let page = try await page("namespaces", filters, after: token) { json throws(WireError) in
            try Self.namespace(json)
        }
        await known.insert(page.elements.map(\.id.rawValue))
        return page
    }

    /// One namespace.
    public func namespace(_ id: Namespace.ID) async throws -> Namespace {
        let call = await call(.get, "namespaces", id.rawValue, operation: "get the namespace \(id)")
        let document = try await client.document(call)
        let namespace = try client.read(document, of: call, Self.namespace)
        await known.insert(id.rawValue)
        return namespace
    }

    /// Makes a namespace in the project of the configuration.
    public func createNamespace(named name: String) async throws -> Namespace {
        guard let project = configuration.projectID else {
            throw ContainerServiceError.invalidInput(
                Diagnostic(
                    problem: "a namespace belongs to a project, and none is named",
                    advice: "Set SCW_DEFAULT_PROJECT_ID, or name the project."
                ),
                provider: .scaleway
            )
        }
        let call = APICall(
            .post,
            "\(prefix)/namespaces",
            json: ["name": .string(name), "project_id": .string(project)],
            operation: "create the namespace \(name)"
        )
        let document = try await client.document(call)
        let namespace = try client.read(document, of: call, Self.namespace)
        await known.insert(namespace.id.rawValue)
        return namespace
    }

    /// Deletes a namespace and all that is in it, which goes on for a while.
    public func deleteNamespace(_ id: Namespace.ID) async throws {
        _ = try await namespace(id)
        try await delete(
            await call(.delete, "namespaces", id.rawValue, operation: "delete the namespace \(id)")
        )
    }

    /// Deletes something that was there a moment ago, so that its absence is success.
    func delete(_ call: APICall) async throws {
        do {
            _ = try await client.send(call)
        } catch let error as ContainerServiceError where error.code == .notFound {}
    }

    // MARK: Containers

    /// A page of the containers of a namespace.
    public func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container> {
        let page = try await page("containers", [("namespace_id", namespace.rawValue)], after: token) {
            json throws(WireError) in try container(["container": json])
        }
        // A list of a namespace that does not exist is empty.
        if page.elements.isEmpty, token == nil { _ = try await self.namespace(namespace) }
        await known.insert(page.elements.map(\.id.rawValue))
        return page
    }

    /// One container with its namespace, domains and triggers.
    public func container(_ id: Container.ID) async throws -> Container {
        let call = await call(.get, "containers", id.rawValue, operation: "get the container \(id)")
        let document = try await client.document(call)
        await known.insert(id.rawValue)
        var works: [@Sendable () async throws -> JSONObject.Member] = ["domains", "triggers"].map { name in
            { .init(name: name, value: .array(try await all(name, [("container_id", id.rawValue)]) { $0 })) }
        }
        if let namespace = document.root["namespace_id"]?.string {
            let operation = "get the namespace of the container \(id)"
            let call = await self.call(.get, "namespaces", namespace, operation: operation)
            works.insert({ .init(name: "namespace", value: try await client.document(call).root) }, at: 0)
        }
        let parts = try await together(works)
        let bundle = JSONObject([.init(name: "container", value: document.root)] + parts)
        return try client.read(document.replacing(.object(bundle)), of: call) { json throws(WireError) in
            try container(json)
        }
    }

    /// The container of a list, which tells all but its triggers and domains; they are read where the wish speaks of them.
    public func container(_ listed: Container, toCompareWith wish: ContainerSpec) async throws -> Container {
        let id = listed.id
        var bundle: JSONObject = ["container": listed.bundle.root["container"] ?? .null]
        if wish.scaleway?.triggers.isEmpty == false || wish.takesAwayTriggers {
            bundle.set("triggers", .array(try await all("triggers", [("container_id", id.rawValue)]) { $0 }))
        }
        if !wish.domains.isEmpty {
            bundle.set("domains", .array(try await all("domains", [("container_id", id.rawValue)]) { $0 }))
        }
        if bundle.count == 1 { return listed }
        do throws(WireError) {
            return try container(.object(bundle))
        } catch {
            throw error.located(in: JSONDocument(.object(bundle)))
        }
    }

    /// The container with exactly this name.
    public func container(named name: String, in namespace: Namespace.ID) async throws -> Container? {
        try await namesake(name, in: namespace).flatMap { $0.isLeaving ? nil : $0 }
    }

    /// The container with exactly this name, also one that is being deleted.
    private func namesake(_ name: String, in namespace: Namespace.ID) async throws -> Container? {
        // The filter takes 4 to 34 characters and finds near names too.
        let filter = (4...34).contains(name.utf8.count) ? name : nil
        let filters = [("namespace_id", namespace.rawValue), ("name", filter)]
        let pages = Paginated<Container>(identifiedBy: { $0.id.rawValue }) { token in
            try await page("containers", filters, after: token) { json throws(WireError) in
                try container(["container": json])
            }
        }
        var leaving: Container?
        for try await found in pages where found.spec.name == name {
            await known.insert(found.id.rawValue)
            if !found.isLeaving { return found }
            leaving = found
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
            prefix: prefix,
            namesake: { try await namesake($0, in: $1) }
        )
        let result =
            try await performer
            .perform(change, in: namespace, container: id, secrets: secrets, journal: journal)
        await known.insert(result.rawValue)
        return result
    }

    /// Deletes a container with its domains and triggers, which goes on for a while.
    public func delete(_ id: Container.ID) async throws {
        let get = await call(.get, "containers", id.rawValue, operation: "get the container \(id)")
        _ = try await client.document(get)
        await known.insert(id.rawValue)
        try await delete(await call(.delete, "containers", id.rawValue, operation: "delete the container \(id)"))
    }

    // MARK: Running

    /// Starts new instances with the newest image of the tag, one request a container.
    public func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        for id in ids {
            var call = await call(
                .post,
                "containers",
                id.rawValue,
                "/redeploy",
                operation: "redeploy the container \(id)"
            )
            call.kind = .trigger
            call.body = HTTPBody(Array("{}".utf8))
            _ = try await client.send(call)
        }
        return Deployment(of: ids)
    }

    /// The same as a deployment, which starts new instances too.
    public func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        try await deploy(ids, in: namespace)
    }

    /// Refused: a container sleeps by itself without requests when its minimum is 0, and otherwise runs.
    public func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        throw ContainerServiceError(
            .unsupported,
            "Scaleway cannot stop a container; set its minimum of instances to 0, or delete it",
            provider: .scaleway
        )
    }

    /// The status of containers: of one by itself, of several by the list of the namespace.
    public func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus] {
        var result: [Container.ID: ContainerStatus] = [:]
        if ids.count == 1, let id = ids.first {
            do {
                let call = await call(
                    .get,
                    "containers",
                    id.rawValue,
                    operation: "get the status of the container \(id)"
                )
                let document = try await client.document(call)
                result[id] = try client.read(document, of: call, Self.listedStatus).status
            } catch let error as ContainerServiceError where error.code == .notFound {}
            return result
        }
        let wanted = Set(ids)
        let filters: [(name: String, value: String?)] = [("namespace_id", namespace.rawValue)]
        let pages = Paginated<(id: Container.ID, status: ContainerStatus)>(identifiedBy: { $0.id.rawValue }) { token in
            try await page("containers", filters, after: token) { json throws(WireError) in
                try Self.listedStatus(json)
            }
        }
        for try await (id, status) in pages where wanted.contains(id) {
            result[id] = status
            if result.count == wanted.count { break }
        }
        return result
    }
}

extension ScalewayContainerService: TimedService {
    package var time: any TimeSource { client.time }
}
