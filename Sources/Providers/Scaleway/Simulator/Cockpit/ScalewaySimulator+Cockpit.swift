import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    /// The host that answers log queries, unless the configuration names another place.
    var logsHost: String { "\(Configuration.logsSourceID).logs.cockpit.\(configuration.region).scw.cloud" }

    /// Data sources and tokens; a deletion has no body.
    func performOnCockpit(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> HTTPResponse {
        switch (steps.first, steps.count) {
        case ("data-sources", 1):
            try allow([.get], request)
            return HTTPResponse(200, json: try listDataSources(ListQuery(request), at: moment))
        case ("tokens", 1):
            try allow([.get, .post], request)
            if request.method == .post {
                return HTTPResponse(200, json: try createCockpitToken(arguments(of: request), at: moment))
            }
            var query = ListQuery(request)
            let isOurs = isOurAccount(&query)
            let size = configuration.defaultPageSize
            let tokens = cockpitTokens
            return HTTPResponse(
                200,
                json: try query.answer(tokens, defaultPageSize: size, countsFirst: true) { _ in isOurs }
            )
        case ("tokens", 2):
            try allow([.get, .delete], request)
            let id = try checked(steps[1], "token_id")
            guard let token = cockpitTokens[id] else { throw .notFound(StoredCockpitToken.kind, id) }
            if request.method == .get { return HTTPResponse(200, json: token.json) }
            cockpitTokens[id] = nil
            return HTTPResponse(status: 204, headers: ["Content-Type": "application/json"])
        default: throw .untyped(404, "not found")
        }
    }

    private func createCockpitToken(
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let project = reader.uuid("project_id", isRequired: true, &problems) ?? ""
        let name = reader.text("name", isRequired: true, length: 1...255, &problems) ?? ""
        let scopes = reader.strings("token_scopes", &problems) ?? []
        if scopes.isEmpty || !scopes.allSatisfy(StoredCockpitToken.scopes.contains) {
            let words = StoredCockpitToken.scopes.joined(separator: ", ")
            problems.add("token_scopes", scopes.isEmpty ? .required : .constraint, "each must be one of \(words)")
        }
        try problems.check()
        guard project == configuration.projectID else { throw .permissionsDenied([("cockpit_token", "write")]) }
        let id = chance.uuid()
        // As long as a real one, so that whoever masks it has something to mask.
        let key = chance.uuid() + "-" + chance.uuid()
        let token = StoredCockpitToken(
            id: id,
            projectID: project,
            name: name,
            region: configuration.region,
            sequence: moment.tick,
            createdAt: moment.stamp,
            scopes: scopes,
            key: hasher.hash(key)
        )
        cockpitTokens[id] = token
        return token.json(key: .string(key))
    }

    private func listDataSources(_ query: ListQuery, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let isOurs = isOurAccount(&query)
        let origin = query.text("origin") ?? "scaleway"
        let types = query.texts("types")
        let source = LogsSource(
            id: Configuration.logsSourceID,
            projectID: configuration.projectID,
            region: configuration.region,
            url: configuration.logsURL ?? "https://\(logsHost)"
        )
        let isWanted = isOurs && origin == "scaleway" && (types.isEmpty || types.contains("logs"))
        return try query.answer(["": source], defaultPageSize: configuration.defaultPageSize, countsFirst: true) { _ in
            isWanted
        }
    }
}

/// Where the logs of the project are read.
private struct LogsSource: ListedResource {
    static let kind = "data_source"

    let id: String
    let projectID: String
    let region: String
    let url: String
    let sequence = 0
    let label = "Scaleway Logs"

    var json: JSONValue {
        [
            "id": .string(id), "project_id": .string(projectID), "name": .string(label), "url": .string(url),
            "type": "logs", "origin": "scaleway", "created_at": "2024-01-01T00:00:00.000001Z",
            "updated_at": "2024-01-01T00:00:00.000001Z", "synchronized_with_grafana": true,
            "retention_days": .number(LogQuery.retentionDays), "current_month_usage": 0, "region": .string(region),
        ]
    }
}
