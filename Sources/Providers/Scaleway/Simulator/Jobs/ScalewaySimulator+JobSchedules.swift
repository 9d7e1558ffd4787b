import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    /// What starts runs by itself.
    private struct DueSchedule {
        var time: Timestamp
        var sequence: Int
        var id: String
        var isTrigger: Bool

        var order: (Timestamp, Int, String) { (time, sequence, id) }
    }

    /// Starts the runs that are due by their schedules, in the order of time.
    ///
    /// What would be forgotten already is left out, so that a leap of the clock over years costs no more than one over the
    /// history that is kept.
    func startScheduledJobs(at moment: Moment) {
        skipForgottenRuns(at: moment)
        while let next = nextSchedule(until: moment.wall) {
            start(next, at: moment)
            aim(next, after: next.time)
        }
        settleJobRuns(until: moment.elapsed, at: moment)
        forgetOldJobRuns(at: moment)
    }

    private var schedules: [DueSchedule] {
        var found: [DueSchedule] = []
        for definition in jobDefinitions.values {
            guard let time = definition.settings.cron?.nextRun else { continue }
            found.append(
                DueSchedule(time: time, sequence: definition.sequence, id: definition.id, isTrigger: false)
            )
        }
        for trigger in jobTriggers.values {
            guard let time = trigger.config.cron.nextRun else { continue }
            found.append(DueSchedule(time: time, sequence: trigger.sequence, id: trigger.id, isTrigger: true))
        }
        return found
    }

    private func nextSchedule(until end: Timestamp) -> DueSchedule? {
        schedules.filter { $0.time <= end }.min { $0.order < $1.order }
    }

    private func skipForgottenRuns(at moment: Moment) {
        let oldest = moment.wall.advanced(by: .zero - configuration.durations.jobHistory)
        for schedule in schedules where schedule.time < oldest { aim(schedule, after: oldest) }
    }

    private func aim(_ schedule: DueSchedule, after time: Timestamp) {
        let zones = configuration.timeZones
        if schedule.isTrigger {
            jobTriggers[schedule.id]?.config.cron.aim(after: time, zones)
        } else {
            jobDefinitions[schedule.id]?.settings.cron?.aim(after: time, zones)
        }
    }

    private func start(_ schedule: DueSchedule, at moment: Moment) {
        let trigger = schedule.isTrigger ? jobTriggers[schedule.id] : nil
        guard let definition = jobDefinitions[trigger?.jobDefinitionID ?? schedule.id] else { return }
        let due = max(.zero, moment.elapsed - moment.wall.duration(since: schedule.time))
        // What runs at that time counts, not what runs now.
        settleJobRuns(until: due, at: moment)
        var command = JobCommandLine()
        command.startupCommand = trigger?.config.startupCommand ?? []
        command.args = trigger?.config.args ?? []
        var plan = JobPlan(from: due)
        if liveJobRuns.count < configuration.quotas.parallelJobRuns {
            plan = planRun(of: definition, from: due, isAskedFor: false)
        } else {
            let result = StoredJobRun.Result(reason: .quotaExceeded, message: "quota(s) exceeded for this resource")
            plan.go(to: .failed, after: .zero, result)
        }
        addRun(request(of: definition, command), .initialized, plan, of: definition, createdAt: schedule.time)
    }
}
