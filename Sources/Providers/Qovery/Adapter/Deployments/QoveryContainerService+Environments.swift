public import CloudContainers

// What is asked of all services of an environment in one request, also of those that this library does not describe.
extension QoveryContainerService {
    /// Deploys every service of an environment (`POST /environment/{id}/deploy`): databases, jobs and charts too.
    ///
    /// ``deploy(_:in:)`` deploys containers that it is given, also many of them in one request; this one leaves the choice to
    /// Qovery, which goes by the environment's stages and leaves out services that are marked as skipped.
    ///
    /// - Returns: The deployment; its list names the containers only.
    @discardableResult
    public func deployAll(in namespace: Namespace.ID) async throws -> Deployment {
        try await startAll("deploy", in: namespace)
    }

    /// Deploys every service of an environment again (`POST /environment/{id}/redeploy`).
    ///
    /// Qovery's own tools went back to ``deployAll(in:)``, which does the same to what has changed.
    ///
    /// - Returns: The deployment; its list names the containers only.
    @discardableResult
    public func redeployAll(in namespace: Namespace.ID) async throws -> Deployment {
        try await startAll("redeploy", in: namespace)
    }

    /// Stops every service of an environment (`POST /environment/{id}/stop`); one that is stopped already stays so.
    ///
    /// - Returns: The deployment, without an identifier where everything was stopped; its list names the containers only.
    @discardableResult
    public func stopAll(in namespace: Namespace.ID) async throws -> Deployment {
        do {
            return try await startAll("stop", in: namespace)
        } catch let error as ContainerServiceError where error.code == .conflict {
            let statuses = try await statuses(in: namespace, after: nil)
            let isDown: [ContainerStatus.State] = [.stopped, .neverDeployed]
            guard statuses.values.allSatisfy({ isDown.contains($0.state) }) else { throw error }
            return Deployment(of: statuses.keys.sorted())
        }
    }

    /// Takes every service of an environment from the cluster and keeps the configuration
    /// (`POST /environment/{id}/uninstall`).
    ///
    /// - Returns: The deployment; the API gives it no identifier, and its list names the containers only.
    @discardableResult
    public func uninstallAll(in namespace: Namespace.ID) async throws -> Deployment {
        try await startAll("uninstall", in: namespace)
    }

    /// Deploys a new tag of an image wherever it is deployed automatically
    /// (`POST /organization/{id}/container/deploy`).
    ///
    /// That is every container of the organization with this image, another tag and ``QoverySettings/autoDeploy``; stopped
    /// ones stay stopped. The API answers one status only, however many containers it deploys.
    ///
    /// - Parameters:
    ///   - imageName: The image's name without its registry, as containers of Qovery have it.
    ///   - tag: The new tag.
    /// - Returns: The deployment that the API answers; without containers where it started none.
    /// - Throws: `ContainerServiceError`, with the code `outcomeUnknown` where the answer was lost: look at the history then.
    @discardableResult
    public func deployAutomatically(_ imageName: String, tag: String) async throws -> Deployment {
        let call = APICall(
            .post,
            "/organization/\(try organizationStep("automatic deployments"))/container/deploy",
            json: ["image_name": .string(imageName), "tag": .string(tag)],
            kind: .trigger,
            operation: "deploy \(imageName):\(tag) automatically"
        )
        let answer = try await client.json(call)?.root
        guard let request = answer?["deployment_request_id"]?.string else { return Deployment(of: []) }
        let ids = [answer?["id"]?.string].compactMap { $0 }.map(Container.ID.init(rawValue:))
        return Deployment(id: request, of: ids)
    }

    private func startAll(_ action: String, in namespace: Namespace.ID) async throws -> Deployment {
        let step = PercentCoding.encoded(namespace.rawValue)
        let statuses = try await statuses(in: namespace, after: nil)
        let call = APICall(
            .post,
            "/environment/\(step)/\(action)",
            kind: .trigger,
            operation: "\(action) all services of the environment \(namespace)"
        )
        do {
            let answer = try await client.json(call)
            return Deployment(id: answer?.root["deployment_request_id"]?.string, of: statuses.keys.sorted())
        } catch let error as ContainerServiceError {
            throw await reread(error, about: namespace.rawValue)
        }
    }
}
