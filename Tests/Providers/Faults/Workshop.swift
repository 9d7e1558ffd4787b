import CloudContainers
import SimulationKit
import Testing

/// An account in which one namespace holds one container that runs.
struct Workshop {
    let account: Account
    let namespace: Namespace.ID
    let container: Container.ID

    var service: any ContainerService { account.service }
    var dialect: any ContainerDialect { account.service.dialect }

    init(
        _ provider: Provider,
        patience: Duration = .seconds(900),
        wrapping: (FaultInjector, VirtualTime) -> any HTTPTransport = { faults, _ in faults }
    ) async throws {
        account = try Account(provider, patience: patience, wrapping: wrapping)
        let service = account.service
        namespace = try await service.createNamespace(named: "shop").id
        container = try await service.apply(try Self.spec("web"), in: namespace, account.given)
        let deployment =
            service.dialect.capabilities.createDeploys
            ? nil : try await service.deploy([container], in: namespace)
        try await service.wait(for: [container], in: namespace, after: deployment, account.waiting)
    }

    /// An account of which nothing is known yet.
    init(_ account: Account, _ namespace: String, _ container: String) {
        self.account = account
        self.namespace = Namespace.ID(rawValue: namespace)
        self.container = Container.ID(rawValue: container)
    }

    static func spec(_ name: String) throws -> ContainerSpec {
        var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .megabytes(1024)
        spec.scaling.minimum = .of(1)
        spec.scaling.maximum = .instances(.of(3))
        spec.ports = [Port(.of(8080))]
        spec.ports[0].isDefault = true
        spec.variables = [EnvironmentVariable(name: "GREETING", value: .plain("hello"))]
        return spec
    }

    /// What the container is to become in an update.
    static func updated() throws -> ContainerSpec {
        var spec = try spec("web")
        spec.scaling.maximum = .instances(.of(4))
        return spec
    }

    /// The requests that bring the container to ``updated()``.
    func update() async throws -> PreparedChange {
        let live = try await service.container(container).bundle
        return try #require(try dialect.prepare(.update(try Self.updated(), live: live), account.given).value)
    }

    /// The requests that make a container.
    func creation(of name: String = "other") throws -> PreparedChange {
        try #require(try dialect.prepare(.create(try Self.spec(name)), account.given).value)
    }

    @discardableResult
    func perform(_ change: PreparedChange, on id: Container.ID?) async throws -> Container.ID {
        try await service.perform(change, in: namespace, container: id, secrets: SecretValues()) { _ in }
    }

    /// The path of a list, as a part of it.
    var listPath: String { account.provider == .qovery ? "/container" : "/containers?" }
    /// The path of the container's own state.
    var statusPath: String { account.provider == .qovery ? "/statuses" : "/containers/\(container)" }
}

/// What a service can be asked for.
enum Operation: String, CaseIterable, Sendable, CustomStringConvertible {
    case namespaces, namespace, createNamespace, deleteNamespace, containers, container, containerNamed, performCreate
    case containerToCompare, proveSecrets, performUpdate, setVariables, removeVariables, deploy, restart, stop, delete
    case statuses, apply, wait

    var description: String { rawValue }

    static func all(of provider: Provider) -> [Operation] {
        allCases.filter { $0 != .stop || provider.dialect.capabilities.stops }
    }

    /// What has to be known before the operation can be asked for.
    func prepare(_ shop: Workshop) async throws -> PreparedChange? {
        switch self {
        case .performCreate: try shop.creation()
        case .performUpdate: try await shop.update()
        default: nil
        }
    }

    func run(_ shop: Workshop, _ change: PreparedChange?) async throws {
        let service = shop.service
        switch self {
        case .namespaces: _ = try await service.namespaces(after: nil)
        case .namespace: _ = try await service.namespace(shop.namespace)
        case .createNamespace: _ = try await service.createNamespace(named: "made")
        case .deleteNamespace: try await service.deleteNamespace(shop.namespace)
        case .containers: _ = try await service.containers(in: shop.namespace, after: nil)
        case .container: _ = try await service.container(shop.container)
        case .containerNamed: _ = try await service.container(named: "web", in: shop.namespace)
        case .containerToCompare:
            var wish = try Workshop.updated()
            wish.domains = [CustomDomain(host: "shop.example.org")]
            for listed in try await service.containers(in: shop.namespace, after: nil).elements {
                _ = try await service.container(listed, toCompareWith: wish)
            }
        case .proveSecrets:
            _ = try await service.proveSecrets(SecretValues(["TOKEN": "a value"]), of: shop.container)
        case .setVariables:
            try await service.variables?.setVariables(
                [EnvironmentVariable(name: "NEW", value: .plain("one"))],
                in: .container(shop.container),
                secrets: SecretValues()
            )
        case .removeVariables:
            try await service.variables?.removeVariables(named: ["GREETING"], from: .container(shop.container))
        case .performCreate: try await shop.perform(try #require(change), on: nil)
        case .performUpdate: try await shop.perform(try #require(change), on: shop.container)
        case .deploy: try await service.deploy([shop.container], in: shop.namespace)
        case .restart: try await service.restart([shop.container], in: shop.namespace)
        case .stop: try await service.stop([shop.container], in: shop.namespace)
        case .delete: try await service.delete(shop.container)
        case .statuses: _ = try await service.statuses(of: [shop.container], in: shop.namespace, after: nil)
        case .apply:
            _ = try await service.apply(try Workshop.spec("other"), in: shop.namespace, shop.account.given)
        case .wait: try await service.wait(for: [shop.container], in: shop.namespace, shop.account.waiting)
        }
    }

    /// Whether it only looks.
    var isRead: Bool {
        [
            .namespaces, .namespace, .containers, .container, .containerNamed, .containerToCompare, .proveSecrets,
            .statuses, .wait,
        ].contains(self)
    }
}

/// Pairs of a provider and what can be asked of it.
struct Asked: Sendable, CustomStringConvertible {
    var provider: Provider
    var operation: Operation

    var description: String { "\(operation) on \(provider)" }

    static let all = Provider.allCases.flatMap { provider in
        Operation.all(of: provider).map { Asked(provider: provider, operation: $0) }
    }
    static let reads = all.filter(\.operation.isRead)
}

/// The requests that a service sends, before anything goes wrong with them.
actor SentRequests: HTTPTransport {
    private let wrapped: any HTTPTransport
    private(set) var requests: [HTTPRequest] = []

    init(_ wrapped: any HTTPTransport) { self.wrapped = wrapped }

    func clear() { requests = [] }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        requests.append(request)
        return try await wrapped.send(request)
    }
}

/// A transport whose answers are kept, and can be changed on their way.
actor ChangedAnswers: HTTPTransport {
    /// Makes another answer; it is told how many times the path was asked for since it is there.
    typealias Change = @Sendable (HTTPRequest, HTTPResponse, Int) -> HTTPResponse

    private let wrapped: any HTTPTransport
    private var change: Change?
    private var counts: [String: Int] = [:]
    /// The last answers as they came, by verb and path.
    private(set) var seen: [String: HTTPResponse] = [:]

    init(_ wrapped: any HTTPTransport) { self.wrapped = wrapped }

    func set(_ change: Change?) {
        self.change = change
        counts = [:]
    }

    func forget() { seen = [:] }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let response = try await wrapped.send(request)
        let key = "\(request.method) \(request.path)"
        seen[key] = response
        counts[key, default: 0] += 1
        return change?(request, response, counts[key] ?? 0) ?? response
    }
}

/// A transport that asks a closure before each request, which can do something behind the service's back.
actor Interloper: HTTPTransport {
    private let wrapped: any HTTPTransport
    private var count = 0
    private var act: (@Sendable (Int, HTTPRequest) async throws -> Void)?

    init(_ wrapped: any HTTPTransport) { self.wrapped = wrapped }

    /// Takes a closure that is given the number of each request from now on.
    func set(_ act: (@Sendable (Int, HTTPRequest) async throws -> Void)?) {
        self.act = act
        count = 0
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        count += 1
        let (act, number) = (act, count)
        try await act?(number, request)
        return try await wrapped.send(request)
    }
}

extension Workshop {
    /// A workshop whose answers can be changed.
    static func changing(
        _ provider: Provider,
        patience: Duration = .seconds(900)
    ) async throws -> (shop: Workshop, answers: ChangedAnswers) {
        var changed: ChangedAnswers?
        let shop = try await Workshop(provider, patience: patience) { faults, _ in
            let transport = ChangedAnswers(faults)
            changed = transport
            return transport
        }
        return (shop, try #require(changed))
    }

    /// A workshop whose requests are kept.
    static func recorded(_ provider: Provider) async throws -> (shop: Workshop, sent: SentRequests) {
        var sent: SentRequests?
        let shop = try await Workshop(provider) { faults, _ in
            let transport = SentRequests(faults)
            sent = transport
            return transport
        }
        return (shop, try #require(sent))
    }

    /// A workshop in which something can be done before each request.
    static func disturbed(_ provider: Provider) async throws -> (shop: Workshop, interloper: Interloper) {
        var interloper: Interloper?
        let shop = try await Workshop(provider) { faults, _ in
            let transport = Interloper(faults)
            interloper = transport
            return transport
        }
        return (shop, try #require(interloper))
    }
}

/// The error that something throws; `nil` if it succeeds.
func failure(of body: () async throws -> Void) async throws -> ContainerServiceError? {
    do {
        try await body()
        return nil
    } catch let error as ContainerServiceError {
        return error
    }
}

extension HTTPResponse {
    /// A refusal as the provider writes it.
    static func refusal(_ status: Int, _ provider: Provider, type: String? = nil, _ message: String) -> HTTPResponse {
        var body: JSONObject = [provider == .qovery ? "detail" : "message": .string(message)]
        if let type, provider == .scaleway { body.set("type", .string(type)) }
        return HTTPResponse(
            status: status,
            headers: ["Content-Type": "application/json", "X-Request-Id": "request-1"],
            body: Array(JSONValue.object(body).text(.compact).utf8)
        )
    }
}
