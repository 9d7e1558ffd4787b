public import CloudContainers
import SimulationKit

// Logs of containers, and of deployments.
extension QoverySimulator {
    /// Lets a container write lines, all of them now.
    ///
    /// - Parameters:
    ///   - lines: The lines, the earliest first.
    ///   - containerID: The id of the container.
    /// - Throws: An error with the code `notFound` where there is no such container.
    public func declareLogs(_ lines: [String], of containerID: String) async throws(ContainerServiceError) {
        await catchUp()
        guard var container = store.containers[containerID.lowercased()] else {
            throw ContainerServiceError(.notFound, "There is no container with the id \(containerID) in the simulator")
        }
        for line in lines {
            container.logs.append(
                LogLine(
                    id: store.newID(),
                    created: store.wall,
                    message: line,
                    podName: "app-\(container.shortID)-0",
                    version: container.fields.tag
                )
            )
        }
        // No more than these are ever shown.
        container.logs = container.logs.suffix(1000)
        store.containers[container.id] = container
    }

    func logs(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /container/*/log":
            let container = try container(call.ids[0])
            return Answer(results: container.logs.suffix(1000).map(Self.json))
        case "GET /environment/*/logs":
            let environment = try environment(call.ids[0])
            let deployment = deployment(call.request.item("version"), in: environment)
            let events = deployment.map { self.events(of: $0, environment) } ?? []
            return Answer(200, .array(events.map { json($0, environment) }))
        case "GET /environment/*/log":
            let environment = try environment(call.ids[0])
            let events = deployment(nil, in: environment).map { self.events(of: $0, environment) } ?? []
            return Answer(results: events.map { olderJSON($0, environment) })
        case "GET /~/*/ingressDeploymentStatus":
            guard call.words[0] == "CONTAINER" else { throw missing("Service", call.ids[0]) }
            let container = try container(call.ids[0])
            let hasIngress = container.fields.ports.contains(where: \.isWeb) && container.deployedRevision != nil
            let state = hasIngress ? (container.state == "STOPPED" ? "STOPPED" : "DEPLOYED") : "READY"
            return Answer(200, ["routerId": .string(derivedID(container.id, 0)), "status": .string(state)])
        case "GET /environment/*/terraformExport":
            _ = try environment(call.ids[0])
            try call.flag("exportSecrets")
            // It would be an archive with everything, secrets in clear text among it.
            throw Refusal(403, "The simulator does not export environments")
        default: return nil
        }
    }

    private static func json(_ line: LogLine) -> JSONValue {
        [
            "id": .string(line.id), "created_at": .string(line.created.isoText), "message": .string(line.message),
            "pod_name": .string(line.podName), "version": .string(line.version),
        ]
    }

    /// An id that belongs to another one.
    private func derivedID(_ id: String, _ number: Int) -> String {
        var seed = UInt64(number) &+ 0xCBF2_9CE4_8422_2325
        for byte in id.utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var chance = Chance(seed: seed)
        return chance.uuid()
    }

    // MARK: Deployments

    /// Something that a deployment says.
    private struct Event {
        var id: String
        var time: Duration
        var deployment: Deployment
        /// The service that it is about; `nil` for the environment.
        var step: Deployment.Step?
        var word: String
        var message: String
        var failure: Deployment.Failure?
    }

    /// The deployment with an execution id, or the last one that has begun.
    private func deployment(_ executionID: String?, in environment: EnvironmentRecord) -> Deployment? {
        let deployments = started(environment)
        guard let executionID else { return deployments.first }
        return deployments.first { $0.executionID == executionID }
    }

    private func events(of deployment: Deployment, _ environment: EnvironmentRecord) -> [Event] {
        guard let begin = deployment.beginsAt, deployment.hasBegun else { return [] }
        let action = deployment.action
        var events: [Event] = []
        func add(
            _ time: Duration,
            _ step: Deployment.Step?,
            _ word: String,
            _ message: String,
            _ failure: Deployment.Failure? = nil
        ) {
            let id = derivedID(deployment.id, events.count)
            events.append(
                Event(
                    id: id,
                    time: time,
                    deployment: deployment,
                    step: step,
                    word: word,
                    message: message,
                    failure: failure
                )
            )
        }
        add(begin, nil, "Start", "\(action.triggerWord) of the environment \(environment.name) has begun")
        for step in deployment.steps {
            add(begin, step, action.logWord, "\(action.triggerWord) of \(step.name) with \(step.imageName):\(step.tag)")
        }
        for step in deployment.steps {
            guard let outcome = step.outcome else { continue }
            let end = step.endsAt ?? deployment.endedAt ?? begin
            switch outcome {
            case .success: add(end, step, action.logWordDone, "\(step.name) is \(action.done.lowercased())")
            case .cancelled: add(end, step, "Cancelled", "\(step.name) is cancelled")
            case .failure:
                add(
                    end,
                    step,
                    "\(action.logWordDone)Error",
                    "\(action.triggerWord) of \(step.name) failed",
                    step.failure
                )
            }
        }
        if let end = deployment.endedAt {
            switch deployment.outcome {
            case .success: add(end, nil, action.logWordDone, "\(action.triggerWord) is over")
            case .cancelled: add(end, nil, "Cancelled", "\(action.triggerWord) is cancelled")
            case .failure:
                add(end, nil, "\(action.logWordDone)Error", "\(action.triggerWord) failed", deployment.failure)
            }
        }
        return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    private func json(_ event: Event, _ environment: EnvironmentRecord) -> JSONValue {
        let transmitter: JSONValue =
            event.step.map { step in
                [
                    "id": .string(step.serviceID), "name": .string(step.name),
                    "type": step.kind == .job ? "Job" : "Container",
                ]
            }
            ?? ["id": .string(environment.id), "name": .string(environment.name), "type": "Environment"]
        let error = event.failure.map { failure -> JSONValue in
            [
                "tag": .string(failure.tag), "user_log_message": .string(failure.message), "link": "",
                "hint_message": .string(failure.hint),
                "underlying_error": ["message": .string(failure.message), "full_details": .string(failure.message)],
            ]
        }
        return [
            "type": event.failure == nil ? "info" : "error",
            "timestamp": .string(store.date(at: event.time).isoText),
            "details": [
                "organization_id": .string(configuration.organization.id),
                "cluster_id": .string(configuration.cluster.id),
                "execution_id": .string(event.deployment.executionID), "transmitter": transmitter,
                "stage": [
                    "step": .string(event.word), "id": .optional(event.step?.stage.id),
                    "name": .optional(event.step?.stage.name),
                ],
            ], "error": error ?? .null,
            "message": ["safe_message": .string(event.message), "full_details": .string(event.message)],
        ]
    }

    /// An event in the form that the document requires two members of that it does not describe.
    private func olderJSON(_ event: Event, _ environment: EnvironmentRecord) -> JSONValue {
        let action = event.deployment.action
        let state =
            event.failure != nil
            ? action.olderFailed
            : event.word == "Cancelled"
                ? "CANCELED" : event.word == action.logWordDone ? action.olderDone : action.olderOngoing
        var entry: JSONObject = [
            "id": .string(event.id), "created_at": .string(store.date(at: event.time).isoText),
            "scope": [
                "type": event.step == nil ? "ENVIRONMENT" : "APPLICATION",
                "name": .string(event.step?.name ?? environment.name),
                "id": .string(event.step?.serviceID ?? environment.id),
            ], "service": .optional(event.step?.name), "status": .string(state), "state": .string(state),
            "message": .string(event.failure?.message ?? event.message),
            "execution_id": .string(event.deployment.executionID),
        ]
        if let hint = event.failure?.hint { entry.set("hint", .string(hint)) }
        return .object(entry)
    }
}

extension Deployment {
    /// Why it failed.
    fileprivate var failure: Failure? { steps.lazy.compactMap { $0.outcome == .failure ? $0.failure : nil }.first }
}

extension Deployment.Action {
    /// The word for its beginning in the logs of an environment.
    fileprivate var logWord: String {
        switch self {
        case .deploy: "Deploy"
        case .stop: "Stop"
        case .restart: "Restart"
        case .delete, .uninstall: "Delete"
        }
    }

    /// The word for its success there.
    fileprivate var logWordDone: String {
        switch self {
        case .deploy: "Deployed"
        case .stop: "Stopped"
        case .restart: "Restarted"
        case .delete, .uninstall: "Deleted"
        }
    }

    /// The words of the older form, in which a stop is a pause.
    private var olderWord: String {
        switch self {
        case .deploy, .restart: "DEPLOYMENT"
        case .stop: "PAUSE"
        case .delete, .uninstall: "DELETE"
        }
    }

    fileprivate var olderFailed: String { "\(olderWord)_ERROR" }
    fileprivate var olderOngoing: String { "\(olderWord)_IN_PROGRESS" }

    fileprivate var olderDone: String {
        switch self {
        case .deploy, .restart: "DEPLOYED"
        case .stop: "PAUSED"
        case .delete, .uninstall: "DELETED"
        }
    }
}
