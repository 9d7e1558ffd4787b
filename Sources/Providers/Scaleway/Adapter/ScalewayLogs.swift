import CloudContainers

/// What Scaleway's containers write, which the platform keeps in Cockpit: seven days, as recorded.
///
/// Reading takes a token of its own, which is made for the call and deleted after it, whatever happens. The log service has an
/// address of its own too, which Cockpit answers; the account's key is not sent there.
struct ScalewayLogs: LogService {
    private let service: ScalewayContainerService

    /// How many lines the log service answers at once at most (Loki's default).
    private static let pageSize = 5000
    /// How far back a query without a beginning reaches, as the provider's own tool does.
    private static let reach: Int64 = 24 * 3600

    init(_ service: ScalewayContainerService) { self.service = service }

    func logs(of id: Container.ID, _ query: LogQuery) async throws -> [LogEntry] {
        let source = Source(
            selector: "{resource_type=\"serverless_container\", resource_id=\"\(id)\"}",
            words: "the container \(id)"
        )
        return try await lines(of: source, in: try await project(of: id), query)
    }

    /// Whose lines are read.
    struct Source: Sendable {
        /// What Loki finds them by.
        var selector: String
        var words: String
    }

    /// The lines of a source in a project's Cockpit.
    func lines(of source: Source, in project: String, _ query: LogQuery) async throws -> [LogEntry] {
        let address = try await address(in: project)
        let token = try await makeToken(in: project)
        do {
            let reader = service.client.asking(address, with: token.secret, in: "X-Token")
            let lines = try await read(source, query, by: reader)
            try await delete(token.id)
            return lines
        } catch {
            // The token must go also where this task is cancelled, so that it is deleted in another one.
            await Task { try? await delete(token.id) }.value
            throw error
        }
    }

    // MARK: Cockpit

    private var prefix: String { "/cockpit/v1/regions/\(service.configuration.region)" }

    private func project(of id: Container.ID) async throws -> String {
        if let project = service.configuration.projectID { return project }
        let container = try await service.client.document(
            await service.call(.get, "containers", id.rawValue, operation: "get the container \(id)")
        )
        let namespace = container.root["namespace_id"]?.string ?? ""
        let call = await service.call(
            .get,
            "namespaces",
            namespace,
            operation: "get the namespace of the container \(id)"
        )
        return try service.client.read(try await service.client.document(call), of: call) { json throws(WireError) in
            try json.requiredText("project_id")
        }
    }

    /// Where the logs of a project are.
    private func address(in project: String) async throws -> HTTPBaseURL {
        let path = "\(prefix)/data-sources?project_id=\(PercentCoding.encoded(project))&origin=scaleway&types=logs"
        let call = APICall(.get, path, operation: "find the log service of the project")
        let answer = try await service.client.document(call)
        let urls = try service.client.read(answer, of: call) { json throws(WireError) in
            try json.requiredList("data_sources") { item throws(WireError) in try item.requiredText("url") }
        }
        guard let url = urls.first else {
            throw ContainerServiceError(
                .notFound,
                "the project has no logs in Cockpit yet; they begin with the first line that is written",
                provider: .scaleway
            )
        }
        return try HTTPBaseURL(parsing: url)
    }

    private func makeToken(in project: String) async throws -> (id: String, secret: Credential) {
        let call = APICall(
            .post,
            "\(prefix)/tokens",
            json: [
                "project_id": .string(project), "name": "cloud-containers-logs", "token_scopes": ["read_only_logs"],
            ],
            operation: "make a token to read logs"
        )
        let answer = try await service.client.document(call)
        let (id, secret) = try service.client.read(answer, of: call) { json throws(WireError) in
            (try json.requiredText("id"), try json.requiredText("secret_key"))
        }
        return (id, try Credential(secret))
    }

    private func delete(_ token: String) async throws {
        let path = "\(prefix)/tokens/\(PercentCoding.encoded(token))"
        try await service.delete(APICall(.delete, path, operation: "delete the token to read logs"))
    }

    // MARK: Loki

    /// The lines, page after page from the latest back, until there are enough.
    private func read(_ source: Source, _ query: LogQuery, by reader: APIClient) async throws -> [LogEntry] {
        let now = await service.client.time.wallClock()
        let since = query.since ?? Timestamp(seconds: now.seconds - Self.reach)
        var until = query.until ?? Timestamp(seconds: now.seconds + 60)
        var lines: [LogEntry] = []
        var seen: Set<LogEntry> = []
        while lines.count < query.limit {
            let limit = min(query.limit - lines.count, Self.pageSize)
            let page = try await page(source, since, until, limit, by: reader)
            let fresh = page.filter { seen.insert($0).inserted }
            lines = fresh + lines
            guard page.count >= limit, let first = page.first, !fresh.isEmpty else { break }
            // The end is not part of what is answered, and lines of the same instant may have been left out.
            until = first.time.following
        }
        return Array(lines.sorted { ($0.time, $0.id) < ($1.time, $1.id) }.suffix(query.limit))
    }

    private func page(
        _ source: Source,
        _ since: Timestamp,
        _ until: Timestamp,
        _ limit: Int,
        by reader: APIClient
    ) async throws -> [LogEntry] {
        let items = [
            ("query", source.selector), ("start", since.description), ("end", until.description), ("limit", "\(limit)"),
            ("direction", "backward"),
        ]
        let query = items.map { "\($0.0)=\(PercentCoding.encoded($0.1))" }.joined(separator: "&")
        let call = APICall(
            .get,
            "/loki/api/v1/query_range?\(query)",
            operation: "read the log of \(source.words)",
            maximumAnswerSize: APICall.largestLogPage
        )
        let answer = try await reader.document(call)
        return try reader.read(answer, of: call) { json throws(WireError) in
            // The levels of a container stand in streams of their own.
            let streams = try json.required("data").requiredList("result") { stream throws(WireError) in
                let level = stream["stream"]?["detected_level"]?.string
                return try stream.requiredList("values") { value throws(WireError) in try Self.entry(value, level) }
            }
            var counts: [String: Int] = [:]
            return streams.flatMap { $0 }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }.map { line in
                // Two equal lines of one instant are two lines.
                var line = line
                counts[line.id, default: 0] += 1
                line.id += "/\(counts[line.id, default: 0])"
                return line
            }
        }
    }

    /// A line: its instant in nanoseconds, and a text that is mostly JSON.
    private static func entry(_ value: JSONValue, _ level: String?) throws(WireError) -> LogEntry {
        guard let pair = value.array, pair.count == 2, let nanoseconds = pair[0].string.flatMap({ Int64($0) }),
            let text = pair[1].string
        else { throw .wrongType(value, expected: "an instant and a text") }
        let parts = (try? JSONDocument(parsing: text))?.root
        let message = parts?["message"]?.string ?? text
        let instance = parts?["resource_instance"]?.string
        return LogEntry(
            id: "\(nanoseconds)/\(instance ?? "")/\(message)",
            time: Timestamp(
                seconds: nanoseconds / 1_000_000_000,
                nanoseconds: Int32(truncatingIfNeeded: nanoseconds % 1_000_000_000)
            ),
            message: message,
            instance: instance,
            stream: parts?["stream"]?.string,
            level: level
        )
    }
}

extension Timestamp {
    /// The next instant that can be written.
    fileprivate var following: Timestamp {
        nanoseconds == 999_999_999
            ? Timestamp(seconds: seconds + 1) : Timestamp(seconds: seconds, nanoseconds: nanoseconds + 1)
    }
}
