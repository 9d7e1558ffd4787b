import CloudContainers
import SimulationKit

/// A request as the endpoints look at it.
struct Call {
    let request: SimulatedRequest
    /// The verb and the path with a star in the place of each id: `GET /container/*/status`.
    let route: String
    /// The ids of the path, in their order and in lower case.
    let ids: [String]
    /// The words of the path that are no ids and not fixed.
    let words: [String]

    init(_ request: HTTPRequest) throws(Refusal) {
        self.request = SimulatedRequest(request)
        let path = self.request.steps
        let endpoints = Endpoint.all(at: path)
        guard !endpoints.isEmpty else {
            throw Refusal(404, "No endpoint \(request.method) /\(path.joined(separator: "/"))")
        }
        guard let endpoint = endpoints.first(where: { $0.method == request.method.rawValue }) else {
            let methods = endpoints.map(\.method).sorted().joined(separator: ", ")
            throw Refusal(405, "Request method '\(request.method)' is not supported", allowedMethods: methods)
        }
        var ids: [String] = []
        var words: [String] = []
        for (pattern, step) in zip(endpoint.steps, path) {
            if pattern == "~" { words.append(step) }
            guard pattern == "*" else { continue }
            guard isUUID(step) else {
                // Where the document knows no wrong request, an id that is none leads nowhere.
                throw Refusal(endpoint.statuses.contains(400) ? 400 : 404, "Invalid id: \(step)")
            }
            ids.append(step.lowercased())
        }
        route = endpoint.route
        self.ids = ids
        self.words = words
    }

    /// The members of the body.
    func fields() throws(Refusal) -> Fields {
        guard request.body != nil else { throw Refusal(400, "Required request body is missing") }
        let types = request.headers.fields.filter { $0.name.lowercased() == "content-type" }.map(\.value)
        guard types.count == 1, types[0].lowercased().hasPrefix("application/json") else {
            throw Refusal(415, "Content-Type '\(types.joined(separator: ", "))' is not supported")
        }
        do {
            return try Fields(try request.json())
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(400, "JSON parse error")
        }
    }

    /// The members of a body that may be left out.
    func optionalFields() throws(Refusal) -> Fields? { request.body == nil ? nil : try fields() }

    /// An item of the query that has to be there.
    func item(_ name: String) throws(Refusal) -> String {
        guard let item = request.item(name), !item.isEmpty else {
            throw Refusal(400, "Required request parameter '\(name)' is not present")
        }
        return item
    }

    /// A truth value in the query.
    @discardableResult func flag(_ name: String) throws(Refusal) -> Bool? {
        guard let item = request.item(name) else { return nil }
        guard item == "true" || item == "false" else { throw Refusal(400, "\(name) has to be true or false") }
        return item == "true"
    }

    /// An id in the query.
    func optionalID(_ name: String) throws(Refusal) -> String? { request.item(name) == nil ? nil : try id(name) }

    /// An id in the query that has to be there.
    func id(_ name: String) throws(Refusal) -> String {
        let text = try item(name)
        guard isUUID(text) else { throw Refusal(400, "Invalid id: \(name)") }
        return text.lowercased()
    }
}

/// What is answered, without the head.
struct Answer {
    var status: Int
    var body: JSONValue?
    /// The text of the body where that is known already.
    var text: [UInt8]?
    /// The verbs that the path has, where the one of the request is none of them.
    var allowedMethods: String?

    init(_ status: Int, _ body: JSONValue? = nil) {
        self.status = status
        self.body = body
    }

    init(_ status: Int, _ body: JSONObject) { self.init(status, .object(body)) }

    /// A list as all lists are answered.
    init(results: [JSONValue]) { self.init(200, ["results": .array(results)]) }
}

/// A refusal of the API.
struct Refusal: Error {
    let status: Int
    let detail: String
    let allowedMethods: String?

    init(_ status: Int, _ detail: String, allowedMethods: String? = nil) {
        self.status = status
        self.detail = detail
        self.allowedMethods = allowedMethods
    }

    /// The body that clients of the API read.
    var answer: Answer {
        var answer = Answer(
            status,
            ["status": .number(status), "error": .string(Self.names[status] ?? "Error"), "detail": .string(detail)]
        )
        answer.allowedMethods = allowedMethods
        return answer
    }

    private static let names = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        409: "Conflict",
        415: "Unsupported Media Type", 429: "Too Many Requests",
    ]
}

/// Whether a text is a UUID as the API writes and takes it.
func isUUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
        && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
}
