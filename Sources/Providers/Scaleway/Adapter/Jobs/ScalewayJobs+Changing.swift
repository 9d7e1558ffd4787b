import CloudContainers

extension ScalewayJobs {
    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        job id: Job.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Job.ID {
        let project = try await project(of: namespace, for: change)
        var change = change
        let now = await client.time.wallClock()
        change.requests = change.requests.map { Self.placed($0, in: namespace, at: now) }
        try await checkReferences(of: change, id)
        try await checkOwnSecrets(of: &change, id)
        change.requests = try await abandonedSecrets(of: change, in: namespace, id) + change.requests
        let known = ["project": project, "region": service.configuration.region].compactMapValues { $0 }
        let result = try await JobPerformer(self, client, known: known)
            .perform(change, in: namespace, job: id, secrets: secrets, journal: journal)
        await service.known.insert(result.rawValue)
        return result
    }

    /// The project in which something is made; `nil` where nothing is.
    private func project(of namespace: Namespace.ID, for change: PreparedChange) async throws -> String? {
        let needsProject = change.requests.contains { $0.body?.root["project_id"] != nil }
        return needsProject ? try await project(of: namespace) : nil
    }

    /// The request with the namespace in the texts that hold more than it: the mark and the folder of a secret.
    ///
    /// A secret's name says when it was made, since an earlier one of the same variable may be there still.
    private static func placed(
        _ request: PreparedRequest,
        in namespace: Namespace.ID,
        at now: Timestamp
    ) -> PreparedRequest {
        guard var body = request.body?.root.object else { return request }
        if let description = body["description"]?.string {
            var (users, mark) = OwnershipMark.split(description: description)
            if mark.namespace == ScalewayJobDialect.namespacePlaceholder {
                mark.values["namespace"] = namespace.rawValue
                body.set("description", .string(mark.marking(users) ?? ""))
            }
        }
        let folder = ScalewayJobDialect.folder(of: "", in: ScalewayJobDialect.namespacePlaceholder)
        if let path = body["path"]?.string, body["project_id"] != nil, path.hasPrefix(folder) {
            let job = String(path.dropFirst(folder.count))
            body.set("path", .string(ScalewayJobDialect.folder(of: job, in: namespace.rawValue)))
            body.set("name", .string("\(body["name"]?.string ?? "")-\(now.seconds)"))
        }
        var request = request
        request.body = JSONDocument(.object(body))
        return request
    }

    /// Refuses references to secrets that are not there, and more than a job can have, before anything is made.
    private func checkReferences(of change: PreparedChange, _ id: Job.ID?) async throws {
        let added = change.requests.filter { $0.method == "POST" }
            .flatMap { $0.body?.root["secrets"]?.array ?? [] }
        if added.isEmpty { return }
        for reference in added {
            let secret = reference["secret_manager_id"]?.string ?? ""
            if secret.hasPrefix("{") { continue }
            let path = "\(secretManager)/secrets/\(PercentCoding.encoded(secret))"
            _ = try await client.document(APICall(.get, path, operation: "find the secret \(secret)"))
        }
        let call = APICall(.get, "\(prefix)/job-limits", operation: "get the limits of jobs")
        let limit = try await client.document(call).root["secrets_per_job_definition"]?.integer
        let there = try await id.asyncMap(secrets)?.count ?? 0
        let removed = change.requests.filter {
            $0.method == "DELETE" && $0.path.hasPrefix("\(ScalewayJobDialect.jobs)/secrets/")
        }.count
        guard let limit, there - removed + added.count > limit else { return }
        throw ContainerServiceError(
            .quotaExceeded,
            "the job would have \(there - removed + added.count) secrets, of which Scaleway takes \(limit)",
            provider: .scaleway
        )
    }

    /// The requests that remove secrets which an attempt to make a job has left that was cut off.
    ///
    /// They are those in the job's own folder that the job does not refer to; where another job has the name, nobody knows.
    private func abandonedSecrets(
        of change: PreparedChange,
        in namespace: Namespace.ID,
        _ id: Job.ID?
    ) async throws -> [PreparedRequest] {
        let made = change.requests.compactMap { $0.method == "POST" ? $0.body?.root["path"]?.string : nil }
        guard let folder = made.first, folder.hasPrefix(ScalewayJobDialect.folder(of: "", in: namespace.rawValue))
        else {
            return []
        }
        let there = try await service.all("secrets", [("path", folder)], below: secretManager) { $0 }
        if there.isEmpty { return [] }
        let references: [JSONValue]
        if let id {
            references = try await secrets(of: id)
        } else {
            let name = String(folder.dropFirst(ScalewayJobDialect.folder(of: "", in: namespace.rawValue).count))
            if try await job(named: name, in: namespace) != nil { return [] }
            references = []
        }
        let used = Set(references.compactMap { $0["secret_manager_id"]?.string })
        return there.compactMap { secret in
            guard let id = secret["id"]?.string, !used.contains(id) else { return nil }
            return PreparedRequest(
                "DELETE",
                "\(ScalewayJobDialect.secretManager)/secrets/\(PercentCoding.encoded(id))",
                purpose: "remove a secret that an earlier attempt has left"
            )
        }
    }

    /// Refuses another value for a secret that is not the job's own, and leaves out the deletion of such a one.
    private func checkOwnSecrets(of change: inout PreparedChange, _ id: Job.ID?) async throws {
        guard let id else { return }
        let start = "\(ScalewayJobDialect.secretManager)/secrets/"
        var kept: [PreparedRequest] = []
        var folder: String??
        for request in change.requests {
            let steps = request.path.hasPrefix(start) ? request.path.dropFirst(start.count).split(separator: "/") : []
            guard let secret = steps.first.map(String.init), !secret.hasPrefix("{") else {
                kept.append(request)
                continue
            }
            if folder == nil { folder = .some(try await ownFolder(of: id)) }
            let answer: APIAnswer
            do {
                let call = APICall(.get, "\(secretManager)/secrets/\(secret)", operation: "get the secret \(secret)")
                answer = try await client.document(call)
            } catch let error as ContainerServiceError where error.code == .notFound && request.method == "DELETE" {
                continue
            }
            if let folder = folder.flatMap(\.self), answer.root["path"]?.string == folder {
                kept.append(request)
            } else if request.method != "DELETE" {
                throw ContainerServiceError(
                    .unsupported,
                    "cannot \(request.purpose): it was not made for the job \(id) and others may use it; "
                        + "change it in Secret Manager (\(secret))",
                    provider: .scaleway
                )
            }
        }
        change.requests = kept
    }

    /// The folder of the secrets that were made for a job; `nil` for one that says no namespace.
    private func ownFolder(of id: Job.ID) async throws -> String? {
        let get = await call(.get, "job-definitions", id.rawValue, operation: "get the job \(id)")
        return Self.ownFolder(of: try await client.document(get).root)
    }

    private static func ownFolder(of definition: JSONValue) -> String? {
        guard let home = home(of: definition), let name = definition["name"]?.string else { return nil }
        return ScalewayJobDialect.folder(of: name, in: home)
    }

    // MARK: Deletion

    func deleteJob(_ id: Job.ID) async throws {
        let get = await call(.get, "job-definitions", id.rawValue, operation: "get the job \(id)")
        let definition = try await client.document(get).root
        await service.known.insert(id.rawValue)
        let secrets = try await secrets(of: id)
        try await stopSchedules(of: id, definition)
        try await deleteDefinition(id)
        try await deleteSecrets(secrets, of: definition)
    }

    // MARK: Schedules

    func stopSchedules(of id: Job.ID) async throws {
        let get = await call(.get, "job-definitions", id.rawValue, operation: "get the job \(id)")
        let definition = try await client.document(get).root
        await service.known.insert(id.rawValue)
        try await stopSchedules(of: id, definition)
    }

    /// Clears the schedule of a definition, and removes its triggers.
    private func stopSchedules(of id: Job.ID, _ definition: JSONValue) async throws {
        if definition["cron_schedule"]?.object != nil {
            var patch = await call(
                .patch,
                "job-definitions",
                id.rawValue,
                operation: "remove the schedule of the job \(id)"
            )
            let body: JSONValue = ["cron_schedule": ["schedule": .null, "timezone": .null]]
            patch.body = HTTPBody(Array(body.text(.compact).utf8))
            _ = try await client.send(patch)
        }
        for trigger in try await triggers(of: id) {
            guard let trigger = trigger["id"]?.string else { continue }
            try await service.delete(
                await call(.delete, "triggers", trigger, operation: "remove a schedule of the job \(id)")
            )
        }
    }

    /// Stops the runs and deletes the definition, again and again while runs are there.
    private func deleteDefinition(_ id: Job.ID) async throws {
        let began = await client.time.now()
        while true {
            for run in try await liveRuns(of: id) where run.state != .stopping { try await stop(run.id, of: id) }
            var call = await call(.delete, "job-definitions", id.rawValue, operation: "delete the job \(id)")
            call.waitsWhileBusy = false
            do {
                return try await service.delete(call)
            } catch let error as ContainerServiceError where error.code == .busy {
                guard await client.time.now() - began < client.patience else { throw error }
                try await client.time.sleep(for: .seconds(2))
            }
        }
    }

    /// Deletes the secrets that were made for the job, which lie in a folder of its own.
    private func deleteSecrets(_ references: [JSONValue], of definition: JSONValue) async throws {
        guard let folder = Self.ownFolder(of: definition) else { return }
        for id in Set(references.compactMap { $0["secret_manager_id"]?.string }).sorted() {
            let path = "\(secretManager)/secrets/\(PercentCoding.encoded(id))"
            let secret: APIAnswer
            do {
                secret = try await client.document(APICall(.get, path, operation: "get the secret \(id)"))
            } catch let error as ContainerServiceError where error.code == .notFound {
                continue
            }
            guard secret.root["path"]?.string == folder else { continue }
            try await service.delete(APICall(.delete, path, operation: "delete the secret \(id)"))
        }
    }
}

extension Optional {
    /// What a closure makes of the value, if there is one.
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
