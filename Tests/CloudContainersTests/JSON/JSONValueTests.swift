import CloudContainers
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test func literalsAndAccessors() {
        let value: JSONValue = ["a": 1, "b": [true, nil, "x"], "c": ["d": -2]]
        #expect(value["a"]?.integer == 1)
        #expect(value["b"]?.array?.first?.bool == true)
        #expect(value["b"]?.array?[1].isNull == true)
        #expect(value["b"]?.array?.last?.string == "x")
        #expect(value["c"]?["d"]?.number == JSONNumber(-2))
        #expect(value["x"] == nil)
        #expect(value["a"]?["x"] == nil)
        #expect(value.string == nil && value.bool == nil && value.number == nil && value.array == nil)
        #expect(!value.isNull)
        #expect(value.offset == nil)
        #expect(value == .object(["a": .number(1), "b": .array([.bool(true), .null, .string("x")]), "c": ["d": -2]]))
    }

    @Test func namesItsType() {
        let values: [JSONValue] = [nil, true, 1, "x", [], [:]]
        #expect(
            values.map(\.typeName) == ["null", "true or false", "a number", "a string", "a list", "an object"]
        )
    }

    @Test func equalityIgnoresPlacesAndTheOrderOfMembers() throws {
        let left = try JSONDocument(parsing: "{\"a\":1,\"b\":[2,3]}").root
        let right = try JSONDocument(parsing: " {\"b\" : [ 2.0, 3 ], \"a\" : 1}").root
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1, "b": [3, 2]])
        #expect(left != ["a": 1])
        #expect(left != ["a": 1, "c": [2, 3]])
        #expect(JSONValue.null != false)
        #expect(JSONValue(.string("x"), offset: 5) == "x")
    }

    @Test func stringsAreComparedScalarByScalar() {
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        #expect(JSONObject.Member(name: "\u{E9}", value: 1) != JSONObject.Member(name: "e\u{301}", value: 1))
        #expect((["\u{E9}": 1] as JSONValue) != ["e\u{301}": 1])
    }

    @Test(arguments: [-1, 0, Int(Int32.max), Int(Int32.max) + 1, Int.min, Int.max])
    func offsetsThatDoNotFitAreForgotten(_ offset: Int) {
        let isKept = offset >= 0 && offset <= Int(Int32.max)
        #expect(JSONValue(.null, offset: offset).offset == (isKept ? offset : nil))
        #expect(JSONObject.Member(name: "a", value: nil, nameOffset: offset).nameOffset == (isKept ? offset : nil))
    }

    @Test(arguments: [0, 1, 5, 24, 25, 26, 60])
    func objectsSetReplaceAndRemove(_ count: Int) {
        var object = JSONObject()
        #expect(object.isEmpty)
        for index in 0..<count { object.set("k\(index)", .number(index)) }
        #expect(object.count == count)
        for index in 0..<count { object.set("k\(index)", .number(index * 2)) }
        #expect(object.names == (0..<count).map { "k\($0)" })
        object.remove("absent")
        for index in stride(from: 0, to: count, by: 2) { object.remove("k\(index)") }
        #expect(object.names == stride(from: 1, to: count, by: 2).map { "k\($0)" })
        for index in 0..<count { #expect(object["k\(index)"]?.integer == (index % 2 == 0 ? nil : index * 2)) }
        object.set("last", "x")
        #expect(object.members.last?.name == "last")
        #expect(object["last"] == "x")
    }

    @Test func laterMembersReplaceEarlierOnes() {
        let object: JSONObject = ["a": 1, "b": 2, "a": 3]
        #expect(object.map(\.name) == ["a", "b"])
        #expect(object["a"] == 3)
        #expect(object == ["b": 2, "a": 3])
    }

    @Test func leavesComeInDocumentOrderWithTheirPaths() throws {
        let value = try JSONDocument(parsing: #"{"b":[1,{"c":"x"},[]],"a.b":{"é":null},"e":{},"":true}"#).root
        let leaves = value.leaves()
        #expect(
            leaves.map(\.path.description) == [
                "b[0]", "b[1].c", "b[2]", "[\"a.b\"][\"é\"]", "e", "[\"\"]",
            ]
        )
        for leaf in leaves { #expect(value.value(at: leaf.path) == leaf.value) }
        #expect(value.leaves(at: "root").first?.path == "root.b[0]")
        #expect(JSONValue.number(1).leaves().map(\.path) == [.root])
        #expect(JSONValue.array([]).leaves().count == 1)
    }

    @Test(arguments: ["a", "a.b", "a\"b", "a\\b", "a[0]", "]", "\"]", "é", "", " ", "\u{1B}[2J", "\u{202E}", "\\u{41}"])
    func everyKeyIsFoundByItsPath(_ key: String) {
        let value = JSONValue.object(JSONObject([.init(name: key, value: [["x": "found"]])]))
        let path = FieldPath.root.appending(key).appending(0).appending("x")
        #expect(value.value(at: path) == "found")
        let inner: JSONValue = ["outer": value]
        #expect(inner.value(at: path.prefixed(by: "outer")) == "found")
    }

    @Test(arguments: [
        "x", "a.x", "a[2]", "a[-1]", "a[x]", "a[", "a[0", "a[\"", "a[\"b", "a[\"b\"", "a..b", ".a", "a.", "a]", "a[0]b",
        "a[99999999999999999999]", "[\"\\q\"]", "[\"\\u{110000}\"]", "[\"\\u{}\"]", "a[\"0\"]", "a.0",
    ])
    func pathsThatLeadNowhereGiveNothing(_ path: String) {
        let value: JSONValue = ["a": [1, 2]]
        #expect(value.value(at: FieldPath(path)) == nil)
    }

    @Test func completesADiagnosticWithoutChangingIt() throws {
        let document = try JSONDocument(parsing: "{\n  \"cpu\": \"x\"\n}", named: "in.json")
        let cpu = try #require(document.root["cpu"])
        let located = document.located(Diagnostic(problem: "not a number", field: "cpu"), at: cpu.offset)
        #expect(located.description == "in.json:2:10: cpu: not a number")
        #expect(located.line == "  \"cpu\": \"x\"")
        #expect(document.located(Diagnostic(problem: "p"), at: nil).description == "in.json: p")
        let own = Diagnostic(problem: "p", source: "own", location: SourceLocation(line: 9, column: 9), line: "l")
        #expect(document.located(own, at: 0) == own)
        #expect(JSONDocument(nil).located(own, at: 0) == own)
        #expect(document.located(Diagnostic(problem: "p"), at: .max).location == SourceLocation(line: 3, column: 2))
    }
}
