import CommandKit
import Testing

/// The room that text takes on a terminal.
struct TerminalTextTests {
    static let widths: [(String, Int)] = [
        ("", 0), ("web", 3), ("é", 1), ("e\u{301}", 1), ("ñandú", 5), ("日本", 4), ("ｗｅｂ", 6), ("한글", 4),
        // The same in single letters.
        ("\u{1112}\u{1161}\u{11AB}", 2), ("…", 1), ("│", 1), ("→", 1), ("✓", 1), ("©", 1),
        // Pictures by themselves.
        ("🚀", 2), ("✅", 2), ("⚡", 2), ("⭐", 2), ("❌", 2), ("🦀", 2), ("🫠", 2), ("🀄", 2),
        // Signs that are a picture only when they are asked to be.
        ("❤", 1), ("❤\u{FE0F}", 2), ("⚠", 1), ("⚠\u{FE0F}", 2), ("☎\u{FE0E}", 1), ("⌚\u{FE0E}", 1), ("🌡", 1),
        ("🌡\u{FE0F}", 2),
        // Several that make one.
        ("👍🏽", 2), ("👩\u{200D}💻", 2), ("👨\u{200D}👩\u{200D}👧\u{200D}👦", 2), ("🏳\u{FE0F}\u{200D}🌈", 2), ("🇫🇷", 2),
        ("🇫🇷🇩🇪", 4),
        ("1\u{FE0F}\u{20E3}", 2), ("🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}", 2),
        ("shop 🚀 日本", 12),
    ]

    @Test(arguments: widths)
    func takesItsRoom(_ text: String, _ width: Int) {
        #expect(TerminalText.width(of: text) == width, "\(text)")
        #expect(TerminalText.width(of: text[...]) == width)
        #expect(TerminalText.padded(text, to: 20).count - text.count == 20 - width)
    }

    @Test(arguments: widths)
    func isCutBetweenPictures(_ text: String, _ width: Int) {
        for columns in 0...width {
            let cut = TerminalText.shortened(text, to: columns)
            #expect(TerminalText.width(of: cut) <= columns, "\(text) to \(columns)")
            #expect(cut == text || cut.isEmpty || text.hasPrefix(cut.dropLast()))
        }
    }
}
