import CloudContainers

// Jobs and their configuration.
extension QoverySimulator {
    func jobs(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /environment/*/job":
            let environment = try environment(call.ids[0])
            var jobs = store.jobs(of: environment.id)
            if try call.flag("toUpdate") == true { jobs.removeAll { deploymentStatus(of: $0) != "OUT_OF_DATE" } }
            return Answer(results: jobs.map { .object(json($0)) })
        case "POST /environment/*/job":
            let environment = try environment(call.ids[0])
            let fields = try reader(nil).read(try call.fields())
            return Answer(201, json(try add(fields, id: store.newID(), to: environment)))
        case "GET /job/*": return Answer(200, json(try job(call.ids[0])))
        case "PUT /job/*": return try replaceJob(call)
        case "GET /defaultJobAdvancedSettings": return Answer(200, AdvancedSettings.jobDefaults)
        case "GET /job/*/advancedSettings": return Answer(200, try job(call.ids[0]).settings)
        case "PUT /job/*/advancedSettings":
            let job = try job(call.ids[0])
            let settings = try AdvancedSettings.read(
                try call.fields(),
                of: AdvancedSettings.jobDefaults,
                takesNull: false
            )
            if settings != job.settings {
                store.jobs[job.id]?.settings = settings
                store.touch([job.id])
            }
            return Answer(201, settings)
        case "POST /environment/*/cleanFailedJobs": return try cleanJobs(call)
        case "POST /job/*/cleanFailedJob":
            return Answer(200, ["clean_kubernetes_jobs": clean([try job(call.ids[0])])])
        default: return nil
        }
    }

    func job(_ id: String) throws(Refusal) -> JobRecord {
        guard let job = store.jobs[id] else { throw missing("Job", id) }
        return job
    }

    func json(_ job: JobRecord) -> JSONObject { job.json(configuration) }

    private func reader(_ current: JobFields?) -> JobReader {
        JobReader(configuration: configuration, registries: store.registries, current: current)
    }

    func add(_ fields: JobFields, id: String, to environment: EnvironmentRecord) throws(Refusal) -> JobRecord {
        if environment.isLeaving { throw Refusal(409, "The environment is being deleted") }
        try checkName(ofService: fields.name, in: environment.id)
        let job = JobRecord(
            id: id,
            environmentID: environment.id,
            fields: fields,
            created: store.wall,
            updated: store.wall,
            revision: store.newRevision(),
            stageID: environment.stages.first { $0.name == StageRecord.jobs }?.id ?? ""
        )
        store.jobs[id] = job
        return job
    }

    private func replaceJob(_ call: Call) throws(Refusal) -> Answer {
        var job = try job(call.ids[0])
        let fields = try reader(job.fields).read(try call.fields())
        try checkName(ofService: fields.name, in: job.environmentID, except: job.id)
        let isChanged = fields != job.fields
        job.fields = fields
        job.updated = store.wall
        store.jobs[job.id] = job
        if isChanged { store.touch([job.id]) }
        return Answer(200, json(job))
    }

    // MARK: What failed runs leave

    private func cleanJobs(_ call: Call) throws(Refusal) -> Answer {
        let environment = try environment(call.ids[0])
        var jobs = store.jobs(of: environment.id)
        if let body = try call.optionalFields(), body.object["job_ids"] != nil {
            jobs = []
            for id in try body.ids("job_ids") {
                let job = try job(id)
                guard job.environmentID == environment.id else { throw missing("Job", id) }
                if !jobs.contains(where: { $0.id == id }) { jobs.append(job) }
            }
        }
        jobs.removeAll(where: \.failedRuns.isEmpty)
        return Answer(
            200,
            ["clean_job_ids": .array(jobs.map { .string($0.id) }), "clean_kubernetes_jobs": clean(jobs)]
        )
    }

    /// Forgets the failed runs of jobs, and says which there were.
    private func clean(_ jobs: [JobRecord]) -> JSONValue {
        for job in jobs { store.jobs[job.id]?.failedRuns = [] }
        return .array(jobs.flatMap(\.failedRuns).map { .string($0) })
    }
}
