import CloudContainers
import ContainerDeployment
import ContainerMigration

/// One run of a deployment, from its first request to what is said at its end.
struct DeploymentRun {
    /// The plan.
    let plan: DeploymentPlan
    /// The values of secrets, by service.
    let secrets: [String: SecretValues]
    /// The account.
    let session: Session
    /// Whether and how long it waits.
    let waiting: WaitingOptions
    /// The form of the result.
    let form: FormOptions.Form
    /// Whether the plan comes from a file, so that something can have changed long ago.
    let isSaved: Bool

    /// Runs it to its end, or until somebody asks to stop.
    ///
    /// A first signal lets requests under way be finished and ends a wait; a second one ends the process.
    ///
    /// - Returns: The status to end with.
    /// - Throws: ``Failure`` where something failed, after the result is printed.
    func run() async throws -> ExitStatus {
        let stop = MigrationStop()
        let options = DeploymentOptions(
            waits: false,
            checksFirst: isSaved,
            waiting: WaitOptions(limit: waiting.timeout, time: session.time, randomness: session.randomness),
            shouldStop: { await stop.isRequested }
        )
        let (plan, secrets, service) = (plan, secrets, session.service)
        let sent = await stop.finishing {
            try await service.carryOut(plan, secrets: secrets, options) { await tell($0) }
        }
        var outcome: DeploymentOutcome
        do {
            outcome = try sent.get()
        } catch let error as ContainerServiceError {
            throw Failure(ExitStatus(error), [report(error)])
        }
        var wasStopped = await stop.isRequested
        if waiting.wait, !wasStopped {
            do {
                outcome = try await service.wait(for: outcome, of: plan, options) { await tell($0) }
            } catch is CancellationError {
                wasStopped = true
            }
        }
        return try await finish(outcome, wasStopped: wasStopped)
    }

    @Sendable private func tell(_ event: DeploymentEvent) async {
        guard !session.printing.quiet else { return }
        func say(_ service: String, _ words: String) async {
            await session.screen.say("\(TerminalText.escaped(service)): \(TerminalText.escaped(words))\n")
        }
        switch event {
        case .namespace(let namespace):
            await session.screen.say("made the namespace \(TerminalText.escaped(namespace.name))\n")
        case .sending(let service, let request): await say(service, request.purpose)
        case .deploying(let services): await say(services.joined(separator: ", "), "deploy")
        case .status(let service, let status): await say(service, ServiceWords.text(status))
        case .reached(let service):
            let isGone = plan.services.first { $0.name == service }?.action == .delete
            await say(service, isGone ? "is gone" : "runs as the manifest says")
        case .failed(let service, let error): await say(service, error.message)
        default: break
        }
    }

    private func finish(_ outcome: DeploymentOutcome, wasStopped: Bool) async throws -> ExitStatus {
        let console = session.console
        let isDone = outcome.isComplete && !wasStopped
        JobSummary(console)?.append(markdown(outcome))
        try listing(outcome, wasStopped).print(form, session)
        if wasStopped {
            await session.screen.note("interrupted: apply again to go on", .warning)
            return .interrupted
        }
        let failed = outcome.services.filter { $0.failure != nil }
        for service in failed where service.failure?.code == .deploymentFailed {
            if let id = service.id { await session.showLastLines(of: id, titled: service.name) }
        }
        guard !failed.isEmpty else { return isDone ? .done : .partlyDone }
        let statuses = Set(failed.compactMap(\.failure).map { ExitStatus($0) })
        let isPartly = outcome.services.contains { $0.failure == nil && $0.isTaken }
        let status: ExitStatus =
            statuses.contains(.noCredential)
            ? .noCredential : isPartly ? .partlyDone : statuses.count == 1 ? statuses.first ?? .failed : .failed
        throw Failure(
            status,
            failed.compactMap { service in
                service.failure.map { report($0, about: service.name) }
            }
        )
    }

    /// The result in every form.
    private func listing(_ outcome: DeploymentOutcome, _ wasStopped: Bool) -> Listing {
        let document = json(outcome, wasStopped)
        var listing = Listing(whole: document, of: ["services"], "DeploymentResult") { sheet in
            if outcome.services.isEmpty {
                return sheet.paragraph("Nothing to do: everything is as the manifest says.")
            }
            var table = Table(["service", "result"])
            for service in outcome.services {
                let (word, emphasis) = Self.word(service)
                table.add([(TerminalText.escaped(service.name), .plain), (word, emphasis)])
            }
            table.print(to: &sheet, shrinking: [0])
        }
        listing.names = outcome.services.filter { $0.isTaken && $0.action != .delete }
            .map { "\(plan.namespace)/\($0.name)" }
        return listing
    }

    /// The result for the page of a run.
    private func markdown(_ outcome: DeploymentOutcome) -> String {
        let title = "## \(MarkdownReport.escaped(plan.application)) in \(MarkdownReport.escaped(plan.namespace))"
        guard !outcome.services.isEmpty else {
            return "\(title)\n\nNothing to do: everything is as the manifest says.\n"
        }
        let rows = outcome.services.map { [$0.name, Self.word($0).0, $0.failure?.message ?? ""] }
        return "\(title) on \(plan.provider)\n\n" + JobSummary.table(["Service", "Result", "Reason"], rows)
    }

    private func report(_ error: ContainerServiceError, about service: String? = nil) -> ServiceErrorReport {
        var report = ServiceErrorReport(error, about: service, provider: session.provider)
        if error.code == .conflict, error.httpStatus == nil {
            report.advice =
                isSaved
                ? "Plan again and look at what it says: cloudctl plan --out FILE."
                : "Apply again: it begins with what is there now."
        }
        return report
    }

    private static func word(_ service: DeploymentOutcome.Service) -> (String, Style.Emphasis) {
        if service.failure != nil { return ("failed", .bad) }
        if !service.isTaken { return ("not begun", .notice) }
        let verb =
            switch service.action {
            case .create: "created"
            case .update: "changed"
            case .replace: "made anew"
            case .delete: "deleted"
            case .unchanged: "deployed"
            }
        return (service.isReached ? verb : "\(verb), not waited for", service.isReached ? .good : .notice)
    }

    private func json(_ outcome: DeploymentOutcome, _ wasStopped: Bool) -> JSONObject {
        let isPartly = outcome.services.contains { $0.failure == nil && $0.isTaken }
        let result =
            wasStopped ? "interrupted" : outcome.isComplete ? "done" : isPartly ? "partly done" : "failed"
        return [
            "apiVersion": JSONReport.apiVersion, "kind": "DeploymentReport",
            "provider": .string(plan.provider.rawValue), "application": .string(plan.application),
            "namespace": .string(plan.namespace), "result": .string(result),
            "services": .array(
                outcome.services.map { service in
                    [
                        "name": .string(service.name), "action": .string(service.action.rawValue),
                        "id": .optional(service.id?.rawValue), "taken": .bool(service.isTaken),
                        "reached": .bool(service.isReached),
                        "error": service.failure.map(JSONValue.failure) ?? .null,
                    ]
                }
            ),
        ]
    }
}
