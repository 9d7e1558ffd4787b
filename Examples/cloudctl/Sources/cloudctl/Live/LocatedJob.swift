import CloudContainers

/// A job with the namespace that it is in.
struct LocatedJob: Sendable {
    /// The namespace.
    var namespace: Namespace
    /// The job, as a list or a single answer gives it.
    var job: Job
    /// What stands for the namespace on a command line: its name, or its id where several have the name.
    var place: String

    /// What stands for the job alone on a command line: `shop/nightly`.
    var path: String { "\(place)/\(job.spec.name)" }

    /// The name and the namespace, for a person.
    var title: String { "\(TerminalText.escaped(job.spec.name)) in \(TerminalText.escaped(namespace.name))" }

    /// The name, id and place, for programs.
    var identity: JSONObject {
        [
            "id": .string(job.id.rawValue),
            "name": .string(job.spec.name),
            "namespace": [
                "id": .string(namespace.id.rawValue), "name": .string(namespace.name),
                "parent": .optional(namespace.parent),
            ],
        ]
    }
}

extension Session {
    /// Lends a session on an account with jobs; a simulator's has sample jobs beside the sample services.
    static func withJobs<Result>(
        _ options: ProviderOptions,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (Session, any JobService) async throws -> Result
    ) async throws -> Result {
        var choice = options.choice
        choice.wantsJobs = true
        return try await with(choice, printing, on: console) { session in
            guard let jobs = session.service.jobs else {
                throw Failure(
                    .failed,
                    "\(session.provider.name) has no jobs",
                    advice: "cloudctl providers shows what each provider can do."
                )
            }
            return try await body(session, jobs)
        }
    }

    /// The jobs of all namespaces, or of one; each once.
    func jobs(in name: String?, _ jobs: any JobService) async throws -> [LocatedJob] {
        var result: [LocatedJob] = []
        try await forEachJob(in: name, jobs) { result.append($0) }
        return result
    }

    /// Takes the jobs of all namespaces, or of one, each once, as the pages of the lists come.
    func forEachJob(
        in name: String?,
        _ jobs: any JobService,
        _ body: (LocatedJob) throws -> Void
    ) async throws {
        // At Scaleway a job that names no namespace is one of each.
        var known: Set<Job.ID> = []
        for (namespace, word) in try await places(name) where !namespace.isDeleting || name != nil {
            do {
                for try await job in jobs.allJobs(in: namespace.id) where known.insert(job.id).inserted {
                    try body(LocatedJob(namespace: namespace, job: job, place: word))
                }
            } catch let error as ContainerServiceError where error.code == .notFound && name == nil {
                // It went away after the list was read.
            }
        }
    }

    /// The jobs that names, or else ids or paths of namespace and name, stand for; each once, in their order, as lists answer them.
    ///
    /// - Throws: ``Failure`` for names that nothing has, or several jobs have.
    func jobs(named names: [String], in namespace: String?, _ jobs: any JobService) async throws -> [LocatedJob] {
        let all = try await self.jobs(in: namespace, jobs)
        var result: [LocatedJob] = []
        for name in names {
            let named = all.filter { $0.job.spec.name == name }
            let found = named.isEmpty ? all.filter { $0.job.id.rawValue == name || $0.path == name } : named
            guard let first = found.first else {
                let known = name.contains("/") ? all.map(\.path) : all.map(\.job.spec.name)
                throw Self.unknown("job", name, among: known, "cloudctl jobs list shows what there is.")
            }
            if found.count > 1 {
                let places = found.map { "\($0.job.id) in \(Diagnostic.shortened($0.namespace.name))" }
                throw Failure(
                    .wrongUse,
                    "there are \(found.count) jobs \(Diagnostic.quoted(name))",
                    advice: "Give NAMESPACE/NAME, --namespace, or an id: \(places.joined(separator: ", "))."
                )
            }
            if !result.contains(where: { $0.job.id == first.job.id }) { result.append(first) }
        }
        return result
    }

    /// The one job that a name, or else an id, stands for.
    func job(named name: String, in namespace: String?, _ jobs: any JobService) async throws -> LocatedJob {
        guard let found = try await self.jobs(named: [name], in: namespace, jobs).first else {
            throw Failure(.notFound, "there is no job \(Diagnostic.quoted(name))")
        }
        return found
    }

    /// The run of a job with that id.
    ///
    /// - Throws: ``Failure`` where the job has none.
    func run(_ id: String, of target: LocatedJob, _ jobs: any JobService) async throws -> JobRun {
        do {
            return try await jobs.run(JobRun.ID(rawValue: id), of: target.job.id)
        } catch let error as ContainerServiceError where [.notFound, .invalidInput].contains(error.code) {
            let known = try await jobs.runs(of: target.job.id, after: nil).elements.map(\.id.rawValue)
            let advice = "cloudctl jobs runs \(TerminalText.escaped(target.job.spec.name)) shows what there is."
            throw Self.unknown("run", id, among: known, advice)
        }
    }
}
