import CloudContainers
import SimulationKit

/// The crons of version 1beta1, which version 1 has as triggers.
extension ScalewaySimulator {
    func performOnLegacyCrons(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        if steps.count == 1 {
            try allow([.get, .post], request)
            if request.method == .get { return try listLegacyCrons(ListQuery(request)) }
            let body = try arguments(of: request).object
            var object = translated(body)
            if let id = body["container_id"] { object.set("container_id", id) }
            // A cron needs no name, a trigger does.
            if object["name"] == nil { object.set("name", .string("cron-\(moment.tick)")) }
            let made = try createTrigger(ArgumentReader(object), at: moment)
            return try cron(made["id"]?.string ?? "").json
        }
        try allow([.get, .patch, .delete], request)
        let id = try cron(try checked(steps[1], "cron_id")).id
        switch request.method {
        case .patch:
            _ = try updateTrigger(id, ArgumentReader(translated(try arguments(of: request).object)), at: moment)
        case .delete: _ = try deleteTrigger(id, at: moment)
        default: break
        }
        return try cron(id).json
    }

    private func listLegacyCrons(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let container = query.uuid("container_id")
        let region = configuration.region
        let all = triggers.compactMapValues { trigger in
            trigger.legacyJSON(region: region).map { LegacyCron(id: trigger.id, trigger: trigger, json: $0) }
        }
        return try query.answer(all, defaultPageSize: configuration.defaultPageSize) { cron in
            (container ?? cron.trigger.containerID) == cron.trigger.containerID
        }
    }

    private func cron(_ id: String) throws(ScalewayErrorAnswer) -> LegacyCron {
        guard let trigger = triggers[id], let json = trigger.legacyJSON(region: configuration.region) else {
            throw .notFound(LegacyCron.kind, id)
        }
        return LegacyCron(id: id, trigger: trigger, json: json)
    }

    private func translated(_ body: JSONObject) -> JSONObject {
        var config: JSONObject = ["timezone": "UTC"]
        if let schedule = body["schedule"] { config.set("schedule", schedule) }
        if let args = body["args"], !args.isNull { config.set("body", .string(args.text(.compact))) }
        var object: JSONObject = ["cron_config": .object(config)]
        if let name = body["name"], name.string != "" { object.set("name", name) }
        return object
    }
}

/// A trigger as version 1beta1 sees it.
private struct LegacyCron: ListedResource {
    static let kind = "cron"

    let id: String
    let trigger: StoredTrigger
    let json: JSONValue

    var label: String { trigger.name }
    var sequence: Int { trigger.sequence }
}
