public import CloudContainers

// The registries of the organization that the service is configured with.
extension QoveryContainerService {
    /// The registries of the organization (`GET /organization/{id}/containerRegistry`); the API has no pages.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` where the configuration names no organization.
    public func registries() async throws -> [QoveryContainerRegistry] {
        let call = APICall(.get, try registriesPath(), operation: "list container registries")
        let registries = try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryContainerRegistry(item) }
        }
        await known.insert(registries.map(\.id.rawValue))
        return registries
    }

    /// One registry (`GET /organization/{id}/containerRegistry/{id}`).
    public func registry(_ id: QoveryContainerRegistry.ID) async throws -> QoveryContainerRegistry {
        let (json, call) = try await get(try path(of: id), id.rawValue, "get the container registry \(id)")
        return try client.read(json, of: call) { json throws(WireError) in try QoveryContainerRegistry(json) }
    }

    /// Makes a registry (`POST /organization/{id}/containerRegistry`), once also where the answer is lost.
    ///
    /// The name is looked up first, so that whatever has it after a lost answer was made by this call.
    ///
    /// - Parameters:
    ///   - request: What to make.
    ///   - secrets: The secret that ``QoveryRegistryAccess/secretName`` names, where there is one. It stands in no error and
    ///     in no log.
    /// - Returns: The registry as Qovery answers it.
    /// - Throws: `ContainerServiceError` with the code `alreadyExists` where the name is taken, without regard to case;
    ///   `secretMissing`, and then nothing is sent; `outcomeUnknown` where the answer was lost and no such registry is there.
    public func createRegistry(
        _ request: QoveryRegistryRequest,
        secrets: SecretValues = SecretValues()
    ) async throws -> QoveryContainerRegistry {
        let body = try Self.body(of: request, secrets)
        if let other = try await registry(named: request.name) {
            throw ContainerServiceError(
                .alreadyExists,
                "a container registry \(other.name) exists already (\(other.id))",
                provider: .qovery
            )
        }
        let call = APICall(
            .post,
            try registriesPath(),
            body: body,
            operation: "create the container registry \(request.name)",
            secrets: secrets
        )
        return try await onceMade {
            let registry = try client.read(try await client.document(call), of: call) { json throws(WireError) in
                try QoveryContainerRegistry(json)
            }
            await known.insert(registry.id.rawValue)
            return registry
        } lookup: {
            try await registry(named: request.name)
        }
    }

    /// Replaces what a registry is made of (`PUT /organization/{id}/containerRegistry/{id}`).
    ///
    /// The whole is sent, and Qovery never answers a secret: give it again, or the registry is left without one.
    public func updateRegistry(
        _ id: QoveryContainerRegistry.ID,
        to request: QoveryRegistryRequest,
        secrets: SecretValues = SecretValues()
    ) async throws -> QoveryContainerRegistry {
        let call = APICall(
            .put,
            try path(of: id),
            body: try Self.body(of: request, secrets),
            operation: "update the container registry \(id)",
            secrets: secrets
        )
        do {
            return try client.read(try await client.document(call), of: call) { json throws(WireError) in
                try QoveryContainerRegistry(json)
            }
        } catch let error as ContainerServiceError {
            throw await reread(error, about: id.rawValue)
        }
    }

    /// Deletes a registry that no service pulls from (`DELETE /organization/{id}/containerRegistry/{id}`).
    ///
    /// Qovery itself deletes one in use too, and the next deployment of each service that pulls from it fails. A service that
    /// is made between the look and the deletion is not seen.
    ///
    /// - Throws: `ContainerServiceError` with the code `conflict` and a detail for each service that pulls from it.
    public func deleteRegistry(_ id: QoveryContainerRegistry.ID) async throws {
        let users = try await services(pullingFrom: id)
        guard users.isEmpty else {
            let names = users.prefix(5).map { "\($0.service.name) in \($0.environmentName)" }
            let rest = users.count > names.count ? ", and \(users.count - names.count) more" : ""
            throw ContainerServiceError(
                .conflict,
                "the container registry \(id) is in use: \(names.joined(separator: ", "))\(rest); "
                    + "move the services to another registry first",
                provider: .qovery,
                operation: "delete the container registry \(id)",
                details: users.map { user in
                    .init(
                        subject: "\(user.service.name) (\(user.service.id))",
                        reason: "\(user.service.kind.rawValue) in \(user.projectName) › \(user.environmentName)"
                    )
                }
            )
        }
        try await delete(try path(of: id), id.rawValue, "delete the container registry \(id)")
    }

    /// The services that pull from a registry (`GET /organization/{id}/containerRegistry/{id}/associatedServices`).
    public func services(pullingFrom id: QoveryContainerRegistry.ID) async throws -> [QoveryRegistryUser] {
        let path = try path(of: id) + "/associatedServices"
        let (json, call) = try await get(path, id.rawValue, "list the services of the container registry \(id)")
        return try client.read(json, of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryRegistryUser(item) }
        }
    }

    /// The images of a registry with their tags (`GET /organization/{id}/containerRegistry/{id}/images`).
    ///
    /// - Parameters:
    ///   - id: The registry.
    ///   - name: The whole name of one image; `nil` for all.
    ///   - part: A part of the names to look for; `nil` for all.
    /// - Returns: The images that Qovery sees; a registry that it cannot list has none.
    /// - Throws: `ContainerServiceError`; a missing registry is `notFound`.
    public func images(
        in id: QoveryContainerRegistry.ID,
        named name: String? = nil,
        containing part: String? = nil
    ) async throws -> [QoveryRegistryImage] {
        let filters = [("imageName", name), ("search", part)].compactMap { filter in
            filter.1.map { "\(filter.0)=\(PercentCoding.encoded($0))" }
        }
        let query = filters.isEmpty ? "" : "?" + filters.joined(separator: "&")
        let path = try path(of: id) + "/images" + query
        let (json, call) = try await get(path, id.rawValue, "list the images of the container registry \(id)")
        return try client.read(json, of: call) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryRegistryImage(item) }
        }
    }

    /// Asks Qovery whether an image can be pulled for an environment (`POST /environment/{id}/checkContainerImage`).
    ///
    /// Qovery has one answer for an image that is missing, one that it may not pull, and a registry that it does not know
    /// (status 400): all are ``QoveryImageCheck/unavailable(reason:)``, with its own words.
    public func checkImage(
        _ name: String,
        tag: String,
        in registry: QoveryContainerRegistry.ID,
        from environment: Namespace.ID
    ) async throws -> QoveryImageCheck {
        let call = APICall(
            .post,
            "/environment/\(PercentCoding.encoded(environment.rawValue))/checkContainerImage",
            json: [
                "registry_id": .string(registry.rawValue), "image_name": .string(name), "tag": .string(tag),
            ],
            kind: .read,
            operation: "check the image \(name):\(tag)"
        )
        do {
            _ = try await client.send(call)
            return .available
        } catch let error as ContainerServiceError where error.httpStatus == 400 {
            return .unavailable(reason: error.providerMessage ?? error.message)
        } catch let error as ContainerServiceError {
            throw await reread(error, about: environment.rawValue)
        }
    }

    // MARK: Parts

    /// The organization of the configuration.
    func organizationStep(_ purpose: String) throws(ContainerServiceError) -> String {
        guard let organization = configuration.organizationID else {
            throw ContainerServiceError(
                .invalidInput,
                "\(purpose) belong to an organization; set QOVERY_ORGANIZATION_ID or name one",
                provider: .qovery
            )
        }
        return PercentCoding.encoded(organization)
    }

    private func registriesPath() throws(ContainerServiceError) -> String {
        "/organization/\(try organizationStep("container registries"))/containerRegistry"
    }

    private func path(of id: QoveryContainerRegistry.ID) throws(ContainerServiceError) -> String {
        "\(try registriesPath())/\(PercentCoding.encoded(id.rawValue))"
    }

    private func registry(named name: String) async throws -> QoveryContainerRegistry? {
        try await registries().first { $0.name.lowercased() == name.lowercased() }
    }

    private static func body(
        of request: QoveryRegistryRequest,
        _ secrets: SecretValues
    ) throws(ContainerServiceError) -> HTTPBody {
        var config = request.access.members
        var redacted = config
        if let name = request.access.secretName {
            guard let value = secrets.withValue(of: name, { $0 }), !value.isEmpty else {
                throw ContainerServiceError(
                    .secretMissing,
                    "the container registry \(request.name) needs the secret \(name)",
                    provider: .qovery
                )
            }
            config.set(name, .string(value))
            redacted.set(name, .string("{secret:\(name)}"))
        }
        func bytes(_ config: JSONObject) -> [UInt8] {
            var body: JSONObject = ["name": .string(request.name), "kind": .string(request.kind.rawValue)]
            if let description = request.description { body.set("description", .string(description)) }
            if let url = request.url { body.set("url", .string(url)) }
            body.set("config", .object(config))
            return Array(JSONValue.object(body).text(.compact).utf8)
        }
        return HTTPBody(bytes(config), redacted: bytes(redacted))
    }

    /// Makes something whose name was free before, and looks for it by name where the answer is lost.
    func onceMade<Made>(
        _ creation: () async throws -> Made,
        lookup: () async throws -> Made?
    ) async throws -> Made {
        do {
            return try await creation()
        } catch let error as ContainerServiceError where error.code == .outcomeUnknown {
            guard let made = try await lookup() else { throw error }
            return made
        }
    }
}
