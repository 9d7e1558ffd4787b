import CloudContainers
import SimulationKit

// What starts, stops and deletes jobs, and how they run.
extension QoverySimulator {
    func jobDeployments(_ call: Call) throws(Refusal) -> Answer? {
        guard call.request.steps.first == "job" else { return nil }
        let id = call.ids.first ?? ""
        switch call.route {
        case "POST /job/*/deploy":
            let job = try job(id)
            let event = try forcedEvent(call)
            let version = try call.optionalFields().flatMap { body throws(Refusal) in try self.version(body, of: job) }
            return try serviceAnswer(try deploy([(job, version)], forcing: event), id)
        case "POST /job/*/redeploy":
            let event = try forcedEvent(call)
            return try serviceAnswer(try deploy([(try job(id), nil)], forcing: event), id)
        case "POST /job/*/stop":
            let job = try job(id)
            try checkStop(job)
            return try serviceAnswer(try request(.stop, [job]), id)
        case "POST /job/*/uninstall":
            let job = try job(id)
            _ = try call.optionalFields()
            return try uninstall(job)
        case "DELETE /job/*":
            try call.flag("skipReconcile")
            try delete(try job(id))
            return Answer(204)
        default: return nil
        }
    }

    private func forcedEvent(_ call: Call) throws(Refusal) -> JobFields.Event? {
        guard let word = call.request.item("forceEvent") else { return nil }
        guard let event = JobFields.Event(rawValue: word) else {
            let words = JobFields.Event.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(400, "forceEvent has to be one of \(words)")
        }
        return event
    }

    /// The tag or the commit that a body names.
    func version(_ body: Fields, of job: JobRecord) throws(Refusal) -> String? {
        let tag = body.object["image_tag"] == nil ? nil : try body.name("image_tag")
        let commit = body.object["git_commit_id"] == nil ? nil : try body.name("git_commit_id")
        if tag != nil, job.fields.source.image == nil {
            throw Refusal(400, "\(body.path("image_tag")) is for jobs with an image")
        }
        if commit != nil, job.fields.source.docker == nil {
            throw Refusal(400, "\(body.path("git_commit_id")) is for jobs with a repository")
        }
        return tag ?? commit
    }

    // MARK: Runs

    /// How a step with a job will go: at which event it runs, why it fails, and how long it takes.
    func prospect(
        of job: JobRecord,
        _ action: Deployment.Action,
        _ step: Deployment.Step
    ) -> (event: JobFields.Event?, failure: Deployment.Failure?, length: Duration) {
        let forced = step.job?.forced
        // What is not in the cluster has nothing to run when it leaves.
        let own = action == .deploy || job.deployedRevision != nil ? action.event : nil
        let event = (forced ?? own).flatMap { job.fields.schedule.command(at: $0) == nil ? nil : $0 }
        if forced != nil, event == nil { return (nil, nil, .zero) }
        guard event != nil || action == .deploy else { return (nil, nil, step.length) }
        let rest = forced == nil ? step.length : .zero
        var image = DeclaredWorld.Image()
        var reference = job.imageName
        // What is built of a repository is there and starts.
        if let source = job.fields.source.image {
            reference = "\(source.registry.host)/\(source.name):\(source.tag)"
            guard store.registries[source.registry.id] != nil else {
                return (event, .registryMissing(source.registry.name), step.length)
            }
            guard let known = world.image(reference) else { return (event, .imageMissing(reference), step.length) }
            image = known
        }
        guard event != nil else { return (nil, nil, step.length) }
        let most = job.fields.maximumRestarts
        let failures = max(0, image.failures ?? .max)
        let succeeds = failures <= most
        let length = image.run.length ?? step.job?.runLength ?? .zero
        let run = self.length(of: length, job.fields, restarts: min(failures, most))
        let failure = succeeds ? nil : Deployment.Failure.jobFails(reference, restarts: most)
        return (event, failure, rest + run)
    }

    /// How long a run takes with all that begins again, which a limit ends.
    private func length(of run: Duration, _ fields: JobFields, restarts: Int) -> Duration {
        // No limit is longer, and nobody waits for more.
        let run = min(max(run, .zero), .seconds(Int32.max))
        var length = run
        var pause = Duration.seconds(10)
        for _ in 0..<min(restarts, 50) {
            length += pause + run
            pause = min(pause * 2, .seconds(360))
        }
        let limit = fields.maximumDurationSeconds ?? 0
        return limit > 0 ? min(length, .seconds(min(limit, Int(Int32.max)))) : length
    }
}

extension DeclaredWorld.Image {
    /// How many attempts of a run fail before one ends well; `nil` where all do.
    fileprivate var failures: Int? {
        guard starts else { return nil }
        return run.exitCode == 0 ? 0 : run.failures
    }
}
