import CloudContainers
import TestSupport
import Testing

/// What holds for every text form and every input.
struct TextFormFuzzTests {
    private static let seeds = [
        "250m", "0.25", "1.5Gi", "512MiB", "9223372036854775807", "24456M", "60%", "unlimited", "-1", "1m30s",
        "2h500ms",
        "300.000000000s", "nginx:1.27", "ghcr.io/team/app:1.0", "[::1]:5000/a/b__c--d", "localhost:5000/x@sha256:ff",
        "registry.example.com/a@sha256:" + String(repeating: "0f", count: 32), "https://Docker.io/Library/Nginx:",
        "1e3", " 512 mb ", "",
    ]
    private static let pieces: [Unicode.Scalar] = Array(
        "0123456789.,_-+eE:/@[]%mMkKgGtTiIbBsSuhnaZ \t\n\u{0}\u{1B}\u{7F}\u{85}\u{2028}\u{202E}\u{FEFF}é\u{301}µ∞\u{661}😀"
            .unicodeScalars
    )

    @Test(arguments: TextForm.allCases)
    func everyInputIsReadOrRefusedWithAPlainMessage(form: TextForm) throws {
        var generator = SeededGenerator(seed: testSeed(default: 7))
        for _ in 0..<caseCount() {
            let text = Self.mutation(using: &generator)
            guard let message = try Self.check(form, text) else { continue }
            let isPlain = message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            if message.utf8.count >= 4000 || !isPlain { Issue.record("\(form) \(text.debugDescription): \(message)") }
        }
    }

    @Test(arguments: TextForm.allCases)
    func longInputsAreRefusedShortly(form: TextForm) throws {
        for unit in ["9", "0", "a", "A", "a/", "1s", "\u{0}", " ", "0.", "😀", "sha256:", "1:", "@", ":", "/"] {
            for ending in ["", "m", "Mi", "s", ":", "1", "mb"] {
                let message = try Self.check(form, String(repeating: unit, count: 5000) + ending) ?? ""
                #expect(message.utf8.count < 4000)
            }
        }
    }

    /// Reads a text; what it gives must read back, and what a refusal offers must be accepted.
    private static func check(_ form: TextForm, _ text: String) throws -> String? {
        do {
            let canonical = try form.canonical(text)
            let again = try form.canonical(canonical)
            if canonical != again { Issue.record("\(form) \(text.debugDescription): \(canonical), then \(again)") }
            return nil
        } catch {
            let diagnostic = try #require(error.diagnostics.first)
            if let replacement = diagnostic.replacement { _ = try form.canonical(replacement) }
            return error.description + (diagnostic.replacement ?? "")
        }
    }

    private static func mutation(using generator: inout SeededGenerator) -> String {
        var scalars = Array((seeds.randomElement(using: &generator) ?? "").unicodeScalars)
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let place = Int.random(in: 0...scalars.count, using: &generator)
            let piece = pieces.randomElement(using: &generator) ?? "0"
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: scalars.insert(piece, at: place)
            case 1 where place < scalars.count: scalars.remove(at: place)
            case 2 where place < scalars.count: scalars[place] = piece
            default: scalars += (seeds.randomElement(using: &generator) ?? "").unicodeScalars.prefix(place)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
