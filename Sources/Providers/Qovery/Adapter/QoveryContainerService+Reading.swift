import CloudContainers

extension QoveryContainerService {
    /// Gets something by its id; a refusal for lack of rights means that it is gone, if it could be read before.
    func get(_ path: String, _ id: String, _ operation: String) async throws -> (json: JSONDocument, call: APICall) {
        let call = APICall(.get, path, operation: operation)
        do {
            let json = try await client.document(call)
            await known.insert(id)
            return (json, call)
        } catch let error as ContainerServiceError {
            throw await reread(error, about: id)
        }
    }

    /// A part of a container, which exists.
    func part(_ path: String, _ id: Container.ID, _ name: String) async throws -> JSONValue {
        try await get(path, id.rawValue, "get the \(name) of the container \(id)").json.root
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
            "/environment/\(namespace.rawValue)/service/\(action)",
            json: body,
            kind: .trigger,
            operation: "\(action) \(ids.count) containers of the environment \(namespace)"
        )
        let answer = try await client.json(call)
        return Deployment(id: answer?.root["deployment_request_id"]?.string, of: ids)
    }

    static func list(_ ids: [Container.ID]) -> JSONValue { .array(ids.map { .string($0.rawValue) }) }

    static func results(_ json: JSONValue) throws(WireError) -> [JSONValue] {
        guard let results = json["results"]?.array else {
            throw .wrongType(json["results"] ?? json, expected: "an answer with the list results")
        }
        return results
    }

    // MARK: Namespaces

    /// The projects of the organization, or of all organizations.
    func projects() async throws -> [(id: String, name: String)] {
        var organizations = configuration.organizationID.map { [$0] } ?? []
        if organizations.isEmpty {
            let call = APICall(.get, "/organization", operation: "list organizations")
            organizations = try client.read(try await client.document(call), of: call) { json throws(WireError) in
                try Self.results(json).compactMap { $0["id"]?.string }
            }
        }
        var projects: [(id: String, name: String)] = []
        for organization in organizations {
            let call = APICall(
                .get,
                "/organization/\(PercentCoding.encoded(organization))/project",
                operation: "list projects"
            )
            projects += try client.read(try await client.document(call), of: call) { json throws(WireError) in
                try Self.results(json).compactMap { item in
                    item["id"]?.string.map { ($0, item["name"]?.string ?? "") }
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
            try Self.results(json).map { item throws(WireError) in try Self.namespace(item, parent: name) }
        }
        await known.insert(namespaces.map(\.id.rawValue))
        return namespaces
    }

    static func namespace(_ json: JSONValue, parent: String?) throws(WireError) -> Namespace {
        guard let id = json["id"]?.string else { throw .wrongType(json, expected: "an environment with an id") }
        return Namespace(
            id: Namespace.ID(rawValue: id),
            name: json["name"]?.string ?? "",
            parent: parent ?? json["project"]?["name"]?.string
        )
    }

    // MARK: Containers

    /// The container in a bundle, with its own status or the one of a list.
    static func container(
        _ bundle: JSONValue,
        status: JSONValue?,
        statuses: [Container.ID: ContainerStatus]
    ) throws(WireError) -> Container {
        let translation = try QoveryReader.read(bundle, Resolutions())
        guard let json = bundle["container"] else { throw .wrongType(bundle, expected: "a container") }
        let wire = try QoveryContainer(json: json)
        guard let id = wire.id.value, let environment = json["environment"]?["id"]?.string else {
            throw .wrongType(json, expected: "a container with its id and environment")
        }
        let containerID = Container.ID(rawValue: id)
        let unknown = ContainerStatus(.unknown, providerWord: "no status")
        return Container(
            id: containerID,
            namespace: Namespace.ID(rawValue: environment),
            spec: translation.value,
            ledger: translation.ledger,
            status: status.map { QoveryStatus($0).status(after: nil) } ?? statuses[containerID] ?? unknown,
            createdAt: wire.createdAt.value.flatMap { try? Timestamp(parsing: $0) },
            updatedAt: wire.updatedAt.value.flatMap { try? Timestamp(parsing: $0) },
            bundle: JSONDocument(bundle)
        )
    }

    /// Refuses an import that took only some of its variables, which the API answers with success.
    static func checkImport(
        _ request: PreparedRequest,
        _ answer: JSONDocument?
    ) throws(ContainerServiceError) {
        guard request.path.hasPrefix("/variable/import"), let wanted = request.body?.root["vars"]?.array else { return }
        let taken = Set(
            (answer?.root["successful_imported_variables"]?.array ?? []).compactMap {
                $0["name"]?.string ?? $0["key"]?.string
            }
        )
        let missing = wanted.compactMap { $0["name"]?.string }.filter { !taken.contains($0) }
        guard !missing.isEmpty else { return }
        throw ContainerServiceError(
            .conflict,
            "Qovery took only some of the variables; missing: \(missing.joined(separator: ", ")). "
                + "Look whether they exist further up, in the environment or the project",
            provider: .qovery,
            operation: request.purpose
        )
    }

    // MARK: Status

    func statuses(
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus] {
        let path = "/environment/\(namespace.rawValue)/statuses"
        let (json, call) = try await get(path, namespace.rawValue, "get the statuses of the environment \(namespace)")
        return try client.read(json, of: call) { json throws(WireError) in
            guard let containers = json["containers"]?.array else {
                throw .wrongType(json["containers"] ?? json, expected: "an answer with the list containers")
            }
            return containers.reduce(into: [:]) { result, item in
                guard let id = item["id"]?.string else { return }
                result[Container.ID(rawValue: id)] = QoveryStatus(item).status(after: deployment)
            }
        }
    }
}

/// The status that Qovery answers about a service.
struct QoveryStatus {
    private let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    /// The status in our words; that of an earlier deployment than the one asked about says so.
    func status(after deployment: Deployment?) -> ContainerStatus {
        let word = json["state"]?.string ?? "no state"
        var state = Self.states[word] ?? .unknown
        if word == "READY", json["service_deployment_status"]?.string != "NEVER_DEPLOYED", deployment != nil {
            state = .updating
        }
        let asked = deployment?.id
        let shown = json["deployment_request_id"]?.string
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
            isOfEarlierDeployment: asked != nil && shown != asked
        )
    }

    /// Qovery's words by an explicit list, since their endings mislead (reference §11).
    private static let states: [String: ContainerStatus.State] = [
        "DEPLOYED": .ready, "RESTARTED": .ready,
        "BUILD_ERROR": .failed, "DEPLOYMENT_ERROR": .failed, "DELETE_ERROR": .failed, "RESTART_ERROR": .failed,
        "STOP_ERROR": .failed, "CANCELED": .failed,
        "STOPPED": .stopped, "READY": .neverDeployed,
        "DELETED": .deleting, "DELETING": .deleting, "DELETE_QUEUED": .deleting, "WAITING_DELETING": .deleting,
        "BUILDING": .updating, "DEPLOYING": .updating, "RESTARTING": .updating, "STOPPING": .updating,
        "CANCELING": .updating, "EXECUTING": .updating, "QUEUED": .updating, "DEPLOYMENT_QUEUED": .updating,
        "RESTART_QUEUED": .updating, "STOP_QUEUED": .updating, "WAITING_RESTARTING": .updating,
        "WAITING_RUNNING": .updating, "WAITING_STOPPING": .updating,
    ]
}
