public import CloudContainers

/// Who asked for a deployment, and when.
public struct QoveryDeploymentOrigin: Sendable, Hashable {
    /// Whom Qovery names: a person, a token, a part of itself.
    public var triggeredBy: String
    /// By which way, in the API's word: `API`, `CLI`, `CONSOLE`, …; `nil` where Qovery does not say.
    public var origin: String?
    /// When it was asked for; `nil` for one that waits.
    public var createdAt: Timestamp?
    /// When it changed last; `nil` for one that waits.
    public var updatedAt: Timestamp?

    init(_ json: JSONValue) {
        triggeredBy = json["triggered_by"]?.string ?? ""
        origin = json["origin"]?.string
        createdAt = json["created_at"]?.string.flatMap { try? Timestamp(parsing: $0) }
        updatedAt = json["updated_at"]?.string.flatMap { try? Timestamp(parsing: $0) }
    }
}

/// What a deployment did to one service.
public struct QoveryServiceDeployment: Sendable, Hashable {
    /// The service.
    public var service: QoveryServiceReference
    /// The execution that it was part of; one execution is one deployment of an environment.
    public var executionID: String?
    /// How it ended, or how far it is.
    public var state: QoveryState
    /// What it was asked to do.
    public var action: QoveryDeploymentAction?
    /// Who asked for it, and when.
    public var origin: QoveryDeploymentOrigin
    /// How long it took.
    public var duration: Duration?
    /// The name of the image that was deployed, for services of an image.
    public var imageName: String?
    /// The tag that was deployed, for services of an image.
    public var tag: String?

    init(_ json: JSONValue) throws(WireError) {
        (service, executionID) = try json.reading("identifier") { json throws(WireError) in
            (try QoveryServiceReference(json), json["execution_id"]?.string)
        }
        state = QoveryState(rawValue: try json.requiredText("status"))
        action = json["status_details"]?["action"]?.string.map(QoveryDeploymentAction.init(rawValue:))
        origin = QoveryDeploymentOrigin(json["auditing_data"] ?? .null)
        duration = json["total_duration"]?.string.flatMap(Duration.init(isoText:))
        imageName = json["details"]?["image_name"]?.string
        tag = json["details"]?["tag"]?.string
    }
}

/// What a deployment did to an environment.
public struct QoveryEnvironmentDeployment: Sendable, Hashable {
    /// A stage of the pipeline, whose services are deployed together.
    public struct Stage: Sendable, Hashable {
        /// The name.
        public var name: String
        /// How it ended, in the API's word: `DONE`, `ERROR`, `SKIPPED`, ….
        public var status: String
        /// How long it took.
        public var duration: Duration?
        /// What it did to each service.
        public var services: [QoveryServiceDeployment]
    }

    /// The identifier of the execution.
    public var executionID: String
    /// The environment.
    public var environment: Namespace.ID
    /// How it ended, or how far it is.
    public var state: QoveryState
    /// What it was asked to do.
    public var action: QoveryDeploymentAction
    /// Who asked for it, and when.
    public var origin: QoveryDeploymentOrigin
    /// How long it took.
    public var duration: Duration?
    /// Its stages in their order.
    public var stages: [Stage]

    init(_ json: JSONValue) throws(WireError) {
        (executionID, environment) = try json.reading("identifier") { json throws(WireError) in
            (try json.requiredText("execution_id"), Namespace.ID(rawValue: try json.requiredText("environment_id")))
        }
        state = QoveryState(rawValue: try json.requiredText("status"))
        action = QoveryDeploymentAction(rawValue: json["trigger_action"]?.string ?? "")
        origin = QoveryDeploymentOrigin(json["auditing_data"] ?? .null)
        duration = json["total_duration"]?.string.flatMap(Duration.init(isoText:))
        stages = try json.requiredList("stages") { stage throws(WireError) in
            Stage(
                name: stage["name"]?.string ?? "",
                status: stage["status"]?.string ?? "",
                duration: stage["duration"]?.string.flatMap(Duration.init(isoText:)),
                services: try stage.requiredList("services") { service throws(WireError) in
                    try QoveryServiceDeployment(service)
                }
            )
        }
    }
}

/// A deployment that waits for its turn.
public struct QoveryQueuedDeployment: Sendable, Hashable {
    /// The identifier of the request, as ``QoveryContainerService/cancelDeployment(requested:)`` takes it.
    public var requestID: String
    /// What it is asked to do; `nil` where Qovery does not say.
    public var action: QoveryDeploymentAction?
    /// Who asked for it.
    public var origin: QoveryDeploymentOrigin
    /// The services that it is about.
    public var services: [QoveryServiceReference]

    /// Reads an entry of the queue of an environment.
    init(environment json: JSONValue) throws(WireError) {
        requestID = try json.reading("identifier") { json throws(WireError) in
            try json.requiredText("deployment_request_id")
        }
        action = json["trigger_action"]?.string.map(QoveryDeploymentAction.init(rawValue:))
        origin = QoveryDeploymentOrigin(json["auditing_data"] ?? .null)
        services = try json.requiredList("stages") { stage throws(WireError) in
            try stage.requiredList("services") { service throws(WireError) in
                try service.reading("identifier") { json throws(WireError) in try QoveryServiceReference(json) }
            }
        }.flatMap { $0 }
    }

    /// Reads an entry of the queue of a service.
    init(service json: JSONValue) throws(WireError) {
        let (id, service) = try json.reading("identifier") { json throws(WireError) in
            (try json.requiredText("deployment_request_id"), try QoveryServiceReference(json))
        }
        requestID = id
        services = [service]
        action = json["status_details"]?["action"]?.string.map(QoveryDeploymentAction.init(rawValue:))
        origin = QoveryDeploymentOrigin(json["auditing_data"] ?? .null)
    }
}

/// Where a deployment that was asked for is.
public struct QoveryDeploymentRequest: Sendable, Hashable {
    /// The identifier of the request, which is that of the `Deployment` that was returned.
    public var id: String
    /// The environment.
    public var environment: Namespace.ID
    /// How it ended, or how far it is.
    public var state: QoveryState
}

/// What came of asking to cancel a deployment.
public enum QoveryCancellation: Sendable, Hashable {
    /// Qovery cancels it, which goes on for a while.
    case requested
    /// There was nothing to cancel: it was cancelled already, or nothing is under way.
    case nothingToCancel(QoveryState)
}

extension Duration {
    /// Reads a duration of ISO 8601 in days, hours, minutes and seconds, such as `PT1M30S`; `nil` for every other text.
    init?(isoText text: String) {
        guard text.hasPrefix("P"), text.count > 1 else { return nil }
        var seconds = Duration.zero
        var number = ""
        var isTime = false
        for character in text.dropFirst() {
            switch character {
            case "T": isTime = true
            case "0"..."9", ".": number.append(character)
            case "D", "H", "M", "S":
                guard isTime != (character == "D"), let amount = try? Duration(parsingSeconds: number + "s") else {
                    return nil
                }
                let length = character == "D" ? 86_400 : character == "H" ? 3600 : character == "M" ? 60 : 1
                seconds += amount * length
                number = ""
            default: return nil
            }
        }
        guard number.isEmpty else { return nil }
        self = seconds
    }
}
