import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    private static let namePattern = "^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])$"

    func trigger(_ id: String) throws(ScalewayErrorAnswer) -> StoredTrigger {
        guard let trigger = triggers[id] else { throw .notFound(StoredTrigger.kind, id) }
        return trigger
    }

    /// POST `/triggers`.
    func createTrigger(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let containerID = reader.uuid("container_id", isRequired: true, &problems) ?? ""
        let name = name(reader, isRequired: true, &problems) ?? ""
        let description = reader.text("description", length: 0...255, &problems) ?? ""
        let tags = reader.strings("tags", &problems) ?? []
        var destination = TriggerDestination()
        if let inner = reader.reader("destination_config", &problems) { destination.apply(inner, &problems) }
        let kinds = TriggerSource.Kind.allCases.filter { reader.isGiven($0.member) }
        var source = TriggerSource.empty(kinds.first ?? .cron)
        if kinds.count == 1, let inner = reader.reader(source.kind.member, &problems) {
            source.apply(inner, isUpdate: false, &hasher, &problems)
        } else if kinds.count != 1 {
            problems.add(
                source.kind.member,
                kinds.isEmpty ? .required : .constraint,
                "exactly one of cron_config, sqs_config, nats_config must be set"
            )
        }
        try problems.check()
        try container(containerID).checkSettled()
        let trigger = StoredTrigger(
            id: chance.uuid(),
            containerID: containerID,
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            lifecycle: Lifecycle(.creating, until: due(configuration.durations.triggerReady, moment), then: .ready),
            name: name,
            description: description,
            tags: tags,
            destination: destination,
            source: source
        )
        triggers[trigger.id] = trigger
        return trigger.json
    }

    /// PATCH `/triggers/{id}`: a change of name, description or tags alone is done at once.
    func updateTrigger(
        _ id: String,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var trigger = try trigger(id)
        let old = (trigger.destination, trigger.source)
        var problems = ArgumentProblems()
        trigger.name = name(reader, isRequired: false, &problems) ?? trigger.name
        trigger.description = reader.text("description", length: 0...255, &problems) ?? trigger.description
        trigger.tags = reader.strings("tags", &problems) ?? trigger.tags
        if let inner = reader.reader("destination_config", &problems) { trigger.destination.apply(inner, &problems) }
        for kind in TriggerSource.Kind.allCases {
            guard let inner = reader.reader(kind.member, &problems) else { continue }
            if kind == trigger.source.kind {
                trigger.source.apply(inner, isUpdate: true, &hasher, &problems)
            } else {
                problems.add(kind.member, .constraint, "the kind of source cannot change")
            }
        }
        try problems.check()
        try trigger.checkSettled()
        if old != (trigger.destination, trigger.source) {
            let due = due(configuration.durations.triggerReady, moment)
            trigger.lifecycle.begin(.updating, until: due, then: .ready)
        }
        trigger.updatedAt = moment.stamp
        triggers[id] = trigger
        return trigger.json
    }

    /// DELETE `/triggers/{id}`: the date of the last change stays, unlike elsewhere.
    func deleteTrigger(_ id: String, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var trigger = try trigger(id)
        try checkDeletable(trigger)
        trigger.lifecycle.begin(.deleting, until: due(configuration.durations.triggerGone, moment), then: .gone)
        triggers[id] = trigger
        return trigger.json
    }

    private func name(_ reader: ArgumentReader, isRequired: Bool, _ problems: inout ArgumentProblems) -> String? {
        reader.text(
            "name",
            isRequired: isRequired,
            length: 1...50,
            pattern: Self.namePattern,
            &problems,
            fits: NameForm.isTrigger
        )
    }
}
