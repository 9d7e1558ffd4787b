public import CloudContainers

// What can be asked of a deployment that was asked for.
extension QoveryContainerService {
    /// Cancels the deployment of an environment that is under way (`POST /environment/{id}/cancelDeployment`).
    ///
    /// Services that were being deployed go back to what they ran before. Where Qovery refuses because there is nothing to
    /// cancel, or because it was cancelled already, that is done, and not an error. Where it refuses and its status shows
    /// nothing under way, the status is read again after five seconds, since it may be one from before.
    ///
    /// - Parameters:
    ///   - namespace: The environment.
    ///   - forced: Whether what cannot be undone is ended too, such as lifecycle jobs that run.
    /// - Returns: Whether it is being cancelled, or there was nothing to cancel.
    /// - Throws: `ContainerServiceError` with the code `conflict` where Qovery refuses although a deployment is under way.
    @discardableResult
    public func cancelDeployment(in namespace: Namespace.ID, forced: Bool = false) async throws -> QoveryCancellation {
        let step = PercentCoding.encoded(namespace.rawValue)
        var call = APICall(
            .post,
            "/environment/\(step)/cancelDeployment",
            json: ["force_cancel": .bool(forced)],
            kind: .idempotentWrite,
            operation: "cancel the deployment of the environment \(namespace)"
        )
        call.waitsWhileBusy = false
        do {
            _ = try await client.send(call)
            return .requested
        } catch let error as ContainerServiceError where error.httpStatus == 409 {
            if case .nothingToCancel(let state) = try Self.ended(try await states(of: namespace), error),
                state.isCancelled
            {
                return .nothingToCancel(state)
            }
            // For some seconds the status may still be the one from before what is under way.
            try await client.time.sleep(for: .seconds(5))
            return try Self.ended(try await states(of: namespace), error)
        } catch let error as ContainerServiceError {
            throw await reread(error, about: namespace.rawValue)
        }
    }

    /// Cancels one deployment, whether it waits or is under way (`POST /deploymentQueue/{id}/cancelDeployment`).
    ///
    /// One that was cancelled already, or is over, is done, and not an error.
    ///
    /// - Parameter id: The identifier of the request, which is that of the `Deployment` that was returned, and of
    ///   ``QoveryQueuedDeployment``.
    /// - Returns: Whether it is being cancelled, or there was nothing to cancel.
    /// - Throws: `ContainerServiceError` with the code `conflict` where Qovery refuses although it is under way.
    @discardableResult
    public func cancelDeployment(requested id: String) async throws -> QoveryCancellation {
        var call = APICall(
            .post,
            "/deploymentQueue/\(PercentCoding.encoded(id))/cancelDeployment",
            json: [:],
            kind: .idempotentWrite,
            operation: "cancel the deployment request \(id)"
        )
        call.waitsWhileBusy = false
        do {
            _ = try await client.send(call)
            return .requested
        } catch let error as ContainerServiceError where error.httpStatus == 409 {
            return try Self.ended([try await deploymentRequest(id).state], error)
        } catch let error as ContainerServiceError {
            throw await reread(error, about: id)
        }
    }

    /// The state of an environment, and that of its last deployment: a service in error is the state of the whole
    /// environment.
    private func states(of namespace: Namespace.ID) async throws -> [QoveryState] {
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/status"
        let (json, call) = try await get(path, namespace.rawValue, "get the status of the environment \(namespace)")
        return try client.read(json, of: call) { json throws(WireError) in
            [
                QoveryState(rawValue: try json.requiredText("state")),
                QoveryState(rawValue: try json.requiredText("last_deployment_state")),
            ]
        }
    }

    /// What a refusal to cancel means, by the states with the present one first: the API has one status for what was cancelled
    /// and for what cannot be now.
    private static func ended(
        _ states: [QoveryState],
        _ refusal: ContainerServiceError
    ) throws(ContainerServiceError) -> QoveryCancellation {
        if let now = states.first, now.isCancelled { return .nothingToCancel(now) }
        let isUnderWay = { (state: QoveryState) in
            state != .deleted && [.updating, .deleting, .unknown].contains(state.meaning)
        }
        guard states.contains(where: isUnderWay) else { return .nothingToCancel(states.last ?? .ready) }
        var error = refusal
        error.code = .conflict
        error.isRetryable = true
        throw error
    }
}
