public import CloudContainers

/// A namespace of Scaleway's container registry, which has nothing to do with the namespaces of containers.
public struct ScalewayRegistryNamespace: Sendable, Hashable {
    /// The identifier.
    public var id: String
    /// The name, which nobody else has in the region.
    public var name: String
    /// What images in it begin with, such as `rg.fr-par.scw.cloud/shop`.
    public var endpoint: String
    /// Whether everybody may pull from it.
    public var isPublic: Bool
    /// How much its images take.
    public var size: ByteCount?
    /// The state in the API's word.
    public var providerWord: String

    init(_ json: JSONValue) throws(WireError) {
        id = try json.requiredText("id")
        name = try json.requiredText("name")
        endpoint = json["endpoint"]?.string ?? ""
        isPublic = json["is_public"]?.bool ?? false
        size = json["size"]?.integer.flatMap { try? ByteCount(bytes: $0) }
        providerWord = json["status"]?.string ?? ""
    }
}

/// A tag of an image in Scaleway's registry, and what it stands for now.
public struct ScalewayRegistryTag: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The digest of the image that it stands for, such as `sha256:…`.
    public var digest: String
    /// When an image was pushed to it last.
    public var updatedAt: Timestamp?

    init(_ json: JSONValue) throws(WireError) {
        name = try json.requiredText("name")
        digest = json["digest"]?.string ?? ""
        updatedAt = json["updated_at"]?.string.flatMap { try? Timestamp(parsing: $0) }
    }
}

/// Whether a container runs the newest image of its tag.
@nonexhaustive
public enum ScalewayImageFreshness: Sendable, Hashable {
    /// The tag has not moved since the container was changed or deployed last; or the image is named by its digest.
    case current(digest: String)
    /// The tag stands for another image, or was pushed to again, since then; a deployment brings it.
    case newImage(digest: String, since: Timestamp)
    /// Scaleway's registry has no such image or tag that the key can see, so the next instance may not start.
    case tagMissing
    /// The image is in another registry, which is not asked.
    case notInRegistry(host: String)
    /// It cannot be told, for the reason given.
    case unknown(reason: String)
}
