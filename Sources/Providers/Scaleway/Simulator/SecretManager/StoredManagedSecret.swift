import CloudContainers
import SimulationKit

/// A secret of Secret Manager; of its values only hashes are kept.
struct StoredManagedSecret: SavedResource {
    static let kind = "secret"

    /// A value that the secret has or had.
    struct Version: Sendable, Hashable {
        let revision: Int
        let createdAt: Timestamp
        var updatedAt: Timestamp
        var description = ""
        var isEnabled = true
        let data: StoredSecret
    }

    let id: String
    let projectID: String
    let name: String
    let region: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var form = Form()
    var versions: [Version] = []
    /// How many versions there ever were, since numbers are not used again.
    var lastRevision = 0

    /// What can be told in a request.
    struct Form: Sendable, Hashable {
        static let types = [
            "opaque", "certificate", "key_value", "basic_credentials", "database_credentials", "ssh_key",
        ]

        var tags: [String] = []
        var description = ""
        var type = "opaque"
        var isProtected = false
        var path = "/"

        mutating func apply(_ reader: ArgumentReader, _ problems: inout ArgumentProblems) {
            tags = reader.strings("tags", &problems) ?? tags
            description = reader.text("description", length: 0...255, &problems) ?? description
            type = reader.word("type", of: Self.types, &problems) ?? type
            isProtected = reader.bool("protected", &problems) ?? isProtected
            path =
                reader.text("path", length: 1...255, pattern: "^/", &problems, fits: { $0.hasPrefix("/") }) ?? path
        }
    }

    var label: String { name }

    var json: JSONValue {
        [
            "id": .string(id), "project_id": .string(projectID), "name": .string(name), "status": "ready",
            "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
            "tags": .strings(form.tags), "version_count": .number(versions.count),
            "description": .string(form.description), "managed": false, "type": .string(form.type),
            "protected": .bool(form.isProtected), "path": .string(form.path), "ephemeral_policy": nil,
            "used_by": [], "deletion_requested_at": nil, "key_id": nil, "region": .string(region),
        ]
    }

    func json(of version: Version) -> JSONValue {
        [
            "revision": .number(version.revision), "secret_id": .string(id),
            "status": version.isEnabled ? "enabled" : "disabled",
            "created_at": .string(version.createdAt.description),
            "updated_at": .string(version.updatedAt.description), "deleted_at": nil,
            "description": .string(version.description), "latest": .bool(version.revision == versions.last?.revision),
            "ephemeral_properties": nil, "deletion_requested_at": nil, "region": .string(region),
        ]
    }

    /// Whether a text names versions: a number, or the latest.
    static func isVersion(_ text: String) -> Bool {
        ["latest", "latest_enabled"].contains(text) || (Int(text).map { $0 > 0 && String($0) == text } ?? false)
    }

    /// The version that a text names.
    func version(_ text: String) -> Version? {
        switch text {
        case "latest": versions.last
        case "latest_enabled": versions.last { $0.isEnabled }
        default: versions.first { String($0.revision) == text }
        }
    }
}

/// A version as a list holds it.
struct ListedSecretVersion: ListedResource {
    static let kind = "version"

    let id: String
    let sequence: Int
    let json: JSONValue
    let isEnabled: Bool

    var label: String { id }
}

extension StoredManagedSecret {
    func save(_ object: inout JSONObject) {
        object.set("last_revision", .number(lastRevision))
        let all: [JSONValue] = versions.map { version in
            [
                "revision": .number(version.revision), "created_at": .string(version.createdAt.description),
                "updated_at": .string(version.updatedAt.description), "description": .string(version.description),
                "is_enabled": .bool(version.isEnabled), "data": .string(version.data.hash),
            ]
        }
        object.set("versions", .array(all))
    }

    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        var form = Form()
        form.apply(answer.arguments, &answer.problems)
        var versions: [Version] = []
        for state in try reader.readers("versions") {
            var state = state
            versions.append(
                Version(
                    revision: try state.integer("revision"),
                    createdAt: try state.timestamp("created_at"),
                    updatedAt: try state.timestamp("updated_at"),
                    description: try state.text("description"),
                    isEnabled: try state.bool("is_enabled"),
                    data: try StoredSecret(state: try state.text("data"), at: state.path.appending("data"))
                )
            )
            try state.finish()
        }
        self.init(
            id: try answer.id(),
            projectID: try answer.reader.text("project_id"),
            name: try answer.reader.text("name"),
            region: try answer.reader.text("region"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            form: form,
            versions: versions,
            lastRevision: try reader.counter("last_revision")
        )
    }
}
