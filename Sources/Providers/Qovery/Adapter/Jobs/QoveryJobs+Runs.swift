public import CloudContainers

// Runs, which are deployments of a job.
extension QoveryJobs {
    /// Starts a job now, once: for the event that is asked for; without one for its schedule, or else for its start.
    ///
    /// Qovery runs what the job has at the event: another command, other variables and several copies are unsupported.
    public func startJob(_ id: Job.ID, _ start: JobStart) async throws -> [JobRun] {
        if start.command != JobCommand() { throw Self.unsupported("another command") }
        if !start.variables.isEmpty { throw Self.unsupported("other variables") }
        if let copies = start.copies, copies.value != 1 { throw Self.unsupported("\(copies) copies") }
        let (json, _) = try await object(id)
        let word = try Self.word(for: start.event, of: json.root["schedule"] ?? .null, id)
        let status = try await deploy(id, json.root, forcing: word)
        guard let run = Self.run(status, of: id) else {
            throw ContainerServiceError(
                .outcomeUnknown,
                "the answer of Qovery to starting the job \(id) does not say which run it is",
                provider: .qovery
            )
        }
        await service.known.insert(Self.memory(of: run.id, id))
        return [run]
    }

    /// What is remembered of a run that was started: that it is the job's.
    private static func memory(of run: JobRun.ID, _ job: Job.ID) -> String { "\(job)/\(run)" }

    private static func unsupported(_ what: String) -> ContainerServiceError {
        ContainerServiceError(.unsupported, "a run of a Qovery job cannot have \(what)", provider: .qovery)
    }

    /// The API's word for an event; of one that the job has not, nothing would run.
    private static func word(
        for event: JobEvent?,
        of schedule: JSONValue,
        _ id: Job.ID
    ) throws(ContainerServiceError) -> String {
        let events: [(word: String, member: String, event: JobEvent?)] = [
            ("CRON", "cronjob", nil), ("START", "on_start", .start), ("STOP", "on_stop", .stop),
            ("DELETE", "on_delete", .delete),
        ]
        let there = events.filter { schedule[$0.member]?.object != nil }
        let isWanted = { (candidate: JobEvent?) in
            event == nil ? candidate == nil || candidate == .start : candidate == event
        }
        if let found = there.first(where: { isWanted($0.event) }) { return found.word }
        let names = there.map { $0.event?.rawValue ?? "its schedule" }.joined(separator: ", ")
        throw ContainerServiceError(
            .unsupported,
            "the job \(id) has nothing to run \(event.map { "for \($0.rawValue)" } ?? "by itself"); it runs for: \(names)",
            provider: .qovery
        )
    }

    /// The newest runs, at most 100; the API has one page, and older ones are in no answer.
    public func runs(of job: Job.ID, after token: PageToken?) async throws -> Page<JobRun> {
        let begun = try await history(of: job)
        // One that waits is not in the history yet.
        guard let latest = try await latestRun(of: job), !begun.contains(where: { $0.id == latest.id }),
            !latest.state.isFinal
        else { return Page(begun) }
        return Page([latest] + begun)
    }

    /// One run, with the reason of a failure as the deployment log tells it.
    public func run(_ id: JobRun.ID, of job: Job.ID) async throws -> JobRun {
        let begun = try await history(of: job)
        var found = begun.first { $0.id == id }
        if found == nil, let latest = try await latestRun(of: job), latest.id == id { found = latest }
        // For some seconds after a start, and behind another run, only the answer to the start speaks of it.
        if found == nil, begun.count < Self.historySize.value, await service.known.contains(Self.memory(of: id, job)) {
            found = JobRun(id, of: job, .waiting, providerWord: QoveryState.queued.rawValue)
        }
        guard var run = found else {
            throw ContainerServiceError(.notFound, "there is no run \(id) of the job \(job)", provider: .qovery)
        }
        guard run.state == .failed else { return run }
        let error = try await events(of: id, job).compactMap { $0["error"] }.last { !$0.isNull }
        let words = ["user_log_message", "hint_message"].compactMap { error?[$0]?.string }.filter { !$0.isEmpty }
        if !words.isEmpty { run.message = words.joined(separator: ". ").cut(to: 500) }
        return run
    }

    /// Stops a run, of a lifecycle job too, by cancelling the deployment that it is, with all services that it is about.
    public func stop(_ id: JobRun.ID, of job: Job.ID) async throws {
        var status = try await status(of: job)
        if Self.run(status, of: job)?.id != id {
            if try await run(id, of: job).state.isFinal { return }
            // For some seconds the status may still be the one from before the run.
            try await service.client.time.sleep(for: .seconds(5))
            status = try await self.status(of: job)
        }
        guard let latest = Self.run(status, of: job), latest.id == id else {
            throw ContainerServiceError(
                .conflict,
                "the run \(id) waits behind another one, which has to end or be stopped first",
                provider: .qovery,
                isRetryable: true
            )
        }
        if latest.state.isFinal || latest.state == .stopping { return }
        if latest.state == .waiting, let request = status["deployment_request_id"]?.string {
            try await service.cancelDeployment(requested: request)
        } else {
            let environment = try await object(job).json.root["environment"]?["id"]?.string ?? ""
            try await service.cancelDeployment(in: Namespace.ID(rawValue: environment), forced: true)
        }
    }

    /// What Qovery logged about a run; what its program wrote comes over a websocket only.
    public func logs(of run: JobRun.ID, of job: Job.ID, _ query: LogQuery) async throws -> [LogEntry] {
        _ = try await self.run(run, of: job)
        let lines = try await events(of: run, job).enumerated().compactMap { index, event -> LogEntry? in
            guard let time = event["timestamp"]?.string.flatMap({ try? Timestamp(parsing: $0) }) else { return nil }
            let text = event["error"]?["user_log_message"]?.string ?? event["message"]?["safe_message"]?.string
            return LogEntry(id: "\(run)-\(index)", time: time, message: text ?? "", level: event["type"]?.string)
        }
        let wanted = lines.filter { line in
            query.since.map { line.time >= $0 } ?? true && query.until.map { line.time < $0 } ?? true
        }
        return Array(wanted.suffix(query.limit))
    }

    // MARK: Reading

    /// The run that the status of a job shows; `nil` for a job that never had one.
    func latestRun(of job: Job.ID) async throws -> JobRun? { Self.run(try await status(of: job), of: job) }

    private static func run(_ status: JSONValue, of job: Job.ID) -> JobRun? {
        guard let id = status["execution_id"]?.string, let word = status["state"]?.string else { return nil }
        var run = JobRun(JobRun.ID(rawValue: id), of: job, QoveryState(rawValue: word))
        run.createdAt = status["last_deployment_date"]?.string.flatMap { try? Timestamp(parsing: $0) }
        return run
    }

    /// How much of the history is asked for.
    private static let historySize = DeploymentCount(unchecked: 100)

    private func history(of job: Job.ID) async throws -> [JobRun] {
        let path = QoveryContainerService.historyPath("job", job.rawValue, Self.historySize)
        let (json, call) = try await service.get(path, job.rawValue, "get the deployment history of the job \(job)")
        let runs = try service.client.read(json, of: call) { json throws(WireError) in
            try QoveryContainerService.results(json) { item throws(WireError) -> JobRun? in
                let deployment = try QoveryServiceDeployment(item)
                let member: String? =
                    switch deployment.action {
                    case .stop?: "on_stop"
                    case .delete?, .uninstall?: "on_delete"
                    default: nil
                    }
                // A job that has nothing for the event only came or went.
                if let member, item["details"]?["schedule"]?[member]?.object == nil { return nil }
                return JobRun(deployment, of: job)
            }
        }
        return runs.compactMap(\.self)
    }

    /// The entries about a job in the log of a deployment, the earliest first.
    private func events(of run: JobRun.ID, _ job: Job.ID) async throws -> [JSONValue] {
        let environment = try await object(job).json.root["environment"]?["id"]?.string ?? ""
        let step = PercentCoding.encoded(environment)
        let path = "/environment/\(step)/logs?version=\(PercentCoding.encoded(run.rawValue))"
        let (json, _) = try await service.get(
            path,
            environment,
            "read the deployment log of the job \(job)",
            maximumAnswerSize: APICall.largestLogPage
        )
        return (json.root.array ?? []).filter { event in
            let details = event["details"]
            let isOfRun = details?["execution_id"]?.string.map { $0 == run.rawValue } ?? true
            return isOfRun && details?["transmitter"]?["id"]?.string == job.rawValue
        }
    }
}

extension JobRun {
    fileprivate init(_ id: JobRun.ID, of job: Job.ID, _ word: QoveryState) {
        self.init(id, of: job, Self.states[word.rawValue] ?? .unknown, providerWord: word.rawValue)
        switch state {
        case .failed: reason = .provider
        case .stopped: reason = .stopped
        default: break
        }
    }

    fileprivate init?(_ deployment: QoveryServiceDeployment, of job: Job.ID) {
        guard let id = deployment.executionID else { return nil }
        self.init(JobRun.ID(rawValue: id), of: job, deployment.state)
        createdAt = deployment.origin.createdAt
        if state.isFinal { endedAt = deployment.origin.updatedAt }
    }

    /// Qovery's words by an explicit list, as for services.
    private static let states: [String: State] = [
        "DEPLOYED": .succeeded, "RESTARTED": .succeeded, "STOPPED": .succeeded, "DELETED": .succeeded,
        "BUILD_ERROR": .failed, "DEPLOYMENT_ERROR": .failed, "DELETE_ERROR": .failed, "RESTART_ERROR": .failed,
        "STOP_ERROR": .failed, "CANCELED": .stopped, "CANCELING": .stopping,
        "BUILDING": .waiting, "QUEUED": .waiting, "DEPLOYMENT_QUEUED": .waiting, "RESTART_QUEUED": .waiting,
        "STOP_QUEUED": .waiting, "DELETE_QUEUED": .waiting, "WAITING_RUNNING": .waiting,
        "WAITING_STOPPING": .waiting, "WAITING_DELETING": .waiting, "WAITING_RESTARTING": .waiting,
        "EXECUTING": .running, "DEPLOYING": .running, "STOPPING": .running, "DELETING": .running,
        "RESTARTING": .running,
    ]
}
