import CloudContainers
import SimulationKit

/// Something that calls a container.
struct StoredTrigger: StoredResource {
    static let kind = "trigger"

    let id: String
    let containerID: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var lifecycle: Lifecycle
    var name: String
    var description = ""
    var tags: [String] = []
    var destination = TriggerDestination()
    var source: TriggerSource

    var label: String { name }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "name": .string(name), "description": .string(description), "tags": .strings(tags),
            "status": .string(lifecycle.status.rawValue),
        ]
        object.set(errorOf: lifecycle)
        object.set("container_id", .string(containerID))
        object.set(
            "destination_config",
            ["http_path": .string(destination.path), "http_method": .string(destination.method)]
        )
        object.set("source_type", .string(source.kind.rawValue))
        object.set("created_at", .string(createdAt.description))
        object.set("updated_at", .string(updatedAt.description))
        object.set(source.kind.member, source.json)
        return .object(object)
    }
}

/// The request that a trigger makes.
struct TriggerDestination: Sendable, Hashable {
    var path = "/"
    var method = "post"

    mutating func apply(_ reader: ArgumentReader, _ problems: inout ArgumentProblems) {
        path =
            reader.text("http_path", length: 1...255, pattern: "^/", &problems, fits: { $0.hasPrefix("/") }) ?? path
        method = reader.word("http_method", of: ["get", "post", "put", "patch", "delete"], &problems) ?? method
    }
}

/// What makes a trigger call.
enum TriggerSource: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        case cron, sqs, nats

        /// The member that holds its configuration.
        var member: String { rawValue + "_config" }
    }

    /// A schedule.
    struct Cron: Sendable, Hashable {
        var schedule = ""
        var timezone = ""
        var body = ""
        var headers: [String: String] = [:]
    }

    /// A queue; the secret key is never answered.
    struct Queue: Sendable, Hashable {
        var region = ""
        var endpoint = ""
        var accessKeyID = ""
        var secretAccessKey: StoredSecret?
        var queueURL = ""
    }

    /// A NATS subject; the credentials are never answered.
    struct Subject: Sendable, Hashable {
        var serverURLs: [String] = []
        var subject = ""
        var credentials: StoredSecret?
    }

    case cron(Cron)
    case sqs(Queue)
    case nats(Subject)

    var kind: Kind {
        switch self {
        case .cron: .cron
        case .sqs: .sqs
        case .nats: .nats
        }
    }

    var json: JSONValue {
        switch self {
        case .cron(let cron):
            [
                "schedule": .string(cron.schedule), "timezone": .string(cron.timezone), "body": .string(cron.body),
                "headers": .map(cron.headers),
            ]
        case .sqs(let queue):
            [
                "region": .string(queue.region), "endpoint": .string(queue.endpoint),
                "queue_url": .string(queue.queueURL), "access_key_id": .string(queue.accessKeyID),
            ]
        case .nats(let subject):
            ["server_urls": .strings(subject.serverURLs), "subject": .string(subject.subject)]
        }
    }

    /// A source of a kind that was told nothing yet.
    static func empty(_ kind: Kind) -> TriggerSource {
        switch kind {
        case .cron: .cron(Cron())
        case .sqs: .sqs(Queue())
        case .nats: .nats(Subject())
        }
    }

    /// Takes over what a request says; members that are left out stay, and are required in a creation.
    mutating func apply(
        _ reader: ArgumentReader,
        isUpdate: Bool,
        _ hasher: inout SecretHasher,
        _ problems: inout ArgumentProblems
    ) {
        switch self {
        case .cron(var cron):
            cron.apply(reader, isUpdate: isUpdate, &problems)
            self = .cron(cron)
        case .sqs(var queue):
            queue.apply(reader, isUpdate: isUpdate, &hasher, &problems)
            self = .sqs(queue)
        case .nats(var subject):
            subject.apply(reader, isUpdate: isUpdate, &hasher, &problems)
            self = .nats(subject)
        }
    }
}

extension TriggerSource.Cron {
    mutating func apply(_ reader: ArgumentReader, isUpdate: Bool, _ problems: inout ArgumentProblems) {
        schedule =
            reader.text(
                "schedule",
                isRequired: !isUpdate,
                length: 1...255,
                pattern: "a UNIX schedule of five fields",
                &problems,
                fits: Self.isSchedule
            ) ?? schedule
        timezone = reader.text("timezone", isRequired: !isUpdate, length: 1...255, &problems) ?? timezone
        body = reader.text("body", length: 0...10_000, &problems) ?? body
        if let given = reader.map("headers", &problems) {
            headers = Dictionary(given.map { ($0.key, $0.value) }) { _, last in last }
        }
    }

    private static func isSchedule(_ text: String) -> Bool {
        let fields = text.split(separator: " ")
        return fields.count == 5
            && fields.allSatisfy { field in
                field.utf8.allSatisfy { NameForm.isLetter($0) || NameForm.isDigit($0) || "*/,-".utf8.contains($0) }
            }
    }
}

extension TriggerSource.Queue {
    mutating func apply(
        _ reader: ArgumentReader,
        isUpdate: Bool,
        _ hasher: inout SecretHasher,
        _ problems: inout ArgumentProblems
    ) {
        region = reader.text("region", isRequired: !isUpdate, length: 1...20, &problems) ?? region
        endpoint = reader.text("endpoint", &problems) ?? endpoint
        accessKeyID = reader.text("access_key_id", isRequired: !isUpdate, length: 1...255, &problems) ?? accessKeyID
        if let key = reader.text("secret_access_key", isRequired: !isUpdate, length: 1...65_536, &problems) {
            secretAccessKey = hasher.hash(key, keeping: secretAccessKey)
        }
        queueURL = reader.text("queue_url", isRequired: !isUpdate, length: 1...2048, &problems) ?? queueURL
    }
}

extension TriggerSource.Subject {
    mutating func apply(
        _ reader: ArgumentReader,
        isUpdate: Bool,
        _ hasher: inout SecretHasher,
        _ problems: inout ArgumentProblems
    ) {
        serverURLs = reader.strings("server_urls", &problems) ?? serverURLs
        if serverURLs.isEmpty {
            problems.add(reader.name("server_urls"), .required, "at least one server is required")
        }
        subject =
            reader.text(
                "subject",
                isRequired: !isUpdate,
                length: 1...100,
                pattern: "^[^\\s]+$",
                &problems,
                fits: { !$0.contains(where: \.isWhitespace) }
            ) ?? subject
        let given = reader.text("credentials_file_content", isRequired: !isUpdate, length: 1...65_536, &problems)
        if let given { credentials = hasher.hash(given, keeping: credentials) }
    }
}
