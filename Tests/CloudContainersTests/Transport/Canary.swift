import CloudContainers
import Foundation
import Testing

/// A secret that must not be found in anything that is kept or printed, however it is spelled.
struct Canary: Sendable, CustomTestStringConvertible {
    let number: Int
    let text: String
    /// The whole value where the secret is a part of one.
    var before = ""
    var after = ""

    var value: String { before + text + after }
    var testDescription: String { "canary \(number)" }

    static let all = [
        Canary(number: 1, text: "qov_4fPqXk29ZzLm71Ta"),
        Canary(number: 2, text: #"ca"na\ry'2-value/end"#),
        Canary(
            number: 3,
            text: "-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG9w0B\nAQEFAASCAT8wggE7AgEAAkEA\n-----END KEY-----\n"
        ),
        Canary(number: 4, text: "pässwörd-キー-😀-canary4"),
        Canary(number: 5, text: "a%26b&c+d=e/canary5?x#y"),
        Canary(number: 6, text: "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"),
        Canary(number: 7, text: "hunter2-canary7", before: "postgres://app:", after: "@db.example.org/main"),
        Canary(number: 8, text: "correct horse battery canary8"),
        Canary(number: 9, text: #"{"token":"canary9-xyz","n":[1,2]}"#),
        Canary(number: 10, text: "canary10\tval\u{1}ue\u{202E}"),
        Canary(number: 11, text: "4929123412341234"),
        Canary(number: 12, text: "11111111-2222-4333-8444-555555555512"),
    ]

    /// The spellings in which a server may quote it.
    var spellings: [String] {
        let bytes = Data(text.utf8)
        let percent = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
        let usual = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        let rfc = text.addingPercentEncoding(withAllowedCharacters: usual) ?? text
        let json = JSONValue.string(text).text(.compact)
        let base64 = bytes.base64EncodedString()
        let urlSafe = base64.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        let lines = text.split(separator: "\n").map(String.init).filter { $0.count >= 8 }
        return [text, String(json.dropFirst().dropLast()), percent, rfc, base64, urlSafe] + lines
    }

    /// A request that sends it in its body, in its head where that can hold it, and in its query.
    func request() throws -> HTTPRequest {
        func body(_ value: String) -> [UInt8] {
            let json: JSONValue = [
                "name": "web", "secret_environment_variables": ["KEY": .string(value)],
                "environment_variables": [["key": "URL", "value": .string(value)]],
            ]
            return Array(json.text(.compact).utf8)
        }
        var headers: HTTPHeaders = ["Content-Type": "application/json", "X-Auth-Token": "token-of-the-account-0815"]
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { headers["Authorization"] = "Token \(text)" }
        let query = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return try .sample(
            .creation,
            "/containers?page=1&cursor=\(query)&\(query)",
            headers: headers,
            body: HTTPBody(body(value), redacted: body("\(before){secret:KEY}\(after)"))
        )
    }

    /// Answers and failures that quote it.
    func outcomes() -> [Result<HTTPResponse, HTTPTransportError>] {
        spellings.flatMap { spelling -> [Result<HTTPResponse, HTTPTransportError>] in
            let text = "the value \(spelling) of token-of-the-account-0815 is refused"
            let json: JSONValue = [
                "message": .string(text), "details": [["argument_name": .string(spelling)]], spelling: true,
            ]
            let padding = String(repeating: "x", count: 180)
            let head: HTTPHeaders = [
                "Content-Type": "application/json", "X-Request-Id": spelling, "Server": text, "Set-Cookie": spelling,
            ]
            let bodies = [
                json.text(.compact), json.text(.pretty), text, padding + spelling, "<html><p>\(text)</p></html>",
                String(json.text(.compact).dropLast(3)), #"{"error": "\#(text)"#,
                // Longer than what is looked at, so that its end may cut a secret.
                String(repeating: spelling, count: 17_000 / spelling.utf8.count),
            ]
            return bodies.flatMap { body in
                [200, 400, 500].map { .success(HTTPResponse(status: $0, headers: head, body: Array(body.utf8))) }
            } + [.failure(HTTPTransportError(.connectionFailed, text))]
        }
    }

    /// Fails where a text holds a spelling of the secret.
    func expectAbsence(in text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        let bytes = Data(text.utf8)
        for spelling in spellings + ["token-of-the-account-0815"] {
            // Byte by byte, since what follows a secret may join with its last letter.
            let start = bytes.range(of: Data(spelling.utf8))
            #expect(start == nil, "canary \(number) as \(spelling)", sourceLocation: sourceLocation)
        }
    }
}
