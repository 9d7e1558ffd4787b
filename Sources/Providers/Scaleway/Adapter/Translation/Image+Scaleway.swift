import CloudContainers

extension ScalewayDialect {
    static let imageRules: [FieldRule] = [
        FieldRule(
            "container.image",
            "image",
            .both,
            "An OCI reference of at most 255 characters, for linux/amd64; only public registries and Scaleway's own.",
            [.imageCredentials, .imageMapped, .imageLong, .imageTagMissing]
        ),
        FieldRule("container.command", "command", .both, "The same list."),
        FieldRule("container.args", "arguments", .both, "The same list."),
    ]

    /// Whether the registry is Scaleway's own, which needs no credentials inside the organization.
    static func isOwnRegistry(_ host: String) -> Bool { host.hasPrefix("rg.") && host.hasSuffix(".scw.cloud") }
}

extension ScalewayDialect {
    /// The image that a payload names.
    static func image(_ text: String, _ field: FieldPath, of document: JSONValue) throws(WireError) -> ImageReference {
        do {
            return try ImageReference(parsing: text)
        } catch {
            var diagnostic = error.diagnostics.first ?? Diagnostic(problem: error.message)
            diagnostic.field = field
            throw WireError(diagnostic, at: document.value(at: field) ?? document)
        }
    }
}

extension ScalewayReader {
    mutating func readImage() {
        ledger.record(["container.image"], to: ["image"])
        spec.command = container.command.value ?? []
        spec.arguments = container.args.value ?? []
        ledger.record(["container.command"], to: ["command"])
        ledger.record(["container.args"], to: ["arguments"])
    }
}

extension ScalewayWriter {
    mutating func writeImage() {
        writeImageReference()
        writeCommand()
    }

    mutating func writeImageReference() {
        let mapped = given.mapped(spec.image)
        let image = mapped ?? spec.image
        var findings: [Finding] = []
        if let mapped {
            findings.append(.movedImage(from: spec.image, to: mapped))
        } else if spec.imageAccess == .credentials, !ScalewayDialect.isOwnRegistry(spec.image.registry) {
            findings.append(
                Finding(
                    .imageCredentials,
                    .blocked,
                    before: .text(spec.image.familiar),
                    resolution: "--image-map \(spec.image.registry)=rg.fr-par.scw.cloud/NAMESPACE"
                )
            )
        }
        if image.tag == nil, image.digest == nil {
            findings.append(Finding(.imageTagMissing, .defaulted, after: .text("latest")))
        }
        let text = image.familiar
        if text.unicodeScalars.count > 255 {
            findings.append(
                Finding(
                    .imageLong,
                    .blocked,
                    before: .text(text),
                    resolution: "--image-map FROM=TO"
                )
            )
        }
        container.image = .value(text)
        record(["image", "imageAccess"], to: ["container.image"], .exact, findings)
    }

    mutating func writeCommand() {
        if !spec.command.isEmpty { container.command = .value(spec.command) }
        if !spec.arguments.isEmpty { container.args = .value(spec.arguments) }
        record(["command"], to: ["container.command"])
        record(["arguments"], to: ["container.args"])
    }
}
