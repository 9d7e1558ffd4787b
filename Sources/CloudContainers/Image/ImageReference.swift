/// The name of a container image: `registry/repository:tag@digest`.
///
/// Its form is the one of Docker and OCI. A reference is kept in normal form, so `nginx:1.27` and
/// `docker.io/library/nginx:1.27` are equal.
public struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// The host of the registry, with its port if it has one: `docker.io`, `localhost:5000`.
    public let registry: String
    /// The repository in the registry, in normal form: `library/nginx`.
    public let repository: String
    /// The tag: `1.27`, at most 128 characters.
    public let tag: String?
    /// The digest: `sha256:` and 64 hexadecimal digits, or the same of `sha384` (96) or `sha512` (128).
    public let digest: String?

    /// The registry of a reference that names none.
    static let defaultRegistry = "docker.io"
    /// An old name of the default registry.
    private static let oldDefaultRegistry = "index.docker.io"
    /// The namespace on the default registry of a repository that names none.
    private static let defaultNamespace = "library/"

    /// Reads a reference in its short or its full form.
    ///
    /// The part before the first `/` is a registry if it has a `.`, a `:` or a capital letter, or is `localhost`;
    /// otherwise the registry is `docker.io`, where a repository of one part is in `library`.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput`. Its diagnostic says which part is wrong, and
    ///   names a whole reference that is accepted where one can be guessed.
    public init(parsing text: String) throws(ContainerServiceError) {
        self = try TextRejection.reading(text, with: Self.read)
    }

    /// Makes a reference from its parts.
    ///
    /// - Parameters:
    ///   - registry: The host, with a port if needed. It must read as a host: with a `.`, a `:` or a capital
    ///     letter, or `localhost`.
    ///   - repository: The repository; on `docker.io` one of a single part is put in `library`.
    ///   - tag: The tag, if any.
    ///   - digest: The digest, if any.
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for the first part that is wrong, with a text
    ///   that is accepted for that part where one can be guessed.
    public init(
        registry: String,
        repository: String,
        tag: String?,
        digest: String?
    ) throws(ContainerServiceError) {
        _ = try TextRejection.reading(registry, with: ImageReferenceGrammar.checkRegistry)
        _ = try TextRejection.reading(repository, with: ImageReferenceGrammar.checkRepository)
        if let tag { _ = try TextRejection.reading(tag, with: ImageReferenceGrammar.checkTag) }
        if let digest { _ = try TextRejection.reading(digest, with: ImageReferenceGrammar.checkDigest) }
        do {
            try self.init(checkedRegistry: registry, repository: repository, tag: tag, digest: digest)
        } catch {
            throw error.serviceError(for: repository, replacement: nil)
        }
    }

    /// A stand-in that every reader replaces.
    package static let placeholder = ImageReference(placeholder: ())

    private init(placeholder: Void) {
        registry = Self.defaultRegistry
        repository = Self.defaultNamespace + "scratch"
        tag = nil
        digest = nil
    }

    /// Brings parts that obey the grammar into normal form.
    private init(
        checkedRegistry: String,
        repository: String,
        tag: String?,
        digest: String?
    ) throws(TextRejection) {
        registry = checkedRegistry == Self.oldDefaultRegistry ? Self.defaultRegistry : checkedRegistry
        let isBare = registry == Self.defaultRegistry && !repository.utf8.contains(UInt8(ascii: "/"))
        self.repository = isBare ? Self.defaultNamespace + repository : repository
        self.tag = tag
        self.digest = digest
        try ImageReferenceGrammar.checkLength(self.repository)
    }

    /// The full normal form: `docker.io/library/nginx:1.27`.
    public var description: String { "\(registry)/\(repository)\(suffix)" }

    /// The short form that reads as the same reference: `nginx:1.27`, `grafana/grafana`, `ghcr.io/a/b:1`.
    public var familiar: String {
        guard registry == Self.defaultRegistry else { return description }
        let short = familiarRepository + suffix
        // Without its registry, `docker.io/a.b/c` would be read as a repository of the host `a.b`.
        return (try? Self.read(short)) == self ? short : description
    }

    /// The repository without `library/` on Docker Hub: `nginx`, `grafana/grafana`.
    public var familiarRepository: String {
        guard registry == Self.defaultRegistry, repository.hasPrefix(Self.defaultNamespace) else { return repository }
        let name = repository.dropFirst(Self.defaultNamespace.count)
        return name.utf8.contains(UInt8(ascii: "/")) ? repository : String(name)
    }

    private var suffix: String { (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "") }

    private static func read(_ text: String) throws(TextRejection) -> ImageReference {
        let parts = try ImageReferenceParts(splitting: text)
        try parts.check()
        return try ImageReference(
            checkedRegistry: parts.registry ?? defaultRegistry,
            repository: parts.repository,
            tag: parts.tag,
            digest: parts.digest
        )
    }
}

extension ImageReference {
    /// The short form without tag and digest: `nginx`, `ghcr.io/team/app`.
    public var familiarName: String {
        registry == "docker.io" ? familiarRepository : "\(registry)/\(familiarRepository)"
    }
}
