public import CloudContainers

// What Scaleway's container registry says about the images of containers.
extension ScalewayContainerService {
    /// The namespaces of the registry in the region and the project of the configuration (`GET /registry/v1/…/namespaces`).
    public func registryNamespaces() async throws -> [ScalewayRegistryNamespace] {
        try await all(
            "namespaces",
            [("project_id", configuration.projectID), ("organization_id", configuration.organizationID)],
            below: Self.registryBase(configuration.region)
        ) { json throws(WireError) in try ScalewayRegistryNamespace(json) }
    }

    /// A tag in Scaleway's registry (`GET /registry/v1/…/namespaces`, `/images`, `/images/{id}/tags`); `nil` where the key
    /// sees none.
    ///
    /// The region is that of the image's host, which need not be that of the containers.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for an image that is not in Scaleway's registry.
    public func registryTag(of image: ImageReference) async throws -> ScalewayRegistryTag? {
        guard let region = Self.registryRegion(of: image) else {
            throw ContainerServiceError(
                .invalidInput,
                "\(image.familiar) is not in Scaleway's registry",
                provider: .scaleway
            )
        }
        let base = Self.registryBase(region)
        let steps = image.repository.split(separator: "/", maxSplits: 1).map(String.init)
        guard steps.count == 2, let name = image.tag ?? (image.digest == nil ? "latest" : nil) else { return nil }
        // The filters may find near names too, as those of containers do.
        let namespaces = try await all("namespaces", [("name", steps[0])], below: base) { json throws(WireError) in
            try ScalewayRegistryNamespace(json)
        }
        guard let namespace = namespaces.first(where: { $0.name == steps[0] }) else { return nil }
        let images = try await all("images", [("namespace_id", namespace.id), ("name", steps[1])], below: base) {
            json throws(WireError) in
            (id: try json.requiredText("id"), name: try json.requiredText("name"))
        }
        guard let found = images.first(where: { $0.name == steps[1] }) else { return nil }
        let tags = try await all("tags", [("name", name)], below: "\(base)/images/\(PercentCoding.encoded(found.id))") {
            json throws(WireError) in try ScalewayRegistryTag(json)
        }
        return tags.first { $0.name == name }
    }

    /// Whether the tag of a container's image has moved since the container was changed or deployed last.
    ///
    /// Instances keep the image that they were started with, and Scaleway shows neither its digest nor the date of a
    /// deployment. So the date of the tag is compared with that of the container, which a change of tags or description
    /// moves too without a deployment: what is `current` may be older then, what is `newImage` is new.
    public func imageFreshness(of id: Container.ID) async throws -> ScalewayImageFreshness {
        let call = await call(.get, "containers", id.rawValue, operation: "get the container \(id)")
        let answer = try await client.document(call)
        await known.insert(id.rawValue)
        let (text, date) = try client.read(answer, of: call) { json throws(WireError) in
            (try json.requiredText("image"), json["updated_at"]?.string)
        }
        guard let image = try? ImageReference(parsing: text) else {
            return .unknown(reason: "the container's image cannot be read")
        }
        // An image that is named by its digest stays what it is, wherever it is.
        if let digest = image.digest { return .current(digest: digest) }
        guard Self.registryRegion(of: image) != nil else { return .notInRegistry(host: image.registry) }
        guard let changed = date.flatMap({ try? Timestamp(parsing: $0) }) else {
            return .unknown(reason: "the container has no date of its last change")
        }
        let tag: ScalewayRegistryTag?
        do {
            tag = try await registryTag(of: image)
        } catch let error as ContainerServiceError where error.code == .permissionDenied {
            return .unknown(reason: "the key may not read the registry")
        }
        guard let tag else { return .tagMissing }
        guard !tag.digest.isEmpty, let pushed = tag.updatedAt else {
            return .unknown(reason: "the registry answers no digest or no date of the tag \(tag.name)")
        }
        return pushed > changed ? .newImage(digest: tag.digest, since: pushed) : .current(digest: tag.digest)
    }

    private static func registryBase(_ region: String) -> String {
        "/registry/v1/regions/\(PercentCoding.encoded(region))"
    }

    /// The region in `rg.fr-par.scw.cloud`; `nil` for the host of another registry.
    private static func registryRegion(of image: ImageReference) -> String? {
        guard ScalewayDialect.isOwnRegistry(image.registry) else { return nil }
        let region = image.registry.dropFirst("rg.".count).dropLast(".scw.cloud".count)
        return region.isEmpty || region.contains(".") ? nil : String(region)
    }
}
