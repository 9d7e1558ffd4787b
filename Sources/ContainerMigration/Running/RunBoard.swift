import CloudContainers

/// Where the services of a run stand.
struct RunBoard {
    private let plan: MigrationPlan
    private var steps: [String: MigrationState.Step] = [:]
    private var failures: [String: ContainerServiceError] = [:]
    private(set) var ids: [String: Container.ID] = [:]

    init(_ plan: MigrationPlan, _ state: MigrationState) {
        self.plan = plan
        for service in plan.services {
            let known = state[service.sourceName]
            // One that runs and is not as planned is looked at from the beginning, and brought to the plan.
            let isWrong = known.step == .ready && known.failure != nil
            steps[service.sourceName] = isWrong ? .making : known.step
            ids[service.sourceName] = state[service.sourceName].id
        }
    }

    /// The services at one of some steps that nothing went wrong with in this run.
    func services(at wanted: Set<MigrationState.Step>) -> [PlannedService] {
        plan.services.filter { service in
            failures[service.sourceName] == nil && wanted.contains(steps[service.sourceName] ?? .notStarted)
        }
    }

    mutating func take(_ result: Result<Container.ID?, ContainerServiceError>, of service: PlannedService) {
        switch result {
        case .success(nil): break
        case .success(let id?):
            ids[service.sourceName] = id
            steps[service.sourceName] = .made
        case .failure(let error): fail(service, error)
        }
    }

    mutating func reach(_ step: MigrationState.Step, _ service: PlannedService) { steps[service.sourceName] = step }

    mutating func fail(_ service: PlannedService, _ error: ContainerServiceError) {
        failures[service.sourceName] = error
    }

    func outcome(_ state: MigrationState, wasStopped: Bool) -> MigrationOutcome {
        let services = plan.services.map { service in
            MigrationOutcome.Service(
                name: service.sourceName,
                step: state[service.sourceName].step,
                id: state[service.sourceName].id,
                failure: failures[service.sourceName]
            )
        }
        return MigrationOutcome(
            services: services,
            wasStopped: wasStopped && !services.allSatisfy { $0.step == .verified }
        )
    }
}
