import CloudContainers

/// Where the services of a run stand.
struct RunBoard {
    private let plan: MigrationPlan
    private var steps: [String: MigrationState.Step] = [:]
    private var failures: [String: ContainerServiceError] = [:]
    private(set) var ids: [String: Container.ID] = [:]

    init(_ plan: MigrationPlan, _ state: MigrationState) {
        self.plan = plan
        for part in plan.parts {
            let known = state[part.key]
            // One that runs and is not as planned is looked at from the beginning, and brought to the plan.
            let isWrong = known.step == .ready && known.failure != nil
            steps[part.key] = isWrong ? .making : known.step
            ids[part.key] = known.id
        }
    }

    /// The services at one of some steps that nothing went wrong with in this run.
    func services(at wanted: Set<MigrationState.Step>) -> [PlannedService] {
        plan.services.filter { service in
            failures[service.sourceName] == nil && wanted.contains(steps[service.sourceName] ?? .notStarted)
        }
    }

    /// The jobs at one of some steps that nothing went wrong with in this run.
    func jobs(at wanted: Set<MigrationState.Step>) -> [PlannedJob] {
        plan.jobs.filter { failures[$0.key] == nil && wanted.contains(steps[$0.key] ?? .notStarted) }
    }

    /// Whether every service is there, and runs if it is to.
    var areServicesUp: Bool {
        let there = Set(
            services(at: [.made, .ready, .verified, .retired]).filter { service in
                !service.runs || steps[service.sourceName] != .made
            }.map(\.source)
        )
        return plan.services.allSatisfy { there.contains($0.source) }
    }

    mutating func take(_ result: Result<Container.ID?, ContainerServiceError>, of part: some PlannedPart) {
        switch result {
        case .success(nil): break
        case .success(let id?):
            ids[part.key] = id
            steps[part.key] = .made
        case .failure(let error): fail(part, error)
        }
    }

    mutating func reach(_ step: MigrationState.Step, _ part: some PlannedPart) { steps[part.key] = step }

    mutating func fail(_ part: some PlannedPart, _ error: ContainerServiceError) { failures[part.key] = error }

    func outcome(_ state: MigrationState, wasStopped: Bool) -> MigrationOutcome {
        let services = plan.parts.map { part in
            let known = state[part.key]
            return MigrationOutcome.Service(name: part.key, step: known.step, id: known.id, failure: failures[part.key])
        }
        return MigrationOutcome(
            services: services,
            wasStopped: wasStopped && !services.allSatisfy { $0.step == .verified }
        )
    }
}
