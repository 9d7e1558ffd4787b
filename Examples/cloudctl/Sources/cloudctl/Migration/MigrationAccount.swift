import CloudContainers
import ContainerMigration

/// Both accounts of a migration while a command works.
struct MigrationAccount {
    /// Where the services are.
    let source: Session
    /// Where they go.
    let target: Session

    /// Makes sure that the accounts are those of a plan's providers.
    ///
    /// - Throws: ``Failure`` with the option to leave out.
    func check(_ plan: MigrationPlan) throws {
        for (flag, side, session) in [("--from", plan.source, source), ("--to", plan.target, target)]
        where side.provider != session.provider.dialect.provider {
            let name = session.provider.name
            throw Failure(
                .wrongUse,
                "\(flag) names \(name), and the plan is about \(side.provider)",
                advice: "Leave out \(flag), or make a plan for \(name) with cloudctl migrate plan."
            )
        }
    }

    /// Reads what a namespace of the source holds.
    ///
    /// - Throws: ``Failure`` where no namespace is named and there is not exactly one.
    static func inventory(_ chosen: MovedServices, _ source: Session, concurrency: Int) async throws
        -> MigrationInventory
    {
        let found = try await source.namespaces(chosen.namespace).filter { !$0.isDeleting || chosen.namespace != nil }
        guard let namespace = found.first, found.count == 1 else {
            let names = found.map(\.name).joined(separator: ", ")
            throw Failure(
                .wrongUse,
                found.isEmpty ? "\(source.place) has no namespace" : "no namespace is chosen",
                advice: found.isEmpty ? "cloudctl namespaces shows what there is." : "Give --namespace: \(names)."
            )
        }
        return try await source.service.inventory(
            of: namespace.id,
            services: chosen.names,
            concurrency: concurrency
        )
    }

    /// Makes a plan of what both accounts hold now; only reads.
    func plan(_ options: PlanOptions, concurrency: Int) async throws -> (MigrationPlan, MigrationInventory) {
        var inventory = try await Self.inventory(options.chosen, source, concurrency: concurrency)
        if options.wait { inventory = try await settled(inventory) }
        let name = options.toNamespace ?? inventory.namespace.name
        let (existing, taken, takenJobs) = try await room(for: name, hasJobs: !inventory.jobs.isEmpty)
        var given = options.resolutions.given
        // What a simulator knows nobody has to look up.
        given.registries = target.registries.merging(given.registries) { $1 }
        var settings = MigrationSettings(
            namespace: name,
            resolutions: given,
            names: Dictionary(options.names.map { ($0.name, $0.value) }) { $1 },
            started: Set(options.started)
        )
        settings.withoutJobs = Set(options.withoutJobs)
        do {
            let plan = try MigrationPlan(
                moving: inventory,
                from: source.service.dialect,
                to: target.service.dialect,
                namespace: existing,
                taken: taken,
                takenJobs: takenJobs,
                settings
            )
            return (plan, inventory)
        } catch {
            throw Failure(error)
        }
    }

    /// Waits for services in the middle of a change, and says so.
    private func settled(_ inventory: MigrationInventory) async throws -> MigrationInventory {
        let names = inventory.unsettled.map { TerminalText.escaped($0.spec.name) }
        guard !names.isEmpty else { return inventory }
        await source.screen.note(
            "waiting for \(names.joined(separator: ", ")), in the middle of a change; --no-wait plans without",
            .notice
        )
        let waiting = WaitOptions(time: source.time, randomness: source.randomness)
        return try await source.service.settled(inventory, waiting)
    }

    /// Reads whether the target has a namespace, and which names of containers are taken in it, and of jobs if there are any to
    /// move.
    private func room(for name: String, hasJobs: Bool) async throws -> (
        existing: Namespace?, taken: [String], takenJobs: [String]
    ) {
        guard let existing = try await target.service.namespace(named: name) else { return (nil, [], []) }
        var taken: [String] = []
        for container in try await target.service.completeContainers(in: existing.id) {
            taken += container.names
        }
        var takenJobs: [String] = []
        if hasJobs, let jobs = target.service.jobs {
            for try await job in jobs.allJobs(in: existing.id) { takenJobs.append(job.spec.name) }
        }
        return (existing, taken.sorted(), takenJobs.sorted())
    }

    /// Carries a plan out on simulators that hold what both accounts hold now; only reads.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - inventory: What the source holds, if that was just read.
    ///   - running: How it runs.
    /// - Returns: What would happen.
    /// - Throws: ``Failure`` where the plan cannot run; also where the source is not as it was.
    func rehearse(
        _ plan: MigrationPlan,
        _ inventory: MigrationInventory? = nil,
        _ running: RunningOptions
    ) async throws -> RehearsalReport {
        let (existing, taken, _) = try await room(for: plan.target.namespace, hasJobs: false)
        guard plan.target.id == existing?.id else {
            throw Failure(
                .failed,
                "the namespace \(TerminalText.escaped(plan.target.namespace)) of \(plan.target.provider) is not as it "
                    + "was when the plan was made",
                advice: "Plan again."
            )
        }
        var known = inventory
        if known == nil, let id = plan.source.id {
            known = try await source.service.inventory(
                of: id,
                // A name does not always tell which job is meant.
                services: plan.jobs.isEmpty ? Set(plan.services.map(\.sourceName)) : nil,
                concurrency: running.concurrency
            )
        }
        guard let known else { throw Failure(.wrongInput, "the plan names no namespace of the source") }
        return try await Rehearsal(plan: plan, inventory: known, existing: existing, taken: taken).run(
            from: source.service.dialect,
            to: target.provider,
            running,
            on: target.console
        )
    }

    /// Puts a plan, a journal and both accounts together.
    func migration(
        _ plan: MigrationPlan,
        _ journal: MigrationJournal,
        _ running: RunningOptions = RunningOptions.parseOrDefault(),
        _ change: (inout MigrationOptions) -> Void = { _ in }
    ) async throws -> Migration {
        try await Migration(plan, from: source, to: target, journal: journal, running, change)
    }
}

extension Migration {
    /// Makes a migration of sessions; what reads and removes on the target only needs no source.
    ///
    /// - Throws: ``Failure`` where the plan, the journal and the accounts do not belong together.
    init(
        _ plan: MigrationPlan,
        from source: Session?,
        to target: Session,
        journal: MigrationJournal,
        _ running: RunningOptions = RunningOptions.parseOrDefault(),
        _ change: (inout MigrationOptions) -> Void = { _ in }
    ) async throws {
        // Looks take from the requests that an hour allows; where those do not suffice, there are few of them.
        let isPaced = plan.estimate(from: target.provider.dialect, to: target.provider.dialect).pause > .zero
        var waiting = isPaced ? WaitOptions.paced : WaitOptions(longestDelay: .seconds(20))
        waiting.limit = running.timeout
        waiting.time = target.time
        waiting.randomness = target.randomness
        var options = MigrationOptions(
            concurrency: running.concurrency,
            stopsAtFailure: running.stopsAtFailure,
            secretVerification: running.verifySecrets,
            waiting: waiting
        )
        options.account = target.account.isEmpty ? nil : target.account
        change(&options)
        let changed = options
        self = try await Failure.ofMigration {
            try await Migration(
                plan,
                from: source?.service,
                to: target.service,
                journal: journal,
                changed
            )
        }
    }
}
