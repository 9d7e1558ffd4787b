public import CloudContainers

extension QoveryContainerService {
    /// Asks for the registries of the organization, and of each image once whether Qovery can pull it
    /// (`POST /environment/{id}/checkContainerImage`).
    ///
    /// Qovery checks an image for an environment; where the environment is still to be made, another one of the account is
    /// named, since the registry and not the environment decides. Limits of an organization are not told by the API.
    public func preflight(
        _ creations: [PreparedChange],
        in namespace: Namespace.ID?
    ) async throws -> [PreflightRemark] {
        let images = Self.images(of: creations)
        guard !images.isEmpty else { return [] }
        var remarks: [PreflightRemark] = []
        var wrong: Set<String> = []
        if configuration.organizationID != nil {
            let known = Set(try await registries().map(\.id.rawValue))
            wrong = Set(images.keys.map(\.registry)).subtracting(known)
            for id in wrong.sorted() {
                let services = images.filter { $0.key.registry == id }.flatMap(\.value).sorted()
                remarks += services.map { service in
                    PreflightRemark(
                        service: service,
                        about: "registry \(id)",
                        .refused,
                        "the organization has no container registry of that id",
                        advice: "Look the id up in Qovery's console, and give it with --registry HOST=ID."
                    )
                }
            }
        }
        let known = images.filter { !wrong.contains($0.key.registry) }.sorted { $0.key < $1.key }
        guard let environment = try await environment(for: namespace) else {
            let remark = PreflightRemark(
                about: "\(known.count) images",
                .unknown,
                "Qovery checks images for an environment, and the account has none yet"
            )
            return known.isEmpty ? remarks : remarks + [remark]
        }
        let found = try await concurrently(known, atMost: 4) { image, services in
            let answer = try await checkImage(
                image.name,
                tag: image.tag,
                in: QoveryContainerRegistry.ID(rawValue: image.registry),
                from: environment
            )
            guard case .unavailable(let reason) = answer else { return [PreflightRemark]() }
            return services.sorted().map { service in
                PreflightRemark(
                    service: service,
                    about: "image \(image.name):\(image.tag)",
                    .refused,
                    "Qovery cannot pull it: \(reason)",
                    advice: "Push it to the registry, or give the registry that has it."
                )
            }
        }
        return remarks + found.joined()
    }

    /// Sends a creation without any field, which Qovery refuses in any case.
    public func missingRights(in namespace: Namespace.ID?) async throws -> [PreflightRemark] {
        let advice = """
            Give its role the permission Manager for this kind of environment, as Owner, Admin and DevOps have it.
            """
        let path: String
        if let namespace {
            path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/container"
        } else if let project = configuration.projectID {
            path = "/project/\(PercentCoding.encoded(project))/environment"
        } else {
            return []
        }
        let what = namespace == nil ? "create environments" : "create containers here"
        return [try await client.missingRight(to: path, with: [:], what, advice: advice)].compactMap(\.self)
    }

    /// An image as Qovery names it.
    private struct Image: Hashable, Comparable {
        var registry: String
        var name: String
        var tag: String

        static func < (left: Image, right: Image) -> Bool {
            (left.registry, left.name, left.tag) < (right.registry, right.name, right.tag)
        }
    }

    /// The images of creations, each with the names of the services that run it.
    private static func images(of creations: [PreparedChange]) -> [Image: [String]] {
        var images: [Image: [String]] = [:]
        for creation in creations {
            guard let body = creation.requests.first?.body?.root, let registry = body["registry_id"]?.string,
                let name = body["image_name"]?.string, let tag = body["tag"]?.string
            else { continue }
            images[Image(registry: registry, name: name, tag: tag), default: []].append(body["name"]?.string ?? "")
        }
        return images
    }

    private func environment(for namespace: Namespace.ID?) async throws -> Namespace.ID? {
        if let namespace { return namespace }
        for try await other in allNamespaces where !other.isDeleting { return other.id }
        return nil
    }
}
