/// Codes about jobs and when they run.
extension FindingCode {
    /// One schedule only.
    public static let jobSchedules = FindingCode(rawValue: "CC-JOB-SCHEDULES")
    /// Event without counterpart.
    public static let jobEvent = FindingCode(rawValue: "CC-JOB-EVENT")
    /// Image is built by the source.
    public static let jobBuild = FindingCode(rawValue: "CC-JOB-BUILD")
    /// Schedule that cannot be read.
    public static let jobCron = FindingCode(rawValue: "CC-JOB-CRON")
    /// Time zone not taken.
    public static let jobZone = FindingCode(rawValue: "CC-JOB-ZONE")
    /// Number of retries changed.
    public static let jobRetries = FindingCode(rawValue: "CC-JOB-RETRIES")
    /// Time limit of a run changed.
    public static let jobTimeLimit = FindingCode(rawValue: "CC-JOB-TIME-LIMIT")
    /// Command of a schedule.
    public static let jobCommand = FindingCode(rawValue: "CC-JOB-COMMAND")
    /// Runs at deployments too.
    public static let jobManual = FindingCode(rawValue: "CC-JOB-MANUAL")
    /// Schedule on both sides.
    public static let jobTwice = FindingCode(rawValue: "CC-JOB-TWICE")
}

extension FindingPage {
    /// The pages about jobs and when they run.
    static let jobs: [FindingPage] = [
        FindingPage(
            .jobSchedules,
            title: "One schedule only",
            summary: "The job has several schedules, and the target has one for a job.",
            meaning: "Each schedule needs a job of its own in the target; no schedule is chosen for you.",
            reason: "A cron job of Qovery has exactly one `scheduled_at` (Qovery API document).",
            advice: "Make a job of each schedule in the manifest, with names of their own."
        ),
        FindingPage(
            .jobEvent,
            title: "Event without counterpart",
            summary: "The job runs when its environment is deployed, stopped or deleted, which the target cannot do.",
            meaning: """
                The job is a lifecycle job, or has schedules and events at once; the target would never run it at the \
                event.
                """,
            reason: """
                Scaleway's Serverless Jobs run at the times of a schedule and when they are started. A job of Qovery \
                has either a schedule or events (Qovery API document).
                """,
            advice: """
                Take the event out of the job and start it from the pipeline that deploys, or make a job of the events \
                and one of the schedule.
                """
        ),
        FindingPage(
            .jobBuild,
            title: "Image is built by the source",
            summary: "The provider builds the job's image of a Git repository; the target runs finished images only.",
            meaning: "There is no image reference to write.",
            reason: "A definition of Scaleway's Serverless Jobs has `image_uri` only (Scaleway API document).",
            advice: "Build the image, push it to a registry, and name it as the job's `image` instead of `build`."
        ),
        FindingPage(
            .jobCron,
            title: "Schedule that cannot be read",
            summary: "The schedule is not of the form that both providers share, so it is not carried.",
            meaning: "The text is no cron expression of five fields. A live schedule of that kind is left as it is.",
            reason: "The portable model has schedules of five fields only, of which the next runs can be told.",
            advice: "Write the schedule as five fields, or consent with `--allow CC-JOB-CRON`."
        ),
        FindingPage(
            .jobZone,
            title: "Time zone not taken",
            summary: "The time zone of a schedule is not a name that the target takes.",
            meaning: """
                The schedule says when to run on the clock of a time zone, by its name in the tz database such as \
                `Europe/Paris`; the name is none of that form.
                """,
            reason: "Both providers take names of the tz database (API documents of both).",
            advice: "Name the time zone as the tz database does, or convert the times to `Etc/UTC`."
        ),
        FindingPage(
            .jobRetries,
            title: "Number of retries changed",
            summary: "A run that failed is tried again another number of times than in the source.",
            meaning: "Scaleway takes 0 to 5 retries; what is above is lost. Qovery has no bound.",
            reason: "The bound is that of Scaleway's API document; `max_nb_restart` is at least 0 in Qovery's.",
            advice: "Let the program itself try again, or consent with `--allow CC-JOB-RETRIES`."
        ),
        FindingPage(
            .jobTimeLimit,
            title: "Time limit of a run changed",
            summary: "A run may take another time than in the source.",
            meaning: """
                The limit is rounded up to whole seconds, or brought into the bounds of the target: Scaleway takes at \
                most 24 h, which also holds where no limit is said. Qovery counts the retries into the time of a run.
                """,
            reason: """
                The bound is that of Scaleway's documentation; Qovery's `max_duration_seconds` becomes the deadline of \
                a Kubernetes job with all its retries (Qovery engine).
                """,
            advice: "Split longer work into several runs, or consent with `--allow CC-JOB-TIME-LIMIT`."
        ),
        FindingPage(
            .jobCommand,
            title: "Command of a schedule",
            summary: "The job has a command of its own and another one for its schedule or event; the target has one.",
            meaning:
                "What runs by itself is written, so a run that somebody starts runs the same and not the job's own.",
            reason: "A job of Qovery has a command at its schedule and its events only (Qovery API document).",
            advice: "Give both the same command, or consent with `--allow CC-JOB-COMMAND`."
        ),
        FindingPage(
            .jobManual,
            title: "Runs at deployments too",
            summary:
                "The job runs only when somebody starts it; in the target it also runs at each of its deployments.",
            meaning: """
                A job without schedules and events becomes a lifecycle job of Qovery with `on_start`, which runs \
                whenever the job or its environment is deployed.
                """,
            reason: "A job of Qovery has a schedule or at least one event (Qovery API document).",
            advice: """
                Check that the job may run at each deployment, give it a schedule, or consent with `--allow \
                CC-JOB-MANUAL`.
                """
        ),
        FindingPage(
            .jobTwice,
            title: "Schedule on both sides",
            summary: "The job's schedule fires on the source and on the target until the source is retired.",
            meaning: """
                From the moment the job is on the target both sides start it at the same times; the source's schedule is \
                stopped in the retire stage and not before.
                """,
            reason: """
                Nothing at the source is touched before the target is verified and the retirement is confirmed, and \
                neither provider can tell that the other one runs the job.
                """,
            advice: """
                Make the job safe to run twice, plan the retirement before its next run, or leave it where it is with \
                `--without-job NAME` and move it later.
                """
        ),
    ]
}
