import CloudContainers
import Testing

@Suite("Places in a source text")
struct SourceTextTests {
    @Test(arguments: [
        ("", [0], ["1:1"]),
        ("ab", [0, 1, 2, 3, -1], ["1:1", "1:2", "1:3", "1:3", "1:1"]),
        ("a\nb", [1, 2, 3], ["1:2", "2:1", "2:2"]),
        ("a\r\nb", [1, 2, 3], ["1:2", "1:3", "2:1"]),
        ("a\rb\r", [1, 2, 3, 4], ["1:2", "2:1", "2:2", "3:1"]),
        ("\n\n\r\r", [0, 1, 2, 3, 4], ["1:1", "2:1", "3:1", "4:1", "5:1"]),
        ("é€😀x", [0, 1, 2, 5, 9, 10], ["1:1", "1:1", "1:2", "1:3", "1:4", "1:5"]),
        ("\u{FEFF}ab", [0, 3, 4], ["1:1", "1:1", "1:2"]),
        ("a\u{2028}b", [1, 4], ["1:2", "1:3"]),
    ])
    func countsLinesAndScalars(_ text: String, _ offsets: [Int], _ places: [String]) {
        let source = SourceText(Array(text.utf8))
        #expect(offsets.map { source.location(ofByte: $0).description } == places)
    }

    @Test func bytesThatAreNotUTF8HaveAColumnEach() {
        let source = SourceText([0x61, 0xFF, 0x80, 0xC3, 0x62])
        #expect((0...5).map { source.location(ofByte: $0).column } == [1, 2, 3, 4, 5, 6])
        #expect(source.line(1) == "a\u{FFFD}\u{FFFD}\u{FFFD}b")
    }

    @Test(arguments: ["", "ab\ncd", "é\r\n€\r😀\n\n", "\u{FEFF}{\n}", "\r\n", "x\r\r\nx"])
    func everyPlaceLeadsBackToItsByte(_ text: String) {
        let source = SourceText(Array(text.utf8))
        var offset = 0
        for scalar in text.unicodeScalars {
            if scalar != "\u{FEFF}" { #expect(source.offset(of: source.location(ofByte: offset)) == offset) }
            offset += String(scalar).utf8.count
        }
        #expect(source.offset(of: source.location(ofByte: offset)) == offset)
    }

    @Test(arguments: [(0, 1), (1, 0), (-1, 1), (1, 5), (2, 3), (3, 1), (Int.max, 1), (1, Int.max), (Int.min, Int.min)])
    func placesOutsideHaveNoByte(_ line: Int, _ column: Int) {
        #expect(SourceText(Array("abc\nd".utf8)).offset(of: SourceLocation(line: line, column: column)) == nil)
    }

    @Test func linesAreFitForATerminal() {
        let source = SourceText(Array("\u{FEFF}\ta\u{1B}[2J\u{202E}é\r\nsecond\rthird\n".utf8), name: "x")
        #expect(source.line(1) == " a\\u{1b}[2J\\u{202e}é")
        #expect(source.line(2) == "second")
        #expect(source.line(3) == "third")
        #expect(source.line(4) == "")
        #expect(source.line(5) == nil)
        #expect(source.line(0) == nil)
        #expect(source.line(.min) == nil)
        #expect(source.name == "x")
    }

    @Test func longLinesAreCut() {
        #expect(SourceText(Array(String(repeating: "é", count: 200).utf8)).line(1)?.count == 200)
        let cut = SourceText(Array(String(repeating: "é", count: 201).utf8)).line(1)
        #expect(cut == String(repeating: "é", count: 200) + "…")
    }
}
