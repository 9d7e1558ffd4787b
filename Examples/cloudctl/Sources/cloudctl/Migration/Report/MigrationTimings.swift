import CloudContainers
import ContainerMigration

/// When things happened in a run.
actor MigrationTimings {
    /// How long things took.
    struct Record {
        /// When it began.
        var began: Timestamp?
        /// How long all of it took.
        var total = Duration.zero
        /// How long each service took, from the first to the last that happened to it.
        var services: [String: Duration] { spans.mapValues { $0.end - $0.begin } }
        /// When the first and the last happened to each service, since the beginning.
        var spans: [String: (begin: Duration, end: Duration)] = [:]
        /// The requests that changed something.
        var requests = 0

        /// The same in words.
        var facts: [MigrationReport.Fact] {
            [
                began.map { MigrationReport.Fact(name: "Began", value: $0.description) },
                MigrationReport.Fact(name: "Took", value: ServiceWords.text(total)),
                MigrationReport.Fact(name: "Requests that change something", value: "\(requests)"),
            ].compactMap(\.self)
        }
    }

    private let time: any TimeSource
    private var start: Duration?
    private var began: Timestamp?
    private var first: [String: Duration] = [:]
    private var last: [String: Duration] = [:]
    private var requests = 0

    init(_ time: any TimeSource) { self.time = time }

    /// Begins to count.
    func begin() async {
        start = await time.now()
        began = await time.wallClock()
    }

    /// Takes an event.
    func take(_ event: MigrationEvent) async {
        let now = await time.now()
        let service: String?
        switch event {
        case .sending(let name, _):
            requests += 1
            service = name
        case .made(let name, _), .status(let name, _), .reached(let name, _), .failed(let name, _), .kept(let name, _):
            service = name
        default: service = nil
        }
        guard let service else { return }
        if first[service] == nil { first[service] = now }
        last[service] = now
    }

    /// What was counted until now.
    func record() async -> Record {
        let now = await time.now()
        var record = Record()
        record.began = began
        record.total = now - (start ?? now)
        record.requests = requests
        let zero = start ?? now
        for (name, begin) in first { record.spans[name] = (begin - zero, (last[name] ?? begin) - zero) }
        return record
    }
}
