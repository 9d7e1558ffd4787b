import CloudContainers
import SimulationKit

/// A request as the endpoints look at it.
struct Call {
    let request: SimulatedRequest
    /// The verb and the path with a star in the place of each id: `GET /container/*/status`.
    let route: String
    /// The ids of the path, in their order and in lower case.
    let ids: [String]

    /// What stands before an id.
    private static let collections: Set<String> = [
        "organization", "project", "environment", "container", "containerRegistry", "cluster", "customDomain",
        "variable", "deploymentQueue", "service", "deploymentStage",
    ]

    init(_ request: HTTPRequest) throws(Refusal) {
        self.request = SimulatedRequest(request)
        var route = "\(request.method) "
        var ids: [String] = []
        var previous = ""
        for step in self.request.steps {
            if isUUID(step) {
                route += "/*"
                ids.append(step.lowercased())
            } else if Self.collections.contains(previous), !step.allSatisfy({ $0.isASCII && $0.isLetter || $0 == "-" })
            {
                throw Refusal(400, "Invalid id: \(step)")
            } else {
                route += "/\(step)"
            }
            previous = step
        }
        self.route = route
        self.ids = ids
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

    init(_ status: Int, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    /// The body that clients of the API read.
    var answer: Answer {
        Answer(
            status,
            ["status": .number(status), "error": .string(Self.names[status] ?? "Error"), "detail": .string(detail)]
        )
    }

    private static let names = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict",
        415: "Unsupported Media Type", 429: "Too Many Requests",
    ]
}

/// Whether a text is a UUID as the API writes and takes it.
func isUUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
        && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
}
