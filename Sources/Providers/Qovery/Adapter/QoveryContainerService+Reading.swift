import CloudContainers

extension QoveryContainerService {
    /// Gets something by its id; a refusal for lack of rights means that it is gone, if it could be read before.
    func get(
        _ path: String,
        _ id: String,
        _ operation: String,
        maximumAnswerSize: ByteCount = APICall.largestAnswer
    ) async throws -> (json: APIAnswer, call: APICall) {
        let call = APICall(.get, path, operation: operation, maximumAnswerSize: maximumAnswerSize)
        do {
            let json = try await client.document(call)
            await known.insert(id)
            return (json, call)
        } catch let error as ContainerServiceError {
            throw await reread(error, about: id)
        }
    }

    /// A part of a service, which exists, as a closure reads it.
    func part<Value: Sendable>(
        _ path: String,
        _ id: Container.ID,
        _ name: String,
        of kind: QoveryServiceKind = .container,
        _ body: @Sendable (JSONValue) throws(WireError) -> Value
    ) async throws -> Value {
        let (json, call) = try await get(path, id.rawValue, "get the \(name) of the \(kind) \(id)")
        return try client.read(json, of: call, body)
    }

    /// Deletes something that was there a moment ago, so that its absence is success.
    func delete(_ path: String, _ id: String, _ operation: String) async throws {
        do {
            _ = try await client.send(APICall(.delete, path, operation: operation))
        } catch let error as ContainerServiceError {
            let error = await reread(error, about: id)
            if error.code != .notFound { throw error }
        }
    }

    /// Whether a service is there only until its deletion ends; one whose deletion failed stays.
    func isLeaving(_ id: Container.ID, _ status: ContainerStatus?) async -> Bool {
        if status?.state == .deleting { return true }
        return await deleted.contains(id.rawValue) && status?.providerWord != "DELETE_ERROR"
    }

    /// Qovery answers 403 for what was deleted.
    func reread(_ error: ContainerServiceError, about id: String) async -> ContainerServiceError {
        guard error.code == .permissionDenied, await known.contains(id) else { return error }
        var error = error
        error.code = .notFound
        error.message = "\(id) does not exist any more (\(error.message))"
        return error
    }

    /// Starts, restarts or stops containers of an environment.
    func start(
        _ action: String,
        _ body: JSONValue,
        _ ids: [Container.ID],
        in namespace: Namespace.ID
    ) async throws -> Deployment {
        let call = APICall(
            .post,
            "/environment/\(PercentCoding.encoded(namespace.rawValue))/service/\(action)",
            json: body,
            kind: .trigger,
            operation: "\(action) \(ids.count) containers of the environment \(namespace)"
        )
        do {
            let answer = try await client.json(call)
            return Deployment(id: answer?.root["deployment_request_id"]?.string, of: ids)
        } catch let error as ContainerServiceError {
            throw await reread(error, about: namespace.rawValue)
        }
    }

    static func list(_ ids: [Container.ID]) -> JSONValue { .array(ids.map { .string($0.rawValue) }) }

    /// The elements of a list answer.
    static func results<Element>(
        _ json: JSONValue,
        _ element: (JSONValue) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        try json.requiredList("results", element)
    }

    /// All elements of a list answer as they are.
    static func elements(_ json: JSONValue) throws(WireError) -> JSONValue { .array(try results(json) { $0 }) }

    // MARK: Namespaces

    /// The organization, or all organizations.
    func organizations() async throws -> [String] {
        if let organization = configuration.organizationID { return [organization] }
        let call = APICall(.get, "/organization", operation: "list organizations")
        return try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try item.requiredText("id") }
        }
    }

    /// The projects of the organization, or of all organizations.
    func projects() async throws -> [(id: String, name: String)] {
        var projects: [(id: String, name: String)] = []
        for organization in try await organizations() {
            let call = APICall(
                .get,
                "/organization/\(PercentCoding.encoded(organization))/project",
                operation: "list projects"
            )
            projects += try client.read(try await client.document(call), of: call) { json throws(WireError) in
                try Self.results(json) { item throws(WireError) in
                    (id: try item.requiredText("id"), name: item["name"]?.string ?? "")
                }
            }
        }
        return projects
    }

    func environments(of project: String, named name: String?) async throws -> [Namespace] {
        let call = APICall(
            .get,
            "/project/\(PercentCoding.encoded(project))/environment",
            operation: "list environments"
        )
        let namespaces = try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try Self.namespace(item, parent: name) }
        }
        await known.insert(namespaces.map(\.id.rawValue))
        return namespaces
    }

    static func namespace(_ json: JSONValue, parent: String?) throws(WireError) -> Namespace {
        Namespace(
            id: Namespace.ID(rawValue: try json.requiredText("id")),
            name: try json.requiredText("name"),
            parent: parent ?? json["project"]?["name"]?.string
        )
    }

    // MARK: Containers

    private static func environment(of json: JSONValue) throws(WireError) -> String {
        let environment = try json.required("environment")
        do throws(WireError) {
            return try environment.requiredText("id")
        } catch {
            throw error.inside("environment")
        }
    }

    /// The container in a bundle, with its own status or the one of a list.
    static func container(
        _ bundle: JSONValue,
        status: QoveryStatus?,
        statuses: [Container.ID: ContainerStatus]
    ) throws(WireError) -> Container {
        let reader = try QoveryReader.read(withoutLedger: bundle)
        let wire = reader.container
        guard let json = bundle["container"] else { throw .wrongType(bundle, expected: "a container") }
        let id: String
        let environment: String
        do throws(WireError) {
            id = try json.requiredText("id")
            environment = try Self.environment(of: json)
        } catch {
            throw error.inside("container")
        }
        let containerID = Container.ID(rawValue: id)
        let unknown = ContainerStatus(.unknown, providerWord: "no status")
        return Container(
            id: containerID,
            namespace: Namespace.ID(rawValue: environment),
            spec: reader.spec,
            status: status?.status(after: nil) ?? statuses[containerID] ?? unknown,
            createdAt: wire.createdAt.value.flatMap { try? Timestamp(parsing: $0) },
            updatedAt: wire.updatedAt.value.flatMap { try? Timestamp(parsing: $0) },
            bundle: JSONDocument(bundle)
        )
    }

    // MARK: Status

    func statuses(
        in namespace: Namespace.ID,
        after deployment: Deployment?,
        of kind: QoveryServiceKind = .container
    ) async throws -> [Container.ID: ContainerStatus] {
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/statuses"
        let (json, call) = try await get(path, namespace.rawValue, "get the statuses of the environment \(namespace)")
        return try client.read(json, of: call) { json throws(WireError) in
            let statuses = try json.requiredList(kind.rawValue + "s") { item throws(WireError) in
                let status = try QoveryStatus(item).status(after: deployment)
                return (Container.ID(rawValue: try item.requiredText("id")), status)
            }
            return Dictionary(statuses) { $1 }
        }
    }
}

/// The status that Qovery answers about a service.
struct QoveryStatus: Sendable {
    private let json: JSONValue
    private let word: String

    init(_ json: JSONValue) throws(WireError) {
        self.json = json
        word = try json.requiredText("state")
    }

    /// The status in our words; that of an earlier deployment than the one asked about says so.
    func status(after deployment: Deployment?) -> ContainerStatus {
        var state = Self.states[word] ?? .unknown
        if word == "READY", json["service_deployment_status"]?.string != "NEVER_DEPLOYED", deployment != nil {
            state = .updating
        }
        let shown = json["deployment_request_id"]?.string
        // Without an id nobody knows whether an end is that of the deployment asked about.
        let isOfEarlier = deployment.map { $0.id.map { $0 != shown } ?? [.ready, .failed].contains(state) }
        let waiting = json["deployment_requests_count"]?.integer
        var message: String?
        if state == .failed, let details = json["status_details"] {
            let words = [details["action"]?.string, details["sub_action"]?.string].compactMap { $0 }
            message = "the last \(words.first?.lowercased() ?? "deployment") failed"
        }
        return ContainerStatus(
            state,
            providerWord: word,
            message: message,
            queuedDeployments: waiting.flatMap { $0 > 0 ? DeploymentCount(unchecked: $0) : nil },
            isOfEarlierDeployment: isOfEarlier ?? false,
            hasUndeployedChanges: json["service_deployment_status"]?.string == "OUT_OF_DATE"
        )
    }

    /// Qovery's words by an explicit list, since their endings mislead (reference §11).
    static let states: [String: ContainerStatus.State] = [
        "DEPLOYED": .ready, "RESTARTED": .ready,
        "BUILD_ERROR": .failed, "DEPLOYMENT_ERROR": .failed, "DELETE_ERROR": .failed, "RESTART_ERROR": .failed,
        "STOP_ERROR": .failed, "CANCELED": .failed,
        "STOPPED": .stopped, "READY": .neverDeployed,
        // What is uninstalled keeps its configuration and can be deployed again; what is deleted is not answered at all.
        "DELETED": .stopped, "DELETING": .deleting, "DELETE_QUEUED": .deleting, "WAITING_DELETING": .deleting,
        "BUILDING": .updating, "DEPLOYING": .updating, "RESTARTING": .updating, "STOPPING": .updating,
        "CANCELING": .updating, "EXECUTING": .updating, "QUEUED": .updating, "DEPLOYMENT_QUEUED": .updating,
        "RESTART_QUEUED": .updating, "STOP_QUEUED": .updating, "WAITING_RESTARTING": .updating,
        "WAITING_RUNNING": .updating, "WAITING_STOPPING": .updating,
    ]
}
