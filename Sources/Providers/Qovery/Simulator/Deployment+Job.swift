import CloudContainers

extension Deployment {
    /// What a deployment does with a job besides what it does with every service.
    struct JobStep: Sendable {
        var schedule: JobFields.Schedule
        /// The event that was asked for.
        let forced: JobFields.Event?
        /// The event that the job runs at, known when the step begins; `nil` where nothing runs.
        var event: JobFields.Event?
        /// How long a run takes, drawn when the deployment is asked for.
        let runLength: Duration

        /// Whether just a run was asked for that the job does not know, so that nothing happens at all.
        var isIdle: Bool { forced != nil && event == nil }
        /// Whether it runs until it ends, unless it is cancelled with force.
        var isStubborn: Bool { event != nil && schedule.jobType == "LIFECYCLE" }

        /// What runs, or what would first.
        var command: JobFields.Command { event.flatMap { schedule.command(at: $0) } ?? schedule.firstCommand }
    }

    /// Whether it does nothing but let a job run.
    var isForced: Bool { steps.contains { $0.job?.forced != nil } }
    /// Whether a lifecycle job runs that a cancellation left alone.
    var isStubborn: Bool {
        steps.contains { $0.outcome == nil && $0.verdict != .cancelled && $0.job?.isStubborn == true }
    }
    /// Whether a job runs that was asked to.
    var isExecuting: Bool { steps.contains { $0.job.map { $0.forced != nil && $0.event != nil } ?? false } }
}

extension Deployment.Action {
    /// The event at which a lifecycle job runs.
    var event: JobFields.Event? {
        switch self {
        case .deploy: .start
        case .stop: .stop
        case .delete, .uninstall: .delete
        case .restart: nil
        }
    }
}

extension Deployment.Step {
    /// Makes a step for a service as it is now.
    init(
        _ service: any ServiceRecord,
        length: Duration,
        logID: String,
        stage: StageRecord,
        job: Deployment.JobStep? = nil
    ) {
        self.init(
            serviceID: service.id,
            length: length,
            logID: logID,
            name: service.name,
            imageName: service.imageName,
            tag: service.tag,
            arguments: service.arguments,
            entrypoint: service.entrypoint,
            iconURI: service.iconURI,
            stage: stage,
            job: job
        )
    }

    /// The kind of the service.
    var kind: ServiceKind { job == nil ? .container : .job }

    /// Takes over what a service is, for the history.
    mutating func describe(_ service: any ServiceRecord, in stage: StageRecord) {
        revision = service.revision
        name = service.name
        imageName = service.imageName
        tag = service.tag
        arguments = job?.command.arguments ?? service.arguments
        entrypoint = job == nil ? service.entrypoint : job?.command.entrypoint
        iconURI = service.iconURI
        self.stage = stage
    }
}
