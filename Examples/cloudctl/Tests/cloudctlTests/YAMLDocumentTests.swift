import CloudContainers
import CommandKit
import Testing

/// YAML becomes the values that JSON would have.
struct YAMLDocumentTests {
    private func read(_ text: String) throws -> JSONValue {
        try #require(try YAMLDocument.read(Array(text.utf8), named: "t.yaml").first).root
    }

    private func problem(_ text: String) throws -> Diagnostic {
        do {
            _ = try YAMLDocument.read(Array(text.utf8), named: "t.yaml")
        } catch {
            return try #require(error.diagnostics.first)
        }
        throw NothingThrown()
    }

    struct NothingThrown: Error {}

    @Test(arguments: [
        ("12", "12"), ("-0.5e3", "-0.5e3"), ("1.0", "1.0"), ("true", "true"), ("false", "false"), ("null", "null"),
        ("~", "null"), ("\"\"", "\"\""), ("''", "\"\""),
        ("012", "\"012\""), ("0x10", "\"0x10\""), ("1_000", "\"1_000\""), ("12:30", "\"12:30\""), (".inf", "\".inf\""),
        (".5", "\".5\""), ("+1", "\"+1\""), ("1.", "\"1.\""), ("yes", "\"yes\""), ("no", "\"no\""), ("on", "\"on\""),
        ("True", "\"True\""), ("NULL", "\"NULL\""), ("2024-01-01", "\"2024-01-01\""), ("\"12\"", "\"12\""),
        ("'true'", "\"true\""), ("!!str 12", "\"12\""), ("! 12", "\"12\""), ("!!int 12", "12"), ("!!float 1.5", "1.5"),
        ("!!bool true", "true"), ("!!null ~", "null"), ("!!int \"12\"", "12"),
        ("|\n  a\n  b\n", "\"a\\nb\\n\""), (">\n  a\n  b\n", "\"a b\\n\""),
    ])
    func readsScalars(_ yaml: String, _ json: String) throws {
        let value = try read("v: \(yaml)")["v"]
        #expect(value?.text(.compact) == json)
    }

    @Test func keepsOrderAndPositions() throws {
        let text = "\u{FEFF}é: 1\nb:\n  - x\n  - {c: 名, d: 4}\n"
        let documents = try YAMLDocument.read(Array(text.utf8), named: "t.yaml")
        let document = try #require(documents.first)
        #expect(document.root.object?.names == ["é", "b"])
        let inner = try #require(document.root.value(at: "b[1].d"))
        #expect(document.location(of: inner) == SourceLocation(line: 4, column: 15))
        let first = try #require(document.root["é"])
        #expect(document.location(of: first) == SourceLocation(line: 1, column: 4))
    }

    @Test func resolvesAliasesAndMergesMaps() throws {
        let value = try read(
            """
            base: &base {a: 1, b: 2}
            more: &more {b: 3, c: 4}
            one: {<<: *base, b: 9}
            two:
              <<: [*base, *more]
            quoted: {"<<": text}
            again: *base
            """
        )
        #expect(value["one"]?.text(.compact) == "{\"b\":9,\"a\":1}")
        #expect(value["two"]?.text(.compact) == "{\"a\":1,\"b\":2,\"c\":4}")
        #expect(value["quoted"]?.text(.compact) == "{\"<<\":\"text\"}")
        #expect(value["again"] == value["base"])
        #expect(try problem("a: {<<: 1}").problem == "a merge key names something that is not a map")
    }

    /// Each list holds nine aliases of the one before.
    private static func bomb(_ levels: Int) -> String {
        (0..<levels).map { level in
            let element = level == 0 ? "x" : "*l\(level - 1)"
            return "l\(level): &l\(level) [" + Array(repeating: element, count: 9).joined(separator: ",") + "]\n"
        }.joined()
    }

    @Test func refusesAnAliasBombAtOnce() throws {
        let text = Self.bomb(9)
        #expect(text.utf8.count < 400)
        for text in [text, text + "? *l8\n: 1\n", text + "*l8 : 1\n", text + "m: {<<: *l8}\n", text + "[*l8]: 1\n"] {
            let clock = ContinuousClock()
            let begin = clock.now
            let problem = try problem(text)
            #expect(clock.now - begin < .seconds(5))
            #expect(
                ["aliases make the document too large", "a key is a list, a map or an alias"].contains(problem.problem)
            )
        }
    }

    @Test func takesAliasesThatStaySmall() throws {
        let value = try read(Self.bomb(4))
        #expect(value["l3"]?.array?.count == 9)
    }

    @Test func takesTextThatLooksLikeAliases() throws {
        let value = try read("a: \"*x: &y\"\nb: 'see *z'\nc: |\n  *q: 1\n  &r\nd: 2 * 3 & 4\n")
        #expect(value["a"]?.string == "*x: &y")
        #expect(value["c"]?.string == "*q: 1\n&r\n")
        #expect(value["d"]?.string == "2 * 3 & 4")
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", "3:1", "1:1"), ("x:\n- {k: 1, k: 2}\n", "2:10", "2:4"),
        ("a: 1\n\"a\": 2\n", "2:1", "1:1"), ("&n a: 1\n!!str a: 2\n", "2:1", "1:1"),
        ("1: a\n\"1\": b\n", "2:1", "1:1"), ("a: 1\na: 2\na: 3\n", "2:1", "1:1"),
    ])
    func refusesDoubledKeysWithBothPlaces(_ text: String, _ second: String, _ first: String) throws {
        let problem = try problem(text)
        #expect(problem.problem.hasSuffix("is given twice"))
        #expect(problem.location?.description == second)
        #expect(problem.advice?.contains("first at \(first);") == true)
    }

    @Test func readsSeveralDocuments() throws {
        let documents = try YAMLDocument.read(Array("a: 1\n---\n- 2\n---\n# nothing\n...\n".utf8), named: nil)
        #expect(documents.map { $0.root.text(.compact) } == ["{\"a\":1}", "[2]"])
    }

    @Test func readsJSON() throws {
        let text = "{\"a\": [1, 2.50, true, null, \"x\\u00e9\\n\"], \"b\": {}}"
        #expect(try read(text) == JSONDocument(parsing: text).root)
    }

    @Test func neverShowsALineThatMayHoldASecret() throws {
        let text = "services:\n  web:\n    secrets:\n      KEY: \"canary\n    image: x\n"
        let problem = try problem(text)
        #expect(problem.line?.contains("canary") != true)
        let inner = try self.problem("environment:\n  KEY: [canary\nother: 1\n")
        #expect(inner.line?.contains("canary") != true)
    }
}

extension YAMLDocumentTests {
    @Test func findsPlacesInLongLinesQuickly() throws {
        let elements = (0..<40_000).map { "é\($0)" }
        let text = "[" + elements.joined(separator: ", ") + "]"
        let clock = ContinuousClock()
        let begin = clock.now
        let document = try #require(try YAMLDocument.read(Array(text.utf8), named: nil).first)
        #expect(clock.now - begin < .seconds(30))
        for index in [0, 1, 200, 1023, 1024, 5000, 39_999] {
            let element = try #require(document.root.array?[index])
            let before = elements[..<index].reduce(2) { $0 + $1.unicodeScalars.count + 2 }
            #expect(document.location(of: element) == SourceLocation(line: 1, column: before))
        }
    }
}
