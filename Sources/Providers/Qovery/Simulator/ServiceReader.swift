import CloudContainers

/// What bodies of containers and of jobs have in common.
struct ServiceReader {
    let configuration: QoverySimulator.Configuration
    let registries: Table<RegistryRecord>
    /// The registry that the service has so far; `nil` for a new one.
    let currentRegistry: ContainerFields.RegistryReference?

    func groups(_ body: Fields, _ name: String, among known: [String]) throws(Refusal) -> [String] {
        var ids: [String] = []
        for group in try body.objects(name) {
            let id = try group.id("id")
            guard known.contains(where: { $0.lowercased() == id }) else {
                throw Refusal(400, "\(name): \(id) does not exist")
            }
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    func registry(_ id: String) throws(Refusal) -> ContainerFields.RegistryReference {
        if let record = registries[id.lowercased()] {
            return .init(id: record.id, name: record.name, url: record.url, kind: record.kind, host: record.host)
        }
        // One that was deleted meanwhile stays what it was.
        if let known = currentRegistry, known.id == id.lowercased() { return known }
        throw Refusal(400, "Container registry \(id) does not exist")
    }

    // MARK: Health checks

    /// The readiness and the liveness probe.
    func probes(_ body: Fields) throws(Refusal) -> (readiness: ContainerFields.Probe?, liveness: ContainerFields.Probe?)
    {
        guard let checks = try body.optionalObject("healthchecks") else {
            throw Refusal(400, "healthchecks must not be null")
        }
        return (try probe("readiness_probe", of: checks), try probe("liveness_probe", of: checks))
    }

    private func probe(_ name: String, of checks: Fields) throws(Refusal) -> ContainerFields.Probe? {
        guard let probe = try checks.optionalObject(name) else { return nil }
        guard let type = try probe.optionalObject("type") else {
            throw Refusal(400, "\(probe.path("type")) must not be null")
        }
        let given = ["tcp", "http", "exec", "grpc"].filter { type.has($0) }
        guard given.count == 1 else {
            throw Refusal(400, "\(probe.path("type")) has to have exactly one of tcp, http, exec and grpc")
        }
        let kind: ContainerFields.Probe.Kind
        if let tcp = try type.optionalObject("tcp") {
            kind = .tcp(port: try tcp.integer("port", in: 1...65_535), host: try tcp.optionalText("host"))
        } else if let http = try type.optionalObject("http") {
            kind = .http(
                port: try http.integer("port", in: 1...65_535),
                path: try http.optionalText("path") ?? "/",
                scheme: try http.optionalText("scheme") ?? "HTTP"
            )
        } else if let grpc = try type.optionalObject("grpc") {
            kind = .grpc(port: try grpc.integer("port", in: 1...65_535), service: try grpc.optionalText("service"))
        } else {
            let command = try type.optionalObject("exec")?.texts("command") ?? []
            guard !command.isEmpty else { throw Refusal(400, "\(type.path("exec")).command must not be empty") }
            kind = .exec(command: command)
        }
        return ContainerFields.Probe(
            kind: kind,
            initialDelay: try probe.optionalInteger("initial_delay_seconds") ?? 30,
            period: try probe.optionalInteger("period_seconds", in: 1...Int.max) ?? 10,
            timeout: try probe.optionalInteger("timeout_seconds", in: 1...Int.max) ?? 5,
            successThreshold: try probe.optionalInteger("success_threshold", in: 1...Int.max) ?? 1,
            failureThreshold: try probe.optionalInteger("failure_threshold", in: 1...Int.max) ?? 9
        )
    }
}
