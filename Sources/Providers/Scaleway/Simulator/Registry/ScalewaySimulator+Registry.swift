import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    /// Pushes an image into a namespace of the registry: a new tag, or a new image behind a tag that is there.
    ///
    /// Whether a container can run the image is for the `DeclaredWorld` to say.
    ///
    /// - Parameters:
    ///   - reference: The image with its tag, such as `rg.fr-par.scw.cloud/shop/web:1`.
    ///   - digest: The digest that the tag then has, such as `sha256:…`.
    ///   - bytes: How large it is.
    /// - Throws: An error with the code `notFound` if the registry has no such namespace, and with `invalidInput` for a
    ///   reference that is none.
    public func push(_ reference: String, digest: String, bytes: Int = 0) async throws {
        let moment = await now()
        let image = try ImageReference(parsing: reference)
        let steps = image.repository.split(separator: "/", maxSplits: 1).map(String.init)
        guard image.registry == "rg.\(configuration.region).scw.cloud", steps.count == 2,
            let namespace = registryNamespaces.values.first(where: { $0.name == steps[0] })
        else { throw ContainerServiceError(.notFound, "the registry has no namespace for \(reference)") }
        push(steps[1], tag: image.tag ?? "latest", of: namespace, digest: digest, bytes: bytes, at: moment)
    }

    private func push(
        _ name: String,
        tag: String,
        of namespace: StoredRegistryNamespace,
        digest: String,
        bytes: Int,
        at moment: Moment
    ) {
        let mine = registryImages.values.filter { $0.namespaceID == namespace.id }
        var image =
            mine.first { $0.name == name }
            ?? StoredRegistryImage(
                id: chance.uuid(),
                name: name,
                namespaceID: namespace.id,
                sequence: requestCount + mine.count,
                createdAt: moment.stamp,
                updatedAt: moment.stamp,
                bytes: 0
            )
        image.bytes = bytes
        image.updatedAt = moment.stamp
        image.tags = [tag] + image.tags.filter { $0 != tag }
        let others = registryTags.values.filter { $0.imageID == image.id }
        var stored =
            others.first { $0.name == tag }
            ?? StoredRegistryTag(
                id: chance.uuid(),
                name: tag,
                imageID: image.id,
                sequence: requestCount + others.count,
                createdAt: moment.stamp,
                updatedAt: moment.stamp,
                digest: digest
            )
        stored.digest = digest
        stored.updatedAt = moment.stamp
        registryTags[stored.id] = stored
        registryImages[image.id] = image
        let all = registryImages.values.filter { $0.namespaceID == namespace.id }
        registryNamespaces[namespace.id]?.images = (all.count, all.reduce(0) { $0 + $1.bytes })
        registryNamespaces[namespace.id]?.updatedAt = moment.stamp
    }

    func performOnRegistry(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        switch (steps.first, steps.count) {
        case ("namespaces", 1):
            try allow([.get, .post], request)
            if request.method == .get { return try listRegistryNamespaces(ListQuery(request)) }
            return try createRegistryNamespace(arguments(of: request), at: moment)
        case ("namespaces", 2):
            try allow([.get, .patch, .delete], request)
            return try performOnRegistryNamespace(try checked(steps[1], "namespace_id"), request, at: moment)
        case ("images", 1):
            try allow([.get], request)
            return try listImages(ListQuery(request))
        case ("images", 2):
            try allow([.get], request)
            return try registryImage(steps[1]).json
        case ("images", 3) where steps[2] == "tags":
            try allow([.get], request)
            return try listTags(of: try registryImage(steps[1]), ListQuery(request))
        case ("tags", 2):
            try allow([.get], request)
            let id = try checked(steps[1], "tag_id")
            guard let tag = registryTags[id] else { throw .notFound(StoredRegistryTag.kind, id) }
            return tag.json
        default: throw .untyped(404, "not found")
        }
    }

    private func registryImage(_ id: String) throws(ScalewayErrorAnswer) -> StoredRegistryImage {
        let id = try checked(id, "image_id")
        guard let image = registryImages[id] else { throw .notFound(StoredRegistryImage.kind, id) }
        return image
    }

    private func createRegistryNamespace(
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let project = reader.uuid("project_id", isRequired: true, &problems) ?? ""
        let name =
            reader.text(
                "name",
                isRequired: true,
                length: 1...255,
                pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
                &problems,
                fits: NameForm.isContainer
            ) ?? ""
        let description = reader.text("description", length: 0...255, &problems) ?? ""
        let isPublic = reader.bool("is_public", &problems) ?? false
        try problems.check()
        guard project == configuration.projectID else {
            throw .permissionsDenied([("registry_namespace", "write")])
        }
        if let other = registryNamespaces.values.first(where: { $0.name == name }) {
            throw .alreadyExists(
                StoredRegistryNamespace.kind,
                other.id,
                help: "the region has a namespace of that name"
            )
        }
        return makeRegistryNamespace(name, description: description, isPublic: isPublic, at: moment).json
    }

    func makeRegistryNamespace(
        _ name: String,
        description: String = "",
        isPublic: Bool = false,
        at moment: Moment
    ) -> StoredRegistryNamespace {
        let namespace = StoredRegistryNamespace(
            id: chance.uuid(),
            name: name,
            organizationID: configuration.organizationID,
            projectID: configuration.projectID,
            region: configuration.region,
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            description: description,
            isPublic: isPublic
        )
        registryNamespaces[namespace.id] = namespace
        return namespace
    }

    private func performOnRegistryNamespace(
        _ id: String,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        guard var namespace = registryNamespaces[id] else { throw .notFound(StoredRegistryNamespace.kind, id) }
        switch request.method {
        case .patch:
            let reader = try arguments(of: request)
            var problems = ArgumentProblems()
            namespace.description =
                reader.text("description", length: 0...255, &problems) ?? namespace.description
            namespace.isPublic = reader.bool("is_public", &problems) ?? namespace.isPublic
            try problems.check()
            try namespace.checkSettled()
        case .delete:
            try namespace.checkSettled()
            namespace.lifecycle.begin(.deleting, until: due(configuration.durations.namespaceGone, moment), then: .gone)
        default: return namespace.json
        }
        namespace.updatedAt = moment.stamp
        registryNamespaces[id] = namespace
        return namespace.json
    }

    private func listRegistryNamespaces(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let isOurs = isOurAccount(&query)
        let name = query.text("name")
        return try query.answer(registryNamespaces, defaultPageSize: configuration.defaultPageSize) { namespace in
            isOurs && (name ?? namespace.name) == namespace.name
        }
    }

    private func listImages(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let isOurs = isOurAccount(&query)
        let name = query.text("name")
        let namespace = query.uuid("namespace_id")
        return try query.answer(registryImages, defaultPageSize: configuration.defaultPageSize) { image in
            isOurs && (name ?? image.name) == image.name && (namespace ?? image.namespaceID) == image.namespaceID
        }
    }

    private func listTags(of image: StoredRegistryImage, _ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let name = query.text("name")
        return try query.answer(registryTags, defaultPageSize: configuration.defaultPageSize) { tag in
            tag.imageID == image.id && (name ?? tag.name) == tag.name
        }
    }
}
