import CloudContainers
import Testing

@Suite("JSON that is accepted")
struct JSONAcceptedTests {
    /// A text and what it prints as without white space.
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let compact: String

        init(_ text: String, _ compact: String) {
            self.text = text
            self.compact = compact
        }

        init(_ text: String) { self.init(text, text) }

        var testDescription: String { text.debugDescription }
    }

    static let structures: [Case] = [
        Case("[]"), Case("{}"), Case("[[]]"), Case("[{}]"), Case("{\"a\":[]}"), Case("{\"a\":{}}"),
        Case("[ ]", "[]"), Case("{ }", "{}"), Case("[\n]", "[]"), Case("{\r\n}", "{}"),
        Case(" [] ", "[]"), Case("\t[\t1\t,\t2\t]\t", "[1,2]"), Case("\r\n[\r\n1\r\n]\r\n", "[1]"),
        Case("{\"a\" : 1 , \"b\" : 2}", "{\"a\":1,\"b\":2}"),
        Case("{\"a\":{\"b\":{\"c\":{\"d\":[[[[null]]]]}}}}"),
        Case("[1,null,true,false,\"x\",{},[]]"),
        Case("{\"\":0}"), Case("{\"a\":1,\"A\":2}"), Case("{\"a\":1,\"a \":2}"),
        Case("{\"a\":{\"x\":1},\"b\":{\"x\":1}}"), Case("[{\"x\":1},{\"x\":1}]"),
        Case("{\"b\":1,\"a\":2,\"c\":3}"),
        Case("{\"a.b\":1,\"a\":{\"b\":2}}"),
        Case("{\"__proto__\":{},\"constructor\":null}"),
    ]

    static let scalars: [Case] = [
        Case("null"), Case("true"), Case("false"), Case(" null\n", "null"), Case("\"\""), Case("\"x\""), Case("0"),
        Case("-0"), Case("42"), Case("-42"), Case("[null]"), Case("[true,false]"),
    ]

    static let numbers: [Case] = [
        Case("[0]"), Case("[-0]"), Case("[1]"), Case("[-1]"), Case("[10]"), Case("[1234567890]"), Case("[0.0]"),
        Case("[0.5]"), Case("[-0.5]"), Case("[1.0]"), Case("[1.50]"), Case("[0e0]"), Case("[0e+1]"), Case("[0E-1]"),
        Case("[1e5]"), Case("[1E5]"), Case("[1e+5]"), Case("[1e-5]"), Case("[1.5e10]"), Case("[1.5E+010]"),
        Case("[1e007]"), Case("[123456789012345678901234567890]"), Case("[9223372036854775807]"),
        Case("[-9223372036854775808]"), Case("[9223372036854775808]"), Case("[1e999999999]"), Case("[-1e-999999999]"),
        Case("[1e99999999999999999999999999]"), Case("[0.00000000000000000000000000000000000000001]"),
        Case("[3.141592653589793238462643383279]"),
    ]

    static let strings: [Case] = [
        Case("[\"abc\"]"), Case("[\" \"]"), Case("[\"\\\"\"]"), Case("[\"\\\\\"]"), Case("[\"\\/\"]", "[\"/\"]"),
        Case("[\"/\"]"), Case("[\"\\b\\f\\n\\r\\t\"]"), Case("[\"\\u0041\"]", "[\"A\"]"),
        Case("[\"\\u00e9\"]", "[\"é\"]"), Case("[\"\\u00E9\"]", "[\"é\"]"), Case("[\"é\"]"), Case("[\"e\u{301}\"]"),
        Case("[\"\\u20ac\"]", "[\"€\"]"), Case("[\"€\"]"), Case("[\"😀\"]"), Case("[\"\\ud83d\\ude00\"]", "[\"😀\"]"),
        Case("[\"\\uD83D\\uDE00\"]", "[\"😀\"]"), Case("[\"\\uDBFF\\uDFFF\"]", "[\"\u{10FFFF}\"]"),
        Case("[\"\u{10FFFF}\"]"), Case("[\"\u{FFFF}\"]"), Case("[\"\\uFFFF\"]", "[\"\u{FFFF}\"]"),
        Case("[\"\\u0000\"]"), Case("[\"a\\u0000b\"]"), Case("[\"\\u001f\"]"), Case("[\"\\u000a\"]", "[\"\\n\"]"),
        Case("[\"\\u0008\"]", "[\"\\b\"]"), Case("[\"\u{7F}\"]", "[\"\\u007f\"]"), Case("[\"\\u0080\"]"),
        Case("[\"\u{9B}31m\"]", "[\"\\u009b31m\"]"), Case("[\"\\u001b[31m\"]"),
        Case("[\"\u{2028}\"]", "[\"\\u2028\"]"), Case("[\"\u{2029}\"]", "[\"\\u2029\"]"),
        Case("[\"\u{202E}abc\"]", "[\"\\u202eabc\"]"), Case("[\"\u{2066}\u{2069}\"]", "[\"\\u2066\\u2069\"]"),
        Case("[\"\u{200F}\u{61C}\"]", "[\"\\u200f\\u061c\"]"), Case("[\"\\u0022\"]", "[\"\\\"\"]"),
        Case("[\"\\u005C\"]", "[\"\\\\\"]"), Case("[\"\\u005Cn\"]", "[\"\\\\n\"]"), Case("[\"\\\\u0041\"]"),
        Case("[\"// no comment /* here */ # either\"]"), Case("[\"'\"]"), Case("[\"日本語\"]"),
        Case("[\"\u{200B}\u{A0}\"]"), Case("[\"12345678\\\"9\"]"), Case("[\"1234567\\n\"]"),
        Case("[\"abcdefghijklmnopqrstuvwxyzäabcdefghijklmnop\"]"), Case("{\"\\u006b\":1}", "{\"k\":1}"),
        Case("{\"a\\nb\":1}"), Case("{\"ключ\":\"значение\"}"), Case("[\"\\u0000\\ud800\\udc00\"]", "[\"\\u0000𐀀\"]"),
    ]

    @Test(arguments: structures + scalars + numbers + strings)
    func parsesAndPrintsStably(_ example: Case) throws {
        let document = try JSONDocument(parsing: example.text)
        #expect(document.text(.compact).unicodeScalars.elementsEqual(example.compact.unicodeScalars))
        for style in [JSONDocument.Style.compact, .pretty] {
            let again = try JSONDocument(parsing: document.text(style))
            #expect(again == document)
            #expect(again.hashValue == document.hashValue)
            #expect(again.text(.pretty) == document.text(.pretty))
        }
    }

    @Test(arguments: ["[1]", "\"x\"", "{}", " 5 "])
    func skipsAByteOrderMark(_ text: String) throws {
        let marked = try JSONDocument(parsing: [0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(marked == (try JSONDocument(parsing: text)))
    }

    @Test func keepsTheOrderOfMembers() throws {
        let names = (0..<100).map { "key\(($0 * 37) % 100)" }
        let text = "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
        #expect(try JSONDocument(parsing: text).root.object?.names == names)
    }

    @Test func printsPrettily() throws {
        let text = #"{"a":[1,{"b":[]},{}],"c":{"d":null},"e":"x"}"#
        let expected = """
            {
              "a": [
                1,
                {
                  "b": []
                },
                {}
              ],
              "c": {
                "d": null
              },
              "e": "x"
            }
            """
        let document = try JSONDocument(parsing: text)
        #expect(document.text() == expected)
        #expect(document.root.text(.compact) == text)
    }

    @Test func remembersWhereValuesAndNamesStand() throws {
        let document = try JSONDocument(parsing: "{\n  \"é\": [1, \"x\"],\n  \"b\": {}\n}", named: "in.json")
        #expect(document.root.offset == 0)
        let list = try #require(document.root["é"])
        #expect(document.location(of: list) == SourceLocation(line: 2, column: 8))
        let element = try #require(list.array?.last)
        #expect(document.location(of: element) == SourceLocation(line: 2, column: 12))
        #expect(document.root.object?.members.last?.nameOffset == 22)
        #expect(document.location(of: "made by code") == nil)
    }
}
