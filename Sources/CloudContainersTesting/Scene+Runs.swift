import CloudContainers

extension Scene {
    func startsJob() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try job("nightly"), in: namespace, jobs)
        let none = try await jobs.runs(of: id, after: nil).elements
        try expect(none.isEmpty, "no run before one is started", saw: "\(none.count)")
        let started = try await start(id, jobs)
        let run = try await end(of: started, jobs)
        try expect(run.id == started.id && run.job == id, "the run that was started", saw: "\(run.id) of \(run.job)")
        try expect(run.state == .succeeded, "succeeded", saw: run.state.rawValue)
        try expect(run.exitCode ?? 0 == 0 && run.reason == nil, "no reason of a failure", saw: "one")
        let listed = try await jobs.runs(of: id, after: nil).elements
        try expect(listed.map(\.id) == [run.id], "the run in the list", saw: "\(listed.count) runs")
        try expect(listed.first?.state == .succeeded, "succeeded", saw: listed.first?.state.rawValue ?? "nothing")
    }

    func startsJobOtherwise() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try job("nightly"), in: namespace, jobs)
        var (command, variables, copies, event) = (JobStart(), JobStart(), JobStart(), JobStart())
        command.command = JobCommand(command: ["true"], arguments: ["--once"])
        variables.variables["GREETING"] = "once"
        copies.copies = .of(2)
        event.event = .delete
        var count = 0
        for start in [command, variables, copies, event] {
            do {
                let runs = try await jobs.startJob(id, start)
                let wanted = Int(start.copies?.value ?? 1)
                try expect(Set(runs.map(\.id)).count == wanted, "\(wanted) runs", saw: "\(runs.count)")
                for run in runs { _ = try await end(of: run, jobs) }
                count += wanted
            } catch let error as ContainerServiceError {
                try expect(error.code == .unsupported, "a run, or the error unsupported", saw: error.code.rawValue)
            }
            let seen = try await pages { try await jobs.runs(of: id, after: $0) }
            try expect(seen.count == count, "\(count) runs", saw: "\(seen.count)")
        }
        // What was asked for once holds for that run only.
        let after = try await jobs.job(id).spec
        let greeting = after.variables.first { $0.name == "GREETING" }?.value
        try expect(greeting == .plain("hello") && after.command == JobCommand(), "the job as before", saw: "another")
    }

    func listsRuns() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try job("nightly"), in: namespace, jobs)
        var ids: [JobRun.ID] = []
        for _ in 1...5 { ids.insert(try await end(of: try await start(id, jobs), jobs).id, at: 0) }
        let other = try await make(try job("other"), in: namespace, jobs)
        _ = try await end(of: try await start(other, jobs), jobs)
        let seen = try await pages { try await jobs.runs(of: id, after: $0) }
        try expect(seen.map(\.id) == ids, "5 runs, the newest first", saw: "\(seen.map(\.id.rawValue))")
    }

    func missesRun() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try job("nightly"), in: namespace, jobs)
        let other = try await make(try job("other"), in: namespace, jobs)
        let foreign = try await end(of: try await start(other, jobs), jobs).id
        for run in [foreign, JobRun.ID(rawValue: "00000000-0000-4000-8000-00000000dead")] {
            try await expect(.notFound) { _ = try await jobs.run(run, of: id) }
            try await expect(.notFound) { try await jobs.stop(run, of: id) }
            try await expect(.notFound) { _ = try await jobs.logs(of: run, of: id, LogQuery()) }
        }
    }

    func tellsFailedRun() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try failing("nightly"), in: namespace, jobs)
        let run = try await end(of: try await start(id, jobs), jobs)
        try expect(run.state == .failed, "failed", saw: run.state.rawValue)
        // Not every provider tells the exit code, and then the reason is less exact.
        let reason: JobRun.Reason = run.exitCode == nil ? .provider : .exitCode
        try expect(run.exitCode ?? 3 == 3, "the exit code 3", saw: "\(run.exitCode ?? 0)")
        try expect(run.reason == reason, "the reason \(reason.rawValue)", saw: run.reason?.rawValue ?? "none")
        let listed = try await jobs.runs(of: id, after: nil).elements.first
        try expect(listed?.state == .failed, "failed in the list", saw: listed?.state.rawValue ?? "nothing")
    }

    func tellsRunLog() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try failing("nightly"), in: namespace, jobs)
        let run = try await end(of: try await start(id, jobs), jobs)
        var lines: [LogEntry] = []
        for _ in 1...Self.mostLooks {
            lines = try await jobs.logs(of: run.id, of: id, LogQuery())
            if lines.count > 1 { break }
            try await waiting.time.sleep(for: waiting.longestDelay)
        }
        try expect(lines.count > 1, "lines of the run", saw: "\(lines.count)")
        try expect(Set(lines.map(\.id)).count == lines.count, "each line once", saw: "one twice")
        try expect(lines.map(\.time) == lines.map(\.time).sorted(), "lines in order", saw: "another order")
        let last = try await jobs.logs(of: run.id, of: id, LogQuery(limit: 1))
        try expect(last.map(\.message) == lines.suffix(1).map(\.message), "the latest line", saw: "\(last.count) lines")
    }

    func stopsRun() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try lasting("nightly"), in: namespace, jobs)
        let started = try await start(id, jobs)
        try await jobs.stop(started.id, of: id)
        let run = try await end(of: started, jobs)
        try expect(run.state == .stopped, "stopped", saw: run.state.rawValue)
        try expect(run.reason == .stopped, "the reason stopped", saw: run.reason?.rawValue ?? "none")
        try await jobs.stop(started.id, of: id)
        let after = try await jobs.run(started.id, of: id)
        try expect(after.state == .stopped, "stopped as before", saw: after.state.rawValue)
    }

    // MARK: The scene

    /// A job whose runs fail.
    private func failing(_ name: String) throws -> JobSpec {
        guard let image = surroundings.failingImage else {
            throw ConformanceFailure(check: check.rawValue, expected: "surroundings with a failing image", seen: "none")
        }
        var spec = try job(name)
        spec.source = .image(image)
        spec.retries = .of(0)
        return spec
    }

    /// Starts one run.
    func start(_ id: Job.ID, _ jobs: any JobService) async throws -> JobRun {
        let runs = try await jobs.startJob(id, JobStart())
        guard let run = runs.first, runs.count == 1 else {
            throw ConformanceFailure(check: check.rawValue, expected: "one run", seen: "\(runs.count)")
        }
        return run
    }

    /// The run once nothing happens to it any more.
    private func end(of run: JobRun, _ jobs: any JobService) async throws -> JobRun {
        for _ in 1...Self.mostLooks * 10 {
            let now = try await jobs.run(run.id, of: run.job)
            if now.state.isFinal { return now }
            try await waiting.time.sleep(for: waiting.longestDelay)
        }
        throw ConformanceFailure(check: check.rawValue, expected: "a run that ends", seen: "one that goes on")
    }
}
