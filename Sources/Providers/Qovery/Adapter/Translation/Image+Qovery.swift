import CloudContainers

extension QoveryDialect {
    static let imageRules: [FieldRule] = [
        FieldRule(
            "container.image_name",
            "image",
            .both,
            "The repository; on Docker Hub without library/. The registry's host comes from its URL, whose path is dropped.",
            [.imageHost, .imageDigestOnly, .imageDigestDropped]
        ),
        FieldRule(
            "container.tag",
            "image",
            .both,
            "The tag; a digest cannot be expressed.",
            [.imageTagMissing, .imageMutable, .imageLatest]
        ),
        FieldRule(
            "container.registry_id",
            "providers.qovery.registryID",
            .both,
            "The organization's registry for the image's host.",
            [.imageRegistry]
        ),
        FieldRule("container.registry.id", "providers.qovery.registryID", .read, "The same, in an answer."),
        FieldRule("container.registry.url", "image", .read, "The host of the image."),
        FieldRule("container.registry.kind", "imageAccess", .read, "Some kinds always need credentials."),
        FieldRule("container.registry.name", nil, .read, "A fact of the source."),
        FieldRule("registry.url", "image", .read, "The host of the image."),
        FieldRule("registry.kind", "imageAccess", .read, "Some kinds always need credentials.", [.imageCredentials]),
        FieldRule("registry.config.*", "imageAccess", .read, "A user name or key means that credentials are needed."),
        FieldRule("registry.**", nil, .read, "A fact of the source; credentials cannot be read and do not move."),
        FieldRule(
            "container.entrypoint",
            "command",
            .both,
            "One element, never split; of a command of several words the rest leads the arguments.",
            [.commandBlank]
        ),
        FieldRule("container.arguments[]", "arguments", .both, "The same list, behind the rest of the command."),
    ]

    /// The host that a kind of registry has where an answer holds no URL (reference §12).
    static let defaultHosts = ["DOCKER_HUB": "docker.io", "GITHUB_CR": "ghcr.io", "GITLAB_CR": "registry.gitlab.com"]

    /// The host and port of a registry's URL.
    static func host(ofURL url: String) -> String? {
        var rest = url[...]
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        var host = rest.prefix { $0 != "/" && $0 != "?" }
        // A user and a password have no place in a reference.
        if let sign = host.lastIndex(of: "@") { host = host[host.index(after: sign)...] }
        return host.isEmpty ? nil : String(host).lowercased()
    }
}

extension QoveryReader {
    /// A stand-in for a host that nobody said; a needed input keeps it from being written anywhere.
    private static let unknownHost = "unknown.invalid"

    static func image(
        of container: QoveryContainer,
        registry: QoveryRegistry?,
        _ given: Resolutions,
        in document: JSONValue
    ) throws(WireError) -> (reference: ImageReference, isHostKnown: Bool) {
        let url = container.registry.value?.url.value ?? registry?.url.value
        let kind = container.registry.value?.kind.value ?? registry?.kind.value
        let id = container.registryID.value ?? container.registry.value?.id.value ?? registry?.id.value
        // Docker Hub answers under several names.
        let isHub = kind == "DOCKER_HUB"
        let host =
            (isHub ? "docker.io" : nil) ?? url.flatMap(QoveryDialect.host(ofURL:)) ?? kind.flatMap {
                QoveryDialect.defaultHosts[$0]
            }
            ?? given.registries.filter { $0.value == id }.keys.sorted().first
        guard let name = container.imageName.value, !name.isEmpty else {
            throw WireError(
                Diagnostic(
                    problem: "a required field is missing",
                    field: "container.image_name",
                    advice: "Add the image's repository."
                ),
                at: document["container"] ?? document
            )
        }
        do {
            let tag = container.tag.value.flatMap { $0.isEmpty ? nil : ":" + $0 } ?? ""
            let reference = try ImageReference(parsing: "\(host ?? unknownHost)/\(name)\(tag)")
            return (reference, host != nil)
        } catch {
            var diagnostic = error.diagnostics.first ?? Diagnostic(problem: error.message)
            diagnostic.field = "container.image_name"
            diagnostic.replacement = nil
            throw WireError(diagnostic, at: document["container"]?["image_name"] ?? document)
        }
    }

    mutating func readImage(isHostKnown: Bool) {
        settings.registryID =
            container.registryID.value ?? container.registry.value?.id.value ?? bundle.registry.value?.id.value
        if settings.registryID != nil, isHostKnown { settings.registryHost = spec.image.registry }
        ledger.record(
            ["container.registry_id", "container.registry.id", "registry.id"],
            to: ["providers.qovery.registryID"]
        )
        var findings: [Finding] = []
        if !isHostKnown {
            let id = settings.registryID ?? "UUID"
            findings.append(Finding(.imageHost, .needsInput, before: .text(id), resolution: "--registry HOST=\(id)"))
        }
        if container.tag.value?.isEmpty ?? true {
            findings.append(Finding(.imageTagMissing, .defaulted, after: .text("latest")))
        }
        ledger.record(
            [
                "container.registry.url", "container.image_name", "container.tag", "registry.url",
            ],
            to: ["image", "providers.qovery.registryHost"],
            .converted,
            findings
        )

        spec.imageAccess = access
        let unknown = spec.imageAccess == nil ? [Finding(.imageAccessUnknown, .noted)] : []
        ledger.record(
            ["container.registry.kind", "registry.kind", "registry.config"],
            to: ["imageAccess"],
            .converted,
            unknown
        )
        ledger.hide("registry.config")
        // An address with a user in it has a password in it too.
        let urls = [container.registry.value?.url.value, bundle.registry.value?.url.value]
        for (path, url) in zip(["container.registry.url", "registry.url"] as [FieldPath], urls)
        where url?.contains("@") == true { ledger.hide(path) }
        ledger.record(["container.registry", "registry"], to: [], .noted)
    }

    mutating func readCommand() {
        if let entrypoint = container.entrypoint.value, !entrypoint.isEmpty {
            spec.command = [entrypoint]
            let hasBlank = entrypoint.contains { $0 == " " || $0 == "\t" }
            let blank = Finding(.commandBlank, .noted, before: .text(entrypoint))
            ledger.record(["container.entrypoint"], to: ["command"], .exact, hasBlank ? [blank] : [])
        } else {
            ledger.record(["container.entrypoint"], to: [])
        }
        spec.arguments = container.arguments.value ?? []
        ledger.record(["container.arguments"], to: ["arguments"])
    }

    private var access: ContainerSpec.ImageAccess? {
        let kind = container.registry.value?.kind.value ?? bundle.registry.value?.kind.value
        switch kind {
        case "PUBLIC_ECR": return .anonymous
        case "ECR", "SCALEWAY_CR", "GCP_ARTIFACT_REGISTRY", "AZURE_CR", "DOCR": return .credentials
        default:
            guard let registry = bundle.registry.value else { return nil }
            let secrets = (registry.config.value ?? OrderedMap()).filter { !($0.value.string?.isEmpty ?? true) }
            return secrets.isEmpty ? .anonymous : .credentials
        }
    }
}

extension QoveryWriter {
    /// - Parameter isScheduled: Whether it is the image of a job that runs on a schedule.
    mutating func writeImage(isScheduled: Bool = false) {
        let mapped = given.mapped(spec.image)
        let image = mapped ?? spec.image
        var findings: [Finding] = []
        if let mapped {
            findings.append(.movedImage(from: spec.image, to: mapped))
        }
        switch (image.tag, image.digest) {
        case (nil, let digest?):
            findings.append(
                Finding(
                    .imageDigestOnly,
                    .blocked,
                    before: .text(digest),
                    resolution: "--image-map \(image.familiar)=\(image.familiarName):TAG"
                )
            )
        case (.some, let digest?):
            findings.append(Finding(.imageDigestDropped, .dropped, before: .text(digest)))
        case (nil, nil):
            findings.append(Finding(.imageTagMissing, .defaulted, after: .text("latest")))
        case (.some, nil): break
        }
        let tag = image.tag ?? "latest"
        if tag == "latest", isScheduled {
            let map = "--image-map \(image.familiar)=\(image.familiarName):TAG"
            findings.append(Finding(.imageLatest, .approximated, before: .text(tag), resolution: map))
        } else if ["latest", "main", "master", "dev", "edge", "nightly", "stable"].contains(tag) {
            findings.append(Finding(.imageMutable, .noted, before: .text(tag)))
        }
        container.imageName = .value(image.familiarRepository)
        container.tag = .value(tag)
        record(["image"], to: ["container.image_name", "container.tag"], .converted, findings)
        record(["imageAccess"], to: [], .noted)

        let known = settings.registryHost == image.registry ? settings.registryID : nil
        if let id = given.registries[image.registry] ?? known {
            container.registryID = .value(id)
            record(["providers.qovery.registryID", "providers.qovery.registryHost"], to: ["container.registry_id"])
        } else {
            let finding = Finding(
                .imageRegistry,
                .needsInput,
                before: .text(image.registry),
                resolution: "--registry \(image.registry)=UUID"
            )
            record(["providers.qovery.registryID", "providers.qovery.registryHost"], to: [], .exact, [finding])
        }
    }

    mutating func writeCommand() {
        let arguments = spec.command.dropFirst() + spec.arguments
        if let first = spec.command.first {
            container.entrypoint = .value(first)
            let hasBlank = first.contains { $0 == " " || $0 == "\t" }
            let blank = Finding(.commandBlank, .noted, before: .text(first))
            record(
                ["command[0]"],
                to: ["container.entrypoint"],
                .exact,
                hasBlank ? [blank] : []
            )
        }
        if !arguments.isEmpty { container.arguments = .value(Array(arguments)) }
        for index in spec.command.indices.dropFirst() {
            record(
                [FieldPath("command").appending(index)],
                to: [FieldPath("container.arguments").appending(index - 1)],
                .converted
            )
        }
        let offset = max(spec.command.count - 1, 0)
        for index in spec.arguments.indices {
            record(
                [FieldPath("arguments").appending(index)],
                to: [FieldPath("container.arguments").appending(index + offset)]
            )
        }
    }
}
