import CloudContainers

/// All that is known of one job.
struct JobPage {
    private let located: LocatedJob
    private let ledger: Ledger
    private let now: Timestamp
    private var job: Job { located.job }

    /// Makes the page of a job as a single answer gives it.
    ///
    /// - Throws: An error of the library, where the answer is none of the dialect's.
    init(_ located: LocatedJob, _ dialect: (any JobDialect)?, at now: Timestamp) throws {
        self.located = located
        ledger = try dialect?.ledger(of: located.job) ?? Ledger()
        self.now = now
    }

    /// The page for programs.
    var json: JSONValue {
        var object = located.identity
        object.set("status", job.status.map { .status($0) } ?? .null)
        object.set("schedules", .array(job.spec.schedules.map { ScheduleText($0).json(after: now) }))
        object.set("createdAt", .optional(job.createdAt?.description))
        object.set("updatedAt", .optional(job.updatedAt?.description))
        object.set("spec", job.spec.document)
        let findings = ledger.findings.map { JSONReport.finding($0.finding, of: $0.entry, Resolutions()) }
        object.set("findings", .array(findings))
        return .object(object)
    }

    /// Adds the page for people.
    func add(to sheet: inout Sheet) {
        sheet.line(.init(located.title, .strong))
        if let status = job.status {
            addLine("state", ServiceWords.text(status), ServiceWords.emphasis(status.state), to: &sheet)
            if let message = status.message { addLine("message", message, to: &sheet) }
        }
        addRuns(to: &sheet)
        addLine("id", job.id.rawValue, .faint, to: &sheet)
        let place = located.namespace
        addLine("namespace", "\(place.name)\(place.parent.map { " of \($0)" } ?? ""), \(place.id)", to: &sheet)
        if let time = job.createdAt { addLine("created", time.description, to: &sheet) }
        if let time = job.updatedAt { addLine("changed", time.description, to: &sheet) }
        sheet.space()
        sheet.line(.init("Specification", .strong))
        // What the emitter cannot write, no document of a job holds.
        let text = (try? YAMLWriter.text(JSONDocument(specification))) ?? ""
        for line in text.split(separator: "\n") { sheet.line(.init("  " + TerminalText.escaped(String(line)))) }
        FindingGroup.addSummaries(of: ledger, to: &sheet)
    }

    private func addRuns(to sheet: inout Sheet) {
        for schedule in job.spec.schedules {
            let text = ScheduleText(schedule)
            addLine("runs", text.words, to: &sheet)
            for (index, run) in text.nextRuns(after: now).enumerated() {
                addLine(index == 0 ? "next" : "then", text.local(run), to: &sheet)
            }
            if !text.knowsZone { addLine("next", "this machine knows no zone \(text.zoneName)", .warning, to: &sheet) }
        }
        let events = JobEvent.allCases.filter { job.spec.events[$0] != nil }.map(\.rawValue)
        if !events.isEmpty { addLine("runs", "at \(events.joined(separator: ", "))", to: &sheet) }
        if events.isEmpty, job.spec.schedules.isEmpty { addLine("runs", "when somebody starts it", to: &sheet) }
    }

    /// The specification, in which long maps of a provider are only counted.
    private var specification: JSONValue {
        guard var object = job.spec.document.object else { return [:] }
        if let providers = object["providers"]?.object { object.set("providers", ServicePage.folded(providers)) }
        return .object(object)
    }

    private func addLine(_ name: String, _ text: String, _ emphasis: Style.Emphasis = .plain, to sheet: inout Sheet) {
        ServicePage.addLine(name, text, emphasis, to: &sheet)
    }
}
