import Foundation
import Testing

/// The transcripts of the README and the guides, which are parts of the stored ones.
///
/// Behind `<!-- transcript: NAME -->` stands a console block. What stands there below each `$ ` line is what the stored
/// transcript NAME has for it, from where the block before it on the page ended. With `CLOUD_CONTAINERS_UPDATE_DOCS` set in the environment it is written anew.
struct DocumentedTranscriptTests {
    /// The pages with a transcript, by their paths in the repository.
    static let pages: [String] = {
        let files = FileManager.default.enumerator(atPath: GuideTests.root.appendingPathComponent("Sources").path)
        let guides = (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.map { "Sources/\($0)" }
        return (["README.md", "Examples/shop/README.md"] + guides.sorted()).filter {
            (try? String(contentsOf: GuideTests.root.appendingPathComponent($0), encoding: .utf8))?
                .contains("<!-- transcript: ") == true
        }
    }()

    @Test func thePagesAreFound() {
        #expect(Self.pages.contains("README.md"))
        #expect(Self.pages.contains { $0.hasSuffix("FromZeroToDeployed.md") })
    }

    @Test(arguments: pages)
    func isWhatIsStored(_ path: String) throws {
        let url = GuideTests.root.appendingPathComponent(path)
        let page = try String(contentsOf: url, encoding: .utf8)
        var new = ""
        var rest = page[...]
        var transcripts: [String: Substring] = [:]
        // Every mark has a block; else a change of it would be seen by nobody.
        let marks = page.ranges(of: "<!-- transcript: ").count
        var blocks = 0
        while let block = rest.firstMatch(of: /(<!-- transcript: ([a-z-]+) -->\n```console\n)((?s).*?)```\n/) {
            blocks += 1
            new += rest[..<block.range.lowerBound] + block.1
            let name = String(block.2)
            var transcript = try transcripts[name] ?? Self.stored(name)
            new += try Self.parts(of: &transcript, name, asIn: block.3) + "```\n"
            transcripts[name] = transcript
            rest = rest[block.range.upperBound...]
        }
        new += rest
        #expect(blocks == marks, "\(path): a transcript is no console block")
        if ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_UPDATE_DOCS"] != nil {
            try Data(new.utf8).write(to: url)
            return
        }
        let difference = zip(new.split(separator: "\n"), page.split(separator: "\n")).first { $0 != $1 }
        let told = difference.map { "\($0.1) instead of \($0.0)" } ?? "one is longer"
        #expect(new == page, "\(path) differs: \(told). Set CLOUD_CONTAINERS_UPDATE_DOCS=1 to write it anew.")
    }

    private static func stored(_ name: String) throws -> Substring {
        try String(contentsOf: Golden.file("Transcripts/\(name).txt"), encoding: .utf8)[...]
    }

    /// What the rest of a stored transcript has for the commands of a block, which it is shortened by.
    private static func parts(of rest: inout Substring, _ name: String, asIn block: Substring) throws -> String {
        var parts: [String] = []
        for command in block.split(separator: "\n") where command.hasPrefix("$ ") {
            let start = try #require(
                rest.firstRange(of: command + "\n"),
                "\(name) has no \(command) behind what the page shows before it"
            ).lowerBound
            rest = rest[start...]
            let end = rest.firstRange(of: "\n\n$ ")?.lowerBound ?? rest.endIndex
            parts.append(rest[..<end].trimmingCharacters(in: .newlines))
            rest = rest[end...]
        }
        return parts.joined(separator: "\n\n") + "\n"
    }
}
