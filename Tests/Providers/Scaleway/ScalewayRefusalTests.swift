import CloudContainers
import ScalewayContainers
import Testing

/// The refusals of Scaleway's APIs, as they are recorded and documented.
@Suite("Scaleway refusals") struct ScalewayRefusalTests {
    struct Sample: Sendable, CustomStringConvertible {
        var status: Int
        var body: String
        var code: ContainerServiceError.Code
        var isRetryable = false
        var details: [String] = []
        var message: String?

        var description: String { "\(status) \(body.prefix(60))" }
    }

    private static let id = "11111111-0000-4000-8000-000000000001"

    private static let samples: [Sample] = [
        Sample(
            status: 400,
            body: """
                {"type":"invalid_arguments","message":"invalid argument(s)","details":[\
                {"argument_name":"project_id","reason":"format","help_message":"value must be a valid UUID"},\
                {"argument_name":"name","reason":"required"},{"argument_name":"port"}]}
                """,
            code: .invalidInput,
            details: ["project_id: format (value must be a valid UUID)", "name: required", "port: refused"],
            message: "invalid argument(s)"
        ),
        Sample(
            status: 401,
            body: #"{"type":"denied_authentication","method":"api_key","reason":"expired","message":"denied"}"#,
            code: .unauthenticated,
            details: ["denied_authentication: was shown as api_key", "denied_authentication: expired"],
            message: "denied"
        ),
        Sample(
            status: 403,
            body: """
                {"type":"permissions_denied","message":"insufficient permissions",\
                "details":[{"resource":"container","action":"write"}]}
                """,
            code: .permissionDenied,
            details: ["container: no right to write"],
            message: "insufficient permissions"
        ),
        Sample(
            status: 403,
            body: #"{"type":"permissions_denied","message":"no","details":[]}"#,
            code: .permissionDenied
        ),
        Sample(
            status: 403,
            body: """
                {"type":"quotas_exceeded","message":"quota(s) exceeded for this resource",\
                "details":[{"resource":"containers","quota":10,"current":10,"organization_id":"\(id)"}]}
                """,
            code: .quotaExceeded,
            details: ["containers: the quota is 10, used 10"]
        ),
        Sample(status: 403, body: #"{"message":"quota(s) exceeded for this resource"}"#, code: .quotaExceeded),
        Sample(
            status: 404,
            body:
                #"{"message":"resource is not found","resource":"container","resource_id":"\#(id)","type":"not_found"}"#,
            code: .notFound,
            message: "resource is not found"
        ),
        Sample(status: 404, body: #"{"message":"Namespace was not found"}"#, code: .notFound),
        Sample(status: 404, body: #"{"type":"unknown_resource","message":"\#(id) not found"}"#, code: .notFound),
        Sample(
            status: 409,
            body: """
                {"current_state":"updating","message":"resource is in a transient state","resource":"container",\
                "resource_id":"\(id)","type":"transient_state"}
                """,
            code: .busy,
            isRetryable: true,
            details: ["container \(id): is updating"],
            message: "resource is in a transient state"
        ),
        Sample(
            status: 409,
            body: """
                {"type":"already_exists","resource":"namespace","resource_id":"\(id)","message":"taken",\
                "help_message":"the name is taken"}
                """,
            code: .alreadyExists,
            details: ["namespace: the name is taken"]
        ),
        Sample(status: 409, body: #"{"type":"conflict","message":"conflict"}"#, code: .conflict, isRetryable: true),
        Sample(status: 409, body: #"{"message":"Tuple concurrently updated"}"#, code: .busy, isRetryable: true),
        Sample(
            status: 403,
            body: #"{"message":"one or more job runs are still running"}"#,
            code: .busy,
            isRetryable: true
        ),
        Sample(
            status: 410,
            body: """
                {"type":"resource_expired","resource":"container","resource_id":"\(id)",\
                "expired_since":"2026-01-02T03:04:05Z","message":"expired"}
                """,
            code: .notFound,
            details: ["container \(id): expired since 2026-01-02T03:04:05Z"]
        ),
        Sample(status: 410, body: #"{"type":"expired","resource":"container"}"#, code: .notFound),
        Sample(
            status: 412,
            body: """
                {"type":"precondition_failed","precondition":"resource_still_in_use","help_message":"remove it first",\
                "message":"precondition failed"}
                """,
            code: .conflict,
            details: ["precondition_failed: needs resource_still_in_use", "precondition_failed: remove it first"]
        ),
        Sample(
            status: 423,
            body: #"{"type":"locked","resource":"container","resource_id":"a"}"#,
            code: .permissionDenied
        ),
        Sample(
            status: 429,
            body: """
                {"type":"too_many_requests","message":"slow","help_message":"at most 10",\
                "limit":{"quota":10,"window_seconds":60},"reset_seconds":37,"reset_at":"2026-01-02T03:04:05Z"}
                """,
            code: .rateLimited,
            isRetryable: true,
            details: ["rate limit: starts anew in 37 s", "too_many_requests: at most 10"]
        ),
        Sample(status: 429, body: "", code: .rateLimited, isRetryable: true),
        Sample(
            status: 503,
            body: #"{"type":"out_of_stock","resource":"gpu","message":"none left"}"#,
            code: .unavailable,
            isRetryable: true
        ),
        Sample(
            status: 503,
            body: #"{"message":"cloud-init is not supported on this offer"}"#,
            code: .unavailable,
            isRetryable: true,
            message: "cloud-init is not supported on this offer"
        ),
        Sample(
            status: 400,
            body: """
                {"type":"invalid_request_error","message":"wrong","fields":{"name":["too long","taken"],"tags":["bad"]}}
                """,
            code: .invalidInput,
            details: ["name: too long, taken", "tags: bad"]
        ),
        // Bodies that say nothing.
        Sample(status: 400, body: "", code: .invalidInput),
        Sample(status: 401, body: "", code: .unauthenticated),
        Sample(status: 403, body: "{}", code: .permissionDenied),
        Sample(status: 404, body: "[]", code: .notFound),
        Sample(status: 408, body: "", code: .unavailable, isRetryable: true),
        Sample(status: 409, body: #"{"type":"transient"#, code: .conflict),
        Sample(status: 413, body: "too large", code: .invalidInput, message: "too large"),
        Sample(status: 500, body: "<html>ill</html>", code: .unavailable, isRetryable: true),
        Sample(status: 501, body: "", code: .unsupported),
        Sample(status: 502, body: " \n<!DOCTYPE html>", code: .unavailable, isRetryable: true),
        Sample(
            status: 504,
            body: "upstream timed out",
            code: .unavailable,
            isRetryable: true,
            message: "upstream timed out"
        ),
        Sample(status: 302, body: "", code: .answerNotUnderstood),
        Sample(status: 400, body: #"{"type":"brand_new","message":"new"}"#, code: .invalidInput, message: "new"),
        Sample(status: 400, body: #"{"type":7,"message":8,"details":{"a":1}}"#, code: .invalidInput),
    ]

    @Test("rows 3 to 5, 12, 28: each body has its code and details", arguments: samples)
    func reads(_ sample: Sample) {
        let error = ScalewayRefusal.error(HTTPResponse(status: sample.status, body: Array(sample.body.utf8)))
        #expect(error.code == sample.code)
        #expect(error.isRetryable == sample.isRetryable)
        #expect(error.details.map(\.description) == sample.details)
        if let message = sample.message { #expect(error.providerMessage == message) }
        #expect(error.providerMessage?.contains("<") != true)
    }

    @Test func aRefusalCutAtEveryByteIsStillOne() {
        for sample in Self.samples {
            for byte in 0..<sample.body.utf8.count {
                let body = Array(sample.body.utf8.prefix(byte))
                let error = ScalewayRefusal.error(HTTPResponse(status: sample.status, body: body))
                #expect(!error.isRetryable || [.rateLimited, .unavailable].contains(error.code))
            }
        }
    }
}
