import CloudContainers
import Foundation
import Testing

@Suite("JSON limits")
struct JSONLimitsTests {
    private func nested(_ depth: Int, _ open: String = "[", _ close: String = "]") -> String {
        String(repeating: open, count: depth) + (open == "[" ? "" : "null") + String(repeating: close, count: depth)
    }

    @Test func acceptsTheDepthOfTheLimitAndNoMore() throws {
        #expect(throws: Never.self) { try JSONDocument(parsing: nested(512)) }
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: nested(513)) }
        #expect(error.message.contains("at most 512 levels"))
        #expect(error.diagnostics.first?.location == SourceLocation(line: 1, column: 513))
        #expect(throws: Never.self) { try JSONDocument(parsing: nested(512, "{\"a\":", "}")) }
        #expect(throws: ContainerServiceError.self) { try JSONDocument(parsing: nested(513, "{\"a\":", "}")) }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func aHundredThousandLevelsAreAnError(_ open: String) {
        #expect(throws: ContainerServiceError.self) {
            try JSONDocument(parsing: String(repeating: open, count: 100_000))
        }
    }

    @Test(arguments: [Int.min, -1, 0])
    func withoutLevelsOnlyScalarsAreAccepted(_ depth: Int) {
        let limits = JSONLimits(maximumDepth: depth)
        #expect(throws: Never.self) { try JSONDocument(parsing: "1", limits: limits) }
        #expect(throws: ContainerServiceError.self) { try JSONDocument(parsing: "[]", limits: limits) }
    }

    @Test func noLimitIsAboveAThousandLevels() throws {
        let limits = JSONLimits(maximumDepth: .max)
        #expect(throws: Never.self) { try JSONDocument(parsing: nested(1024), limits: limits) }
        let error = try #require(throws: ContainerServiceError.self) {
            try JSONDocument(parsing: nested(1025), limits: limits)
        }
        #expect(error.message.contains("at most 1024 levels"))
    }

    @Test func countsBytes() throws {
        let limits = JSONLimits(maximumSize: .bytes(4))
        #expect(throws: Never.self) { try JSONDocument(parsing: "[12]", limits: limits) }
        let error = try #require(throws: ContainerServiceError.self) {
            try JSONDocument(parsing: "[123]", named: "big.json", limits: limits)
        }
        #expect(error.message == "big.json: the text is too long, found 5 bytes; allowed: at most 4 bytes")
        #expect(throws: ContainerServiceError.self) {
            try JSONDocument(parsing: "1", limits: JSONLimits(maximumSize: .zero))
        }
    }

    @Test(arguments: [512, 1024])
    func theDeepestDocumentFitsASmallStack(_ depth: Int) async {
        let texts = [
            nested(depth), nested(depth, "{\"a\":", "}"), nested(depth / 2, "{\"a\":[1,", "]}"),
            nested(depth / 2, "[{\"b\":1,\"a\":", "}]"),
        ]
        let results = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: texts.map { Self.survives($0, depth: depth) }) }
            thread.stackSize = 512 * 1024
            thread.start()
        }
        #expect(results == [true, true, true, true])
    }

    /// Whether the text is read, printed, compared, hashed and walked through.
    private static func survives(_ text: String, depth: Int) -> Bool {
        let limits = JSONLimits(maximumDepth: depth)
        guard let document = try? JSONDocument(parsing: text, limits: limits),
            let again = try? JSONDocument(parsing: document.text(), limits: limits)
        else { return false }
        return again == document && again.hashValue == document.hashValue && !document.root.leaves().isEmpty
    }
}
