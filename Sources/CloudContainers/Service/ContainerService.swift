/// One account at a provider: the primitives that send requests.
///
/// A call returns when the provider has answered; waiting for what it started, listing as a sequence and applying are written
/// once, on top of these. Calls throw ``ContainerServiceError``, or `CancellationError` when the task was cancelled. A
/// refusal because something else is under way on the same service is waited out, within a bound that the service is made
/// with; other repetitions are the transport's.
public protocol ContainerService: Sendable {
    /// The offline half of the provider.
    var dialect: any ContainerDialect { get }

    /// A page of the namespaces.
    func namespaces(after token: PageToken?) async throws -> Page<Namespace>

    /// One namespace; a missing one is ``ContainerServiceError/Code/notFound``.
    func namespace(_ id: Namespace.ID) async throws -> Namespace

    /// Makes a namespace; a name that is taken is ``ContainerServiceError/Code/alreadyExists``.
    func createNamespace(named name: String) async throws -> Namespace

    /// Deletes a namespace and all that is in it; a missing one is ``ContainerServiceError/Code/notFound``.
    func deleteNamespace(_ id: Namespace.ID) async throws

    /// A page of the containers of a namespace, which must exist.
    func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container>

    /// One container with everything that the provider holds about it; a missing one is
    /// ``ContainerServiceError/Code/notFound``.
    ///
    /// An element of a list can hold less: its ledger names the parts that the list does not answer.
    func container(_ id: Container.ID) async throws -> Container

    /// A container that a list has answered, with what a comparison with a wish needs and the list does not tell.
    ///
    /// It takes fewer requests than ``container(_:)``, which it does by default.
    func container(_ listed: Container, toCompareWith wish: ContainerSpec) async throws -> Container

    /// The container of a namespace with exactly this name, in the provider's own sense of equality, as a list answers it;
    /// `nil` if there is none, or one that is being deleted only.
    func container(named name: String, in namespace: Namespace.ID) async throws -> Container?

    /// What a namespace holds beside containers, such as databases and jobs; nothing by default.
    func otherServices(in namespace: Namespace.ID) async throws -> [OtherService]

    /// Looks, without changing anything, what would stand in the way of creations that the dialect has prepared: images that
    /// the provider cannot find, registries that are missing, limits. Nothing by default.
    ///
    /// - Parameters:
    ///   - creations: What ``ContainerDialect/prepare(_:_:)`` gave for creations.
    ///   - namespace: Where they are to be; `nil` for a namespace that is still to be made.
    /// - Returns: What was found.
    /// - Throws: ``ContainerServiceError`` where the account cannot be read.
    func preflight(_ creations: [PreparedChange], in namespace: Namespace.ID?) async throws -> [PreflightRemark]

    /// Asks, without changing anything, whether the credential may write in a namespace; nothing by default.
    ///
    /// No provider tells a credential's rights to everybody. So this sends a creation that cannot be carried out, for it lacks
    /// what every creation needs: one that is refused for lack of rights names what is missing. Where a provider looks at the
    /// body first, nothing is learnt.
    ///
    /// - Parameter namespace: Where something is to be written; `nil` for a namespace that is still to be made.
    /// - Returns: A remark for a right that is missing.
    /// - Throws: `CancellationError`.
    func missingRights(in namespace: Namespace.ID?) async throws -> [PreflightRemark]

    /// Sends the requests of a prepared change and no other that writes.
    ///
    /// `journal` returns before each request is sent and again after it has ended. A change whose ``PreparedChange/basis``
    /// is not the live payload's any more is ``ContainerServiceError/Code/conflict``, and nothing is sent; a name that is
    /// taken is ``ContainerServiceError/Code/alreadyExists``, and one that a deletion is about to give back is waited for; a secret without a value is
    /// ``ContainerServiceError/Code/secretMissing``, and nothing is sent.
    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID

    /// Starts the containers, or brings their configuration and the newest image of their tag to the instances.
    ///
    /// - Returns: What ``statuses(of:in:after:)`` needs to tell the state of this deployment from that of an earlier one.
    @discardableResult
    func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment

    /// Ends the instances of running containers and starts others with the same configuration.
    @discardableResult
    func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment

    /// Stops the containers; only where ``Capabilities/stops`` says so, else ``ContainerServiceError/Code/unsupported``.
    ///
    /// Those that are stopped already stay so.
    @discardableResult
    func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment

    /// Deletes a container; it may go on existing for a while. A missing one is ``ContainerServiceError/Code/notFound``.
    func delete(_ id: Container.ID) async throws

    /// The status of many containers of a namespace, with one request or one a page; one that is gone is absent.
    ///
    /// A status that is older than the deployment, where one is given, says so in
    /// ``ContainerStatus/isOfEarlierDeployment``.
    func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus]

    /// Looks whether the secrets of a container have these values, without ever reading one; a name that the provider says
    /// nothing about is left out.
    func proveSecrets(_ values: SecretValues, of id: Container.ID) async throws -> [String: SecretProof]

    /// The same about a container that ``container(_:toCompareWith:)`` or ``container(_:)`` has just answered, without
    /// another request where its payload says enough.
    func proveSecrets(_ values: SecretValues, in container: Container) async throws -> [String: SecretProof]

    /// What the provider says about the failure of a container's last deployment, beyond its status; `nil` for nothing.
    func failureReason(of id: Container.ID, in namespace: Namespace.ID) async throws -> String?

    /// The images that a container was deployed with, the newest first; none where the provider keeps no history.
    func deployedImages(of id: Container.ID) async throws -> [ImageReference]

    /// Variables of every scope; `nil` where the provider keeps them with the containers only.
    var variables: (any VariableService)? { get }

    /// Host names of the user's; `nil` where the provider has none.
    var domains: (any DomainService)? { get }

    /// What the containers write; `nil` where the provider does not tell.
    var logs: (any LogService)? { get }

    /// Containers that run to their end; `nil` where the library does not know those of the provider.
    var jobs: (any JobService)? { get }
}

extension ContainerService {
    /// The whole container.
    public func container(_ listed: Container, toCompareWith wish: ContainerSpec) async throws -> Container {
        try await container(listed.id)
    }

    /// What is known by another look.
    public func proveSecrets(_ values: SecretValues, in container: Container) async throws -> [String: SecretProof] {
        try await proveSecrets(values, of: container.id)
    }

    /// The container with this name, looked for in the whole list.
    public func container(named name: String, in namespace: Namespace.ID) async throws -> Container? {
        for try await container in allContainers(in: namespace)
        where container.spec.name == name && !container.isLeaving { return container }
        return nil
    }

    /// Nothing.
    public func otherServices(in namespace: Namespace.ID) async throws -> [OtherService] { [] }

    /// Nothing is known that stands in the way.
    public func preflight(
        _ creations: [PreparedChange],
        in namespace: Namespace.ID?
    ) async throws -> [PreflightRemark] { [] }

    /// Nothing is known of rights.
    public func missingRights(in namespace: Namespace.ID?) async throws -> [PreflightRemark] { [] }

    /// Nothing is known of the values.
    public func proveSecrets(_ values: SecretValues, of id: Container.ID) async throws -> [String: SecretProof] { [:] }

    /// No history.
    public func deployedImages(of id: Container.ID) async throws -> [ImageReference] { [] }

    /// No variables beside those of the containers.
    public var variables: (any VariableService)? { nil }

    /// No domains.
    public var domains: (any DomainService)? { nil }

    /// No logs.
    public var logs: (any LogService)? { nil }

    /// No jobs.
    public var jobs: (any JobService)? { nil }

    /// Nothing beyond the status.
    public func failureReason(of id: Container.ID, in namespace: Namespace.ID) async throws -> String? { nil }
}

/// A deployment, restart or stop that a provider has accepted.
public struct Deployment: Sendable, Hashable {
    /// The provider's identifier of the request; `nil` where it gives none, or where there was nothing to do.
    public var id: String?
    /// The containers it is about.
    public var containers: [Container.ID]

    /// Makes a deployment.
    public init(id: String? = nil, of containers: [Container.ID]) {
        self.id = id
        self.containers = containers
    }
}

/// A point in the life of a request, for a journal.
public enum RequestStep: Sendable, Hashable {
    /// The request is about to be sent.
    case willSend(PreparedRequest)
    /// The request has ended well.
    case didSend(PreparedRequest)
}
