import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    private static let longestData = 65_536

    /// Secret Manager, as far as jobs use it: secrets and their versions, whose values are never answered.
    func performOnSecretManager(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> HTTPResponse {
        guard steps.first == "secrets" else { throw .untyped(404, "not found") }
        if steps.count == 1 {
            try allow([.get, .post], request)
            if request.method == .get { return HTTPResponse(200, json: try listManagedSecrets(ListQuery(request))) }
            return HTTPResponse(200, json: try createManagedSecret(arguments(of: request), at: moment))
        }
        let id = try checked(steps[1], "secret_id")
        if steps.count == 2 {
            try allow([.get, .patch, .delete], request)
            return try performOn(managedSecret: id, request, at: moment)
        }
        guard steps[2] == "versions" else { throw .untyped(404, "not found") }
        switch steps.count {
        case 3:
            try allow([.get, .post], request)
            let secret = try managedSecret(id)
            if request.method == .get {
                return HTTPResponse(200, json: try listVersions(of: secret, ListQuery(request)))
            }
            return HTTPResponse(200, json: try createVersion(of: secret, arguments(of: request), at: moment))
        case 4:
            try allow([.get, .patch, .delete], request)
            return try performOn(version: steps[3], of: try managedSecret(id), request, at: moment)
        case 5 where steps[4] == "enable" || steps[4] == "disable":
            try allow([.post], request)
            let secret = try managedSecret(id)
            return HTTPResponse(
                200,
                json: try change(steps[3], of: secret, at: moment) { $0.isEnabled = steps[4] == "enable" }
            )
        default: throw .untyped(404, "not found")
        }
    }

    /// Whether a version of a secret in Secret Manager has a value, which no answer tells.
    ///
    /// - Parameters:
    ///   - value: The value as it was before base64.
    ///   - revision: The number of the version; `nil` for the latest.
    ///   - id: The identifier of the secret.
    /// - Returns: Whether there is such a version, with this value.
    public func holdsManagedSecret(_ value: String, revision: Int? = nil, of id: String) -> Bool {
        managedSecrets[id]?.version(revision.map(String.init) ?? "latest")?.data.isValue(value) ?? false
    }

    private func managedSecret(_ id: String) throws(ScalewayErrorAnswer) -> StoredManagedSecret {
        guard let secret = managedSecrets[id] else { throw .notFound(StoredManagedSecret.kind, id) }
        return secret
    }

    private func listManagedSecrets(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let isOurs = isOurAccount(&query)
        let (name, path, tags) = (query.text("name"), query.text("path"), query.texts("tags"))
        return try query.answer(managedSecrets, defaultPageSize: configuration.defaultPageSize) { secret in
            isOurs && (name ?? secret.name) == secret.name && (path ?? secret.form.path) == secret.form.path
                && tags.allSatisfy(secret.form.tags.contains)
        }
    }

    private func createManagedSecret(
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let project = reader.uuid("project_id", isRequired: true, &problems) ?? ""
        let name = reader.text("name", isRequired: true, length: 1...255, &problems) ?? ""
        var form = StoredManagedSecret.Form()
        form.apply(reader, &problems)
        try problems.check()
        guard project == configuration.projectID else { throw .permissionsDenied([("secret", "write")]) }
        if let other = managedSecrets.values.first(where: { $0.name == name && $0.form.path == form.path }) {
            throw .alreadyExists(StoredManagedSecret.kind, other.id, help: "the path has a secret of that name")
        }
        let secret = StoredManagedSecret(
            id: chance.uuid(),
            projectID: project,
            name: name,
            region: configuration.region,
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            form: form
        )
        managedSecrets[secret.id] = secret
        return secret.json
    }

    private func performOn(
        managedSecret id: String,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> HTTPResponse {
        var secret = try managedSecret(id)
        if request.method == .patch {
            var problems = ArgumentProblems()
            secret.form.apply(try arguments(of: request), &problems)
            try problems.check()
            secret.updatedAt = moment.stamp
            managedSecrets[id] = secret
        } else if request.method == .delete {
            if secret.form.isProtected {
                throw .preconditionFailed("protected_resource", help: "the secret is protected")
            }
            managedSecrets[id] = nil
            return .deleted
        }
        return HTTPResponse(200, json: secret.json)
    }

    // MARK: Versions

    private func listVersions(
        of secret: StoredManagedSecret,
        _ query: ListQuery
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let status = query.word("status", of: ["enabled", "disabled"])
        var all: [String: ListedSecretVersion] = [:]
        for version in secret.versions {
            let id = String(version.revision)
            let json = secret.json(of: version)
            all[id] = ListedSecretVersion(
                id: id,
                sequence: version.revision,
                json: json,
                isEnabled: version.isEnabled
            )
        }
        return try query.answer(all, orderedBy: nil, defaultPageSize: configuration.defaultPageSize) { version in
            status.map { ($0 == "enabled") == version.isEnabled } ?? true
        }
    }

    private func createVersion(
        of secret: StoredManagedSecret,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var secret = secret
        var problems = ArgumentProblems()
        let text = reader.text("data", isRequired: true, &problems) ?? ""
        let data = Base64.bytes(of: text)
        if data == nil { problems.add("data", .format, "value must be base64") }
        if (data?.count ?? 0) > Self.longestData {
            problems.add("data", .constraint, "value must be at most \(Self.longestData) bytes long")
        }
        let description = reader.text("description", length: 0...255, &problems) ?? ""
        let disables = reader.bool("disable_previous", &problems) ?? false
        try problems.check()
        if disables, let last = secret.versions.indices.last { secret.versions[last].isEnabled = false }
        secret.lastRevision += 1
        let version = StoredManagedSecret.Version(
            revision: secret.lastRevision,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            description: description,
            data: hasher.hash(data ?? [])
        )
        secret.versions.append(version)
        managedSecrets[secret.id] = secret
        return secret.json(of: version)
    }

    private func performOn(
        version name: String,
        of secret: StoredManagedSecret,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> HTTPResponse {
        var secret = secret
        let version = try version(name, of: secret)
        switch request.method {
        case .delete:
            secret.versions.removeAll { $0.revision == version.revision }
            managedSecrets[secret.id] = secret
            return .deleted
        case .patch:
            var problems = ArgumentProblems()
            let description = try arguments(of: request).text("description", length: 0...255, &problems)
            try problems.check()
            let json = try change(name, of: secret, at: moment) { $0.description = description ?? $0.description }
            return HTTPResponse(200, json: json)
        default: return HTTPResponse(200, json: secret.json(of: version))
        }
    }

    private func version(
        _ name: String,
        of secret: StoredManagedSecret
    ) throws(ScalewayErrorAnswer) -> StoredManagedSecret.Version {
        guard StoredManagedSecret.isVersion(name) else {
            throw .invalidArguments([
                ScalewayErrorAnswer.Argument("revision", .format, "value must be latest, latest_enabled or a number")
            ])
        }
        guard let version = secret.version(name) else { throw .notFound("secret_version", secret.id) }
        return version
    }

    private func change(
        _ name: String,
        of secret: StoredManagedSecret,
        at moment: Moment,
        _ change: (inout StoredManagedSecret.Version) -> Void
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var secret = secret
        let revision = try version(name, of: secret).revision
        for index in secret.versions.indices where secret.versions[index].revision == revision {
            change(&secret.versions[index])
            secret.versions[index].updatedAt = moment.stamp
        }
        managedSecrets[secret.id] = secret
        return secret.json(of: try version(String(revision), of: secret))
    }
}

extension HTTPResponse {
    /// The answer to a deletion that has no body, although its head says JSON.
    static var deleted: HTTPResponse { HTTPResponse(status: 204, headers: ["Content-Type": "application/json"]) }
}
