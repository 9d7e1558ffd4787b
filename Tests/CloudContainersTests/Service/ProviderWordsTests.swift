import CloudContainers
import Testing

struct ProviderWordsTests {
    @Test func whatAnErrorQuotesIsSafeToPrint() throws {
        var status = ContainerStatus(.failed, providerWord: "ERROR\u{1b}[2J")
        #expect(status.words.hasPrefix("ERROR") && !status.words.contains("\u{1b}"))
        status.message = "no port\n::error::\u{202e}" + String(repeating: "x", count: 1000)
        #expect(status.words.hasPrefix("no port"))
        #expect(!status.words.contains { $0.isNewline } && !status.words.unicodeScalars.contains("\u{202e}"))
        #expect(status.words.count <= 520)
    }
}
