import CloudContainers
import Testing

/// The line that a message quotes: stars for what may be secret, and each scalar in its column.
@Suite("Quoted lines")
struct QuotedLineTests {
    private func line(_ text: String, at mark: String, field: FieldPath? = nil) throws -> String? {
        let place = try #require(text.firstRange(of: mark)?.lowerBound)
        let document = JSONDocument(nil, source: SourceText(Array(text.utf8)))
        return document.located(Diagnostic(problem: "p", field: field), at: text[..<place].utf8.count).line
    }

    @Test(
        arguments: [
            (#"{"cpu": "x", "name": "abc"}"#, "\"x", "", #"{"cpu": "x", "name": "***"}"#),
            (#"{"cpu": "é😀", "port": 80, "on": true}"#, "\"port", "", #"{"cpu": "**", "port": 80, "on": true}"#),
            (
                #"{"environment": {"A": "secret", "PIN": 1234}, "prots": []}"#, "\"prots", "",
                #"{"environment": {"A": "******", "PIN": ****}, "prots": []}"#
            ),
            (
                #"{"secrets": {"T": [{"value": "x\"y"}]}, "b": 1}"#, "\"b", "",
                #"{"secrets": {"T": [{"value": "****"}]}, "b": 1}"#
            ),
            ("image: ghcr.io/a/b:c d", "ghcr", "image", "image: ghcr.io/a/b:c d"),
            ("    KEY: canary: x # why", "KEY", "services.web.environment.KEY", "    KEY: ******: * * ***"),
            ("    KEY: 'can ary'", "'can", "services.web.secrets.KEY", "    KEY: '*******'"),
            ("environment: {A: canary}, cpu: 5", "cpu", "", "environment: {A: ******}, cpu: 5"),
            ("- a, b - c", "a,", "", "- a, * - *"),
        ] as [(String, String, String, String)]
    )
    func showKeysAndPunctuation(_ text: String, _ mark: String, _ field: String, _ expected: String) throws {
        let line = try line(text, at: mark, field: field.isEmpty ? nil : FieldPath(field))
        #expect(line == expected)
        #expect(line?.unicodeScalars.count == text.unicodeScalars.count)
    }

    @Test(arguments: [
        #"{"environment": {"A": "canary1234" "B": 1}}"#, #"{"environment": {"A: "canary1234", "B": 1}}"#,
        #"{"environment": {"A": canary1234}}"#, #"{"a": 1 "token": "canary1234"}"#,
        "{\"secrets\": {\n  \"A\": \"canary1234\"}, x}", "{\"secrets\":\n {\"A\": \"canary1234\"}, x}",
    ])
    func ofSyntaxErrorsHoldNoValue(_ text: String) throws {
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: text) }
        let line = try #require(error.diagnostics.first?.line)
        #expect(!line.contains("canary"), "\(line)")
    }

    /// A server that answers a long text on one line must not cost its client minutes.
    @Test
    func ofALongLineTakeNoLongerThanTheLine() throws {
        let text = "[1 " + String(repeating: "word ", count: 100_000)
        #expect(throws: ContainerServiceError.self) { try JSONDocument(parsing: text) }
    }
}
