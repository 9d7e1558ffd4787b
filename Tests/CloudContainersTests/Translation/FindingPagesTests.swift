import CloudContainers
import Foundation
import Testing

/// The pages of the finding codes, and the files of the documentation that are made of them.
///
/// `CLOUD_CONTAINERS_UPDATE_DOCS=1 swift test --filter FindingPagesTests` writes the files anew.
@Suite("Finding pages")
struct FindingPagesTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let sources = repository.appendingPathComponent("Sources")
    private static let catalog = sources.appendingPathComponent("CloudContainers/Documentation.docc")
    private static let isUpdating = ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_UPDATE_DOCS"] != nil

    // MARK: The pages

    @Test func everyCodeHasOnePageAndTheyAreSorted() {
        let codes = FindingPage.all.map(\.code)
        #expect(codes == codes.sorted())
        #expect(Set(codes).count == codes.count)
        for page in FindingPage.all { #expect(FindingPage.page(for: page.code) == page) }
        #expect(FindingPage.page(for: FindingCode(rawValue: "CC-NO-SUCH-CODE")) == nil)
    }

    @Test func everyDeclaredCodeHasAPage() throws {
        let declaration = /static let (\w+) = FindingCode\(rawValue: "([^"]+)"\)/
        var declared: [String] = []
        for text in try Self.swiftFiles(in: Self.sources) {
            declared += text.matches(of: declaration).map { String($0.output.2) }
        }
        #expect(declared.sorted() == FindingPage.all.map(\.code.rawValue))
    }

    @Test(arguments: FindingPage.all.map(\.code))
    func theTextOfACodeHasItsForm(_ code: FindingCode) throws {
        let page = try #require(FindingPage.page(for: code))
        #expect(page.code == code)
        #expect(code.rawValue.wholeMatch(of: /CC(-[A-Z0-9]+)+/) != nil)
        #expect(code.description == code.rawValue)
        #expect(FindingCode(rawValue: code.rawValue) == code)
    }

    @Test(arguments: FindingPage.all.map(\.code))
    func theSummaryIsOneShortSentence(_ code: FindingCode) throws {
        let page = try #require(FindingPage.page(for: code))
        #expect(page.summary.count < 160)
        #expect(page.summary.hasSuffix("."))
        #expect(!page.summary.dropLast().contains(/[.!?](\s|$)/))
        #expect(page.summary.first?.isUppercase == true || page.summary.hasPrefix("gRPC"))
    }

    @Test(arguments: FindingPage.all.map(\.code))
    func noTextIsEmptyOrHoldsWhatATableCannot(_ code: FindingCode) throws {
        let page = try #require(FindingPage.page(for: code))
        let texts = [page.title, page.summary, page.meaning, page.reason, page.advice]
        for text in texts {
            #expect(!text.isEmpty)
            #expect(text == text.trimmingCharacters(in: .whitespacesAndNewlines))
            #expect(!text.contains { $0.isNewline || $0 == "|" })
        }
        for text in texts.dropFirst(2) { #expect(text.hasSuffix(".")) }
        #expect(!page.title.hasSuffix("."))
        #expect(page.title.count <= 40)
    }

    @Test(arguments: FindingPage.all.map(\.code))
    func flagsAreSpeltAsTheCommandLineTakesThem(_ code: FindingCode) throws {
        let page = try #require(FindingPage.page(for: code))
        let known: Set<String> = [
            "allow", "clamp", "privacy", "expose", "registry", "image-map", "without-volume", "secrets", "value",
            "instances", "ingress", "without-job", "trigger",
        ]
        for match in page.advice.matches(of: /--([a-z-]+)( [^`,]+)?`/) {
            #expect(known.contains(String(match.output.1)))
            guard match.output.1 == "allow" else { continue }
            #expect(match.output.2.map(String.init) == " \(page.code)")
        }
    }

    // MARK: The files

    @Test(arguments: FindingPage.all.map(\.code))
    func theArticleIsWhatThePageSays(_ code: FindingCode) throws {
        try Self.compare("Findings/\(code).md")
    }

    @Test func theTableIsWhatThePagesSay() throws {
        try Self.compare("FindingCodes.md")
    }

    @Test func noArticleIsLeftOver() throws {
        try Self.update.get()
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let expected = Set(FindingPage.all.map { "\($0.code).md" })
        #expect(Set(names).subtracting(expected).isEmpty)
    }

    private static let folder = catalog.appendingPathComponent("Findings")

    /// The files as they should be, by their names in the catalog.
    private static let wanted: [String: String] = {
        var files = ["FindingCodes.md": FindingPage.indexMarkdown]
        for page in FindingPage.all { files["Findings/\(page.code).md"] = page.markdown }
        return files
    }()

    /// Writes the files anew, once, if the environment asks for it.
    private static let update = Result {
        guard isUpdating else { return }
        let manager = FileManager.default
        if manager.fileExists(atPath: folder.path) { try manager.removeItem(at: folder) }
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in wanted {
            try text.write(to: catalog.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
    }

    private static func compare(_ name: String) throws {
        try update.get()
        let text = try String(contentsOf: catalog.appendingPathComponent(name), encoding: .utf8)
        #expect(text == wanted[name], "\(name) is out of date; run the tests with CLOUD_CONTAINERS_UPDATE_DOCS=1")
    }

    // MARK: Reading

    private static func swiftFiles(in folder: URL) throws -> [String] {
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }
}
