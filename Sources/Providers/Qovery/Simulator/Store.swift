import CloudContainers
import SimulationKit

/// Values by their ids, in the order in which they were added.
struct Table<Value: Sendable>: Sendable {
    private(set) var ids: [String] = []
    private var values: [String: Value] = [:]

    /// The value of an id; a new one goes to the end.
    subscript(id: String) -> Value? {
        get { values[id] }
        set {
            let isKnown = values[id] != nil
            values[id] = newValue
            if newValue == nil {
                if isKnown { ids.removeAll { $0 == id } }
            } else if !isKnown {
                ids.append(id)
            }
        }
    }

    init() {}

    /// Makes a table of values in their order.
    init(_ values: [Value], id: KeyPath<Value, String>) {
        for value in values { self[value[keyPath: id]] = value }
    }

    /// The values in their order.
    var all: [Value] { ids.compactMap { values[$0] } }
}

/// Variables by their ids, and by what they belong to.
struct VariableTable: Sendable {
    private var parents: [String: String] = [:]
    private var tables: [String: Table<VariableRecord>] = [:]
    /// A number that no two states of the built-in variables share.
    private(set) var builtInVersion = 0

    subscript(id: String) -> VariableRecord? {
        get { parents[id].flatMap { tables[$0]?[id] } }
        set {
            guard let parent = newValue?.parentID ?? parents[id] else { return }
            var newValue = newValue
            // Of a secret nobody ever sees more than that there is one, so no more is kept.
            if newValue?.isSecret == true { newValue?.value = "" }
            if newValue?.kind == .builtIn || tables[parent]?[id]?.kind == .builtIn { builtInVersion += 1 }
            tables[parent, default: Table()][id] = newValue
            parents[id] = newValue == nil ? nil : parent
        }
    }

    /// All variables, by what they belong to.
    var all: [VariableRecord] { tables.sorted { $0.key < $1.key }.flatMap(\.value.all) }

    /// The variables of a project, an environment or a service, in the order in which they were made.
    func own(of parent: String) -> [VariableRecord] { tables[parent]?.all ?? [] }

    /// The ids of the variables that are made of one, directly or by way of others.
    func derived(from id: String) -> [String] {
        let direct = tables.values.flatMap(\.all).filter { $0.originID == id }.map(\.id).sorted()
        return direct + direct.flatMap { derived(from: $0) }
    }
}

/// Everything that a request can change, so that a refused one is undone by putting it back.
struct Store: Sendable {
    var now: Duration = .zero
    var wall = Timestamp(seconds: 0)
    var projects = Table<ProjectRecord>()
    var registries = Table<RegistryRecord>()
    var environments = Table<EnvironmentRecord>()
    var containers = Table<ContainerRecord>()
    var jobs = Table<JobRecord>()
    var variables = VariableTable()
    /// The ids of what was deleted.
    var deleted: Set<String> = []
    /// The number of the last configuration; every change of what a service runs with gets a new one.
    private(set) var revision = 0
    private var identifiers: Chance
    private var lengths: Chance

    init(_ configuration: QoverySimulator.Configuration, seed: UInt64) {
        identifiers = Chance(seed: seed)
        lengths = Chance(seed: seed ^ 0x1E46_7405)
        // What is there at first was made a while before the clock began.
        let made = Timestamp(seconds: 1_735_725_600)
        let project = configuration.project
        let record = ProjectRecord(id: project.id, name: project.name, created: made, updated: made)
        projects[record.id] = record
        for registry in configuration.registries {
            registries[registry.id] = RegistryRecord(
                id: registry.id,
                name: registry.name,
                kind: registry.kind,
                url: registry.url,
                created: made,
                updated: made
            )
        }
        addBuiltIns(of: record, configuration)
    }

    /// What a saved state holds besides the positions of chance.
    var saved: JSONObject {
        JSONObject(present: [
            "projects": .records(projects.all), "registries": .records(registries.all),
            "environments": .records(environments.all), "containers": .records(containers.all),
            "jobs": jobs.ids.isEmpty ? nil : .records(jobs.all), "variables": .records(variables.all),
            "deleted": .texts(deleted.sorted()), "revision": .number(revision),
        ])
    }

    /// The positions of chance.
    var chances: [String: UInt64] { ["identifiers": identifiers.position, "lengths": lengths.position] }

    /// Reads a saved state.
    init(_ reader: inout StateReader, _ state: SimulatorState) throws(ContainerServiceError) {
        now = state.elapsed
        wall = state.wall
        projects = Table(try reader.records("projects"), id: \.id)
        registries = Table(try reader.records("registries"), id: \.id)
        environments = Table(try reader.records("environments"), id: \.id)
        containers = Table(try reader.records("containers"), id: \.id)
        jobs = Table(try reader.recordsIfPresent("jobs"), id: \.id)
        for variable in try reader.records("variables", as: VariableRecord.self) { variables[variable.id] = variable }
        deleted = Set(try reader.strings("deleted"))
        revision = try reader.amount("revision")
        identifiers = try state.chance("identifiers")
        lengths = try state.chance("lengths")
        try check(reader.path)
    }

    /// Refuses a saved state whose parts do not fit each other.
    private func check(_ path: FieldPath) throws(ContainerServiceError) {
        func refusal(_ problem: String, _ name: String) -> ContainerServiceError {
            StateReader.refusal(problem, at: path.appending(name))
        }
        guard StateReader.spans.contains(now) else { throw refusal("the time is out of bounds", "elapsed") }
        for environment in environments.all {
            guard projects[environment.projectID] != nil else {
                throw refusal("the project of an environment is missing", "environments")
            }
            guard environment.stages.map(\.name) == StageRecord.standard else {
                throw refusal("the stages of an environment are not those that there are", "environments")
            }
        }
        for service in services {
            guard let stages = environments[service.environmentID]?.stages,
                stages.contains(where: { $0.id == service.stageID })
            else {
                let noun = service.kind.noun
                throw refusal("the environment of a \(noun) or its stage is missing", "\(noun)s")
            }
        }
        for variable in variables.all {
            // One is made of another at most once a scope, and an alias once more.
            var steps = 0
            var origin = variable.originID
            while let id = origin {
                steps += 1
                guard steps < 8, let next = variables[id] else {
                    throw refusal("what a variable is made of is missing, or itself", "variables")
                }
                origin = next.originID
            }
        }
    }

    mutating func newID() -> String { identifiers.uuid() }

    mutating func length(in range: ClosedRange<Duration>) -> Duration { lengths.duration(in: range) }

    mutating func newRevision() -> Int {
        revision += 1
        return revision
    }

    /// The wall clock at an instant of the other clock, as seen from now.
    func date(at instant: Duration) -> Timestamp { wall.advanced(by: instant - now) }

    /// Says that services run with something else than before.
    mutating func touch(_ ids: [String]) {
        for id in ids {
            let revision = newRevision()
            self[service: id]?.revision = revision
        }
    }

    /// The containers of an environment, in the order in which they were made.
    func containers(of environment: String) -> [ContainerRecord] {
        containers.all.filter { $0.environmentID == environment }
    }
}
