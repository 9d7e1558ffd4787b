import Testing

@testable import CloudContainers

struct DiagnosticExcerptTests {
    @Test func cutsAfterSixtyScalars() {
        #expect(Diagnostic.excerpt(of: String(repeating: "a", count: 60)) == String(repeating: "a", count: 60))
        #expect(Diagnostic.excerpt(of: String(repeating: "a", count: 61)) == String(repeating: "a", count: 60) + "…")
    }

    @Test(arguments: [
        ("a\nb", "a\\u{a}b"), ("\u{1B}[31m", "\\u{1b}[31m"), ("\u{202E}x", "\\u{202e}x"), ("\u{2028}", "\\u{2028}"),
        ("\u{200B}", "\\u{200b}"), ("é 😀", "é 😀"),
    ])
    func escapesWhatWouldDisturbATerminal(text: String, excerpt: String) {
        #expect(Diagnostic.excerpt(of: text) == excerpt)
    }

    @Test func showsOnlyTheStartOfALongValue() {
        let value = TextForm.cpu.diagnostic(String(repeating: "x", count: 1000))?.value
        #expect(value == String(repeating: "x", count: 60) + "…")
    }
}
