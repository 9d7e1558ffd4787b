public import CloudContainers

// What was deployed, and what waits to be.
extension QoveryContainerService {
    /// What the newest deployments did to a container (`GET /container/{id}/deploymentHistoryV2`), the newest first.
    ///
    /// The API can only be asked for the newest ones, by the size of its one page: for older ones ask for more.
    ///
    /// - Parameters:
    ///   - id: The container.
    ///   - count: How many at most; `nil` leaves it to the API, which gives 20.
    /// - Returns: The deployments that have begun; those that wait are in the queue.
    /// - Throws: `ContainerServiceError`.
    public func deploymentHistory(
        of id: Container.ID,
        newest count: DeploymentCount? = nil
    ) async throws -> [QoveryServiceDeployment] {
        let path = Self.historyPath("container", id.rawValue, count)
        let (json, call) = try await get(path, id.rawValue, "get the deployment history of the container \(id)")
        return try client.read(json, of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryServiceDeployment(item) }
        }
    }

    /// The images of the newest deployments, each once, as far as the history names them.
    ///
    /// The registry is that of the container now: the history names the image without it.
    public func deployedImages(of id: Container.ID) async throws -> [ImageReference] {
        let registry = try await container(id).spec.image.registry
        var images: [ImageReference] = []
        for deployment in try await deploymentHistory(of: id) where deployment.state.meaning == .ready {
            guard let name = deployment.imageName, let tag = deployment.tag,
                let image = try? ImageReference(parsing: "\(registry)/\(name):\(tag)"), !images.contains(image)
            else { continue }
            images.append(image)
        }
        return images
    }

    /// What the newest deployments did to an environment, stage by stage (`GET /environment/{id}/deploymentHistoryV2`), the
    /// newest first.
    ///
    /// - Parameters:
    ///   - namespace: The environment.
    ///   - count: How many at most; `nil` leaves it to the API, which gives 20.
    /// - Returns: The deployments that have begun; those that wait are in the queue.
    /// - Throws: `ContainerServiceError`.
    public func deploymentHistory(
        in namespace: Namespace.ID,
        newest count: DeploymentCount? = nil
    ) async throws -> [QoveryEnvironmentDeployment] {
        let path = Self.historyPath("environment", namespace.rawValue, count)
        let purpose = "get the deployment history of the environment \(namespace)"
        let (json, call) = try await get(path, namespace.rawValue, purpose)
        return try client.read(json, of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryEnvironmentDeployment(item) }
        }
    }

    /// The deployments of an environment that wait for their turn (`GET /environment/{id}/deploymentQueue`), the next one
    /// first.
    public func queuedDeployments(in namespace: Namespace.ID) async throws -> [QoveryQueuedDeployment] {
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/deploymentQueue"
        let purpose = "get the deployment queue of the environment \(namespace)"
        let (json, call) = try await get(path, namespace.rawValue, purpose)
        return try client.read(json, of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryQueuedDeployment(environment: item) }
        }
    }

    /// The deployments of a container that wait for their turn (`GET /service/{id}/deploymentQueue`), the next one first.
    public func queuedDeployments(of id: Container.ID) async throws -> [QoveryQueuedDeployment] {
        let path = "/service/\(PercentCoding.encoded(id.rawValue))/deploymentQueue"
        let (json, call) = try await get(path, id.rawValue, "get the deployment queue of the container \(id)")
        return try client.read(json, of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryQueuedDeployment(service: item) }
        }
    }

    /// Where one deployment is (`GET /environment/deploymentStatus`).
    ///
    /// - Parameter id: The identifier of the request, which is that of the `Deployment` that was returned.
    /// - Returns: The environment and the state.
    /// - Throws: `ContainerServiceError`.
    public func deploymentRequest(_ id: String) async throws -> QoveryDeploymentRequest {
        let path = "/environment/deploymentStatus?deploymentRequestId=\(PercentCoding.encoded(id))"
        let (json, call) = try await get(path, id, "get the deployment request \(id)")
        return try client.read(json, of: call) { json throws(WireError) in
            QoveryDeploymentRequest(
                id: try json.requiredText("deployment_request_id"),
                environment: Namespace.ID(rawValue: try json.requiredText("environment_id")),
                state: QoveryState(rawValue: try json.requiredText("status"))
            )
        }
    }

    static func historyPath(_ kind: String, _ id: String, _ count: DeploymentCount?) -> String {
        let query = count.map { "?pageSize=\($0.value)" } ?? ""
        return "/\(kind)/\(PercentCoding.encoded(id))/deploymentHistoryV2\(query)"
    }
}
