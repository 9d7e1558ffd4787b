public import CloudContainers

// Single fields of a container, each in a request that leaves all others alone.
//
// All of them are part of a description too, and `apply` changes them with the rest: `Port.exposure`,
// ``ScalewaySettings/sandbox`` and ``ScalewaySettings/privateNetworkID``. These are for whoever has no description.
extension ScalewayContainerService {
    /// Lets everybody call a container, or callers with a token only (`PATCH /containers/{id}`, `privacy`).
    ///
    /// - Returns: The deployment that the change starts.
    @discardableResult
    public func setPrivacy(_ privacy: Resolutions.Privacy, of id: Container.ID) async throws -> Deployment {
        try await set("privacy", .string(privacy.rawValue), of: id)
    }

    /// Moves a container into another kind of isolation (`PATCH /containers/{id}`, `sandbox`).
    ///
    /// - Returns: The deployment that the change starts.
    @discardableResult
    public func setSandbox(_ sandbox: ScalewaySettings.Sandbox, of id: Container.ID) async throws -> Deployment {
        try await set("sandbox", .string(sandbox.rawValue), of: id)
    }

    /// Lets a container reach a private network (`PATCH /containers/{id}`, `private_network_id`).
    ///
    /// A container has one at most: another one takes the place of the first, and was seen to end in an error of the platform
    /// (recorded once). Nothing in the network can call the container.
    ///
    /// - Returns: The deployment that the change starts.
    @discardableResult
    public func attach(_ id: Container.ID, toPrivateNetwork network: String) async throws -> Deployment {
        guard !network.isEmpty else {
            throw ContainerServiceError(
                .invalidInput,
                "a private network without an identifier would detach the container",
                provider: .scaleway
            )
        }
        return try await set("private_network_id", .string(network), of: id)
    }

    /// Takes a container out of its private network (`PATCH /containers/{id}`, `private_network_id`).
    ///
    /// - Returns: The deployment that the change starts.
    @discardableResult
    public func detachPrivateNetwork(of id: Container.ID) async throws -> Deployment {
        try await set("private_network_id", "", of: id)
    }

    private func set(_ field: String, _ value: JSONValue, of id: Container.ID) async throws -> Deployment {
        var call = await call(
            .patch,
            "containers",
            id.rawValue,
            operation: "change the \(field) of the container \(id)"
        )
        call.body = HTTPBody(Array(JSONValue.object([field: value]).text(.compact).utf8))
        _ = try await client.document(call)
        await known.insert(id.rawValue)
        return Deployment(of: [id])
    }
}
