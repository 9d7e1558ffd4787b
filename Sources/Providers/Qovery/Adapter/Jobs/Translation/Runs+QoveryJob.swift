import CloudContainers

extension QoveryJobDialect {
    static let runRules: [FieldRule] = [
        FieldRule("job.job_type", nil, .read, "CRON or LIFECYCLE, a fact that follows from the schedule."),
        FieldRule(
            "job.max_nb_restart",
            "retries",
            .both,
            "A whole number without a bound; 0 where absent.",
            [.defaultAssumed]
        ),
        FieldRule(
            "job.max_duration_seconds",
            "timeLimit",
            .both,
            "Whole seconds, rounded up, of a run with all its retries; what 0 means is not published.",
            [.jobTimeLimit]
        ),
        FieldRule("job.port", "providers.qovery.port", .both, "The port that the probes ask.", [.settingDropped]),
    ]
}

extension QoveryJobReader {
    mutating func readRuns() throws(WireError) {
        ledger.record(["job.job_type"], to: [], .noted)
        let retries = try amount(job.maxNbRestart, "job.max_nb_restart", RetryCount.init(_:))
        if retries == nil { assume("max_nb_restart", is: .number(0), for: "retries") }
        spec.retries = retries ?? RetryCount(unchecked: 0)
        ledger.record(["job.max_nb_restart"], to: ["retries"])

        let limit: FieldPath = "job.max_duration_seconds"
        if let seconds = try amount(job.maxDurationSeconds, limit, AttemptCount.init(_:))?.value, seconds > 0 {
            spec.timeLimit = .seconds(seconds)
            ledger.record([limit], to: ["timeLimit"], .converted)
        } else {
            let finding = Finding(.jobTimeLimit, .noted, detail: "the source says no time limit")
            ledger.record([limit], to: [], .noted, [finding])
        }
        settings.port = try amount(job.port, "job.port", PortNumber.init(_:))
        ledger.record(["job.port"], to: ["providers.qovery.port"])
    }
}

extension QoveryJobWriter {
    mutating func writeRuns() {
        if let retries = spec.retries {
            job.maxNbRestart = .value(retries.value)
            record(["retries"], to: ["job.max_nb_restart"])
        }
        if let limit = spec.timeLimit {
            let seconds = max(limit.wholeSecondsRoundingUp, 1)
            job.maxDurationSeconds = .value(seconds)
            var findings: [Finding] = []
            let fitted = Duration.seconds(seconds)
            if fitted != limit {
                let outcome: Outcome = limit <= .zero ? .raised : .roundedUp
                findings.append(Finding(.jobTimeLimit, outcome, before: .duration(limit), after: .duration(fitted)))
            }
            record(["timeLimit"], to: ["job.max_duration_seconds"], .converted, findings)
        }
        if let port = settings.port {
            job.port = .value(port.value)
            record(["providers.qovery.port"], to: ["job.port"])
        }
    }
}
