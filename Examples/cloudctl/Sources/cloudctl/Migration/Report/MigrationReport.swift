import CloudContainers
import ContainerMigration

/// What there is to decide about a migration, or what became of one; the text of its parts, without any form.
///
/// No text holds the value of a secret or of a variable.
struct MigrationReport {
    /// Something with a name.
    struct Fact {
        let name: String
        let value: String
    }

    /// Something that changes on the way.
    struct Change {
        let outcome: String
        let code: String
        let field: String
        let before: String
        let targetField: String
        let after: String
        let meaning: String
        let advice: String
        /// How it stands out: one of the words of the page's style.
        let emphasis: String
    }

    /// A field of the target.
    struct Field {
        let field: String
        let value: String
        let targetField: String
        let targetValue: String
        let outcome: String
    }

    /// A request.
    struct Request {
        let method: String
        let path: String
        let purpose: String
    }

    /// One service.
    struct Service {
        let title: String
        let facts: [Fact]
        let changes: [Change]
        let fields: [Field]
        let requests: [Request]
    }

    /// What became of a service.
    struct Result {
        let name: String
        let target: String
        let state: String
        let time: String
        let reason: String
        let emphasis: String
    }

    /// What the report is about.
    var title: String
    /// From where to where.
    var way: String
    /// The verdict in a word.
    var verdict: String
    /// Whether it is a good one, as a word of the page's style.
    var emphasis: String
    /// What it means.
    var explanation: String
    /// The plan in short.
    var summary: [Fact]
    /// What has to be added before the plan can run: flags, and secrets.
    var needed: [String]
    /// The services.
    var services: [Service]
    /// What does not move.
    var staying: [String]
    /// What the plan costs.
    var estimate: [String]
    /// What each raise costs.
    var raises: [String]
    /// What became of the services; empty for a plan.
    var results: [Result] = []
    /// How long things took; empty for a plan.
    var timings: [Fact] = []
    /// When things happened to the services; empty for a plan.
    var timeline: [TimelineBar] = []
    /// The height of the drawing of that.
    var timelineHeight = 0

    // MARK: Making

    /// Makes the report of a plan.
    init(_ plan: MigrationPlan, _ needs: PlanNeeds) {
        let report = PlanReport(plan: plan, needs: needs)
        let estimate = EstimateReport(plan)
        let count = PlanReport.count(plan)
        title = "Migration plan: \(plan.source.namespace)"
        way =
            "\(plan.source.namespace) on \(plan.source.provider) → \(plan.target.namespace) on \(plan.target.provider)"
        let isReady = needs.isEmpty
        verdict = isReady ? "Ready" : "Blocked"
        emphasis = isReady ? "good" : "bad"
        explanation =
            isReady
            ? "Nothing is missing: the plan can run. The source is only read until it is retired, and the migration can be "
                + "rolled back until then."
            : "The plan cannot run yet: consent, a decision or a value is missing. Nothing was changed anywhere."
        summary = [
            Fact(name: "Services", value: count),
            Fact(name: "Target", value: plan.target.id == nil ? "a new namespace" : "a namespace that is there"),
            Fact(name: "Findings", value: Self.counts(plan)),
            Fact(name: "Secrets to bring", value: plan.secrets.isEmpty ? "none" : "\(plan.secrets.count)"),
            Fact(name: "Plan", value: plan.id),
        ]
        if let quota = report.quota { summary.append(Fact(name: "Memory", value: quota.text)) }
        let domains = plan.services.flatMap { service in service.domains.map { "\($0.host) (\(service.sourceName))" } }
        if !domains.isEmpty {
            summary.append(Fact(name: "Domains to move afterwards", value: domains.joined(separator: ", ")))
        }
        needed =
            needs.remedy.words
            + needs.remedy.withoutFlag.map { "change the source: no flag settles \($1.code) of \($0)" }
            + needs.secrets.map {
                "a value for the secret \($0.name) of \(PlanNeeds.list($0.services)), with --secrets FILE"
            }
        services = plan.parts.map { Self.service($0, plan) }
        staying = report.stays
        self.estimate = estimate.requests + [estimate.time, estimate.prices].compactMap(\.self)
        raises = estimate.raises
    }

    /// Adds what became of the services.
    ///
    /// - Parameters:
    ///   - outcome: How the run ended.
    ///   - plan: The plan.
    ///   - timings: How long things took.
    ///   - isRehearsed: Whether it ran on simulators only.
    mutating func add(
        _ outcome: MigrationOutcome,
        of plan: MigrationPlan,
        _ timings: MigrationTimings.Record,
        isRehearsed: Bool = false
    ) {
        title = (isRehearsed ? "Migration rehearsal: " : "Migration: ") + plan.source.namespace
        needed = []
        emphasis = outcome.isComplete ? "good" : "bad"
        switch (isRehearsed, outcome.isComplete) {
        case (true, true):
            verdict = "Rehearsed well"
            explanation = "On a simulator everything came out as planned. Nothing was sent to \(plan.target.provider)."
        case (true, false):
            verdict = "Rehearsed badly"
            explanation =
                "On a simulator not everything came out as planned. Nothing was sent to \(plan.target.provider)."
        case (false, true):
            verdict = "Moved and verified"
            explanation =
                "Every service is on \(plan.target.provider) and was read back as planned. The source was not touched and "
                + "still runs; the migration can be rolled back until it is retired."
        case (false, false):
            verdict = outcome.wasStopped ? "Stopped" : "Partly done"
            explanation =
                "Not every service is where it should be. The source was not touched and still runs; cloudctl migrate "
                + "resume goes on, cloudctl migrate rollback takes it back."
        }
        results = zip(outcome.services, plan.parts).map { service, planned in
            let isGood = service.failure == nil && [.verified, .retired].contains(service.step)
            return Result(
                name: service.name,
                target: planned.name,
                state: service.failure == nil ? service.step.rawValue : "failed, was \(service.step.rawValue)",
                time: timings.services[service.name].map(ServiceWords.text) ?? "",
                reason: service.failure.map { $0.providerMessage ?? $0.message } ?? service.kept ?? "",
                emphasis: isGood ? "good" : service.failure == nil ? "notice" : "bad"
            )
        }
        self.timings = timings.facts
        timeline = TimelineBar.bars(results, timings)
        timelineHeight = TimelineBar.height(timeline)
    }

    // MARK: Parts

    private static func counts(_ plan: MigrationPlan) -> String {
        var counts: [Outcome: Int] = [:]
        for finding in plan.parts.flatMap(\.findings) { counts[finding.outcome, default: 0] += 1 }
        let parts = Outcome.allCases.reversed().compactMap { outcome in
            counts[outcome].map { "\($0) \(outcome.title)" }
        }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    private static func service(_ service: any PlannedPart, _ plan: MigrationPlan) -> Service {
        var facts = [Fact(name: "Afterwards", value: service.runs ? "runs" : "stays stopped")]
        if !service.secrets.isEmpty {
            facts.append(Fact(name: "Secrets", value: service.secrets.joined(separator: ", ")))
        }
        if !service.domains.isEmpty {
            facts.append(Fact(name: "Domains", value: service.domains.map(\.host).joined(separator: ", ")))
        }
        return Service(
            title: service.keepsName ? service.key : "\(service.key) → \(service.name)",
            facts: facts,
            changes: FindingGroup.groups(of: service.ledger).flatMap { group in
                changes(group, plan.settings.resolutions)
            },
            fields: fields(of: service, plan),
            requests: service.change?.requests.map { Request(method: $0.method, path: $0.path, purpose: $0.purpose) }
                ?? []
        )
    }

    /// A row for each finding of a group, or one for all where they say nothing but which fields they are about.
    private static func changes(_ group: FindingGroup, _ given: Resolutions) -> [Change] {
        let rows = group.rows.map { change(group, $0.entry, $0.finding, given) }
        guard let first = rows.first, rows.count > 1,
            rows.allSatisfy({ $0.before.isEmpty && $0.after.isEmpty && $0.targetField.isEmpty }),
            rows.allSatisfy({ $0.meaning == first.meaning && $0.advice == first.advice })
        else { return rows }
        return [
            Change(
                outcome: first.outcome,
                code: first.code,
                field: rows.map(\.field).joined(separator: ", "),
                before: "",
                targetField: "",
                after: "",
                meaning: first.meaning,
                advice: first.advice,
                emphasis: first.emphasis
            )
        ]
    }

    private static func change(
        _ group: FindingGroup,
        _ entry: LedgerEntry,
        _ finding: Finding,
        _ given: Resolutions
    ) -> Change {
        let (source, target) = LedgerSide.pair(entry, finding)
        let advice: String
        switch finding.outcome.demand {
        case .nothing: advice = ""
        case .consent: advice = given.allows(finding.code) ? "allowed" : "--allow \(finding.code)"
        case .resolution:
            let flags = Remedy.flags(of: finding)
            advice =
                flags.isEmpty ? group.page?.advice.filter { $0 != "`" } ?? "" : flags.joined(separator: " or ")
        }
        let place = source.path.isEmpty ? finding.subject ?? "" : source.path
        let subject = finding.subject.map { place.contains($0) ? "" : "\($0) " } ?? ""
        return Change(
            outcome: finding.outcome.title,
            code: finding.code.rawValue,
            field: subject + place,
            before: source.value ?? "",
            targetField: target.path,
            after: target.value ?? "",
            meaning: [group.page?.summary, finding.detail].compactMap(\.self).joined(separator: " "),
            advice: advice,
            emphasis: finding.outcome.demand == .resolution
                ? "bad" : finding.outcome.demand == .consent ? "notice" : "plain"
        )
    }

    /// What each field of the target is made of.
    private static func fields(of service: any PlannedPart, _ plan: MigrationPlan) -> [Field] {
        guard let dialect = Registry.provider(of: plan.target.provider)?.dialect else { return [] }
        var given = plan.settings.resolutions
        given.secretNames.formUnion(service.secrets)
        var ledger = Ledger()
        if let service = service as? PlannedService {
            ledger = (try? dialect.prepare(.create(service.spec), given).ledger) ?? ledger
        } else if let job = service as? PlannedJob {
            ledger = (try? dialect.jobs?.prepare(.create(job.spec), given).ledger) ?? ledger
        }
        return ledger.entries.filter { !$0.targets.isEmpty }.map { entry in
            Field(
                field: entry.sources.map(\.path.description).joined(separator: ", "),
                value: entry.sources.map(\.shown).joined(separator: ", "),
                targetField: entry.targets.map(\.path.description).joined(separator: ", "),
                targetValue: entry.targets.map(\.shown).joined(separator: ", "),
                outcome: entry.outcome.title
            )
        }
    }
}
