import CloudContainers
import ContainerMigration

/// One run of a migration, from its first request to what is said at its end.
struct MigrationRun {
    /// The plan.
    let plan: MigrationPlan
    /// Both accounts.
    let account: MigrationAccount
    /// The journal.
    let journal: MigrationJournal
    /// The files; `nil` where the journal is in memory, because the target is.
    let files: MigrationFiles?
    /// How it runs.
    let options: RunningOptions
    /// What the services have to answer before they are verified.
    let smoke: SmokeOptions
    /// The form of what it says.
    let format: FormOptions
    /// The flags that lead to the same accounts and secrets again.
    let words: [String]
    /// The report of it, if one is asked for.
    var report: ReportOption?

    private var session: Session { account.target }

    /// Runs it to its end, or until somebody asks to stop.
    ///
    /// A first signal lets requests under way be finished; a second one ends the process, after which the journal still says
    /// where it was.
    ///
    /// - Throws: ``Failure`` where something failed, after the result is printed.
    func run(_ secrets: MigrationSecrets) async throws -> ExitStatus {
        try await smoke.with(session) { try await run(secrets, $0) }
    }

    private func run(_ secrets: MigrationSecrets, _ smoke: SmokeChecks?) async throws -> ExitStatus {
        let migration = try await account.migration(plan, journal, options) { $0.smoke = smoke }
        let board = MigrationBoard(plan, await journal.state, session, isStream: format.isStream)
        let stop = MigrationStop()
        await board.draw()
        let interval = session.console.refreshInterval
        let drawing = Task {
            while let interval, !Task.isCancelled {
                try await ContinuousClock().sleep(for: interval)
                await board.draw()
            }
        }
        let timings = MigrationTimings(session.time)
        await timings.begin()
        let result = await stop.finishing {
            try await migration.run(secrets: secrets, stop: stop) { event in
                await timings.take(event)
                await board.take(event)
            }
        } asked: { [screen = session.screen] in
            await screen.noteStopping()
        }
        drawing.cancel()
        _ = await drawing.result
        await session.screen.settle()
        switch result {
        case .success(let outcome):
            if let report {
                var text = MigrationReport(plan, PlanNeeds(plan, secrets))
                text.add(outcome, of: plan, await timings.record())
                try report.write(text, on: session.console)
            }
            return try await finish(outcome)
        case .failure(let error):
            if await journal.state.runs > 0 { await session.screen.note(goOn, .warning) }
            throw (error as? ContainerServiceError).map { Failure(ofMigration: $0) } ?? error
        }
    }

    // MARK: The end

    private func finish(_ outcome: MigrationOutcome) async throws -> ExitStatus {
        let report = OutcomeReport(plan: plan, outcome: outcome)
        JobSummary(session.console)?.append(report.markdown)
        try report.listing { sheet in
            report.addTable(to: &sheet)
            if outcome.isComplete { addNext(after: outcome, to: &sheet) }
        }.print(format.form(session.printing), session)
        if outcome.isComplete { return .done }
        await session.screen.note(goOn, .warning)
        if let failure = report.failure(session.provider, wasStopped: outcome.wasStopped) { throw failure }
        return outcome.wasStopped ? .interrupted : .partlyDone
    }

    /// How to go on with what is not done.
    private var goOn: String {
        guard let files else { return "The simulator ends with this command, and so does the migration." }
        return "To go on: cloudctl migrate resume \(files.flag)" + words.map { " \($0)" }.joined()
    }

    private func addNext(after outcome: MigrationOutcome, to sheet: inout Sheet) {
        sheet.space()
        guard outcome.services.contains(where: { $0.step != .retired }) || outcome.services.isEmpty else {
            return sheet.paragraph("The migration is over: the source at \(plan.source.provider) is retired.")
        }
        sheet.paragraph([
            .init("Everything is as planned.", .good),
            .init(" The source at \(plan.source.provider) was not touched, and still runs."),
        ])
        guard let files else { return }
        sheet.paragraph(
            "The journal is \(TerminalText.escaped(files.journal)), the plan \(TerminalText.escaped(files.plan))."
        )
        let flags =
            files.flag
            + words.filter { !$0.hasPrefix("--secrets") && !$0.hasPrefix("--smoke") }.map { " \($0)" }.joined()
        let stops = account.source.service.dialect.capabilities.stops
        let hasDomains = plan.services.contains { !$0.domains.isEmpty }
        for (command, meaning) in (hasDomains ? [("domains", "Move the domains, which lead to the source:")] : []) + [
            ("verify", "Read everything back once more:"), ("rollback", "Take it back from \(plan.target.provider):"),
            (
                stops ? "retire" : "retire --delete",
                "\(stops ? "Stop or delete" : "Delete") the source, when nobody needs it any more:"
            ),
        ] {
            sheet.paragraph(meaning)
            // Not broken, so that it can be copied.
            sheet.line(.init("  cloudctl migrate \(command) \(flags)", .strong))
        }
    }
}
