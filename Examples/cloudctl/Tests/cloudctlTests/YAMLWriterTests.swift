import CloudContainers
import CommandKit
import Testing

/// What is written as YAML reads back as the same values.
struct YAMLWriterTests {
    private func roundTrip(_ value: JSONValue) throws -> JSONValue {
        let text = try YAMLWriter.text(JSONDocument(["v": value]))
        return try #require(try YAMLDocument.read(Array(text.utf8), named: nil).first?.root["v"])
    }

    @Test(arguments: [
        "", " ", "a", "true", "null", "~", "yes", "No", "on", "y", "12", "1.5", "012", "0x1F", "1e3", "12:30", "1_000",
        "-1", "512Mi", "250m", "10s", "60%", "2024-01-01", ".inf", ".nan", "nginx:1.27", "nginx:", "a: b", "a #b",
        "# c",
        "- x", "? x", "& x", "*x", "!x", "|", ">", "@x", "`x`", "%x", "{a}", "[a]", "'", "\"", "a\nb", "a\n", "\n",
        "\ta", "é", "名前", "😀", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}", "a\u{0}b", "<<", "=", "---", "...", "\\",
        "C:\\x",
        "  lead", "trail  ", "a\r\nb", "/bin/sh", "--flag",
    ])
    func stringsReadBack(_ text: String) throws {
        #expect(try roundTrip(.string(text)) == .string(text))
        let key = JSONValue.object(JSONObject([.init(name: text, value: 1)]))
        #expect(try roundTrip(key) == key)
    }

    @Test func valuesReadBack() throws {
        for text in [
            "1", "-0", "1.50", "1e400", "true", "false", "null", "[]", "{}", "[[],{},[{}]]", "{\"a\":{\"b\":[1,null]}}",
        ] {
            let value = try JSONDocument(parsing: text).root
            #expect(try roundTrip(value).text(.compact) == value.text(.compact))
        }
    }

    @Test func randomTextReadsBack() throws {
        var numbers = SeededNumbers(default: 42)
        let alphabet = Array("ab1-:#\"'\\ \n\t{}[],&*!|>%@`~?=.\u{E9}\u{1F600}\u{2029}\u{200B}".unicodeScalars)
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<12, using: &numbers) {
                text.unicodeScalars.append(alphabet.randomElement(using: &numbers) ?? "a")
            }
            let value = try roundTrip(.string(text))
            #expect(
                value.string.map { Array($0.utf8) } == Array(text.utf8),
                "seed \(numbers.seed), \(text.debugDescription)"
            )
        }
    }

    @Test func quotesOnlyWhatNeedsIt() throws {
        let text = try YAMLWriter.text(
            JSONDocument(["image": "nginx:1.27", "memory": "512Mi", "on": "yes", "count": 3, "list": ["a", "b c"]])
        )
        #expect(
            text == """
                image: nginx:1.27
                memory: 512Mi
                "on": "yes"
                count: 3
                list:
                - a
                - "b c"

                """
        )
    }
}
