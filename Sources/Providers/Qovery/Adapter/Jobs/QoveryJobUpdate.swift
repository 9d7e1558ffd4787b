import CloudContainers

/// The requests that bring a live job to a wish, compared on what would be written for either.
struct QoveryJobUpdate {
    private let wanted: JobSpec
    private let live: QoveryJob
    private let old: JSONValue
    private let new: JSONValue

    static func prepare(
        _ wish: JobSpec,
        _ live: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        let dialect = QoveryJobDialect()
        let bundle: QoveryJobBundle
        do {
            bundle = try QoveryJobBundle(json: live.root["job"] == nil ? ["job": live.root] : live.root)
        } catch {
            throw error.located(in: live)
        }
        guard let current = try dialect.read(live, given).first?.value, let job = bundle.job.value else {
            throw ContainerServiceError(.invalidInput, "the live payload holds no job", provider: dialect.provider)
        }
        let spec = wish.completed(by: current)
        var given = given
        // The registry is the live one unless the image moves to another host.
        if let host = current.qovery?.registryHost, let id = current.qovery?.registryID, given.registries[host] == nil {
            given.registries[host] = id
        }
        given.secretNames.formUnion(current.variables.filter(\.isSecret).map(\.name))
        var written = QoveryJobWriter.write(spec, given)
        let notes =
            impossibleResets(of: spec, current)
            + QoveryUpdate.changedKinds(spec.container, current.container, bundle.container)
        written.ledger.entries += notes.map {
            LedgerEntry(sources: [], targets: [], outcome: $0.outcome, findings: [$0])
        }
        guard written.value != nil, written.ledger.obstacles.isEmpty else {
            return Translation(value: nil, ledger: written.ledger)
        }
        let (old, new) = (QoveryJobWriter.bundle(of: current, given), QoveryJobWriter.bundle(of: spec, given))
        let common = QoveryUpdate(
            kind: .job,
            current: current.container,
            wanted: spec.container,
            live: bundle.container,
            old: old,
            new: new,
            renewed: given.renewedSecrets
        )
        let update = QoveryJobUpdate(wanted: spec, live: job, old: old, new: new)
        let requests = update.jobRequests + common.settingsRequests + common.variableRequests
        try common.checkParts(of: requests)
        return Translation(
            value: PreparedChange(requests: requests, deploys: false, basis: dialect.basis(of: live)),
            ledger: written.ledger
        )
    }

    /// Fields that are to be set back, have a value, and cannot be.
    private static func impossibleResets(of wish: JobSpec, _ current: JobSpec) -> [Finding] {
        let others: Set<FieldPath> = ["environment", "secrets", "files", "command", "arguments"]
        let there = current.document
        return wish.container.resetFields.sorted().filter { path in
            !others.contains(path) && !resettable.contains { $0.path == path }
                && ![nil, .null].contains(there.value(at: path))
        }.map { Finding(.resetImpossible, .approximated, subject: $0.description) }
    }

    /// Fields that the API sets back to its default when a `PUT` leaves them out.
    private static let resettable: [(path: FieldPath, name: String, standard: JSONValue)] =
        QoveryUpdate.resettable.filter { field in
            field.path == "description" || FieldPath("resources").contains(field.path)
        } + [("retries", "max_nb_restart", 0), ("timeLimit", "max_duration_seconds", .null)]

    /// A live value with what differs between two that were written; members that nobody writes stay.
    private static func changed(_ live: JSONValue?, from old: JSONValue?, to new: JSONValue) -> JSONValue {
        guard var object = live?.object, let before = old?.object, let after = new.object else { return new }
        for name in before.names where after[name] == nil { object.remove(name) }
        for member in after.members where before[member.name] != member.value {
            object.set(member.name, changed(object[member.name], from: before[member.name], to: member.value))
        }
        return .object(object)
    }

    private var jobRequests: [PreparedRequest] {
        let unchanged = live.updateBody.json.object ?? JSONObject()
        var body = unchanged
        let (old, new) = (member(of: old), member(of: new))
        for member in new?.object?.members ?? [] where old?[member.name] != member.value {
            body.set(member.name, Self.changed(body[member.name], from: old?[member.name], to: member.value))
        }
        let resets = wanted.container.resetFields
        for field in Self.resettable
        where resets.contains(field.path) && body[field.name] != field.standard && new?[field.name] == nil {
            body.remove(field.name)
        }
        guard body != unchanged else { return [] }
        return [PreparedRequest("PUT", "/job/{job}", body: .object(body), purpose: "update \(wanted.name)")]
    }

    /// The job of what was written, whose command is that of the live schedule where nobody could read when that runs.
    private func member(of bundle: JSONValue) -> JSONValue? {
        guard var job = bundle["job"]?.object, let command = job["schedule"]?["on_start"],
            wanted.schedules.isEmpty, wanted.events.isEmpty, live.schedule.value?.cronjob.value != nil
        else { return bundle["job"] }
        job.set("schedule", ["cronjob": command])
        return .object(job)
    }
}

extension JobSpec {
    /// The wish with what it does not manage of what the API takes as one object only, and of the marked description.
    fileprivate func completed(by current: JobSpec) -> JobSpec {
        var spec = self
        let reset = container.resetFields
        if description == nil, !reset.contains("description") { spec.description = current.description }
        spec.owner = owner ?? current.owner
        if resources.cpu == nil, !reset.contains("resources.cpu") { spec.resources.cpu = current.resources.cpu }
        if resources.memory == nil, !reset.contains("resources.memory") {
            spec.resources.memory = current.resources.memory
        }
        if resources.ephemeralStorage == nil, !reset.contains("resources.ephemeralStorage") {
            spec.resources.ephemeralStorage = current.resources.ephemeralStorage
        }
        if schedules.isEmpty, events.isEmpty {
            spec.schedules = current.schedules
            spec.events = current.events
        }
        for index in spec.schedules.indices where spec.schedules[index].timeZone == nil {
            spec.schedules[index].timeZone = current.schedules.first?.timeZone
        }
        if command.command.isEmpty, !reset.contains("command") { spec.command.command = current.command.command }
        if command.arguments.isEmpty, !reset.contains("arguments") {
            spec.command.arguments = current.command.arguments
        }
        var settings = qovery ?? QoveryJobSettings()
        let live = current.qovery ?? QoveryJobSettings()
        if !spec.events.isEmpty { settings.lifecycleType = settings.lifecycleType ?? live.lifecycleType }
        settings.port = settings.port ?? live.port
        settings.probes.liveness = settings.probes.liveness ?? live.probes.liveness
        settings.probes.readiness = settings.probes.readiness ?? live.probes.readiness
        if case .build(var build) = source, case .build(let old) = current.source, build.repository == old.repository {
            build.branch = build.branch ?? old.branch
            build.folder = build.folder ?? old.folder
            build.dockerfilePath = build.dockerfilePath ?? old.dockerfilePath
            build.dockerfile = build.dockerfile ?? old.dockerfile
            build.stage = build.stage ?? old.stage
            spec.source = .build(build)
            settings.gitProvider = settings.gitProvider ?? live.gitProvider
            settings.gitOwner = settings.gitOwner ?? live.gitOwner
            settings.gitName = settings.gitName ?? live.gitName
            settings.gitTokenID = settings.gitTokenID ?? live.gitTokenID
        }
        if settings != QoveryJobSettings() { spec.qovery = settings }
        return spec
    }
}

extension QoveryJob {
    /// The body of a `PUT` that changes nothing: an answer without what only answers have.
    ///
    /// A `PUT` replaces the whole job, so what is left out is reset: everything else is kept, unknown members too.
    package var updateBody: QoveryJob {
        var body = self
        body.jobType = .absent
        body.container = container.updateBody
        body.source = source.map { source in
            var source = source
            source.image = source.image.map { image in
                var image = image
                if image.registryID.value == nil { image.registryID = image.registry.value?.id ?? .absent }
                image.registry = .absent
                return image
            }
            source.docker = source.docker.map { docker in
                var docker = docker
                docker.gitRepository = docker.gitRepository.map(\.updateBody)
                return docker
            }
            return source
        }
        return body
    }
}

extension QoveryGitRepository {
    /// The repository without what only answers have.
    fileprivate var updateBody: QoveryGitRepository {
        var body = self
        body.hasAccess = .absent
        body.deployedCommitID = .absent
        body.deployedCommitDate = .absent
        body.deployedCommitContributor = .absent
        body.deployedCommitTag = .absent
        body.gitTokenName = .absent
        return body
    }
}
