import CloudContainers

// What is done with services and with jobs alike.
extension Migration {
    /// The containers of the target's account.
    var targetContainers: ContainerTarget { ContainerTarget(service: target) }

    /// The jobs of the target's account.
    var targetJobs: JobTarget {
        get throws(ContainerServiceError) {
            if let jobs = target.jobs {
                return JobTarget(service: jobs, limit: target.dialect.deploymentLimit(of: nil))
            }
            throw ContainerServiceError(
                .unsupported,
                "\(plan.target.provider) has no jobs",
                provider: plan.target.provider
            )
        }
    }

    /// Makes a part, or takes over what an earlier run of this migration has made of it.
    func make<Target: PartTarget>(
        _ part: Target.Part,
        _ found: Target.Live?,
        on target: Target,
        in namespace: Namespace.ID,
        _ secrets: SecretValues,
        isWhole: Bool = true,
        _ observer: @escaping Observer
    ) async throws -> Container.ID {
        guard let creation = try creation(of: part, on: target) else {
            throw ContainerServiceError(.unsupported, "\(part.key) has no requests")
        }
        var found = found
        for attempt in 1... {
            let isFirst = found == nil
            do {
                var change = creation
                change.isKnownByMark = true
                if let found {
                    try checkOwner(of: found, part, target)
                    change = try difference(of: part, from: try await target.read(found.partID), on: target)
                }
                var id = found?.partID
                if id == nil || !change.requests.isEmpty {
                    id = try await target.perform(change, in: namespace, on: id, secrets) { step in
                        try await note(step, part.key, observer)
                    }
                }
                guard let id else { continue }
                // What an endpoint is missing from is not made yet, for whoever goes on after a crash.
                if !isWhole { return id }
                try await note(isFirst ? .made : .adopted, part.key) { $0.id = id.rawValue }
                await observer(.made(service: part.key, id: id))
                return id
            } catch let error as ContainerServiceError
                where attempt < 5 && (error.isRetryable || Self.asksForALook.contains(error.code))
            {
                if [.busy, .rateLimited].contains(error.code) { throw error }
                if error.code == .conflict, found == nil { throw error }
                if error.code == .alreadyExists, !isFirst { throw error }
                found = try await target.find(part, in: namespace)
                if error.code == .alreadyExists, found == nil { throw error }
            }
        }
        throw ContainerServiceError(.outcomeUnknown, "the answers of \(plan.target.provider) kept being lost")
    }

    /// What only a look at the target can settle.
    private static let asksForALook: Set<ContainerServiceError.Code> = [.outcomeUnknown, .conflict, .alreadyExists]

    /// The requests that make a part whose endpoints are known; those of the plan have placeholders there.
    private func creation<Target: PartTarget>(
        of part: Target.Part,
        on target: Target
    ) throws(ContainerServiceError) -> PreparedChange? {
        guard !part.references.isEmpty, part.change != nil else { return part.change }
        return try target.prepare(part, over: nil, resolutions(for: part)).value
    }

    private func checkOwner<Target: PartTarget>(of live: Target.Live, _ part: Target.Part, _ target: Target) throws {
        guard live.owner != plan.id else { return }
        throw ContainerServiceError(
            .alreadyExists,
            "the target has a \(target.word) \(part.name) (\(live.partID)) that this migration did not make",
            provider: plan.target.provider
        )
    }

    private func resolutions(for part: some PlannedPart) -> Resolutions {
        var given = plan.settings.resolutions
        given.secretNames.formUnion(part.secrets)
        return given
    }

    // MARK: Comparing

    /// The update that would bring a part of the target to the plan.
    private func difference<Target: PartTarget>(
        of part: Target.Part,
        from live: Target.Live,
        on target: Target
    ) throws -> PreparedChange {
        let translation = try target.prepare(part, over: live, resolutions(for: part))
        guard let change = translation.value else {
            throw ContainerServiceError(
                .conflict,
                "\(target.title(of: part)) on the target cannot be brought to the plan: "
                    + translation.ledger.obstacles.map(\.code.rawValue).joined(separator: ", "),
                provider: plan.target.provider
            )
        }
        return change
    }

    /// Refuses a part that is not as planned.
    func compare<Target: PartTarget>(
        _ live: Target.Live,
        with part: Target.Part,
        _ hosts: [String: String],
        on target: Target
    ) throws {
        let change = try difference(of: part.resolved(with: hosts), from: live, on: target)
        if change.requests.isEmpty { return }
        let purposes = change.requests.map(\.purpose).joined(separator: ", ")
        throw ContainerServiceError(
            .conflict,
            "\(target.title(of: part)) is not as planned: \(purposes) would be needed",
            provider: plan.target.provider
        )
    }

    /// Whether a part that was finished is another one now; one that was never finished differs from the plan anyway.
    private func hasChanged<Target: PartTarget>(
        _ part: Target.Part,
        _ live: Target.Live,
        on target: Target
    ) async throws -> Bool {
        let state = await journal.state
        guard state[part.key].step == .verified else { return false }
        let hosts = try await hosts(for: [part], plan.ids(state))
        // What it refers to may be removed already.
        let wanted = part.resolved(with: hosts, elseAsIn: live.variables)
        return try !difference(of: wanted, from: live, on: target).requests.isEmpty
    }

    // MARK: Removing

    /// Removes parts that this migration has made; the namespace is `nil` where it is gone.
    func remove<Target: PartTarget>(
        _ parts: [Target.Part],
        on target: Target,
        in namespace: Namespace.ID?,
        _ observer: @escaping Observer
    ) async throws -> [MigrationOutcome.Service] {
        var outcomes: [MigrationOutcome.Service] = []
        for part in parts {
            var result = MigrationOutcome.Service(name: part.key, step: await journal.state[part.key].step)
            do {
                result.kept = try await remove(part, on: target, in: namespace, observer)
                if result.kept == nil {
                    result.step = await journal.state[part.key].step == .removed ? .removed : .notStarted
                }
            } catch let error as ContainerServiceError where !Self.endsRun(error) {
                try await noteFailure(of: part.key, error, observer)
                result.failure = error
                result.kept = error.message
            }
            outcomes.append(result)
        }
        return outcomes
    }

    /// Removes a part; gives the reason where it is kept.
    private func remove<Target: PartTarget>(
        _ part: Target.Part,
        on target: Target,
        in namespace: Namespace.ID?,
        _ observer: @escaping Observer
    ) async throws -> String? {
        let state = await journal.state[part.key]
        var id = state.id
        if id == nil, state.step == .making, let namespace {
            // A creation whose end nobody noted can have made one; without the mark it is somebody else's. A roll-back that
            // ended early can have deleted it, which has to be waited for.
            id = try await target.all(named: part, in: namespace).first { $0.owner == plan.id }?.partID
        }
        guard let id else { return nil }
        let live: Target.Live
        do {
            live = try await target.read(id)
        } catch let error as ContainerServiceError where error.code == .notFound {
            try await note(.removed, part.key)
            return nil
        }
        var reason: String?
        if live.owner != plan.id {
            reason = "it does not carry the mark of this migration"
        } else if try await hasChanged(part, live, on: target) {
            reason = "somebody has changed it since"
        }
        if let reason {
            await observer(.kept(service: part.key, reason: reason))
            return reason
        }
        let request = PreparedRequest("DELETE", target.word, purpose: "remove \(part.name)")
        try await note(.willSend(request), part.key, observer)
        do {
            try await target.delete(id)
        } catch let error as ContainerServiceError where error.code == .notFound {}
        try await target.waitUntilGone(id, in: namespace, options.waiting)
        try await note(.removed, part.key)
        await observer(.reached(service: part.key, .removed))
        return nil
    }
}
