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

    /// The values in their order.
    var all: [Value] { ids.compactMap { values[$0] } }
}

/// Variables by their ids, and by what they belong to.
struct VariableTable: Sendable {
    private var parents: [String: String] = [:]
    private var tables: [String: Table<VariableRecord>] = [:]

    subscript(id: String) -> VariableRecord? {
        get { parents[id].flatMap { tables[$0]?[id] } }
        set {
            guard let parent = newValue?.parentID ?? parents[id] else { return }
            tables[parent, default: Table()][id] = newValue
            parents[id] = newValue == nil ? nil : parent
        }
    }

    /// The variables of a project, an environment or a container, in the order in which they were made.
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
    var variables = VariableTable()
    /// The ids of what was deleted.
    var deleted: Set<String> = []
    /// The number of the last configuration; every change of what a container runs with gets a new one.
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

    mutating func newID() -> String { identifiers.uuid() }

    mutating func length(in range: ClosedRange<Duration>) -> Duration { lengths.duration(in: range) }

    mutating func newRevision() -> Int {
        revision += 1
        return revision
    }

    /// The wall clock at an instant of the other clock, as seen from now.
    func date(at instant: Duration) -> Timestamp { wall.advanced(by: instant - now) }

    /// Says that containers run with something else than before.
    mutating func touch(_ ids: [String]) {
        for id in ids {
            let revision = newRevision()
            containers[id]?.revision = revision
        }
    }

    /// The containers of an environment, in the order in which they were made.
    func containers(of environment: String) -> [ContainerRecord] {
        containers.all.filter { $0.environmentID == environment }
    }
}
