import CloudContainers

extension ScalewayJobs {
    func startJob(_ id: Job.ID, _ start: JobStart) async throws -> [JobRun] {
        if let event = start.event {
            throw ContainerServiceError(
                .unsupported,
                "Scaleway has no events of jobs, as \(event.rawValue) is one",
                provider: .scaleway
            )
        }
        var body = JSONObject()
        func list(_ words: [String]) -> JSONValue { .array(words.map { .string($0) }) }
        if !start.command.command.isEmpty { body.set("startup_command", list(start.command.command)) }
        if !start.command.arguments.isEmpty { body.set("args", list(start.command.arguments)) }
        if !start.variables.isEmpty { body.set("environment_variables", ScalewayVariables.map(start.variables)) }
        if let copies = start.copies {
            guard copies.value > 0 else {
                throw ContainerServiceError(.invalidInput, "no run of the job \(id) is asked for", provider: .scaleway)
            }
            body.set("replicas", .number(copies.value))
        }
        var call = await call(.post, "job-definitions", id.rawValue, "/start", operation: "start the job \(id)")
        call.kind = .trigger
        call.body = HTTPBody(Array(JSONValue.object(body).text(.compact).utf8))
        return try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try json.requiredList("job_runs") { item throws(WireError) in try Self.run(item) }
        }
    }

    func runs(of job: Job.ID, after token: PageToken?) async throws -> Page<JobRun> {
        let page = try await service.page(
            "job-runs",
            [("job_definition_id", job.rawValue)],
            after: token,
            below: prefix,
            list: "job_runs",
            order: "created_at_desc"
        ) { json throws(WireError) in try Self.run(json) }
        if page.elements.isEmpty, token == nil {
            // A list of a job that does not exist is empty.
            let call = await call(.get, "job-definitions", job.rawValue, operation: "get the job \(job)")
            _ = try await client.document(call)
        }
        return page
    }

    /// The runs that have not ended.
    func liveRuns(of job: Job.ID) async throws -> [JobRun] {
        let words = Self.states.filter { !$0.value.isFinal }.keys.sorted()
        let filters = [("job_definition_id", job.rawValue)] + words.map { ("states", $0) }
        let runs = try await service.all("job-runs", filters, below: prefix, list: "job_runs") {
            json throws(WireError) in try Self.run(json)
        }
        return runs.filter { !$0.state.isFinal }
    }

    func run(_ id: JobRun.ID, of job: Job.ID) async throws -> JobRun {
        let call = await call(.get, "job-runs", id.rawValue, operation: "get the run \(id)")
        let run = try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try Self.run(json)
        }
        guard run.job == job else {
            throw ContainerServiceError(.notFound, "the job \(job) has no run \(id)", provider: .scaleway)
        }
        return run
    }

    func stop(_ id: JobRun.ID, of job: Job.ID) async throws {
        let run = try await run(id, of: job)
        if run.state.isFinal || run.state == .stopping { return }
        var call = await call(.post, "job-runs", id.rawValue, "/stop", operation: "stop the run \(id)")
        call.kind = .idempotentWrite
        call.body = HTTPBody(Array("{}".utf8))
        do {
            _ = try await client.send(call)
        } catch let error as ContainerServiceError {
            // It may have ended meanwhile.
            guard let now = try? await self.run(id, of: job), now.state.isFinal else { throw error }
        }
    }

    func logs(of run: JobRun.ID, of job: Job.ID, _ query: LogQuery) async throws -> [LogEntry] {
        let get = await call(.get, "job-definitions", job.rawValue, operation: "get the project of the job \(job)")
        let project = try client.read(try await client.document(get), of: get) { json throws(WireError) in
            try json.requiredText("project_id")
        }
        _ = try await self.run(run, of: job)
        // The kind of resource is not documented for jobs, and the identifier is enough.
        let source = ScalewayLogs.Source(selector: "{resource_id=\"\(run)\"}", words: "the run \(run)")
        return try await ScalewayLogs(service).lines(of: source, in: project, query)
    }

    // MARK: Words

    static func run(_ json: JSONValue) throws(WireError) -> JobRun {
        let wire = try ScalewayJobRun(json: json)
        let word = try json.requiredText("state")
        var run = JobRun(
            JobRun.ID(rawValue: try json.requiredText("id")),
            of: Job.ID(rawValue: try json.requiredText("job_definition_id")),
            states[word] ?? .unknown,
            providerWord: word
        )
        if run.state.isFinal { run.reason = wire.reason.value.map { reasons[$0] ?? .provider } }
        run.message = wire.errorMessage.value.flatMap { $0.isEmpty ? nil : $0.cut(to: 500) }
        run.exitCode = wire.exitCode.value
        run.attempts = wire.attempts.value.flatMap { try? AttemptCount($0) }
        func time(_ member: Member<String>) -> Timestamp? { member.value.flatMap { try? Timestamp(parsing: $0) } }
        run.createdAt = time(wire.createdAt)
        run.startedAt = time(wire.startedAt)
        run.endedAt = time(wire.terminatedAt)
        return run
    }

    /// The provider's words (reference: the wait functions of the official SDKs).
    private static let states: [String: JobRun.State] = [
        "initialized": .waiting, "validated": .waiting, "queued": .waiting, "running": .running,
        "retrying": .retrying, "interrupting": .stopping, "interrupted": .stopped, "succeeded": .succeeded,
        "failed": .failed,
    ]

    /// The provider's words for why a run ended.
    private static let reasons: [String: JobRun.Reason] = [
        "timeout": .timeLimit, "cancellation": .stopped, "image_not_found": .image, "invalid_image": .image,
        "memory_usage_exceeded": .memory, "storage_usage_exceeded": .storage, "exited_with_error": .exitCode,
        "secret_disabled": .secret, "secret_not_found": .secret, "quota_exceeded": .quota,
    ]
}
