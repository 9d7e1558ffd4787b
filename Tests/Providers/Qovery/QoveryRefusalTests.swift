import CloudContainers
import QoveryContainers
import Testing

/// The refusals of Qovery's API, in the shapes that its clients have met.
@Suite("Qovery refusals") struct QoveryRefusalTests {
    struct Sample: Sendable, CustomStringConvertible {
        var status: Int
        var body: String
        var code: ContainerServiceError.Code
        var isRetryable = false
        var message: String?

        var description: String { "\(status) \(body.prefix(60))" }
    }

    private static func body(_ status: Int, _ detail: String) -> String {
        let object: JSONObject = ["status": .number(status), "error": "Name", "detail": .string(detail)]
        return JSONValue.object(object).text(.compact)
    }

    private static func conflict(_ detail: String, _ code: ContainerServiceError.Code) -> Sample {
        Sample(status: 409, body: body(409, detail), code: code, isRetryable: code == .busy, message: detail)
    }

    private static let samples: [Sample] = [
        Sample(
            status: 400,
            body: body(400, "cpu must be at least 10"),
            code: .invalidInput,
            message: "cpu must be at least 10"
        ),
        Sample(status: 400, body: body(400, "Container registry 7 does not exist"), code: .notFound),
        Sample(status: 400, body: body(400, "The key already exists"), code: .invalidInput),
        Sample(status: 401, body: body(401, "Full authentication is required"), code: .unauthenticated),
        Sample(status: 403, body: body(403, "Access denied"), code: .permissionDenied),
        Sample(status: 404, body: body(404, "Not found"), code: .notFound),
        conflict("A service with the name web already exists in the environment", .alreadyExists),
        conflict("A service with the name running-operation already exists in the environment", .alreadyExists),
        conflict("The custom domain queued.example.org is already used", .alreadyExists),
        conflict("The variable PROGRESS already exists", .alreadyExists),
        conflict("An operation is in progress on the environment", .busy),
        conflict("A deployment is already running", .busy),
        conflict("Environment is already deploying", .busy),
        conflict("There is an existing deployment in progress", .busy),
        conflict("The container is already stopped", .conflict),
        conflict("It cannot be stopped because the user paused it", .conflict),
        conflict("The deployment request is already cancelled", .conflict),
        Sample(status: 429, body: body(429, "Too many requests"), code: .rateLimited, isRetryable: true),
        Sample(status: 429, body: "", code: .rateLimited, isRetryable: true),
        Sample(status: 500, body: body(500, "Internal"), code: .unavailable, isRetryable: true),
        // Older and other members, in the order in which they are looked for.
        Sample(status: 400, body: #"{"message":"older","error":"short"}"#, code: .invalidInput, message: "older"),
        Sample(status: 400, body: #"{"detail":"","error":"short"}"#, code: .invalidInput, message: "short"),
        Sample(status: 400, body: #"{"title":"problem"}"#, code: .invalidInput, message: "problem"),
        Sample(status: 400, body: "plain text", code: .invalidInput, message: "plain text"),
        // Bodies that say nothing.
        Sample(status: 400, body: "", code: .invalidInput),
        Sample(status: 401, body: "", code: .unauthenticated),
        Sample(status: 403, body: "<html></html>", code: .permissionDenied),
        Sample(status: 404, body: "{}", code: .notFound),
        Sample(status: 408, body: "", code: .unavailable, isRetryable: true),
        Sample(status: 409, body: #"{"detail":"A service wi"#, code: .conflict),
        Sample(status: 409, body: "", code: .conflict),
        Sample(status: 415, body: "", code: .invalidInput),
        Sample(status: 500, body: "error: <html>ill</html>", code: .unavailable, isRetryable: true),
        Sample(status: 502, body: "<html>ill</html>", code: .unavailable, isRetryable: true),
        Sample(status: 503, body: "\u{FEFF}<!doctype html>", code: .unavailable, isRetryable: true),
        Sample(status: 501, body: "", code: .unsupported),
        Sample(status: 307, body: "", code: .answerNotUnderstood),
        Sample(status: 400, body: #"{"detail":7,"message":["a"],"error":null}"#, code: .invalidInput),
    ]

    @Test("rows 3 to 5, 12: each body has its code", arguments: samples)
    func reads(_ sample: Sample) {
        let error = QoveryRefusal.error(HTTPResponse(status: sample.status, body: Array(sample.body.utf8)))
        #expect(error.code == sample.code)
        #expect(error.isRetryable == sample.isRetryable)
        if let message = sample.message { #expect(error.providerMessage == message) }
        #expect(error.providerMessage?.contains("<") != true)
    }

    @Test func aRefusalCutAtEveryByteIsStillOne() {
        for sample in Self.samples {
            for byte in 0..<sample.body.utf8.count {
                let body = Array(sample.body.utf8.prefix(byte))
                let error = QoveryRefusal.error(HTTPResponse(status: sample.status, body: body))
                #expect(!error.isRetryable || [.rateLimited, .unavailable].contains(error.code))
            }
        }
    }
}
