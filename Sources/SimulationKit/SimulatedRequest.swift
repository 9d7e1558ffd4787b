package import CloudContainers

/// A request as a simulator looks at it: steps of the path, items of the query, and the body as JSON.
package struct SimulatedRequest: Sendable {
    package var method: HTTPMethod
    /// The steps of the path, percent-decoded.
    package var steps: [String]
    /// The items of the query in their order, percent-decoded.
    package var query: [(name: String, value: String)]
    package var headers: HTTPHeaders
    /// The body, if there is one.
    ///
    /// One that is no JSON is an error when it is asked for.
    package var body: [UInt8]?

    package init(_ request: HTTPRequest) {
        method = request.method
        headers = request.headers
        body = request.body.flatMap { $0.bytes.isEmpty ? nil : $0.bytes }
        let whole = request.baseURL.path + request.path
        let parts = whole.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        steps = parts[0].split(separator: "/").map { PercentCoding.decoded($0) }
        query = []
        if parts.count > 1 {
            for item in parts[1].split(separator: "&") {
                let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                query.append((PercentCoding.decoded(pair[0]), pair.count > 1 ? PercentCoding.decoded(pair[1]) : ""))
            }
        }
    }

    /// The first value of a query item.
    package func item(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The body as JSON.
    package func json() throws(ContainerServiceError) -> JSONValue? {
        guard let body else { return nil }
        return try JSONDocument(parsing: body).root
    }
}

extension HTTPResponse {
    /// An answer with a JSON body.
    package init(_ status: Int, json: JSONValue, headers: HTTPHeaders = HTTPHeaders()) {
        var headers = headers
        headers["Content-Type"] = "application/json"
        self.init(status: status, headers: headers, body: Array(json.text(.compact).utf8))
    }
}
