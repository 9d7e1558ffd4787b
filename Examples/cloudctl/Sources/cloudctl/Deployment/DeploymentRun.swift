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
        let began = await session.time.now()
        var options = DeploymentOptions(
            waits: false,
            checksFirst: isSaved,
            waiting: WaitOptions(time: session.time, randomness: session.randomness),
            shouldStop: { await stop.isRequested }
        )
        let (plan, secrets, service, sending) = (plan, secrets, session.service, options)
        let sent = await stop.finishing {
            try await service.carryOut(plan, secrets: secrets, sending) { await tell($0) }
        } asked: { [screen = session.screen] in
            await screen.noteStopping()
        }
        var outcome: DeploymentOutcome
        do {
            outcome = try sent.get()
        } catch let error as ContainerServiceError {
            throw Failure(ExitStatus(error), [report(error)])
        }
        var wasStopped = await stop.isRequested
        var live: [Container.ID: Container] = [:]
        var limit: Duration?
        if waiting.wait, !wasStopped {
            do {
                live = try await containers(of: outcome)
                limit = await self.limit(for: outcome, live)
                options.waiting.limit = limit
                outcome = try await service.wait(for: outcome, of: plan, options) { await tell($0) }
            } catch is CancellationError {
                wasStopped = true
            }
        }
        for service in outcome.services where service.isReached && service.action != .delete {
            guard let id = service.id, let container = live[id] else { continue }
            live[id] = await session.withEndpoints(container)
        }
        let ending = Ending(
            outcome: outcome,
            wasStopped: wasStopped,
            live: live,
            limit: limit,
            elapsed: await session.time.now() - began
        )
        return try await finish(ending)
    }

    /// Makes sure that a run of a saved plan would begin; sends nothing that changes anything.
    ///
    /// - Throws: ``Failure`` where what is there is not what the plan was made of.
    func checkBeginning() async throws {
        guard isSaved, plan.isExecutable else { return }
        var compared = plan
        // What is there is compared, and no value is sent.
        for index in compared.services.indices { compared.services[index].secrets = [] }
        do {
            if plan.namespaceID == nil {
                if plan.isChange, try await session.service.namespace(named: plan.namespace) != nil {
                    throw ContainerServiceError(
                        .alreadyExists,
                        "a namespace \(plan.namespace) exists already",
                        provider: plan.provider
                    )
                }
                // In a namespace that is to be made there is nothing yet; what moves there is in the one of before.
                compared.services.removeAll { $0.id == nil && $0.formerID == nil }
                compared.namespaceID = plan.formerNamespaceID
            }
            // Without a namespace the run would make one.
            guard compared.namespaceID != nil else { return }
            let options = DeploymentOptions(waits: false, checksFirst: true, shouldStop: { true })
            try await session.service.carryOut(compared, options)
        } catch let error as ContainerServiceError {
            throw Failure(ExitStatus(error), [report(error)])
        }
    }

    /// How a run ended.
    private struct Ending {
        var outcome: DeploymentOutcome
        var wasStopped: Bool
        /// The containers as they were after the last request, and those that run with their addresses.
        var live: [Container.ID: Container]
        /// The longest wait, if there was one.
        var limit: Duration?
        var elapsed: Duration

        func endpoints(of service: DeploymentOutcome.Service) -> [Container.Endpoint] {
            service.isReached ? service.id.flatMap { live[$0]?.endpoints } ?? [] : []
        }
    }

    /// The containers of the outcome; none where they cannot be read, which the wait for them tells.
    private func containers(of outcome: DeploymentOutcome) async throws -> [Container.ID: Container] {
        var wanted = Set(outcome.services.filter { $0.isTaken && $0.action != .delete }.compactMap(\.id))
        guard let namespace = outcome.namespace, !wanted.isEmpty else { return [:] }
        var found: [Container.ID: Container] = [:]
        do {
            for try await container in session.service.allContainers(in: namespace) {
                if wanted.remove(container.id) != nil { found[container.id] = container }
                if wanted.isEmpty { break }
            }
        } catch is ContainerServiceError {}
        return found
    }

    /// The longest wait, which is said where nobody has named it.
    private func limit(for outcome: DeploymentOutcome, _ live: [Container.ID: Container]) async -> Duration? {
        guard outcome.services.contains(where: \.isTaken) else { return nil }
        // What is deleted takes as long as the provider likes, whatever the probes of others are.
        let deletes = plan.formerNamespaceID != nil || outcome.services.contains { $0.action == .delete }
        if deletes, waiting.timeout == nil { return nil }
        let limit = WaitLimit(
            waiting.timeout,
            for: outcome.services.compactMap { $0.id.flatMap { live[$0]?.spec } },
            until: .ready,
            of: session.provider
        )
        if let words = limit.words { await session.screen.progress(words, .faint) }
        return limit.duration
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

    private func finish(_ ending: Ending) async throws -> ExitStatus {
        let (outcome, wasStopped) = (ending.outcome, ending.wasStopped)
        let console = session.console
        let isDone = outcome.isComplete && !wasStopped
        JobSummary(console)?.append(markdown(outcome))
        try listing(ending).print(form, session)
        if wasStopped {
            // What a plan was made of is not there any more once a part of it is done.
            let way = isSaved ? ", plan again: cloudctl plan --out FILE" : ": \(console.commandLine)"
            await session.screen.note("interrupted; to go on\(way)", .warning)
            return .interrupted
        }
        if form.isForPeople, !outcome.services.isEmpty { await closing(ending).say(session) }
        let failed = outcome.services.filter { $0.failure != nil }
        for service in failed where service.failure?.code == .deploymentFailed {
            if let id = service.id { await session.showLastLines(of: id, titled: service.name) }
        }
        guard !failed.isEmpty else { return isDone ? .done : .partlyDone }
        let statuses = Set(failed.compactMap(\.failure).map { ExitStatus($0) })
        let isPartly = outcome.services.contains { $0.failure == nil && $0.isTaken }
        let status: ExitStatus =
            failed.contains { $0.failure?.code == .unauthenticated }
            ? .noCredential : isPartly ? .partlyDone : statuses.count == 1 ? statuses.first ?? .failed : .failed
        throw Failure(
            status,
            failed.compactMap { service in
                service.failure.map { report($0, about: service.name, ending.limit) }
            }
        )
    }

    /// The last lines for people.
    private func closing(_ ending: Ending) -> ClosingWords {
        let services = ending.outcome.services
        var closing = ClosingWords(services.map { Self.word($0).0 }, elapsed: ending.elapsed)
        closing.addresses = services.map { ($0.name, ending.endpoints(of: $0).map(\.url)) }
        func path(_ service: DeploymentOutcome.Service) -> String {
            ShellExport.quoted("\(plan.namespace)/\(service.name)")
        }
        // What could not be made cannot be looked at.
        if let failed = services.first(where: { $0.failure != nil && $0.id != nil }) {
            closing.next = "describe \(path(failed))"
        } else if let running = services.first(where: { $0.isReached && $0.action != .delete }) {
            closing.next = "logs \(path(running)) --follow"
        } else if let open = services.first(where: { $0.isTaken && !$0.isReached && $0.action != .delete }) {
            closing.next = "status \(path(open)) --wait"
        }
        return closing
    }

    /// The result in every form.
    private func listing(_ ending: Ending) -> Listing {
        let outcome = ending.outcome
        let document = json(ending)
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

    private func report(
        _ error: ContainerServiceError,
        about service: String? = nil,
        _ limit: Duration? = nil
    ) -> ServiceErrorReport {
        var error = error
        if error.code == .timedOut, let service, let limit {
            error.message = "\(service) does not run as it should after \(limit.text)"
        }
        var report = ServiceErrorReport(error, about: service, provider: session.provider)
        // A namespace that is to be made and is there already is told before anything is begun.
        let isStale = error.code == .conflict || (error.code == .alreadyExists && service == nil)
        if isStale, error.httpStatus == nil {
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

    private func json(_ ending: Ending) -> JSONObject {
        let (outcome, wasStopped) = (ending.outcome, ending.wasStopped)
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
                        "endpoints": .array(ending.endpoints(of: service).map { .endpoint($0) }),
                        "error": service.failure.map(JSONValue.failure) ?? .null,
                    ]
                }
            ),
        ]
    }
}
