import CloudContainers
import Foundation

/// Writes what is sent and answered to the file that `QOVERY_REQUEST_DUMP` names.
///
/// The file is read by a check, which is the reason why secrets of these tests stand in it.
struct RequestDump: HTTPTransport {
    static let isWanted = ProcessInfo.processInfo.environment["QOVERY_REQUEST_DUMP"] != nil

    private let wrapped: any HTTPTransport

    init(_ wrapped: any HTTPTransport) { self.wrapped = wrapped }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let response = try await wrapped.send(request)
        guard Self.isWanted else { return response }
        await AnswerDump.adapter.add(
            request.method,
            request.path,
            try request.body.map { try JSONDocument(parsing: $0.bytes).root },
            response.status,
            response.body.isEmpty ? nil : try JSONDocument(parsing: response.body).root
        )
        return response
    }
}
