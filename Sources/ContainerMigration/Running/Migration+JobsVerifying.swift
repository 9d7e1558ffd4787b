import CloudContainers

extension Migration {
    func verifyJobs(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ observer: @escaping Observer
    ) async throws {
        let ready = Set(board.jobs(at: [.ready]).map(\.source))
        let jobs = board.jobs(at: [.made, .ready]).filter { !$0.runs || ready.contains($0.source) }
        var problems = try await problems(of: jobs, board.ids)
        if problems.contains(where: { $0 == nil }) {
            let surplus = try await removeDoubles(of: jobs, board.ids, in: namespace, observer)
            problems = zip(problems, surplus).map { $0 ?? $1 }
        }
        for (job, problem) in zip(jobs, problems) {
            if let problem {
                if Self.endsRun(problem) { throw problem }
                board.fail(job, problem)
                try await noteFailure(of: job.key, problem, observer)
            } else {
                board.reach(.verified, job)
                try await note(.verified, job.key)
                await observer(.reached(service: job.key, .verified))
            }
        }
    }

    /// Deletes what this migration has made a second time of a job; `nil` for each job of which there is one now.
    ///
    /// Where a provider lets several jobs have one name, an answer that was lost and a list that was old lead to that.
    private func removeDoubles(
        of jobs: [PlannedJob],
        _ ids: [String: Container.ID],
        in namespace: Namespace.ID,
        _ observer: Observer
    ) async throws -> [ContainerServiceError?] {
        let there: [Job]
        do {
            there = try await targetJobs.all(in: namespace).filter { $0.spec.owner == plan.id }
        } catch let error as ContainerServiceError {
            return jobs.map { error.during("verify \($0.name)") }
        }
        var results: [ContainerServiceError?] = []
        for job in jobs {
            var failure: ContainerServiceError?
            for double in there
            where job.goesBy(double.spec.name) && double.partID != ids[job.key] {
                let request = PreparedRequest("DELETE", "job", purpose: "delete a second \(job.name)")
                try await note(.willSend(request), job.key, observer)
                do {
                    try await targetJobs.delete(double.partID)
                    try await note(.didSend(request), job.key, observer)
                } catch let error as ContainerServiceError where error.code == .notFound {
                } catch let error as ContainerServiceError {
                    failure = error.during("verify \(job.name)")
                }
            }
            results.append(failure)
        }
        return results
    }

    /// What of each job is not as planned; `nil` where it is.
    func problems(
        of jobs: [PlannedJob],
        _ ids: [String: Container.ID]
    ) async throws -> [ContainerServiceError?] {
        if jobs.isEmpty { return [] }
        let hosts: [String: String]
        do {
            hosts = try await self.hosts(for: jobs, ids)
        } catch let error as ContainerServiceError {
            return jobs.map { _ in error }
        }
        return try await concurrently(jobs, atMost: options.concurrency) { job -> ContainerServiceError? in
            let operation = "verify \(job.name)"
            do {
                if let error = missingEndpoint(of: job, hosts) { return error.during(operation) }
                guard let id = ids[job.key] else {
                    throw ContainerServiceError(.notFound, "\(job.key) is not on the target")
                }
                let jobs = try targetJobs
                try compare(try await jobs.read(id), with: job, hosts, on: jobs)
                return nil
            } catch let error as ContainerServiceError {
                return error.during(operation)
            }
        }
    }
}
