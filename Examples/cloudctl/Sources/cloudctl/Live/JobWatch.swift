import CloudContainers

/// Runs of a job, watched until they have ended.
struct JobWatch {
    private let target: LocatedJob
    private let jobs: any JobService
    private let session: Session

    init(_ target: LocatedJob, _ jobs: any JobService, _ session: Session) {
        self.target = target
        self.jobs = jobs
        self.session = session
    }

    /// Waits until runs have ended, and tells each change on standard error.
    ///
    /// - Returns: The runs as they are in the end.
    /// - Throws: ``Failure`` when the time ran out.
    func end(of runs: [JobRun], within limit: Duration?) async throws -> [JobRun] {
        // A provider that counts requests is asked half as often; a short run is not waited for in vain.
        let longest = Duration.seconds(session.service.dialect.capabilities.requestLimit == nil ? 5 : 10)
        var interval = Duration.seconds(1)
        let began = await session.time.now()
        var runs = runs
        var said = began
        for run in runs { await note(run) }
        while runs.contains(where: { !$0.state.isFinal }) {
            let spent = await session.time.now() - began
            if let limit, spent >= limit {
                let live = runs.filter { !$0.state.isFinal }.map(\.id.rawValue).joined(separator: ", ")
                throw Failure(
                    .timedOut,
                    "\(target.title): \(live) did not end within \(limit.text)",
                    advice:
                        "The run goes on. Watch it with cloudctl jobs runs --watch, or end it with cloudctl jobs stop."
                )
            }
            try await session.time.sleep(for: limit.map { min(interval, $0 - spent) } ?? interval)
            interval = min(interval * 2, longest)
            for index in runs.indices where !runs[index].state.isFinal {
                let now = try await jobs.run(runs[index].id, of: target.job.id)
                let isNews = now.state != runs[index].state
                runs[index] = now
                let elapsed = await session.time.now()
                // On a terminal nobody takes the silence of a line that stays in sight for the end.
                let isDue = !session.screen.isLive && elapsed - said >= ProgressBoard.longestSilence
                guard isNews || isDue else { continue }
                said = elapsed
                await note(now, after: elapsed - began)
            }
        }
        return runs
    }

    private func note(_ run: JobRun, after elapsed: Duration? = nil) async {
        let id = TerminalText.escaped(run.id.rawValue)
        let time = elapsed.map { ", \(ServiceWords.text($0))" } ?? ""
        await session.screen.progress(
            "\(target.title), run \(id): \(RunText.words(run))\(time)",
            RunText.emphasis(run.state),
            ["job": .string(target.path), "run": .string(run.id.rawValue), "state": .string(run.state.rawValue)]
        )
    }

    /// Prints the last lines of a run on standard error.
    func showLastLines(of run: JobRun) async {
        if session.printing.quiet { return }
        // What fails here must not hide why the lines are wanted.
        guard let lines = try? await jobs.logs(of: run.id, of: target.job.id, LogQuery(limit: 20)), !lines.isEmpty
        else {
            return await session.screen.note("The run has written nothing.", .faint)
        }
        await session.screen.say("The last lines of the run \(TerminalText.escaped(run.id.rawValue)):\n")
        await session.say(lines)
    }
}
