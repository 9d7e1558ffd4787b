import CloudContainers
import SimulationKit

/// A namespace of the container registry.
struct StoredRegistryNamespace: StoredResource, SavedResource {
    static let kind = "namespace"

    let id: String
    let name: String
    let organizationID: String
    let projectID: String
    let region: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var lifecycle = Lifecycle(settled: .ready)
    var description = ""
    var isPublic = false
    /// How many images it holds, and their bytes.
    var images = (count: 0, bytes: 0)

    var label: String { name }
    var endpoint: String { "rg.\(region).scw.cloud/\(name)" }

    mutating func noteEnd(at time: Timestamp) {}

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "description": .string(description),
            "organization_id": .string(organizationID), "project_id": .string(projectID),
            "status": .string(lifecycle.status.rawValue), "status_message": "", "endpoint": .string(endpoint),
            "is_public": .bool(isPublic), "size": .number(images.bytes),
            "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
            "image_count": .number(images.count), "region": .string(region),
        ]
    }

    func save(_ object: inout JSONObject) { object.set("lifecycle", lifecycle.stateJSON) }
}

extension StoredRegistryNamespace {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try answer.id(),
            name: try answer.reader.text("name"),
            organizationID: try answer.reader.text("organization_id"),
            projectID: try answer.reader.text("project_id"),
            region: try answer.reader.text("region"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            lifecycle: try Lifecycle(state: try reader.reader("lifecycle")),
            description: try answer.reader.text("description"),
            isPublic: try answer.reader.bool("is_public"),
            images: (try answer.reader.integer("image_count"), try answer.reader.integer("size"))
        )
    }
}

/// An image of the registry with all its tags.
struct StoredRegistryImage: SavedResource {
    static let kind = "image"

    let id: String
    let name: String
    let namespaceID: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var bytes: Int
    /// The names of its tags, the newest first.
    var tags: [String] = []

    var label: String { name }

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "namespace_id": .string(namespaceID), "status": "ready",
            "status_message": "", "visibility": "inherit", "size": .number(bytes),
            "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
            "tags": .strings(tags),
        ]
    }

    func save(_ object: inout JSONObject) {}
}

extension StoredRegistryImage {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try answer.id(),
            name: try answer.reader.text("name"),
            namespaceID: try answer.reader.text("namespace_id"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            bytes: try answer.reader.integer("size"),
            tags: try answer.reader.strings("tags")
        )
    }
}

/// A tag of an image, with the digest of what was pushed last.
struct StoredRegistryTag: SavedResource {
    static let kind = "tag"

    let id: String
    let name: String
    let imageID: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var digest: String

    var label: String { name }

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "image_id": .string(imageID), "status": "ready",
            "digest": .string(digest), "created_at": .string(createdAt.description),
            "updated_at": .string(updatedAt.description),
        ]
    }

    func save(_ object: inout JSONObject) {}
}

extension StoredRegistryTag {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try answer.id(),
            name: try answer.reader.text("name"),
            imageID: try answer.reader.text("image_id"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            digest: try answer.reader.text("digest")
        )
    }
}
