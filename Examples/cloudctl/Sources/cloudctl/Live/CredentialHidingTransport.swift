import CloudContainers

/// A transport that takes the credential of a request out of a refusal that says it back, before anything quotes it.
struct CredentialHidingTransport: HTTPTransport {
    private let wrapped: any HTTPTransport

    /// Words that are shorter hide nothing, such as the name of a scheme.
    private static let shortestSecret = 8

    init(_ wrapped: any HTTPTransport) { self.wrapped = wrapped }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var response = try await wrapped.send(request)
        if response.isSuccess { return response }
        let words = request.headers.fields.filter { !$0.isPrintable }.flatMap { $0.value.split(separator: " ") }
        let text = String(decoding: response.body, as: UTF8.self)
        let masked = words.filter { $0.utf8.count >= Self.shortestSecret }
            .reduce(text) { $0.replacing($1, with: "(hidden)") }
        if masked != text { response.body = Array(masked.utf8) }
        return response
    }
}
