import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    func jobSecret(_ id: String) throws(ScalewayErrorAnswer) -> StoredJobSecret {
        guard let secret = jobSecrets[id] else { throw .untyped(404, "secret is not found") }
        return secret
    }

    /// POST `/secrets` of jobs: all references of the list, or none.
    func createJobSecrets(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let definition = reader.uuid("job_definition_id", isRequired: true, &problems) ?? ""
        let inner = reader.readers("secrets", isRequired: true, &problems)
        var references: [(manager: String, version: String, place: StoredJobSecret.Place)] = []
        for secret in inner {
            let manager = secret.uuid("secret_manager_id", isRequired: true, &problems)
            let version = Self.version(secret, isRequired: true, &problems)
            let place = Self.place(secret, isRequired: true, &problems)
            if let manager, let version, let place { references.append((manager, version, place)) }
        }
        try problems.check()
        _ = try jobDefinition(definition)
        let present = jobSecrets.values.filter { $0.jobDefinitionID == definition }
        try checkQuota(
            "job_definition_secrets",
            configuration.quotas.secretsOfJobDefinition,
            current: present.count,
            adding: references.count
        )
        var places = Set(present.map(\.place))
        for (index, reference) in references.enumerated() {
            if !places.insert(reference.place).inserted {
                problems.add("secrets[\(index)]", .constraint, "the job has a secret in that place")
            }
        }
        try problems.check()
        for reference in references { try checkReference(reference.manager, reference.version) }
        let made = references.map { reference in
            StoredJobSecret(
                id: chance.uuid(),
                jobDefinitionID: definition,
                sequence: moment.tick,
                managerID: reference.manager,
                version: reference.version,
                place: reference.place
            )
        }
        for secret in made { jobSecrets[secret.id] = secret }
        return ["secrets": .array(made.map(\.json))]
    }

    /// PATCH `/secrets/{id}` of jobs: the kind of place cannot change.
    func updateJobSecret(_ id: String, _ reader: ArgumentReader) throws(ScalewayErrorAnswer) -> JSONValue {
        var secret = try jobSecret(id)
        var problems = ArgumentProblems()
        secret.version = Self.version(reader, isRequired: false, &problems) ?? secret.version
        if let place = Self.place(reader, isRequired: false, &problems) {
            switch (secret.place, place) {
            case (.variable, .variable), (.file, .file): secret.place = place
            case (.variable, .file): problems.add("path", .constraint, "the kind of a secret cannot change")
            case (.file, .variable): problems.add("env_var_name", .constraint, "the kind of a secret cannot change")
            }
        }
        let isTaken = jobSecrets.values.contains { other in
            other.id != id && other.jobDefinitionID == secret.jobDefinitionID && other.place == secret.place
        }
        if isTaken { problems.add("secret", .constraint, "the job has a secret in that place") }
        try problems.check()
        try checkReference(secret.managerID, secret.version)
        jobSecrets[id] = secret
        return secret.json
    }

    /// GET `/secrets` of a job, in an order that is not that of the creation.
    func listJobSecrets(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let definition = query.uuid("job_definition_id", isRequired: true)
        // The list has no pages.
        let size = max(1, jobSecrets.count)
        return try query.answer(jobSecrets, orderedBy: nil, defaultPageSize: size) { $0.jobDefinitionID == definition }
    }

    private func checkReference(_ manager: String, _ version: String) throws(ScalewayErrorAnswer) {
        guard let secret = managedSecrets[manager] else { throw .untyped(404, "secret is not found") }
        if secret.version(version) == nil { throw .untyped(404, "secret version is not found") }
    }

    private static func version(
        _ reader: ArgumentReader,
        isRequired: Bool,
        _ problems: inout ArgumentProblems
    ) -> String? {
        reader.text(
            "secret_manager_version",
            isRequired: isRequired,
            length: 1...20,
            pattern: "latest, latest_enabled or a number",
            &problems,
            fits: StoredManagedSecret.isVersion
        )
    }

    private static func place(
        _ reader: ArgumentReader,
        isRequired: Bool,
        _ problems: inout ArgumentProblems
    ) -> StoredJobSecret.Place? {
        let (variable, path) = ("env_var_name", "path")
        switch (reader.isGiven(variable), reader.isGiven(path)) {
        case (true, true),
            (false, false) where isRequired:
            let reason: ScalewayErrorAnswer.Argument.Reason = reader.isGiven(path) ? .constraint : .required
            problems.add(reader.name(variable), reason, "exactly one of env_var_name and path must be set")
            return nil
        case (true, _):
            guard let name = reader.text(variable, isRequired: true, length: 1...255, &problems) else { return nil }
            ArgumentReader.check(variable: name, reader.name(variable), &problems)
            return .variable(name)
        case (_, true):
            let text = reader.text(
                path,
                isRequired: true,
                length: 1...255,
                pattern: "^(/[^/]+)+$",
                &problems,
                fits: { $0.hasPrefix("/") && !$0.hasSuffix("/") && !$0.contains("//") }
            )
            return text.map { .file($0) }
        default: return nil
        }
    }
}

extension ArgumentReader {
    /// The objects of a list; none where it is not one.
    func readers(_ member: String, isRequired: Bool, _ problems: inout ArgumentProblems) -> [ArgumentReader] {
        guard let elements = object[member]?.array, !elements.isEmpty else {
            if isRequired || isGiven(member) {
                let isList = object[member]?.array != nil || !isGiven(member)
                problems.add(name(member), isList ? .required : .format, "value must be a list with elements")
            }
            return []
        }
        return elements.enumerated().compactMap { index, element in
            let place = "\(name(member))[\(index)]"
            if let object = element.object { return ArgumentReader(object, prefix: place + ".") }
            problems.add(place, .format, "value must be an object")
            return nil
        }
    }
}
