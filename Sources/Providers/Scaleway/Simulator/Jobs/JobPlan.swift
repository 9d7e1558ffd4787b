import CloudContainers
import SimulationKit

/// How a run will go, worked out when it begins.
struct JobPlan {
    typealias Step = StoredJobRun.Step
    typealias Result = StoredJobRun.Result

    private(set) var steps: [Step] = []
    private(set) var time: Duration

    init(from start: Duration) { time = start }

    /// Comes to a state after a time.
    mutating func go(to state: StoredJobRun.State, after wait: Duration, _ result: Result = Result()) {
        time += wait
        steps.append(Step(due: time, state: state, result: result))
    }
}

/// How one attempt ends.
struct JobAttempt {
    var length: Duration
    /// Why it fails, if it does.
    var failure: StoredJobRun.Result?
}

extension ScalewaySimulator {
    /// Plans a run that begins at a time; one that is asked for by a request is validated when that is answered.
    func planRun(of definition: StoredJobDefinition, from start: Duration, isAskedFor: Bool) -> JobPlan {
        let durations = configuration.durations
        var plan = JobPlan(from: start)
        if !isAskedFor { plan.go(to: .validated, after: chance.duration(in: durations.jobRunValidated)) }
        plan.go(to: .queued, after: chance.duration(in: durations.jobRunQueued))
        let settings = definition.settings
        let length = chance.duration(in: durations.jobRun)
        let retries = settings.maxRetries ?? 0
        if let failure = obstacle(of: definition) {
            plan.go(to: .failed, after: chance.duration(in: durations.imageNotFound), failure)
            return plan
        }
        for number in 0...retries {
            let attempt = attempt(number + 1, of: settings, usually: length)
            plan.go(to: .running, after: chance.duration(in: durations.jobRunStarted))
            guard let failure = attempt.failure else {
                plan.go(to: .succeeded, after: attempt.length, StoredJobRun.Result(exitCode: 0))
                return plan
            }
            if number == retries {
                plan.go(to: .failed, after: attempt.length, failure)
            } else {
                plan.go(to: .retrying, after: attempt.length, failure)
            }
        }
        return plan
    }

    /// What keeps a run from starting at all, which no retry changes.
    private func obstacle(of definition: StoredJobDefinition) -> StoredJobRun.Result? {
        if let message = surroundings.failures[definition.id] {
            surroundings.failures[definition.id] = nil
            return StoredJobRun.Result(reason: .technicalError, message: message)
        }
        for secret in jobSecrets.values.sorted(by: { $0.id < $1.id })
        where secret.jobDefinitionID == definition.id {
            guard let version = managedSecrets[secret.managerID]?.version(secret.version) else {
                return StoredJobRun.Result(reason: .secretNotFound, message: "Secret was not found.")
            }
            if !version.isEnabled {
                return StoredJobRun.Result(reason: .secretDisabled, message: "Secret version is disabled.")
            }
        }
        guard let image = world.image(definition.settings.image) else {
            let message = "Image was not found in container registry."
            return StoredJobRun.Result(reason: .imageNotFound, message: message)
        }
        if image.starts { return nil }
        return StoredJobRun.Result(reason: .applicationNotStarted, message: "Job is unable to start.")
    }

    private func attempt(_ number: Int, of settings: JobSettings, usually length: Duration) -> JobAttempt {
        let run = world.image(settings.image)?.run ?? DeclaredWorld.Run()
        let mebibyte = 1024 * 1024
        let length = max(run.length ?? length, .zero)
        let killed = 137
        if let memory = run.memory, memory.bytes > settings.memoryLimit * mebibyte {
            return JobAttempt(length: length, failure: failure(.memoryUsageExceeded, "ran out of memory", killed))
        }
        if let storage = run.storage, storage.bytes > settings.localStorageCapacity * mebibyte {
            return JobAttempt(length: length, failure: failure(.storageUsageExceeded, "ran out of storage", killed))
        }
        if length > settings.timeout {
            return JobAttempt(length: settings.timeout, failure: failure(.timeout, "reached its timeout", nil))
        }
        guard run.exitCode != 0, number <= run.failures ?? .max else { return JobAttempt(length: length) }
        let words = "exited with code \(run.exitCode)"
        return JobAttempt(length: length, failure: failure(.exitedWithError, words, run.exitCode))
    }

    private func failure(_ reason: StoredJobRun.Reason, _ words: String, _ code: Int?) -> StoredJobRun.Result {
        StoredJobRun.Result(reason: reason, message: "Job run \(words).", exitCode: code)
    }
}
