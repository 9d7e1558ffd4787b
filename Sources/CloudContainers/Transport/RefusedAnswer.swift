/// What can be read of any refusal before a provider's own words are looked at.
package struct RefusedAnswer: Sendable {
    package let status: Int
    /// The body, if it is a JSON object.
    package let object: JSONObject?
    /// The body, if it is a short text that is neither JSON nor a page.
    package let text: String?
    /// Whether the body says nothing: it is empty, or begins like a JSON object and is none.
    package let isUnreadable: Bool

    package init(_ response: HTTPResponse) {
        status = response.status
        object = (try? JSONDocument(parsing: response.body))?.root.object
        let start = response.body.first { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
        isUnreadable = start == nil || (object == nil && start == UInt8(ascii: "{"))
        let isText = start.map { ![UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "[")].contains($0) } ?? false
        // Cut far behind what a message shows, so that a secret is whole when it is looked for.
        let words = String(decoding: response.body.prefix(8192), as: UTF8.self)
        let isPage = ["<html", "<!doctype", "<body", "<head"].contains(where: words.lowercased().contains)
        text = object == nil && isText && !isPage ? words : nil
    }

    /// The code that the status alone stands for.
    package var code: ContainerServiceError.Code {
        switch status {
        case 401: .unauthenticated
        case 402, 403: .permissionDenied
        case 404, 410: .notFound
        case 409, 412, 423: .conflict
        case 408: .unavailable
        case 429: .rateLimited
        case 501: .unsupported
        case 500...: .unavailable
        case 300..<400: .answerNotUnderstood
        default: .invalidInput
        }
    }

    /// Whether the same call can succeed later, as far as the status tells.
    package var isRetryable: Bool { [408, 429].contains(status) || (status >= 500 && status != 501) }

    /// The first of some members that is a text with something in it.
    package func first(of names: String...) -> String? {
        names.lazy.compactMap { object?[$0]?.string }.first { !$0.isEmpty }
    }
}
