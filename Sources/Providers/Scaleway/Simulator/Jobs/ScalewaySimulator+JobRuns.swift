import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    func jobRun(_ id: String) throws(ScalewayErrorAnswer) -> StoredJobRun {
        guard let run = jobRuns[id] else { throw .untyped(404, "job run is not found") }
        return run
    }

    /// POST `/job-definitions/{id}/start`: one run for each replica.
    func startJobDefinition(
        _ id: String,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        let definition = try jobDefinition(id)
        var problems = ArgumentProblems()
        let replicas = reader.integer("replicas", in: 1...configuration.quotas.parallelJobRuns, &problems) ?? 1
        var command = JobCommandLine()
        command.apply(reader, &problems)
        let variables = reader.jobVariables(&problems) ?? [:]
        try problems.check()
        try checkQuota(
            "job_runs",
            configuration.quotas.parallelJobRuns,
            current: liveJobRuns.count,
            adding: replicas
        )
        let runs = (0..<replicas).map { number in
            let request = request(of: definition, command, adding: variables)
            let plan = planRun(of: definition, from: moment.elapsed, isAskedFor: true)
            let stamp = moment.stamp.advanced(by: .nanoseconds(number))
            return addRun(request, .validated, plan, of: definition, createdAt: stamp)
        }
        return ["job_runs": .array(runs.map(\.json))]
    }

    /// POST `/job-runs/{id}/stop`: a run that is being stopped is answered as it is.
    func stopJobRun(_ id: String, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var run = try jobRun(id)
        if run.state.isFinal { throw .untyped(409, "job run is already terminated") }
        if run.state == .interrupting { return run.json }
        let result = StoredJobRun.Result(reason: .cancellation)
        run.take(StoredJobRun.Step(due: moment.elapsed, state: .interrupting, result: result), at: moment.stamp)
        let due = due(configuration.durations.jobRunInterrupted, moment)
        run.steps = [StoredJobRun.Step(due: due, state: .interrupted, result: result)]
        jobRuns[id] = run
        return run.json
    }

    /// GET `/job-runs`.
    func listJobRuns(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let isOurs = isOurAccount(&query)
        let definition = query.uuid("job_definition_id")
        let words = StoredJobRun.State.allCases.map(\.rawValue)
        let one = query.word("state", of: words).map { [$0] } ?? []
        let states = Set(one + query.words("states", of: words))
        let reasons = Set(query.words("reasons", of: StoredJobRun.Reason.allCases.map(\.rawValue)))
        return try query.answer(jobRuns, orderedBy: nil, defaultPageSize: configuration.defaultPageSize) { run in
            isOurs && (definition ?? run.request.jobDefinitionID) == run.request.jobDefinitionID
                && (states.isEmpty || states.contains(run.state.rawValue))
                && (reasons.isEmpty || run.result.reason.map { reasons.contains($0.rawValue) } ?? false)
        }
    }

    /// What a run of a definition is, where a start may say otherwise.
    func request(
        of definition: StoredJobDefinition,
        _ other: JobCommandLine,
        adding variables: [String: String] = [:]
    ) -> StoredJobRun.Request {
        var command = definition.settings.command
        if !other.command.isEmpty { command.command = other.command }
        if !other.startupCommand.isEmpty { command.startupCommand = other.startupCommand }
        if !other.args.isEmpty { command.args = other.args }
        return StoredJobRun.Request(
            jobDefinitionID: definition.id,
            cpuLimit: definition.settings.cpuLimit,
            memoryLimit: definition.settings.memoryLimit,
            localStorageCapacity: definition.settings.localStorageCapacity,
            command: command,
            variables: definition.settings.variables.merging(variables) { $1 }
        )
    }

    /// Keeps a run that begins.
    @discardableResult func addRun(
        _ request: StoredJobRun.Request,
        _ state: StoredJobRun.State,
        _ plan: JobPlan,
        of definition: StoredJobDefinition,
        createdAt: Timestamp
    ) -> StoredJobRun {
        jobRunCount += 1
        var run = StoredJobRun(
            id: chance.uuid(),
            region: configuration.region,
            sequence: jobRunCount,
            createdAt: createdAt,
            request: request,
            updatedAt: createdAt,
            state: state
        )
        run.steps = plan.steps
        run.output = world.image(definition.settings.image)?.run.output ?? []
        jobRuns[run.id] = run
        liveJobRuns.insert(run.id)
        return run
    }

    // MARK: Time

    /// Lets runs come to what is due.
    func settleJobRuns(until due: Duration, at moment: Moment) {
        for id in liveJobRuns {
            guard var run = jobRuns[id], let first = run.steps.first, first.due <= due else { continue }
            while let step = run.steps.first, step.due <= due {
                run.steps.removeFirst()
                let time = moment.wall.advanced(by: step.due - moment.elapsed)
                run.take(step, at: max(time, run.updatedAt))
                if step.state == .running { write(run.output, of: run, at: time) }
            }
            jobRuns[id] = run
            if run.steps.isEmpty { liveJobRuns.remove(id) }
        }
    }

    private func write(_ output: [String], of run: StoredJobRun, at time: Timestamp) {
        if output.isEmpty { return }
        let lines = output.enumerated().map { number, text in
            ScalewayLogLine(text, at: time.advanced(by: .milliseconds(number)), instance: "\(run.id)-\(run.attempts)")
        }
        surroundings.jobLogs[run.id, default: []] += lines
    }

    /// Forgets runs that ended longer ago than runs are kept, with what they wrote.
    func forgetOldJobRuns(at moment: Moment) {
        let oldest = moment.wall.advanced(by: .zero - configuration.durations.jobHistory)
        for (id, run) in jobRuns where run.state.isFinal && run.updatedAt < oldest {
            jobRuns[id] = nil
            surroundings.jobLogs[id] = nil
        }
    }
}
