import CloudContainers

/// Notes which operations are asked of a simulator, under what is being done.
actor RouteRecorder: HTTPTransport {
    private let simulator: any HTTPTransport
    private let operations: [(name: String, steps: [Substring])]
    private var subject = ""
    /// What asked for each operation, each once, in the order in which it did first.
    private(set) var subjects: [String: [String]] = [:]

    init(_ simulator: any HTTPTransport, _ operations: [String]) {
        self.simulator = simulator
        self.operations = operations.map { name in
            let words = name.split(separator: " ")
            return (name, [words[0]] + words[1].split(separator: "/"))
        }
    }

    /// Names what is being done from now on.
    func begin(_ subject: String) { self.subject = subject }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let name = operation(of: request), !subject.isEmpty, subjects[name]?.contains(subject) != true {
            subjects[name, default: []].append(subject)
        }
        return try await simulator.send(request)
    }

    /// The operation whose path fits best.
    private func operation(of request: HTTPRequest) -> String? {
        let path = request.path.prefix { $0 != "?" }
        let steps = [Substring(request.method.rawValue)] + path.split(separator: "/")
        let fitting = operations.filter { _, wanted in
            wanted.count == steps.count && zip(wanted, steps).allSatisfy { $0 == "*" || $0 == $1 }
        }
        return fitting.max { left, right in left.steps.count { $0 != "*" } < right.steps.count { $0 != "*" } }?.name
    }
}
