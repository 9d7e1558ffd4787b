import CloudContainers

/// Where a resource stands, and what becomes of it when.
struct Lifecycle: Sendable {
    enum Status: String, Sendable {
        case creating, updating, ready, error, deleting, locked
        /// What version 1 says of a container that version 1beta1 stored without running it.
        case stored = "unknown_status"
    }

    /// What becomes of a resource.
    enum End: Sendable {
        case ready
        case failed(String)
        case gone
    }

    /// A way that ends at a time.
    struct Passage: Sendable {
        var due: Duration
        var end: End
    }

    private(set) var status: Status
    private(set) var errorMessage = ""
    private(set) var passage: Passage?

    /// Begins a way to an end.
    init(_ status: Status, until due: Duration, then end: End) {
        self.status = status
        passage = Passage(due: due, end: end)
    }

    /// Stands where nothing is under way.
    init(settled status: Status, errorMessage: String = "") {
        self.status = status
        self.errorMessage = errorMessage
    }

    /// Whether something is under way, which refuses other changes.
    var isTransient: Bool { passage != nil }

    mutating func begin(_ status: Status, until due: Duration, then end: End) {
        self = Lifecycle(status, until: due, then: end)
    }

    /// Comes to the end of the way, which is not to be gone.
    mutating func finish() {
        switch passage?.end {
        case .failed(let message): (status, errorMessage) = (.error, message)
        case .ready: (status, errorMessage) = (.ready, "")
        case .gone, nil: break
        }
        passage = nil
    }
}

/// What is answered in lists.
protocol ListedResource: Sendable {
    /// The API's word for one of them.
    static var kind: String { get }
    /// The last step of the path and the member of an answer for all of them.
    static var collection: String { get }

    var id: String { get }
    /// What lists are ordered by where they are ordered by name.
    var label: String { get }
    /// The number of the request that made it.
    var sequence: Int { get }
    /// The resource as an answer holds it.
    var json: JSONValue { get }
}

extension ListedResource {
    static var collection: String { kind + "s" }
}

/// What namespaces, containers, domains and triggers have in common.
protocol StoredResource: ListedResource {
    var lifecycle: Lifecycle { get set }
    var createdAt: Timestamp { get }
    var updatedAt: Timestamp { get set }

    /// Notes that a way has ended.
    mutating func noteEnd(at time: Timestamp)
}

extension StoredResource {
    /// Moves the date of the last change, in whole seconds.
    mutating func noteEnd(at time: Timestamp) { updatedAt = time }

    /// The refusal of a change while another is under way, or while the resource is locked.
    func checkSettled() throws(ScalewayErrorAnswer) {
        if lifecycle.status == .locked { throw .locked(Self.kind, id) }
        guard lifecycle.isTransient else { return }
        throw .transientState(Self.kind, id, state: lifecycle.status.rawValue)
    }
}

extension JSONObject {
    /// Sets the message of an error, which is absent while something is under way.
    mutating func set(errorOf lifecycle: Lifecycle) {
        if !lifecycle.isTransient { set("error_message", .string(lifecycle.errorMessage)) }
    }
}

extension JSONValue {
    static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

    /// A map, ordered by its keys as the API writes it.
    static func map(_ values: [String: String]) -> JSONValue {
        let sorted = values.sorted { $0.key < $1.key }
        return .object(JSONObject(sorted.map { JSONObject.Member(name: $0.key, value: .string($0.value)) }))
    }
}
