public import CloudContainers

/// What an environment is for, in Qovery's word; an unknown word is kept.
public struct QoveryEnvironmentMode: RawRepresentable, Sendable, Hashable {
    /// The API's word.
    public let rawValue: String
    /// Makes a mode from the API's word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Development.
    public static let development = QoveryEnvironmentMode(rawValue: "DEVELOPMENT")
    /// Staging.
    public static let staging = QoveryEnvironmentMode(rawValue: "STAGING")
    /// Production.
    public static let production = QoveryEnvironmentMode(rawValue: "PRODUCTION")
}

// Copies that Qovery itself makes, secrets included, which no client can read.
extension QoveryContainerService {
    /// Copies a container with its variables, secrets and settings (`POST /container/{id}/clone`), once also where the answer
    /// is lost.
    ///
    /// Custom domains stay with the original. The copy is not deployed.
    ///
    /// - Parameters:
    ///   - id: The original.
    ///   - name: The name of the copy.
    ///   - namespace: The environment that it comes into.
    /// - Returns: The copy as a list answers it, without variables and advanced settings, which `container(_:)` reads.
    /// - Throws: `ContainerServiceError` with the code `alreadyExists` where the name is taken, without regard to case, and
    ///   `outcomeUnknown` where the answer was lost and no such container is there.
    public func clone(_ id: Container.ID, named name: String, into namespace: Namespace.ID) async throws -> Container {
        try await client.patiently(since: await client.time.now()) {
            guard let other = try await namesake(name, in: namespace) else { return }
            let (taken, id) = (other.spec.name, other.id.rawValue)
            if await isLeaving(other.id, other.status) { throw client.leaving("container", taken, id) }
            throw client.taken("container", taken, by: id)
        }
        let call = APICall(
            .post,
            "/container/\(PercentCoding.encoded(id.rawValue))/clone",
            json: ["name": .string(name), "environment_id": .string(namespace.rawValue)],
            operation: "clone the container \(id)"
        )
        return try await onceMade {
            let answer = try await answer(to: call, about: id.rawValue)
            let copy = try client.read(answer, of: call) { json throws(WireError) in
                try Self.container(["container": json], status: nil, statuses: [:])
            }
            await known.insert(copy.id.rawValue)
            return copy
        } lookup: {
            try await container(named: name, in: namespace)
        }
    }

    /// Copies an environment with all its services, their variables and secrets (`POST /environment/{id}/clone`), once also
    /// where the answer is lost.
    ///
    /// Custom domains stay with the originals. The copy is not deployed.
    ///
    /// - Parameters:
    ///   - id: The original.
    ///   - name: The name of the copy.
    ///   - projectID: The project that it comes into; `nil` for that of the original.
    ///   - clusterID: The cluster that it runs on; `nil` for that of the original.
    ///   - mode: What it is for; `nil` for that of the original.
    /// - Returns: The copy.
    /// - Throws: `ContainerServiceError` with the code `alreadyExists` where the name is taken, without regard to case, and
    ///   `outcomeUnknown` where the answer was lost and no such environment is there.
    public func cloneNamespace(
        _ id: Namespace.ID,
        named name: String,
        intoProject projectID: String? = nil,
        onCluster clusterID: String? = nil,
        as mode: QoveryEnvironmentMode? = nil
    ) async throws -> Namespace {
        let step = PercentCoding.encoded(id.rawValue)
        var project = projectID
        if project == nil {
            let (json, call) = try await get("/environment/\(step)", id.rawValue, "get the environment \(id)")
            project = try client.read(json, of: call) { json throws(WireError) in
                try json.reading("project") { json throws(WireError) in try json.requiredText("id") }
            }
        }
        let owner = project ?? ""
        let lookup = {
            try await environments(of: owner, named: nil).first { $0.name.lowercased() == name.lowercased() }
        }
        if let other = try await lookup() {
            throw ContainerServiceError(
                .alreadyExists,
                "an environment \(other.name) exists already (\(other.id))",
                provider: .qovery
            )
        }
        var body: JSONObject = ["name": .string(name)]
        if let projectID { body.set("project_id", .string(projectID)) }
        if let clusterID { body.set("cluster_id", .string(clusterID)) }
        if let mode { body.set("mode", .string(mode.rawValue)) }
        let call = APICall(
            .post,
            "/environment/\(step)/clone",
            json: .object(body),
            operation: "clone the environment \(id)"
        )
        return try await onceMade {
            let answer = try await answer(to: call, about: id.rawValue)
            let copy = try client.read(answer, of: call) { json throws(WireError) in
                try Self.namespace(json, parent: nil)
            }
            await known.insert(copy.id.rawValue)
            return copy
        } lookup: {
            try await lookup()
        }
    }

    /// The answer to a call about something that is known.
    private func answer(to call: APICall, about id: String) async throws -> APIAnswer {
        do {
            return try await client.document(call)
        } catch let error as ContainerServiceError {
            throw await reread(error, about: id)
        }
    }
}
