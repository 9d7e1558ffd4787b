import CloudContainers
import CommandKit
import Testing

/// Files of secrets.
struct DotenvTests {
    @Test func readsTheUsualQuoting() throws {
        let text = """
            # comment
            BARE=a b  # comment
            HASH=a#b
            EMPTY=
            export EXPORTED = spaced
            SINGLE='a\\n"b" $X' # comment
            DOUBLE="a\\n\\"b\\" \\$X \\q"
            MULTI="one
            two"
            \u{20}  INDENTED=1\r
            """
        let values = try Dotenv.read(Array(text.utf8), named: "t.env")
        let expected = [
            "BARE": "a b", "HASH": "a#b", "EMPTY": "", "EXPORTED": "spaced", "SINGLE": "a\\n\"b\" $X",
            "DOUBLE": "a\n\"b\" $X \\q", "MULTI": "one\ntwo", "INDENTED": "1",
        ]
        #expect(values.names == expected.keys.sorted())
        for (name, value) in expected { #expect(values.withValue(of: name) { $0 == value } == true, "\(name)") }
    }

    @Test(arguments: [
        ("A=1\ncanary", "2:1", "this line is not NAME=VALUE"), ("A=\"canary", "1:3", "the quote is not closed"),
        ("A='canary' x", "1:12", "there is text after the closing quote"),
        ("A=canary\nA=canary", "2:1", "the name \"A\" is given twice"),
        ("=canary", "1:1", "this line is not NAME=VALUE"),
    ])
    func saysWhereWithoutSayingWhat(_ text: String, _ place: String, _ problem: String) throws {
        do {
            _ = try Dotenv.read(Array(text.utf8), named: "t.env")
            Issue.record("nothing was thrown")
        } catch {
            let diagnostic = try #require(error.diagnostics.first)
            #expect(diagnostic.problem == problem)
            #expect(diagnostic.location?.description == place)
            #expect(!"\(diagnostic)\(diagnostic.line ?? "")".contains("canary"))
        }
    }
}
