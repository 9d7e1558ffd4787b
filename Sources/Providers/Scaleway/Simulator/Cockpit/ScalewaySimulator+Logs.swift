import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    private static let containerKind = "serverless_container"
    private static let jobKind = "serverless_job"

    /// What was written, with the labels of who wrote it; what ended stays readable, without its name.
    private var writtenLogs: [(labels: [String: String], lines: [ScalewayLogLine])] {
        let account = [
            "project_id": configuration.projectID, "project_name": "default", "region": configuration.region,
        ]
        func labels(_ kind: String, _ id: String, _ name: String?) -> [String: String] {
            var labels = account
            labels["resource_id"] = id
            labels["resource_type"] = kind
            labels["service_name"] = kind
            labels["resource_name"] = name
            return labels
        }
        let containers = surroundings.logs.sorted { $0.key < $1.key }.map { id, lines in
            let name = self.containers[id].flatMap { $0.host.split(separator: ".").first.map(String.init) }
            return (labels: labels(Self.containerKind, id, name), lines: lines)
        }
        let runs = surroundings.jobLogs.sorted { $0.key < $1.key }.map { id, lines in
            let definition = jobRuns[id].flatMap { jobDefinitions[$0.request.jobDefinitionID] }
            return (labels: labels(Self.jobKind, id, definition?.settings.name), lines: lines)
        }
        return containers + runs
    }

    /// Whether a request is for the log service, which has a host of its own where no other place is configured.
    func isForLogs(_ request: SimulatedRequest, host: String) -> Bool {
        host == logsHost
            || configuration.logsURL != nil && request.steps.suffix(4) == ["loki", "api", "v1", "query_range"]
    }

    /// GET `/loki/api/v1/query_range`: what containers wrote, a stream for each level.
    func performOnLogs(_ request: SimulatedRequest, at moment: Moment) throws(ScalewayErrorAnswer) -> HTTPResponse {
        guard request.steps.suffix(4) == ["loki", "api", "v1", "query_range"] else {
            throw ScalewayErrorAnswer(status: 404, body: nil)
        }
        try allow([.get], request)
        guard let key = request.headers["X-Token"],
            let token = cockpitTokens.values.first(where: { $0.key.isValue(key) })
        else { throw .untyped(401, "unauthorized") }
        guard token.scopes.contains("read_only_logs") else { throw .untyped(403, "forbidden") }
        do throws(LogQuery.Refusal) {
            let query = try LogQuery(request, now: moment.wall)
            return HTTPResponse(200, json: answer(query, now: moment.wall))
        } catch {
            return HTTPResponse(
                status: 400,
                headers: ["Content-Type": "text/plain; charset=utf-8"],
                body: Array(error.text.utf8)
            )
        }
    }

    private func answer(_ query: LogQuery, now: Timestamp) -> JSONValue {
        var found: [(labels: [String: String], line: ScalewayLogLine)] = []
        for (owner, lines) in writtenLogs {
            var labels = owner
            for line in lines where query.contains(line.time, now: now) {
                labels["detected_level"] = line.level
                if query.labels.allSatisfy({ labels[$0.key] == $0.value }) { found.append((labels, line)) }
            }
        }
        // Lines of one instant keep their order, reversed where the newest come first.
        let sorted = found.enumerated().sorted { left, right in
            (left.element.line.time, left.offset) < (right.element.line.time, right.offset)
        }
        let ordered = query.isBackward ? Array(sorted.reversed()) : sorted
        let taken = ordered.prefix(query.limit).map(\.element)
        var streams: [(labels: [String: String], values: [JSONValue])] = []
        for (labels, line) in taken {
            let value: JSONValue = [.string(line.time.nanosecondsText), .string(line.text)]
            if let index = streams.firstIndex(where: { $0.labels == labels }) {
                streams[index].values.append(value)
            } else {
                streams.append((labels, [value]))
            }
        }
        let bytes = found.reduce(0) { $0 + $1.line.text.utf8.count }
        return [
            "status": "success",
            "data": [
                "resultType": "streams",
                "result": .array(streams.map { ["stream": .map($0.labels), "values": .array($0.values)] }),
                "stats": LokiStatistics.json(bytes: bytes, lines: found.count, returned: taken.count),
            ],
        ]
    }
}

extension Timestamp {
    /// The nanoseconds since 1970.
    fileprivate var nanosecondsText: String {
        let digits = String(nanoseconds)
        let rest = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        return seconds == 0 ? digits : "\(seconds)\(rest)"
    }
}
