import CloudContainers

/// The words that tables use for services.
enum ServiceWords {
    /// How a state stands out.
    static func emphasis(_ state: ContainerStatus.State) -> Style.Emphasis {
        switch state {
        case .ready: .good
        case .failed: .bad
        case .updating, .deleting: .notice
        default: .warning
        }
    }

    /// The state with the provider's own word, where that says more, and the place in a queue.
    static func text(_ status: ContainerStatus) -> String {
        var text = status.state.rawValue
        if status.isOfEarlierDeployment { text = "not begun yet" }
        let word = TerminalText.escaped(status.providerWord)
        if word.lowercased() != text.lowercased(), !status.isOfEarlierDeployment { text += " (\(word))" }
        if let queued = status.queuedDeployments {
            text += ", \(queued) \("\(queued)" == "1" ? "deployment" : "deployments") in the queue"
        }
        return text
    }

    /// The bounds of the instances: `1-3`, `2`, `1 or more`.
    static func text(_ scaling: Scaling) -> String {
        switch (scaling.minimum, scaling.maximum) {
        case (nil, nil): "-"
        case (let minimum?, .instances(let maximum)?): minimum == maximum ? "\(minimum)" : "\(minimum)-\(maximum)"
        case (let minimum?, _): "\(minimum)+"
        case (nil, let maximum?): "up to \(maximum)"
        }
    }

    /// A length of time in whole seconds.
    static func text(_ duration: Duration) -> String { Duration.seconds(duration.components.seconds).text }
}

extension JSONValue {
    /// The text, or `null`.
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// A time that something took, as a number of seconds to the millisecond.
    static func seconds(_ duration: Duration) -> JSONValue {
        let text = String(Duration.milliseconds(duration.milliseconds).secondsText.dropLast())
        return .number(JSONNumber(text) ?? JSONNumber(Int(duration.components.seconds)))
    }

    /// A namespace.
    static func namespace(_ namespace: Namespace) -> JSONValue {
        [
            "id": .string(namespace.id.rawValue), "name": .string(namespace.name),
            "parent": .optional(namespace.parent), "deleting": .bool(namespace.isDeleting),
        ]
    }

    /// A status.
    static func status(_ status: ContainerStatus) -> JSONValue {
        [
            "state": .string(status.state.rawValue),
            "providerState": .string(status.providerWord),
            "message": .optional(status.message),
            "queuedDeployments": status.queuedDeployments.map { .number(Int($0.value)) } ?? .null,
        ]
    }

    /// What failed at a provider.
    static func failure(_ error: ContainerServiceError) -> JSONValue {
        [
            "code": .string(error.code.rawValue),
            "message": .string(error.message),
            "providerMessage": .optional(error.providerMessage),
            "details": .array(error.details.map(detail)),
            "requestID": .optional(error.requestID),
        ]
    }

    private static func detail(_ detail: ContainerServiceError.Detail) -> JSONValue {
        ["subject": .string(detail.subject), "reason": .string(detail.reason), "help": .optional(detail.help)]
    }

    /// An address.
    static func endpoint(_ endpoint: Container.Endpoint) -> JSONValue {
        ["url": .string(endpoint.url), "customDomain": .bool(endpoint.isCustomDomain)]
    }

    /// The name, id and place of a container.
    static func identity(_ located: LocatedContainer) -> JSONObject {
        [
            "id": .string(located.container.id.rawValue),
            "name": .string(located.container.spec.name),
            "namespace": [
                "id": .string(located.namespace.id.rawValue), "name": .string(located.namespace.name),
                "parent": .optional(located.namespace.parent),
            ],
        ]
    }
}
