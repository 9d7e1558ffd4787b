import CloudContainers
import InMemoryContainers
import SimulationKit

/// One thing that a service of jobs does wrongly, or does in another way and yet rightly.
enum JobFault: String, CaseIterable, Sendable, CustomStringConvertible {
    case nothing = "does everything right"
    case refusesOthers = "has no other commands, variables and copies"
    case keepsSchedule = "says that a schedule cannot go"
    case dropsJobs = "drops the last job of a page"
    case mixesNamespaces = "lists the jobs of every namespace"
    case forgetsCommand = "forgets the command"
    case findsNearNames = "finds a job by a part of its name"
    case overlooksTakenNames = "overlooks that a name is taken"
    case saysConflict = "says conflict where a job is missing"
    case changesMore = "sets retries to 1 with each change"
    case alwaysSends = "prepares a request though nothing differs"
    case forgetsZone = "takes every zone for UTC"
    case keepsScheduleSilently = "keeps a schedule that is cleared"
    case showsSecrets = "shows the values of secrets"
    case makesWithoutSecret = "makes a job before it misses a secret"
    case keepsHalf = "keeps what could not be completed"
    case ignoresBasis = "ignores what a change rests on"
    case neverRuns = "starts runs that fail"
    case losesStarts = "does not list runs"
    case refusesAfterStart = "refuses copies after it began one"
    case keepsOtherCommand = "keeps the command of one run"
    case oldestFirst = "lists the oldest run first"
    case mixesRuns = "knows the runs of every job"
    case hidesReason = "gives no reason"
    case saysOtherCode = "gives another exit code"
    case reversesLines = "tells the latest line first"
    case ignoresLimit = "ignores the limit of lines"
    case ignoresStop = "does not stop runs"
    case refusesSecondStop = "refuses to stop what has ended"
    case keepsBusyJobs = "does not delete a job with a live run"

    var description: String { rawValue }
}

/// How jobs in memory are spelled: a bundle is the document of the specification.
struct JobStageDialect: JobDialect {
    let fault: JobFault

    var provider: ProviderID { InMemoryDialect().provider }
    var rules: [FieldRule] { [] }

    func recognises(_ document: JSONDocument) -> Bool { document.root["spec"] != nil }

    func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        throw ContainerServiceError(.unsupported, "it has no settings")
    }

    func read(_ bundle: JSONDocument, _: Resolutions) throws(ContainerServiceError) -> [Translation<JobSpec>] {
        do {
            return [Translation(value: try JobSpec(json: bundle.root["spec"] ?? .null), ledger: Ledger())]
        } catch {
            throw error.located(in: bundle)
        }
    }

    func write(_ spec: JobSpec, _: Resolutions) -> Translation<JSONDocument?> {
        Translation(value: JSONDocument(["spec": spec.document]), ledger: Ledger())
    }

    func prepare(
        _ change: JobChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        switch change {
        case .create(let spec):
            let creation = PreparedRequest("POST", "/jobs", body: spec.document, purpose: "create", makes: "job")
            let secrets = spec.variables.filter(\.isSecret).map {
                PreparedRequest("PUT", "/jobs/{job}/\($0.name)", purpose: "set a secret")
            }
            return Translation(value: PreparedChange(requests: [creation] + secrets, deploys: false), ledger: Ledger())
        case .update(let wish, let live):
            guard let current = try read(live, given).first?.value else { break }
            var ledger = Ledger()
            let result = completed(wish, by: current, &ledger)
            var requests: [PreparedRequest] = []
            if result != current || fault == .alwaysSends {
                requests = [PreparedRequest("PUT", "/jobs/{job}", body: result.document, purpose: "update")]
            }
            let change = PreparedChange(requests: requests, deploys: false, basis: basis(of: live))
            return Translation(value: change, ledger: ledger)
        }
        throw ContainerServiceError(.invalidInput, "there is no job")
    }

    private func completed(_ wish: JobSpec, by current: JobSpec, _ ledger: inout Ledger) -> JobSpec {
        var spec = current
        spec.name = wish.name
        spec.source = wish.source
        spec.description = wish.description ?? spec.description
        if !wish.command.command.isEmpty { spec.command.command = wish.command.command }
        if !wish.command.arguments.isEmpty { spec.command.arguments = wish.command.arguments }
        spec.resources.cpu = wish.resources.cpu ?? spec.resources.cpu
        spec.resources.memory = wish.resources.memory ?? spec.resources.memory
        spec.retries = wish.retries ?? spec.retries
        spec.timeLimit = wish.timeLimit ?? spec.timeLimit
        for variable in wish.variables {
            spec.variables.removeAll { $0.name == variable.name }
            spec.variables.append(variable)
        }
        spec.variables.sort { $0.name < $1.name }
        if !wish.schedules.isEmpty { spec.schedules = wish.schedules }
        if fault == .forgetsZone { for index in spec.schedules.indices { spec.schedules[index].timeZone = .utc } }
        if wish.resets.contains("schedules") {
            switch fault {
            case .keepsSchedule:
                let finding = Finding(.resetImpossible, .approximated, subject: "schedules")
                let entry = LedgerEntry(sources: [], targets: [], outcome: .approximated, findings: [finding])
                ledger.entries.append(entry)
            case .keepsScheduleSilently: break
            default: spec.schedules = []
            }
        }
        if fault == .changesMore, spec != current { spec.retries = .of(1) }
        return spec
    }
}

/// Jobs for the service in memory, with a fault; each run lasts half a minute.
actor JobStage: JobService {
    private struct Stored {
        var job: Job
        var secrets: [String: String] = [:]
    }

    private let fault: JobFault
    private let time: any TimeSource
    private var stored: [Stored] = []
    private var runs: [(run: JobRun, image: String, end: Timestamp)] = []
    private var count = 0

    nonisolated var dialect: any JobDialect { JobStageDialect(fault: fault) }

    /// The image whose runs fail.
    static let failing = "docker.io/shop/failing:1.0"

    init(_ fault: JobFault, _ time: any TimeSource) {
        self.fault = fault
        self.time = time
    }

    private func missing(_ what: String) -> ContainerServiceError {
        let code: ContainerServiceError.Code = fault == .saysConflict ? .conflict : .notFound
        return ContainerServiceError(code, "there is no such \(what)", provider: dialect.provider)
    }

    private func index(_ id: Job.ID) throws -> Int {
        guard let index = stored.firstIndex(where: { $0.job.id == id }) else { throw missing("job") }
        return index
    }

    private func seen(_ stored: Stored) -> Job {
        var job = stored.job
        if fault == .showsSecrets {
            let secrets = stored.secrets.sorted { $0.key < $1.key }.map { JSONValue.string($0.value) }
            job.bundle = JSONDocument(["spec": job.bundle.root["spec"] ?? .null, "secrets": .array(secrets)])
        }
        if fault == .forgetsCommand { job.spec.command = JobCommand() }
        return job
    }

    // MARK: Jobs

    func jobs(in namespace: Namespace.ID, after token: PageToken?) throws -> Page<Job> {
        let all = stored.filter { $0.job.namespace == namespace || fault == .mixesNamespaces }.map(seen)
        let page = page(all, after: token)
        return fault == .dropsJobs && page.elements.count > 1 ? Page(page.elements.dropLast(), next: page.next) : page
    }

    private func page<Element>(_ all: [Element], after token: PageToken?) -> Page<Element> {
        let start = token.flatMap { Int($0.rawValue) } ?? 0
        let end = min(start + 2, all.count)
        return Page(Array(all[start..<end]), next: end < all.count ? PageToken(rawValue: "\(end)") : nil)
    }

    func job(_ id: Job.ID) throws -> Job { seen(stored[try index(id)]) }

    func job(named name: String, in namespace: Namespace.ID) -> Job? {
        stored.first { stored in
            let own = stored.job.spec.name
            return stored.job.namespace == namespace && (own == name || fault == .findsNearNames && own.contains(name))
        }.map(seen)
    }

    nonisolated func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        job id: Job.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Job.ID {
        let names = change.requests.filter { $0.path.hasPrefix("/jobs/{job}/") }.map { String($0.path.dropFirst(12)) }
        if fault != .makesWithoutSecret { try Self.check(names, secrets) }
        if let basis = change.basis, let id, fault != .ignoresBasis {
            let live = try await job(id).bundle
            if dialect.basis(of: live) != basis { throw ContainerServiceError(.conflict, "it has changed") }
        }
        var made = id
        do {
            for request in change.requests {
                try await journal(.willSend(request))
                made = try await send(request, to: made, in: namespace, secrets)
                try await journal(.didSend(request))
            }
        } catch {
            if id == nil, fault != .keepsHalf, fault != .makesWithoutSecret, let made { await forget(made) }
            throw error
        }
        guard let made else { throw ContainerServiceError(.invalidInput, "the change names no job") }
        return made
    }

    private func forget(_ id: Job.ID) { stored.removeAll { $0.job.id == id } }

    private static func check(_ names: [String], _ secrets: SecretValues) throws {
        guard let name = names.first(where: { !secrets.contains($0) }) else { return }
        throw ContainerServiceError(.secretMissing, "the secret \(name) has no value")
    }

    private func send(
        _ request: PreparedRequest,
        to id: Job.ID?,
        in namespace: Namespace.ID,
        _ secrets: SecretValues
    ) throws -> Job.ID? {
        guard let body = request.body else {
            guard let id else { return nil }
            let name = String(request.path.dropFirst(12))
            try Self.check([name], secrets)
            stored[try index(id)].secrets[name] = secrets.withValue(of: name) { $0 }
            return id
        }
        var spec = try JobSpec(json: body.root)
        spec.variables.sort { $0.name < $1.name }
        if let id {
            let index = try index(id)
            stored[index].job.spec = spec
            stored[index].job.bundle = JSONDocument(["spec": spec.document])
            return id
        }
        if fault != .overlooksTakenNames, job(named: spec.name, in: namespace)?.spec.name == spec.name {
            throw ContainerServiceError(.alreadyExists, "the name is in use")
        }
        count += 1
        let made = Job.ID(rawValue: "job-\(count)")
        let bundle = JSONDocument(["spec": spec.document])
        stored.append(Stored(job: Job(id: made, namespace: namespace, spec: spec, bundle: bundle)))
        return made
    }

    func deleteJob(_ id: Job.ID) async throws {
        let index = try index(id)
        if fault == .keepsBusyJobs, try await !runs(of: id, after: nil).elements.allSatisfy(\.state.isFinal) {
            throw ContainerServiceError(.busy, "a run is under way")
        }
        stored.remove(at: index)
        runs.removeAll { $0.run.job == id }
    }

    func stopSchedules(of id: Job.ID) throws {
        let index = try index(id)
        stored[index].job.spec.schedules = []
        stored[index].job.bundle = JSONDocument(["spec": stored[index].job.spec.document])
    }

    // MARK: Runs

    func startJob(_ id: Job.ID, _ start: JobStart) async throws -> [JobRun] {
        let index = try index(id)
        let isOther = start.copies != nil || !start.variables.isEmpty || start.command != JobCommand()
        if start.event != nil || fault == .refusesOthers && isOther {
            throw ContainerServiceError(.unsupported, "it only runs as it is")
        }
        if fault == .keepsOtherCommand, start.command != JobCommand() {
            stored[index].job.spec.command = start.command
            stored[index].job.bundle = JSONDocument(["spec": stored[index].job.spec.document])
        }
        guard case .image(let image) = stored[index].job.spec.source else { return [] }
        let now = await time.wallClock()
        var started: [JobRun] = []
        for copy in 0..<(start.copies?.value ?? 1) {
            if fault == .refusesAfterStart, copy == 1 { throw ContainerServiceError(.unsupported, "one is enough") }
            count += 1
            var run = JobRun(JobRun.ID(rawValue: "run-\(count)"), of: id, .running, providerWord: "running")
            run.startedAt = now
            runs.insert((run, image.description, Timestamp(seconds: now.seconds + 30)), at: 0)
            started.append(run)
        }
        return started
    }

    private func seen(_ entry: (run: JobRun, image: String, end: Timestamp), at now: Timestamp) -> JobRun {
        var run = entry.run
        guard run.state == .running, now >= entry.end else { return run }
        let fails = entry.image == Self.failing || fault == .neverRuns
        run.state = fails ? .failed : .succeeded
        run.endedAt = entry.end
        run.exitCode = fails ? (fault == .saysOtherCode ? 1 : 3) : 0
        if fails, fault != .hidesReason { run.reason = .exitCode }
        return run
    }

    func runs(of job: Job.ID, after token: PageToken?) async throws -> Page<JobRun> {
        _ = try index(job)
        let now = await time.wallClock()
        var all = runs.filter { $0.run.job == job }.map { seen($0, at: now) }
        if fault == .oldestFirst { all.reverse() }
        if fault == .losesStarts { all = [] }
        return page(all, after: token)
    }

    private func place(_ id: JobRun.ID, of job: Job.ID) throws -> Int {
        let found = runs.firstIndex { $0.run.id == id && ($0.run.job == job || fault == .mixesRuns) }
        guard let found else { throw missing("run") }
        return found
    }

    func run(_ id: JobRun.ID, of job: Job.ID) async throws -> JobRun {
        let now = await time.wallClock()
        return seen(runs[try place(id, of: job)], at: now)
    }

    func stop(_ id: JobRun.ID, of job: Job.ID) async throws {
        let now = await time.wallClock()
        let index = try place(id, of: job)
        if seen(runs[index], at: now).state.isFinal {
            if fault == .refusesSecondStop { throw ContainerServiceError(.conflict, "it has ended") }
            return
        }
        if fault == .ignoresStop { return }
        runs[index].run.state = .stopped
        runs[index].run.reason = .stopped
        runs[index].run.endedAt = now
    }

    func logs(of run: JobRun.ID, of job: Job.ID, _ query: LogQuery) async throws -> [LogEntry] {
        let began = try await self.run(run, of: job).startedAt ?? Timestamp(seconds: 0)
        let lines = (1...3).map { number in
            LogEntry(
                id: "\(run)-\(number)",
                time: Timestamp(seconds: began.seconds + Int64(number)),
                message: "\(number)"
            )
        }
        let told = fault == .ignoresLimit ? lines : lines.suffix(query.limit)
        return fault == .reversesLines ? told.reversed() : told
    }
}
