import CloudContainers
import Testing

@Suite("JSON that is refused")
struct JSONRefusedTests {
    /// A text, where its error is, and a part of what the error says.
    struct Case: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let place: String
        let words: String

        init(_ text: String, _ place: String, _ words: String) { self.init(Array(text.utf8), place, words) }

        init(_ bytes: [UInt8], _ place: String, _ words: String) {
            self.bytes = bytes
            self.place = place
            self.words = words
        }

        /// A list of one string of the bytes.
        init(inString bytes: [UInt8], _ place: String, _ words: String) {
            self.init(Array("[\"".utf8) + bytes + Array("\"]".utf8), place, words)
        }

        var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }
    }

    static let structures: [Case] = [
        Case("", "1:1", "the text is empty"), Case(" \n ", "2:2", "only white space"),
        Case("[", "1:2", "the closing ]. The bracket that is open stands at 1:1"),
        Case("{", "1:2", "the closing }"), Case("[1", "1:3", "the text ends too early"),
        Case("[1,", "1:4", "the text ends too early"), Case("{\"a\"", "1:5", "the text ends too early"),
        Case("{\"a\":", "1:6", "the text ends too early"), Case("{\"a\":1", "1:7", "the text ends too early"),
        Case("{\"a\":1,", "1:8", "the text ends too early"), Case("\n [\n", "3:1", "stands at 2:2"),
        Case("]", "1:1", "a value is missing"), Case("}", "1:1", "a value is missing"),
        Case("[1,]", "1:3", "a comma stands before the closing ]. Remove the comma"),
        Case("{\"a\":1,}", "1:7", "a comma stands before the closing }"),
        Case("[1,\n]", "1:3", "Remove the comma"), Case("[,]", "1:2", "a value is missing"),
        Case("[,1]", "1:2", "Remove the comma"), Case("[1,,2]", "1:4", "a value is missing"),
        Case("{,}", "1:2", "a key is missing"), Case("{\"a\":1,,}", "1:8", "a key is missing"),
        Case("[1}", "1:3", "does not match"), Case("{\"a\":1]", "1:7", "does not match"),
        Case("[1 2]", "1:4", "a comma is missing"), Case("[\"a\" \"b\"]", "1:6", "a comma is missing"),
        Case("[1 true]", "1:4", "a comma is missing"), Case("{\"a\":1 \"b\":2}", "1:8", "a comma is missing"),
        Case("[[] []]", "1:5", "a comma is missing"), Case("[1;2]", "1:3", "unexpected character"),
        Case("[\"a\":1]", "1:5", "found \":\"; allowed: a comma or ]"),
        Case("{\"a\"}", "1:5", "a colon is missing"), Case("{\"a\" 1}", "1:6", "a colon is missing"),
        Case("{\"a\"=1}", "1:5", "Write : instead of ="), Case("{\"a\",1}", "1:5", "a colon is missing"),
        Case("{\"a\":}", "1:6", "a value is missing"), Case("{\"a\":,}", "1:6", "a value is missing"),
        Case("{\"a\"::1}", "1:6", "unexpected character"), Case("{1:1}", "1:2", "a key is not in quotes"),
        Case("{a:1}", "1:2", "Put the key in double quotes"), Case("{null:1}", "1:2", "a key is not in quotes"),
        Case("{[]:1}", "1:2", "a key is missing"), Case("{'a':1}", "1:2", "wrong quotes"),
        Case("{\"a\":'b'}", "1:6", "wrong quotes"), Case("['a']", "1:2", "allowed: double quotes"),
        Case("[“a”]", "1:2", "wrong quotes"), Case("[`a`]", "1:2", "wrong quotes"),
        Case("[1]]", "1:4", "after the end of the document"), Case("{}{}", "1:3", "one document at a time"),
        Case("1 2", "1:3", "after the end of the document"), Case("[]x", "1:3", "after the end of the document"),
        Case("\"a\" \"b\"", "1:5", "found a string"), Case("[] // end", "1:4", "JSON has no comments"),
        Case("// start\n[]", "1:1", "JSON has no comments"), Case("[/* here */1]", "1:2", "JSON has no comments"),
        Case("[1 # one\n]", "1:4", "JSON has no comments"), Case("{\"a\" /*b*/:1}", "1:6", "JSON has no comments"),
        Case("{/**/}", "1:2", "JSON has no comments"), Case("[/1]", "1:2", "unexpected character"),
        Case("<!DOCTYPE html>", "1:1", "looks like HTML"), Case("\n <html>", "2:2", "looks like HTML"),
        Case("[<]", "1:2", "unexpected character"), Case("[\u{A0}1]", "1:2", "the character U+00A0"),
        Case("[\u{C}1]", "1:2", "the character U+000C"), Case("[\u{2060}]", "1:2", "unexpected character"),
        Case("[\u{0}]", "1:2", "the character U+0000"), Case("[\u{FEFF}1]", "1:2", "the character U+FEFF"),
        Case("[é]", "1:2", "found \"é\""), Case("[*]", "1:2", "unexpected character"),
        Case("(1)", "1:1", "found \"(\""),
        Case("---\na: 1", "1:1", "If this is YAML"), Case("name: web", "1:1", "a text is not in quotes"),
    ]

    static let words: [Case] = [
        Case("True", "1:1", "True is not a JSON value; allowed: a JSON value. Write true"),
        Case("[FALSE]", "1:2", "Write false"), Case("[None]", "1:2", "Write null"), Case("[nil]", "1:2", "Write null"),
        Case("[Null]", "1:2", "Write null"), Case("[undefined]", "1:2", "Write null"),
        Case("[yes]", "1:2", "Write true"),
        Case("[off]", "1:2", "Write false"), Case("[NaN]", "1:2", "no such number"),
        Case("[nan]", "1:2", "no such number"),
        Case("[Infinity]", "1:2", "no such number"), Case("[-Infinity]", "1:2", "no such number"),
        Case("[-NaN]", "1:2", "-NaN is not a JSON value"), Case("[tru]", "1:2", "not in quotes"),
        Case("[truee]", "1:2", "not in quotes"), Case("[nul]", "1:2", "not in quotes"),
        Case("[nulll]", "1:2", "not in quotes"),
        Case("[fals]", "1:2", "not in quotes"), Case("t", "1:1", "not in quotes"),
        Case("[true false]", "1:7", "comma is missing"),
        Case("[hunter2]", "1:2", "found an unquoted word"), Case("[true1]", "1:2", "not in quotes"),
    ]

    static let numbers: [Case] = [
        Case("[01]", "1:2", "begins with a 0"), Case("[-01]", "1:2", "begins with a 0"),
        Case("[00]", "1:2", "begins with a 0"),
        Case("[0123.5]", "1:2", "begins with a 0"), Case("[+1]", "1:2", "plus sign"), Case("[++1]", "1:2", "plus sign"),
        Case("[.5]", "1:2", "begins with a point"), Case("[-.5]", "1:2", "minus sign"),
        Case("[5.]", "1:2", "ends with its point"),
        Case("[5.e1]", "1:2", "ends with its point"), Case("[-]", "1:2", "minus sign"),
        Case("-", "1:1", "found the end of the text"),
        Case("[--1]", "1:2", "minus sign"), Case("[- 1]", "1:2", "found a space"), Case("[1e]", "1:2", "exponent"),
        Case("[1e+]", "1:2", "exponent"), Case("[1E-]", "1:2", "exponent"), Case("[1e1.5]", "1:5", "followed by other"),
        Case("[1.2.3]", "1:5", "followed by other"), Case("[0x1F]", "1:3", "followed by other"),
        Case("[1_000]", "1:3", "followed by other"), Case("[1a]", "1:3", "followed by other"),
        Case("[512Mi]", "1:5", "followed by other"),
        Case("[1,000.5.1]", "1:4", "begins with a 0"), Case("[1+2]", "1:3", "unexpected character"),
        Case("[1-2]", "1:3", "a comma is missing"), Case("[１]", "1:2", "unexpected character"),
        Case("1e", "1:1", "exponent"),
        Case("[2.", "1:2", "ends with its point"), Case("[1ee2]", "1:2", "exponent"), Case("[0e", "1:2", "exponent"),
    ]

    static let strings: [Case] = [
        Case("\"", "1:1", "the text ends inside a string"), Case("[\"a", "1:2", "the text ends inside a string"),
        Case("[\"a\\", "1:2", "ends inside a string"), Case("[\"a\\\"", "1:2", "ends inside a string"),
        Case("{\"a", "1:2", "ends inside a string"), Case("[\"a\nb\"]", "1:4", "a line ends inside a string"),
        Case("[\"a\r\nb\"]", "1:4", "or write \\r"), Case("[\"a\tb\"]", "1:4", "Write \\t"),
        Case("[\"\u{0}\"]", "1:3", "found U+0000. Write \\u0000"), Case("[\"\u{1F}\"]", "1:3", "Write \\u001f"),
        Case("[\"\\x\"]", "1:3", "cannot escape"), Case("[\"\\'\"]", "1:3", "Remove the backslash"),
        Case("[\"C:\\Users\"]", "1:5", "Write \\\\ for a backslash"), Case("[\"\\0\"]", "1:3", "cannot escape"),
        Case("[\"\\\u{7}\"]", "1:3", "U+0007"), Case("[\"\\é\"]", "1:3", "cannot escape"),
        Case("[\"\\U0041\"]", "1:3", "cannot escape"),
        Case("[\"\\u\"]", "1:3", "not complete"), Case("[\"\\u1\"]", "1:3", "not complete"),
        Case("[\"\\u12\"]", "1:3", "not complete"),
        Case("[\"\\u123\"]", "1:3", "not complete"), Case("[\"\\u123g\"]", "1:3", "not complete"),
        Case("[\"\\u 123\"]", "1:3", "not complete"), Case("[\"\\u+123\"]", "1:3", "not complete"),
        Case("[\"\\u00", "1:3", "not complete"), Case("[\"\\ud800\"]", "1:3", "one half"),
        Case("[\"\\udc00\"]", "1:3", "one half"),
        Case("[\"\\ud800\\u0041\"]", "1:3", "one half"), Case("[\"\\ud800\\ud800\"]", "1:3", "one half"),
        Case("[\"\\ude00\\ud83d\"]", "1:3", "one half"), Case("[\"x\\ud800\\n\"]", "1:4", "one half"),
        Case("[\"\\ud800x\"]", "1:3", "one half"), Case("[\"a\\a\"]", "1:4", "cannot escape"),
    ]

    static let encodings: [Case] = [
        Case(inString: [0x80], "1:3", "the byte 0x80"), Case(inString: [0xBF], "1:3", "not UTF-8"),
        Case(inString: [0xC0, 0x80], "1:3", "the byte 0xC0"), Case(inString: [0xC1, 0xBF], "1:3", "not UTF-8"),
        Case(inString: [0xE0, 0x80, 0x80], "1:3", "not UTF-8"), Case(inString: [0xE0, 0x9F, 0xBF], "1:3", "not UTF-8"),
        Case(inString: [0xED, 0xA0, 0x80], "1:3", "not UTF-8"), Case(inString: [0xED, 0xBF, 0xBF], "1:3", "not UTF-8"),
        Case(inString: [0xF0, 0x80, 0x80, 0x80], "1:3", "not UTF-8"),
        Case(inString: [0xF0, 0x8F, 0xBF, 0xBF], "1:3", "not UTF-8"),
        Case(inString: [0xF4, 0x90, 0x80, 0x80], "1:3", "not UTF-8"),
        Case(inString: [0xF5, 0x80, 0x80, 0x80], "1:3", "not UTF-8"),
        Case(inString: [0xFF], "1:3", "the byte 0xFF"), Case(inString: [0xC3], "1:3", "not UTF-8"),
        Case(inString: [0xE2, 0x82], "1:3", "not UTF-8"), Case(inString: [0xF0, 0x9F, 0x98], "1:3", "not UTF-8"),
        Case(inString: [0x61, 0xC3, 0xA9, 0xE9], "1:5", "Save the text as UTF-8"),
        Case([0x5B, 0x22, 0xC3], "1:3", "not UTF-8"), Case([0xFF, 0xFE, 0x5B, 0x00], "1:1", "UTF-16"),
        Case([0xFE, 0xFF, 0x00, 0x5B], "1:1", "UTF-16"), Case([0x5B, 0x00, 0x5D, 0x00], "1:2", "U+0000"),
        Case([0xEF, 0xBB], "1:1", "not UTF-8"), Case([0xEF, 0xBB, 0xBF], "1:1", "the text"),
        Case([0xEF, 0xBB, 0xBF, 0x5B, 0x2C], "1:2", "a value is missing"), Case([0x1F, 0x8B, 0x08], "1:1", "U+001F"),
        Case([0xE9], "1:1", "the byte 0xE9, which is not UTF-8"), Case([0x5B, 0xFF], "1:2", "the byte 0xFF"),
    ]

    @Test(arguments: structures + words + numbers + strings + encodings)
    func saysWhereAndWhy(_ example: Case) throws {
        let error = try #require(throws: ContainerServiceError.self) {
            try JSONDocument(parsing: example.bytes, named: "in.json")
        }
        #expect(error.code == .invalidInput)
        let diagnostic = try #require(error.diagnostics.first)
        #expect(diagnostic.location?.description == example.place)
        #expect(diagnostic.source == "in.json")
        #expect(diagnostic.line != nil)
        #expect(error.message.hasPrefix("in.json:\(example.place): "))
        #expect(error.message.contains(example.words), "\(error.message)")
        #expect(!error.message.contains("hunter2"))
    }

    @Test func doubledKeysNameBothPlaces() throws {
        let text = "{\n  \"web\": {\"port\": 1,\n    \"p\\u006frt\": 2}\n}"
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: text) }
        let diagnostic = try #require(error.diagnostics.first)
        #expect(diagnostic.problem == "the key \"port\" is given twice")
        #expect(diagnostic.location == SourceLocation(line: 3, column: 5))
        #expect(diagnostic.field == "web.port")
        #expect(diagnostic.advice == "It stands first at 2:11; keep one of the two")
        #expect(diagnostic.line == "    \"p\\u006frt\": 2}")
    }

    @Test(arguments: [2, 23, 24, 25, 26, 500])
    func doubledKeysAreFoundAtAnyNumberOfMembers(_ count: Int) throws {
        let members = (0..<count).map { "\"key\($0)\":null" } + ["\"key0\":null"]
        let text = "{" + members.joined(separator: ",") + "}"
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: text) }
        #expect(error.message.contains("the key \"key0\" is given twice"))
    }

    @Test func twoSpellingsOfOneLetterAreOneKey() throws {
        #expect(throws: ContainerServiceError.self) { try JSONDocument(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}") }
    }

    @Test(arguments: [
        ("{\"services\":{\"web\":{\"ports\":[x]}}}", "services.web.ports[0]"),
        ("{\"services\":{\"web\":{\"ports\":[1,2,01]}}}", "services.web.ports[2]"),
        ("{\"a.b\":[[\"\\q\"]]}", "[\"a.b\"][0][0]"),
        ("{\"a\":{\"b\":1,}}", "a"), ("{\"a\":[1,2 3]}", "a[2]"), ("{\"a\":{\"b\" 1}}", "a.b"),
        ("[[],[nul]]", "[1][0]"),
    ])
    func namesTheField(_ text: String, _ field: String) throws {
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: text) }
        #expect(error.diagnostics.first?.field?.description == field)
    }

    @Test func anErrorAtTheTopNamesNoField() throws {
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: "x") }
        #expect(error.diagnostics.first?.field == nil)
    }

    @Test func quotesThePlaceOfALongLine() throws {
        let text = "[" + String(repeating: "1,", count: 5000) + "oops" + String(repeating: ",1", count: 5000) + "]"
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: text) }
        let line = try #require(error.diagnostics.first?.line)
        #expect(line.contains("oops"))
        #expect(line.count <= 202)
    }

    @Test func hugeKeysMakeNoHugeErrors() throws {
        let key = String(repeating: "k", count: 100_000)
        for text in ["{\"\(key)\":x}", "{\"\(key)\":1,\"\(key)\":2}", "{\"a\":{\"\(key)\":[1,]}}"] {
            let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: text) }
            #expect(error.message.utf8.count < 1000)
        }
    }

    @Test func offersTheRightWord() throws {
        let error = try #require(throws: ContainerServiceError.self) { try JSONDocument(parsing: "[True]") }
        #expect(error.diagnostics.first?.replacement == "true")
    }
}
