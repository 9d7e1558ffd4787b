import CloudContainers
import SimulationKit

extension StoredNamespace: SavedResource {
    func save(_ object: inout JSONObject) {
        object.set("lifecycle", lifecycle.stateJSON)
        if let registryID { object.set("registry_id", .string(registryID)) }
    }

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
            variables: try answer.variables(),
            tags: try answer.reader.strings("tags"),
            registryID: try reader.textIfPresent("registry_id")
        )
    }
}

extension StoredContainer: SavedResource {
    func save(_ object: inout JSONObject) {
        object.set("lifecycle", lifecycle.stateJSON)
        if let readyAt { object.set("ready_at", .string(readyAt.description)) }
        if !secretOrder.isEmpty { object.set("secret_order", .strings(secretOrder)) }
    }

    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        var settings = ContainerSettings()
        // The hashes are no values to hash again.
        var object = answer.reader.object
        object.remove("secret_environment_variables")
        var hasher = SecretHasher(cost: ScalewaySimulator.HashCost(), chance: Chance(seed: 0))
        settings.apply(ArgumentReader(object), isUpdate: false, &hasher, &answer.problems)
        settings.variables = try answer.variables()
        let endpoint = try answer.reader.text("public_endpoint")
        self.init(
            id: try answer.id(),
            name: try answer.reader.text("name"),
            namespaceID: try answer.reader.text("namespace_id"),
            region: try answer.reader.text("region"),
            host: String(endpoint.dropFirst("https://".count)),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            lifecycle: try Lifecycle(state: try reader.reader("lifecycle")),
            description: try answer.reader.text("description"),
            tags: try answer.reader.strings("tags"),
            settings: settings,
            readyAt: reader.object["ready_at"] == nil ? nil : try reader.timestamp("ready_at"),
            secretOrder: try reader.stringsIfPresent("secret_order") ?? []
        )
    }
}

extension StoredDomain: SavedResource {
    func save(_ object: inout JSONObject) {
        object.set("lifecycle", lifecycle.stateJSON)
        object.set("begun", .string(begun.secondsText))
    }

    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try answer.id(),
            containerID: try answer.reader.text("container_id"),
            hostname: try answer.reader.text("hostname"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            begun: try reader.duration("begun"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            lifecycle: try Lifecycle(state: try reader.reader("lifecycle")),
            tags: try answer.reader.strings("tags")
        )
    }
}

extension StoredTrigger: SavedResource {
    func save(_ object: inout JSONObject) {
        object.set("lifecycle", lifecycle.stateJSON)
        if let secret = source.secret { object.set("secret", .string(secret.hash)) }
    }

    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        var destination = TriggerDestination()
        if let inner = answer.arguments.reader("destination_config", &answer.problems) {
            destination.apply(inner, &answer.problems)
        }
        let word = try answer.reader.text("source_type")
        guard let kind = TriggerSource.Kind(rawValue: word) else {
            throw StateReader.refusal("the source is not known", at: answer.reader.path.appending("source_type"))
        }
        var source = TriggerSource.empty(kind)
        var hasher = SecretHasher(cost: ScalewaySimulator.HashCost(), chance: Chance(seed: 0))
        if let inner = answer.arguments.reader(kind.member, &answer.problems) {
            // As an update, since the secret is not there.
            source.apply(inner, isUpdate: true, &hasher, &answer.problems)
        }
        if let hash = try reader.textIfPresent("secret") {
            source.secret = try StoredSecret(state: hash, at: reader.path.appending("secret"))
        }
        self.init(
            id: try answer.id(),
            containerID: try answer.reader.text("container_id"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            lifecycle: try Lifecycle(state: try reader.reader("lifecycle")),
            name: try answer.reader.text("name"),
            description: try answer.reader.text("description"),
            tags: try answer.reader.strings("tags"),
            destination: destination,
            source: source
        )
    }
}

extension TriggerSource {
    /// The secret by which a queue or a subject is read.
    var secret: StoredSecret? {
        get {
            switch self {
            case .cron: nil
            case .sqs(let queue): queue.secretAccessKey
            case .nats(let subject): subject.credentials
            }
        }
        set {
            switch self {
            case .cron: break
            case .sqs(var queue):
                queue.secretAccessKey = newValue
                self = .sqs(queue)
            case .nats(var subject):
                subject.credentials = newValue
                self = .nats(subject)
            }
        }
    }
}
