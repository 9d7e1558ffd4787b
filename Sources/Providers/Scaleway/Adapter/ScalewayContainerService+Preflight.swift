public import CloudContainers

extension ScalewayContainerService {
    /// Looks for the images that are in Scaleway's own registry, and adds up what the documentation limits: the containers and
    /// the memory of an organization, the namespaces of a project.
    ///
    /// The key may see a part of the organization only; what it does not see is not counted. Images elsewhere are not asked
    /// for, since only the next deployment tells whether Scaleway can pull them.
    public func preflight(
        _ creations: [PreparedChange],
        in namespace: Namespace.ID?
    ) async throws -> [PreflightRemark] {
        let wanted = creations.compactMap { $0.requests.first?.body?.root }.filter { $0["image"]?.string != nil }
        guard !wanted.isEmpty else { return [] }
        var remarks = try await limits(for: wanted)
        if namespace == nil { remarks += try await namespaceLimit() }
        return remarks + (try await imageRemarks(of: wanted))
    }

    /// Sends a creation whose name no rule of Scaleway's allows.
    public func missingRights(in namespace: Namespace.ID?) async throws -> [PreflightRemark] {
        let advice = "Give the key the permission set ContainersFullAccess for the project."
        var body: JSONObject = ["name": "!"]
        if let namespace {
            body.set("namespace_id", .string(namespace.rawValue))
        } else if let project = configuration.projectID {
            body.set("project_id", .string(project))
        } else {
            return []
        }
        let (path, what) = namespace == nil ? ("namespaces", "create namespaces") : ("containers", "create containers")
        let remark = try await client.missingRight(
            to: "\(prefix)/\(path)",
            with: .object(body),
            what,
            advice: advice
        )
        return [remark].compactMap(\.self)
    }

    // MARK: Limits

    /// The containers of the account with those to come, against what the documentation allows.
    private func limits(for wanted: [JSONValue]) async throws -> [PreflightRemark] {
        let filters = [("project_id", configuration.projectID), ("organization_id", configuration.organizationID)]
        // What an organization has counts, so that a project narrows the list only where no organization is known.
        let wide = filters.suffix(configuration.organizationID == nil ? 2 : 1)
        let live = try await all("containers", Array(wide)) { $0 }
        var memory = ByteCount.zero
        for container in live + wanted {
            memory = Self.most(of: container).flatMap { try? memory.adding($0) } ?? memory
        }
        var remarks: [PreflightRemark] = []
        if live.count + wanted.count > ScalewayLimits.containers {
            remarks.append(
                PreflightRemark(
                    about: "containers",
                    .overLimit,
                    "\(live.count) are there and \(wanted.count) are to come; an organization may have "
                        + "\(ScalewayLimits.containers)",
                    advice: "Delete what nobody needs, or ask Scaleway's support for more."
                )
            )
        }
        if memory > ScalewayLimits.memory {
            remarks.append(
                PreflightRemark(
                    about: "memory",
                    .overLimit,
                    "with all instances running \(memory) would be used; an organization may use \(ScalewayLimits.memory)",
                    advice: "Lower maximum instances, or ask Scaleway's support for more."
                )
            )
        }
        return remarks
    }

    /// The memory of a container with its most instances; the API's defaults hold where it does not say.
    private static func most(of container: JSONValue) -> ByteCount? {
        let bytes = container["memory_limit_bytes"]?.integer ?? 2_048_000_000
        return try? ByteCount(bytes: bytes).multiplied(by: container["max_scale"]?.integer ?? 5)
    }

    private func namespaceLimit() async throws -> [PreflightRemark] {
        let page = try await namespaces(after: nil)
        guard (page.total ?? page.elements.count) >= ScalewayLimits.namespaces else { return [] }
        return [
            PreflightRemark(
                about: "namespaces",
                .overLimit,
                "the project has \(page.total ?? page.elements.count); it may have \(ScalewayLimits.namespaces)",
                advice: "Move into a namespace that is there, or delete one."
            )
        ]
    }

    // MARK: Images

    private func imageRemarks(of wanted: [JSONValue]) async throws -> [PreflightRemark] {
        var services: [ImageReference: [String]] = [:]
        for body in wanted {
            guard let text = body["image"]?.string, let image = try? ImageReference(parsing: text),
                ScalewayDialect.isOwnRegistry(image.registry), image.digest == nil
            else { continue }
            services[image, default: []].append(body["name"]?.string ?? "")
        }
        let sorted = services.sorted { $0.key.description < $1.key.description }
        let found = try await concurrently(sorted, atMost: 4) { image, services in
            try await remarks(about: image, of: services.sorted())
        }
        return Array(found.joined())
    }

    private func remarks(about image: ImageReference, of services: [String]) async throws -> [PreflightRemark] {
        let verdict: PreflightRemark.Verdict
        let (reason, advice): (String, String)
        do {
            if try await registryTag(of: image) != nil { return [] }
            verdict = .refused
            (reason, advice) = ("Scaleway's registry has no such image", "Push it, or correct the reference.")
        } catch let error as ContainerServiceError where error.code == .permissionDenied {
            verdict = .unknown
            (reason, advice) = (
                "the key may not read the registry",
                "Give it the permission set ContainerRegistryReadOnly, or look yourself."
            )
        }
        return services.map {
            PreflightRemark(service: $0, about: "image \(image.description)", verdict, reason, advice: advice)
        }
    }
}

/// What Scaleway's documentation allows (limits of Serverless Containers, 2025-09); an account can have other limits.
enum ScalewayLimits {
    /// The containers of an organization.
    static let containers = 1000
    /// The namespaces of a project.
    static let namespaces = 100
    /// The memory of all containers of an organization, each with its most instances.
    static let memory = ByteCount.gibibytes(600)
}
