import CloudContainers
import SimulationKit

extension Deployment: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "id": .string(id), "execution": .string(executionID), "action": .string(action.rawValue),
            "created": .time(created), "requested_at": .time(requestedAt),
            "deletes_environment": .bool(deletesEnvironment), "steps": .records(steps),
            "own_length": .time(ownLength), "begins_at": beginsAt.map { .time($0) }, "begun": .bool(hasBegun),
            "cancelled": .bool(isCancelled), "ended_at": endedAt.map { .time($0) },
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            executionID: try state.text("execution"),
            action: try state.word("action"),
            created: try state.timestamp("created"),
            requestedAt: try state.span("requested_at"),
            deletesEnvironment: try state.bool("deletes_environment"),
            steps: try state.records("steps"),
            ownLength: try state.span("own_length"),
            beginsAt: try state.spanIfPresent("begins_at"),
            hasBegun: try state.bool("begun"),
            isCancelled: try state.bool("cancelled"),
            endedAt: try state.spanIfPresent("ended_at")
        )
    }
}

extension Deployment.Step: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "container": .string(serviceID), "length": .time(length), "log": .string(logID),
            "ends_at": endsAt.map { .time($0) }, "verdict": .string(verdict.rawValue),
            "failure": failure.map { .record($0) }, "outcome": outcome.map { .string($0.rawValue) },
            "revision": .number(revision), "name": .string(name), "image": .string(imageName), "tag": .string(tag),
            "arguments": .texts(arguments), "entrypoint": entrypoint.map { .string($0) }, "icon": .string(iconURI),
            "stage": .record(stage), "job": job.map { .record($0) },
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            serviceID: try state.text("container"),
            length: try state.span("length"),
            logID: try state.text("log"),
            endsAt: try state.spanIfPresent("ends_at"),
            verdict: try state.word("verdict"),
            failure: try state.recordIfPresent("failure"),
            outcome: try state.wordIfPresent("outcome"),
            revision: try state.amount("revision"),
            name: try state.text("name"),
            imageName: try state.text("image"),
            tag: try state.text("tag"),
            arguments: try state.strings("arguments"),
            entrypoint: try state.textIfPresent("entrypoint"),
            iconURI: try state.text("icon"),
            stage: try state.record("stage"),
            job: try state.recordIfPresent("job")
        )
    }
}

extension Deployment.Failure: StateRecord {
    var saved: JSONObject { ["tag": .string(tag), "message": .string(message), "hint": .string(hint)] }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(tag: try state.text("tag"), message: try state.text("message"), hint: try state.text("hint"))
    }
}
