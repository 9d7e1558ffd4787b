public import CloudContainers

/// The jobs of one Qovery account: cron jobs, and lifecycle jobs.
///
/// Making or changing a job deploys nothing, so a schedule begins with ``deployJob(_:)``. Stopping or deleting a lifecycle job
/// runs what it has for that event.
///
/// A run is a deployment of the job, since Qovery has no other record of one: the runs that the schedule starts are in no
/// answer of the API, and a deployment that installed a schedule looks like a run that succeeded.
public struct QoveryJobs: JobService {
    /// The offline half of the provider.
    public let dialect: any JobDialect = QoveryJobDialect()
    let service: QoveryContainerService

    init(_ service: QoveryContainerService) { self.service = service }

    // MARK: Reading

    /// The jobs of an environment; the API has no pages.
    ///
    /// A list answers neither variables nor advanced settings, which ``job(_:)`` does.
    public func jobs(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Job> {
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/job"
        let purpose = "list the jobs of the environment \(namespace)"
        let (json, call) = try await service.get(path, namespace.rawValue, purpose)
        let isEmpty = json.root["results"]?.array?.isEmpty == true
        let statuses = isEmpty ? [:] : try await service.statuses(in: namespace, after: nil, of: .job)
        let jobs = try service.client.read(json, of: call) { json throws(WireError) in
            try QoveryContainerService.results(json) { item throws(WireError) in
                let id = Container.ID(rawValue: try item.requiredText("id"))
                return try Self.job(["job": item], statuses[id])
            }
        }
        await service.known.insert(jobs.map(\.id.rawValue))
        return Page(jobs)
    }

    /// One job with its variables and advanced settings.
    public func job(_ id: Job.ID) async throws -> Job {
        let (json, call) = try await object(id)
        let service = service
        let part = Container.ID(rawValue: id.rawValue)
        var bundle: JSONObject = ["job": json.root]
        let (_, status) = bundle.add(
            try await together([
                { try await service.variablesPart(of: part, .job) }, { try await service.settingsPart(of: part, .job) },
                { try await service.statusPart(of: part, .job) },
            ])
        )
        return try service.client.read(json.replacing(.object(bundle)), of: call) { json throws(WireError) in
            try Self.job(json, status?.status(after: nil))
        }
    }

    /// The job with this name, without regard to case, as Qovery compares names.
    public func job(named name: String, in namespace: Namespace.ID) async throws -> Job? {
        for try await job in allJobs(in: namespace) where job.spec.name.lowercased() == name.lowercased() {
            return job
        }
        return nil
    }

    /// The job in a bundle.
    private static func job(_ bundle: JSONValue, _ status: ContainerStatus?) throws(WireError) -> Job {
        let translation = try QoveryJobReader.read(bundle, Resolutions())
        let wire = try QoveryJob(json: bundle["job"] ?? .null)
        guard let id = wire.id.value, let environment = wire.environment.value?.id.value else {
            throw WireError(
                Diagnostic(
                    problem: "a required field is missing",
                    field: wire.id.value == nil ? "job.id" : "job.environment.id"
                ),
                at: bundle
            )
        }
        return Job(
            id: Job.ID(rawValue: id),
            namespace: Namespace.ID(rawValue: environment),
            spec: translation.value,
            status: status,
            createdAt: wire.createdAt.value.flatMap { try? Timestamp(parsing: $0) },
            updatedAt: wire.updatedAt.value.flatMap { try? Timestamp(parsing: $0) },
            bundle: JSONDocument(bundle)
        )
    }

    /// The job as the API answers it.
    func object(_ id: Job.ID) async throws -> (json: APIAnswer, call: APICall) {
        try await service.get("/job/\(PercentCoding.encoded(id.rawValue))", id.rawValue, "get the job \(id)")
    }

    /// The status of a job as the API answers it.
    func status(of id: Job.ID) async throws -> JSONValue {
        let path = "/job/\(PercentCoding.encoded(id.rawValue))/status"
        return try await service.get(path, id.rawValue, "get the status of the job \(id)").json.root
    }

    // MARK: Changing

    /// Sends the requests of a prepared change; what was made of a job that could not be completed is deleted again.
    public func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        job id: Job.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Job.ID {
        let performer = JobPerformer(
            self,
            service.client,
            isLeaving: { await service.isLeaving(Container.ID(rawValue: $0.id.rawValue), $0.status) },
            undoing: { _, id in "/job/\(id)" },
            completing: { try await service.completed($0, .job) },
            checking: { request, answer, id in
                try await service.rest(of: request, answer, id.map { Container.ID(rawValue: $0.rawValue) }, .job)
            }
        )
        let result = try await performer.perform(change, in: namespace, job: id, secrets: secrets, journal: journal)
        await service.known.insert(result.rawValue)
        return result
    }

    /// Deletes a job, which goes on for a while; a run that somebody started is stopped first.
    ///
    /// A lifecycle job with an event for its deletion runs once more.
    public func deleteJob(_ id: Job.ID) async throws {
        _ = try await object(id)
        // Another deployment can be that of many services, which has nothing to do with this job.
        if let run = try await latestRun(of: id), run.providerWord == "EXECUTING" {
            try await stop(run.id, of: id)
        }
        try await service.delete("/job/\(PercentCoding.encoded(id.rawValue))", id.rawValue, "delete the job \(id)")
        await service.deleted.insert(id.rawValue)
    }

    /// Deploys a job with its configured tag: a cron job's schedule begins, a lifecycle job runs what it has for its start.
    public func deployJob(_ id: Job.ID) async throws -> Deployment? {
        let (json, _) = try await object(id)
        let answer = try await deploy(id, json.root, forcing: nil)
        return Deployment(
            id: answer["deployment_request_id"]?.string,
            of: [Container.ID(rawValue: id.rawValue)]
        )
    }

    /// Stops a cron job, which takes its schedule out of the cluster until it is deployed again; one that was never deployed,
    /// or is stopped, has none there.
    ///
    /// A lifecycle job is left alone: it would run what it has for its stop, and its events are those of its environment.
    public func stopSchedules(of id: Job.ID) async throws {
        let (json, _) = try await object(id)
        guard json.root["schedule"]?["cronjob"]?.object != nil, try await isInForce(id) else { return }
        let call = APICall(
            .post,
            "/job/\(PercentCoding.encoded(id.rawValue))/stop",
            kind: .idempotentWrite,
            operation: "stop the job \(id)"
        )
        do {
            _ = try await service.client.send(call)
        } catch let error as ContainerServiceError {
            let error = await service.reread(error, about: id.rawValue)
            // It can have stopped meanwhile, which is refused.
            guard error.code == .conflict, try await !isInForce(id) else { throw error }
        }
    }

    /// Whether a schedule of a job may be in the cluster.
    private func isInForce(_ id: Job.ID) async throws -> Bool {
        let word = try await status(of: id)["state"]?.string ?? ""
        return !["STOPPED", "DELETED", "READY", "STOPPING", "STOP_QUEUED", "WAITING_STOPPING"].contains(word)
    }

    /// Asks for a deployment, and gives the status that is answered.
    func deploy(_ id: Job.ID, _ job: JSONValue, forcing event: String?) async throws -> JSONValue {
        // The tag may be left out only of what was deployed before, so it is always sent.
        let tag = job["source"]?["image"]?["tag"]?.string
        let query = event.map { "?forceEvent=\($0)" } ?? ""
        let call = APICall(
            .post,
            "/job/\(PercentCoding.encoded(id.rawValue))/deploy\(query)",
            json: tag.map { ["image_tag": .string($0)] } ?? [:],
            kind: .trigger,
            operation: "\(event == nil ? "deploy" : "start") the job \(id)"
        )
        do {
            return try await service.client.document(call).root
        } catch let error as ContainerServiceError {
            throw await service.reread(error, about: id.rawValue)
        }
    }
}
