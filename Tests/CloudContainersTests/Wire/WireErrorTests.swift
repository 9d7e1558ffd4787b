import CloudContainers
import Testing

@Suite("Wire errors")
struct WireErrorTests {
    /// A text, the path of the error in it, and the text that the offset points at.
    static let failures: [(text: String, path: FieldPath, place: String)] = [
        (#"{"a":{"b":[{"count":1},{"count":2},{"count":"x"}]}}"#, "a.b[2].count", "\"x\""),
        (#"{"a":{"b":[{"count":1},{"count":2,"c":3}]}}"#, "a.b[1].c", "\"c\""),
        (#"{"a":{"b":[{"count":1},7]}}"#, "a.b[1]", "7]"),
        (#"{"a":{"b":5}}"#, "a.b", "5}"),
        (#"{"a":[]}"#, "a", "[]"),
        (#"{"a":{},"map":{"x.y":"no"}}"#, #"map["x.y"]"#, "\"no\""),
        (#"{"a":{"b":[{"colour":"red"}]}}"#, "a.b[0].count", "{\"colour"),
        (#"{"a":{"b":[{"count":1.5}]}}"#, "a.b[0].count", "1.5"),
        (#"{"a":{"b":[{"count":99999999999999999999}]}}"#, "a.b[0].count", "9999"),
        (#"{"a":{"b":[{"count":null}]}}"#, "a.b[0].count", "null"),
    ]

    @Test(arguments: failures)
    func carryThePathAndTheOffset(_ text: String, _ path: FieldPath, _ place: String) throws {
        let error = try #require(try Outer.failure(text))
        #expect(error.diagnostic.field == path)
        #expect(error.offset == Array(text.utf8).firstOffset(of: place))
    }

    @Test func becomeErrorsWithFileLineAndColumn() throws {
        let document = try JSONDocument(parsing: "{\n  \"a\": {\"b\": [true]}\n}", named: "file.json")
        do throws(WireError) {
            _ = try Outer(json: document.root)
            Issue.record("accepted")
        } catch {
            let located = error.located(in: document)
            #expect(located.code == .invalidInput)
            #expect(
                located.description
                    == "file.json:2:15: a.b[0]: wrong type, true or false where an object belongs; allowed: an object"
            )
        }
    }

    @Test(arguments: [
        ("5", "a string"), ("[]", "a string"), ("{}", "a string"), ("null", "a string"), ("true", "a string"),
    ])
    func wrongTypesSayWhatIsThereAndWhatBelongs(_ text: String, _ expected: String) throws {
        let error = try #require(try String.failure(text))
        let found = try JSONDocument(parsing: text).root.typeName
        #expect(error.diagnostic.problem == "wrong type, \(found) where \(expected) belongs")
        #expect(error.diagnostic.allowed == expected)
    }

    @Test(arguments: ["\"x\"", "1.5", "1e99", "null", "[]"])
    func wholeNumbersAreWhole(_ text: String) throws {
        #expect(try Int.failure(text) != nil)
        #expect(try Bool.failure(text) != nil)
    }

    @Test func quantitiesReadTextAndNumbers() throws {
        #expect(try CPU.parsed("\"250m\"") == .millicores(250))
        #expect(try CPU.parsed("0.25") == .millicores(250))
        #expect(try ByteCount.parsed("\"512Mi\"") == .mebibytes(512))
        #expect(try ByteCount.parsed("512") == .bytes(512))
        #expect(try InstanceLimit.parsed("\"unlimited\"") == .unlimited)
        #expect(try InstanceLimit.parsed("5") == .instances(.of(5)))
        #expect(try Duration.parsed("\"1m30s\"") == .seconds(90))
        #expect(try PortNumber.parsed("8080") == .of(8080))
        #expect(try InstanceCount.failure("-1")?.diagnostic.problem == "the count is negative")
        #expect(try PortNumber.failure("0")?.diagnostic.problem == "the port number is out of range")
        #expect(try Duration.failure("10")?.diagnostic.replacement == "10s")
        #expect(try CPU.failure("true")?.diagnostic.problem == "wrong type, true or false where a string belongs")
    }
}
