import CloudContainers

/// Serverless Jobs of one Scaleway account, by version 1alpha2 of the API.
///
/// A definition belongs to a project and to no namespace. The mark of a job that is made here names the namespace, and the
/// job is one of that namespace only. A definition that names none, or one that is not there any more, is one of every
/// namespace of its project, so that none is left out; read by itself it is one of the project's oldest namespace, or of the
/// project itself where that has no namespace.
struct ScalewayJobs: JobService {
    let dialect: any JobDialect = ScalewayJobDialect()
    let service: ScalewayContainerService

    init(_ service: ScalewayContainerService) { self.service = service }

    var client: APIClient { service.client }
    private var region: String { service.configuration.region }
    /// What stands before the path of every request.
    var prefix: String { "/serverless-jobs/v1alpha2/regions/\(region)" }
    var secretManager: String { "/secret-manager/v1beta1/regions/\(region)" }

    /// A call about one resource, which waits for rights to settle if it could be reached before.
    func call(
        _ method: HTTPMethod,
        _ resource: String,
        _ id: String,
        _ action: String = "",
        operation: String
    ) async -> APICall {
        var call = APICall(
            method,
            "\(prefix)/\(resource)/\(PercentCoding.encoded(id))\(action)",
            operation: operation
        )
        call.rightsMaySettle = await service.known.contains(id)
        return call
    }

    // MARK: Jobs

    func jobs(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Job> {
        let project = try await project(of: namespace)
        let page = try await service.page(
            "job-definitions",
            [("project_id", project)],
            after: token,
            below: prefix,
            list: "job_definitions"
        ) { json throws(WireError) in try Self.job(["definition": json], in: namespace) }
        let others = Set(page.elements.compactMap { Self.home(of: $0.bundle.root) }).subtracting([namespace.rawValue])
        let there = others.isEmpty ? [] : Set(try await namespaces(of: project))
        var elements: [Job] = []
        for job in page.elements {
            if let home = Self.home(of: job.bundle.root), home != namespace.rawValue {
                if there.contains(home) { continue }
                guard try await isThere(job.id) else { continue }
            }
            elements.append(job)
        }
        await service.known.insert(elements.map(\.id.rawValue))
        return Page(elements, next: page.next)
    }

    /// Whether a definition is still there; one whose namespace is gone can have gone with it since the list was read.
    private func isThere(_ id: Job.ID) async throws -> Bool {
        do {
            _ = try await client.document(call(.get, "job-definitions", id.rawValue, operation: "get the job \(id)"))
            return true
        } catch let error as ContainerServiceError where error.code == .notFound {
            return false
        }
    }

    func job(_ id: Job.ID) async throws -> Job {
        let call = await call(.get, "job-definitions", id.rawValue, operation: "get the job \(id)")
        let answer = try await client.document(call)
        await service.known.insert(id.rawValue)
        let works: [@Sendable () async throws -> JSONObject.Member] = [
            { .init(name: "secrets", value: .array(try await secrets(of: id))) },
            { .init(name: "triggers", value: .array(try await triggers(of: id))) },
        ]
        let parts = try await together(works)
        let bundle = JSONValue(.object(JSONObject([.init(name: "definition", value: answer.root)] + parts)))
        let namespace = try await namespace(of: answer.root)
        return try client.read(answer.replacing(bundle), of: call) { json throws(WireError) in
            try Self.job(json, in: namespace)
        }
    }

    func job(named name: String, in namespace: Namespace.ID) async throws -> Job? {
        var unmarked: Job?
        for try await found in allJobs(in: namespace) {
            // The name as it was wished for, or as it is there.
            let wire = found.bundle.root["definition"]?["name"]?.string
            guard found.spec.name == name || wire == name else { continue }
            if Self.home(of: found.bundle.root) == namespace.rawValue { return found }
            unmarked = unmarked ?? found
        }
        return unmarked
    }

    /// The job of a bundle.
    private static func job(_ bundle: JSONValue, in namespace: Namespace.ID) throws(WireError) -> Job {
        let translation = try ScalewayJobReader.read(bundle)
        guard let json = bundle["definition"] else { throw .wrongType(bundle, expected: "a job") }
        let id: String
        do throws(WireError) { id = try json.requiredText("id") } catch { throw error.inside("definition") }
        return Job(
            id: Job.ID(rawValue: id),
            namespace: namespace,
            spec: translation.value,
            createdAt: json["created_at"]?.string.flatMap { try? Timestamp(parsing: $0) },
            updatedAt: json["updated_at"]?.string.flatMap { try? Timestamp(parsing: $0) },
            bundle: JSONDocument(bundle)
        )
    }

    // MARK: Parts

    func triggers(of id: Job.ID) async throws -> [JSONValue] {
        try await service.all("triggers", [("job_definition_id", id.rawValue)], below: prefix) { $0 }
    }

    /// The references to secrets, which come in one answer.
    func secrets(of id: Job.ID) async throws -> [JSONValue] {
        let path = "\(prefix)/secrets?job_definition_id=\(PercentCoding.encoded(id.rawValue))"
        let call = APICall(.get, path, operation: "list the secrets of the job \(id)")
        return try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try json.requiredList("secrets") { item throws(WireError) in item }
        }
    }

    // MARK: Namespaces

    /// The namespace that the mark of a definition names.
    static func home(of bundle: JSONValue) -> String? {
        let definition = bundle["definition"] ?? bundle
        return OwnershipMark.split(description: definition["description"]?.string ?? "").mark.namespace
    }

    /// The project of a namespace, which must exist.
    func project(of namespace: Namespace.ID) async throws -> String {
        let call = await service.call(
            .get,
            "namespaces",
            namespace.rawValue,
            operation: "get the project of the namespace \(namespace)"
        )
        let answer = try await client.document(call)
        await service.known.insert(namespace.rawValue)
        return try client.read(answer, of: call) { json throws(WireError) in try json.requiredText("project_id") }
    }

    private func namespaces(of project: String) async throws -> [String] {
        try await service.all("namespaces", [("project_id", project)]) { json throws(WireError) in
            try json.requiredText("id")
        }
    }

    private func namespace(of definition: JSONValue) async throws -> Namespace.ID {
        let home = Self.home(of: definition)
        let project = definition["project_id"]?.string ?? ""
        let there = try await namespaces(of: project)
        if let home, there.contains(home) { return Namespace.ID(rawValue: home) }
        return Namespace.ID(rawValue: there.first ?? project)
    }
}
