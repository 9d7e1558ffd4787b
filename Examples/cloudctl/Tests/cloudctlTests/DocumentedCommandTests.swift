import ArgumentParser
import Foundation
import Testing

@testable import CommandKit

/// Every command line of the pages is one that the tool takes.
struct DocumentedCommandTests {
    /// The pages of the repository, those of builds left out.
    private static var pages: [URL] {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(5).joined(separator: "/").dropFirst()
        let folders = ["", "Sources", "Examples"].map { URL(fileURLWithPath: "\(root)/\($0)") }
        return folders.enumerated().flatMap { index, folder -> [URL] in
            let manager = FileManager.default
            let files =
                index == 0
                ? try? manager.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                : manager.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
            return (files ?? []).filter { $0.pathExtension == "md" && !$0.path.contains("/.build/") }
        }
    }

    /// The command lines in the blocks of code of a page, each whole where it goes on in the next line.
    ///
    /// In a block with what was typed and answered, only what was typed counts.
    private static func lines(of page: String) -> [String] {
        page.split(separator: "```", omittingEmptySubsequences: false).enumerated().flatMap { index, text -> [String] in
            guard !index.isMultiple(of: 2) else { return [] }
            let block = text.split(separator: "\n").map { $0.drop(while: \.isWhitespace) }
            let isTranscript = block.contains { $0.hasPrefix("$ ") }
            var (lines, open): ([String], String) = ([], "")
            for line in block {
                if open.isEmpty, isTranscript, !line.hasPrefix("$ ") { continue }
                let text = open.isEmpty && isTranscript ? line.dropFirst(2) : line
                guard !open.isEmpty || text.firstMatch(of: #/^([A-Z_]+=\S* )*cloudctl /#) != nil else { continue }
                open += text.hasSuffix("\\") ? text.dropLast() : text
                if text.hasSuffix("\\") { continue }
                // What a variable of the shell holds is an identifier wherever it is asked for.
                lines.append(open.replacing(#/\$[A-Z_]+/#, with: "123e4567-e89b-12d3-a456-426614174000"))
                open = ""
            }
            return lines
        }
    }

    /// The words of the first command of a line, without what is set before it.
    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var (word, quote): (String, Character?) = ("", nil)
        func end() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if "|>;&".contains(character) || (character == "#" && word.isEmpty) {
                break
            } else if character.isWhitespace {
                end()
            } else {
                word.append(character)
            }
        }
        end()
        return Array(words.drop { $0 != "cloudctl" }.dropFirst())
    }

    /// The first command of each line of all pages, with where it stands.
    private static func commands() throws -> [(place: Comment, words: [String])] {
        try pages.flatMap { page in
            lines(of: try String(contentsOf: page, encoding: .utf8)).map { line in
                ("\(page.lastPathComponent): \(line)", words(of: line))
            }
        }.filter { !$0.words.isEmpty }
    }

    @Test func everyLineIsTaken() throws {
        let commands = try Self.commands()
        for (place, words) in commands { #expect(throws: Never.self, place) { try Self.parse(words) } }
        #expect(commands.count > 50)
    }

    /// What a reader tries without an account works as it stands; a difference is one where a status tells it.
    @Test func everyLineOnASimulatorEndsWell() async throws {
        let terminal = try Terminal()
        try terminal.file("token", "c4n4ry\n")
        try terminal.file("shop.env", "LOG_LEVEL=debug\n")
        let commands = try Self.commands().filter { command in
            command.words.contains("--provider") && command.words.last?.hasSuffix("-simulator") == true
        }
        for (place, words) in commands {
            let result = await terminal.run(words)
            let expected: Int32 = words.contains("--detailed-exitcode") ? 2 : 0
            #expect(result.status == expected, "\(place)\n\(result.error)")
        }
        #expect(commands.count >= 8)
    }

    private static func parse(_ words: [String]) throws {
        do {
            _ = try CloudCtl.parseAsRoot(words)
        } catch  where CloudCtl.exitCode(for: error) == .success {
            // Help and the version are results.
        }
    }

    @Test func aLineThatNobodyTakesIsFound() {
        for line in ["cloudctl lst", "cloudctl list --name web", "cloudctl deploy web --timeout soon"] {
            #expect(throws: (any Error).self) { try Self.parse(Self.words(of: line)) }
        }
        #expect(Self.words(of: "A=1 cloudctl get 'a b' --field x > f # why") == ["get", "a b", "--field", "x"])
    }
}
