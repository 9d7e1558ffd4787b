import CloudContainers

extension Scene {
    func listsJobs() async throws {
        let (jobs, namespace) = try await place()
        var made: [Job.ID] = []
        for index in 1...5 { made.append(try await make(try job("job-\(index)"), in: namespace, jobs)) }
        let other = try await service.createNamespace(named: "other")
        _ = try await make(try job("elsewhere"), in: other, jobs)
        let listed = try await pages { try await jobs.jobs(in: namespace.id, after: $0) }
        let ids = listed.map(\.id.rawValue).sorted()
        try expect(ids == made.map(\.rawValue).sorted(), "each of 5 jobs once", saw: "\(listed.map(\.spec.name))")
    }

    func createsJob() async throws {
        let (jobs, namespace) = try await place()
        var wish = try job("nightly")
        wish.description = "tidies up"
        wish.command = JobCommand(command: ["tidy"], arguments: ["--all"])
        wish.retries = .of(2)
        let seen = try await jobs.job(try await make(wish, in: namespace, jobs))
        try expect(seen.namespace == namespace.id, "the namespace \(namespace.id)", saw: "\(seen.namespace)")
        try expectSame(seen.spec, wish)
    }

    func findsJob() async throws {
        let (jobs, namespace) = try await place()
        for name in ["nightly-a", "nightly", "my-nightly"] { _ = try await make(try job(name), in: namespace, jobs) }
        let id = try await make(try job("night"), in: namespace, jobs)
        let found = try await jobs.job(named: "night", in: namespace.id)
        try expect(found?.id == id, "night", saw: found?.spec.name ?? "nothing")
        let missing = try await jobs.job(named: "nigh", in: namespace.id)
        try expect(missing == nil, "no nigh", saw: missing?.spec.name ?? "nothing")
    }

    func refusesTakenJob() async throws {
        let (jobs, namespace) = try await place()
        _ = try await make(try job("nightly"), in: namespace, jobs)
        try await expect(.alreadyExists) { _ = try await make(try job("nightly"), in: namespace, jobs) }
    }

    func missesJob() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try job("nightly"), in: namespace, jobs)
        try await removeJob(id, jobs)
        try await expect(.notFound) { _ = try await jobs.job(id) }
        try await expect(.notFound) { _ = try await jobs.startJob(id, JobStart()) }
        try await expect(.notFound) { _ = try await jobs.runs(of: id, after: nil) }
        try await expect(.notFound) { try await jobs.deleteJob(id) }
        do {
            _ = try await jobs.job(id)
        } catch let error as ContainerServiceError {
            let provider = error.provider?.rawValue ?? "nobody"
            try expect(error.provider == jobs.dialect.provider, "\(jobs.dialect.provider)", saw: provider)
        }
    }

    func updatesJob() async throws {
        let (jobs, namespace) = try await place()
        var wish = try job("nightly")
        wish.retries = .of(1)
        wish.command = JobCommand(command: ["tidy"], arguments: ["--all"])
        let id = try await make(wish, in: namespace, jobs)
        let image = try ImageReference(parsing: "docker.io/library/alpine:3.21")
        let changes: [(name: String, change: (inout JobSpec) -> Void)] = [
            ("the image", { $0.source = .image(image) }), ("the description", { $0.description = "what it does" }),
            ("the command", { $0.command.command = ["other"] }), ("the arguments", { $0.command.arguments = ["-v"] }),
            ("CPU", { $0.resources.cpu = .millicores(1000) }), ("memory", { $0.resources.memory = .mebibytes(1024) }),
            ("retries", { $0.retries = .of(3) }), ("the time limit", { $0.timeLimit = .seconds(900) }),
            ("a variable", { $0.variables = [EnvironmentVariable(name: "GREETING", value: .plain("bye"))] }),
            ("the name", { $0.name = "nightly-2" }),
        ]
        for (name, change) in changes {
            let before = try await jobs.job(id)
            var wanted = JobSpec(name: before.spec.name, source: before.spec.source)
            change(&wanted)
            try await jobs.updateJob(id, to: wanted, jobGiven)
            var expected = before.spec
            change(&expected)
            let after = try await jobs.job(id)
            try expectSame(after.spec, expected, "\(name) changed, and nothing else")
            try expectNothing(of: wanted, for: after, jobs)
        }
    }

    func preparesNoJobRequest() async throws {
        let (jobs, namespace) = try await place()
        let wish = try job("nightly")
        let live = try await jobs.job(try await make(wish, in: namespace, jobs))
        for same in [wish, live.spec, JobSpec(name: "nightly", source: wish.source)] {
            try expectNothing(of: same, for: live, jobs)
        }
        let before = jobs.dialect.basis(of: live.bundle)
        try await jobs.updateJob(live.id, to: wish, jobGiven)
        let after = jobs.dialect.basis(of: try await jobs.job(live.id).bundle)
        try expect(before == after, "the same configuration", saw: "another one")
    }

    func changesSchedules() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try job("nightly"), in: namespace, jobs)
        let zone = TimeZoneName(rawValue: "Europe/Paris")
        for schedule in [
            JobSchedule(try CronExpression(parsing: "15 4 * * MON-FRI"), in: .utc),
            JobSchedule(try CronExpression(parsing: "15 4 * * MON-FRI"), in: zone),
        ] {
            var wish = JobSpec(name: "nightly", source: try job("nightly").source)
            wish.schedules = [schedule]
            try await jobs.updateJob(id, to: wish, jobGiven)
            let seen = try await jobs.job(id).spec.schedules
            let isSame = seen.map(\.cron) == [schedule.cron] && seen.map(\.timeZone) == [schedule.timeZone]
            try expect(
                isSame,
                "\(schedule.cron) \(zone)",
                saw: "\(seen.map { "\($0.cron) \($0.timeZone?.rawValue ?? "")" })"
            )
        }
        var wish = JobSpec(name: "nightly", source: try job("nightly").source)
        wish.resets = ["schedules"]
        let live = try await jobs.job(id)
        let change = try jobs.dialect.prepare(.update(wish, live: live.bundle), jobGiven)
        guard change.value?.requests.isEmpty == false else {
            let isSaid = change.ledger.findings.contains { !$0.finding.outcome.isExact }
            return try expect(isSaid, "the schedule gone, or a word that it cannot go", saw: "nothing said")
        }
        try await jobs.updateJob(id, to: wish, jobGiven)
        let seen = try await jobs.job(id).spec.schedules
        try expect(seen.isEmpty, "no schedule", saw: "\(seen.count)")
    }

    func hidesJobSecrets() async throws {
        let (jobs, namespace) = try await place()
        let value = "s3cret-value-1234"
        let id = try await make(try jobWithSecret(), in: namespace, jobs, secrets: SecretValues(["TOKEN": value]))
        var wish = JobSpec(name: "nightly", source: try job("nightly").source)
        wish.description = "what it does"
        // The stored secret needs no value to stay.
        try await jobs.updateJob(id, to: wish, jobGiven)
        let listed = try await pages { try await jobs.jobs(in: namespace.id, after: $0) }
        let read = try await jobs.job(id)
        for job in listed + [read] {
            let text = job.bundle.text(.compact) + job.spec.document.text(.compact)
            try expect(!text.contains(value), "no value of a secret", saw: "it")
        }
        let token = read.spec.variables.first { $0.name == "TOKEN" }
        try expect(token?.isSecret == true, "TOKEN as a secret", saw: "\(read.spec.variables.map(\.name))")
    }

    func refusesMissingJobSecret() async throws {
        let (jobs, namespace) = try await place()
        try await expect(.secretMissing) { _ = try await make(try jobWithSecret(), in: namespace, jobs) }
        let left = try await pages { try await jobs.jobs(in: namespace.id, after: $0) }
        try expect(left.isEmpty, "no job", saw: "\(left.map(\.spec.name))")
    }

    func makesJobWhole() async throws {
        let (jobs, namespace) = try await place()
        let (wish, secrets) = (try jobWithSecret(), SecretValues(["TOKEN": "s3cret-value-1234"]))
        guard let change = try jobs.dialect.prepare(.create(wish), secretGiven).value else {
            throw ConformanceFailure(check: check.rawValue, expected: "a change", seen: "nothing")
        }
        // Each request fails before it is sent, one after the other.
        for last in change.requests.indices {
            var count = 0
            try await expect(.storageFailed) {
                _ = try await jobs.perform(change, in: namespace.id, job: nil, secrets: secrets) { step in
                    guard case .willSend = step else { return }
                    if count == last { throw ContainerServiceError(.storageFailed, "the journal is full") }
                    count += 1
                }
            }
            var left = try await jobs.job(named: wish.name, in: namespace.id)
            for _ in 1...Self.mostLooks where left != nil {
                try await waiting.time.sleep(for: waiting.longestDelay)
                left = try await jobs.job(named: wish.name, in: namespace.id)
            }
            try expect(left == nil, "nothing left of the job", saw: "it")
        }
        let id = try await make(wish, in: namespace, jobs, secrets: secrets)
        try expectSame(try await jobs.job(id).spec, wish)
    }

    func refusesStaleJobChange() async throws {
        let (jobs, namespace) = try await place()
        let live = try await jobs.job(try await make(try job("nightly"), in: namespace, jobs))
        var wish = try job("nightly")
        wish.description = "one"
        guard let change = try jobs.dialect.prepare(.update(wish, live: live.bundle), jobGiven).value else {
            throw ConformanceFailure(check: check.rawValue, expected: "a change", seen: "nothing")
        }
        wish.description = "two"
        try await jobs.updateJob(live.id, to: wish, jobGiven)
        try await expect(.conflict) {
            _ = try await jobs.perform(change, in: namespace.id, job: live.id, secrets: SecretValues()) { _ in }
        }
    }

    func deletesJob() async throws {
        let (jobs, namespace) = try await place()
        let id = try await make(try lasting("nightly"), in: namespace, jobs)
        _ = try await start(id, jobs)
        try await removeJob(id, jobs)
        let left = try await pages { try await jobs.jobs(in: namespace.id, after: $0) }
        try expect(left.isEmpty, "no job", saw: "\(left.map(\.spec.name))")
        _ = try await make(try job("nightly"), in: namespace, jobs)
    }

    // MARK: The scene

    /// The jobs of the service, and a namespace for them.
    func place() async throws -> (any JobService, Namespace) {
        guard let jobs = service.jobs else {
            throw ConformanceFailure(check: check.rawValue, expected: "a service of jobs", seen: "none")
        }
        return (jobs, try await service.createNamespace(named: "shop"))
    }

    /// What the checks do not ask about is consented to.
    var jobGiven: Resolutions {
        var given = given
        given.allowsAll = true
        return given
    }

    private var secretGiven: Resolutions {
        var given = jobGiven
        given.secretNames.insert("TOKEN")
        return given
    }

    /// A job that every provider can have, whose runs end by themselves.
    func job(_ name: String) throws -> JobSpec {
        var spec = JobSpec(name: name, source: .image(try ImageReference(parsing: "docker.io/library/alpine:3.20")))
        spec.schedules = [JobSchedule(try CronExpression(parsing: "30 3 1 1 *"), in: .utc)]
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .mebibytes(512)
        spec.resources.ephemeralStorage = .mebibytes(1024)
        spec.timeLimit = .seconds(600)
        spec.variables = [EnvironmentVariable(name: "GREETING", value: .plain("hello"))]
        return spec
    }

    /// A job whose runs last until they are stopped.
    func lasting(_ name: String) throws -> JobSpec {
        var spec = try job(name)
        spec.source = .image(try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        return spec
    }

    private func jobWithSecret() throws -> JobSpec {
        var spec = try job("nightly")
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        return spec
    }

    func make(
        _ spec: JobSpec,
        in namespace: Namespace,
        _ jobs: any JobService,
        secrets: SecretValues = SecretValues()
    ) async throws -> Job.ID {
        try await jobs.createJob(spec, in: namespace.id, secrets: secrets, secretGiven)
    }

    /// Deletes a job and waits until it is gone.
    private func removeJob(_ id: Job.ID, _ jobs: any JobService) async throws {
        try await jobs.deleteJob(id)
        for _ in 1...Self.mostLooks {
            do {
                _ = try await jobs.job(id)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return
            }
            try await waiting.time.sleep(for: waiting.longestDelay)
        }
        throw ConformanceFailure(check: check.rawValue, expected: "no such job in the end", seen: "it is still there")
    }

    /// Compares what a job is, without what a provider adds to it.
    private func expectSame(_ seen: JobSpec, _ wanted: JobSpec, _ words: String = "the job as it was wanted") throws {
        func plain(_ spec: JobSpec) -> JobSpec {
            var spec = spec
            let names = Set(wanted.variables.map(\.name))
            spec.variables = spec.variables.filter { names.contains($0.name) }.sorted { $0.name < $1.name }
            spec.providers = ProviderSettingsSet()
            spec.imageAccess = nil
            spec.owner = nil
            // What is not wanted, a provider chooses.
            if wanted.retries == nil { spec.retries = nil }
            spec.resources.gpu = wanted.resources.gpu
            return spec
        }
        let (one, other) = (plain(seen).document.text(.compact), plain(wanted).document.text(.compact))
        try expect(one == other, "\(words): \(other)", saw: one)
    }

    private func expectNothing(of wish: JobSpec, for live: Job, _ jobs: any JobService) throws {
        let change = try jobs.dialect.prepare(.update(wish, live: live.bundle), jobGiven).value
        try expect(change?.requests.isEmpty == true, "no request", saw: "\(change?.requests.map(\.purpose) ?? [])")
    }
}
