import CloudContainers

/// Another image for a service that is there.
struct ImageChange {
    /// What a person gives: a tag, or a whole reference.
    let text: String
    /// The service.
    let target: LocatedContainer
    /// What has been decided, such as the registries.
    let given: Resolutions
    /// The session.
    let session: Session

    /// Sets the image, without deploying where that is a step of its own.
    ///
    /// - Returns: The image before and the image that is set; whether anything was sent, and whether that deploys.
    /// - Throws: ``Failure`` for a text that is no image, or an image that the provider cannot run.
    func send(isRehearsal: Bool) async throws -> (
        before: ImageReference, after: ImageReference, deploys: Bool, isSent: Bool
    ) {
        let service = session.service
        let live = try await service.container(target.container.id)
        let image = try image(instead: live.spec.image)
        var spec = ContainerSpec(name: live.spec.name, image: image)
        // The registry, the mark and whatever else is the provider's own stay.
        spec.providers = live.spec.providers
        spec.owner = live.spec.owner
        var given = given
        given.registries = session.registries.merging(given.registries) { $1 }
        given.allowsAll = true
        let prepared = try service.dialect.prepare(.update(spec, live: live.bundle), given)
        guard let change = prepared.value else {
            let finding = prepared.ledger.obstacles.first
            throw Failure(
                .blocked,
                "\(TerminalText.escaped(live.spec.name)) cannot run \(TerminalText.escaped(image.familiar)) on "
                    + "\(session.provider.name)" + (finding.map { ": \($0.code)" } ?? ""),
                advice: finding?.resolution.map { "Add \($0)." }
            )
        }
        guard !isRehearsal, !change.requests.isEmpty else { return (live.spec.image, image, false, false) }
        _ = try await session.asking("change \(target.title)", within: nil) {
            try await service.perform(
                change,
                in: live.namespace,
                container: live.id,
                secrets: SecretValues()
            ) { _ in }
        }
        return (live.spec.image, image, change.deploys, true)
    }

    private func image(instead live: ImageReference) throws(Failure) -> ImageReference {
        let isWhole = text.contains("/") || text.contains(":") || text.contains("@")
        do {
            return isWhole
                ? try ImageReference(parsing: text)
                : try ImageReference(registry: live.registry, repository: live.repository, tag: text, digest: nil)
        } catch {
            throw Failure(
                .wrongUse,
                "\(Diagnostic.quoted(text)) is no image: \(error.message)",
                advice: "Give a tag such as 1.2.3, or a whole reference such as ghcr.io/shop/web:1.2.3."
            )
        }
    }
}
