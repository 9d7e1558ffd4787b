import CloudContainers
import TestSupport
import Testing

@Suite("JSON under mutation")
struct JSONFuzzTests {
    private static let documents: [[UInt8]] = [
        #"""
        {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": [{"internal_port": 8080,
          "public": true}], "environment": {"LOG_LEVEL": "info", "GREETING": "Gr\u00fc\u00dfe \ud83d\ude00"}}}}
        """#,
        #"[0, -1, 1.5e10, 1E-3, 123456789012345678901234567890, true, false, null, "", [], {}, [[[["x"]]]]]"#,
        #"""
        {
          "id": "3f2a9c1e-0000-4000-8000-000000000001",
          "name": "worker-été", "min_scale": 0, "max_scale": 20, "memory_limit_bytes": 536870912,
          "cpu": 0.5, "tags": ["a", "b\tc", "日本語", "quote \" and \\ slash \/"],
          "created_at": "2024-05-31T12:30:00.123456Z", "parent": null,
          "a.b": {"[0]": 1, "": 2}, "k1": 1, "k2": 2, "k3": 3, "k4": 4, "k5": 5
        }
        """#,
        "\u{FEFF}[\"\u{1F468}\u{200D}\u{1F469}\", \"e\u{301}\", \"\\u2028\\u202e\\u0000\", -0, 1e999999999]\r\n",
    ].map { Array($0.utf8) }

    private static let tokens = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "False", "-", "0", "1e", ".", "//",
        "/*", "'", "\u{0}", "\n", "\u{1B}[2J", "\u{202E}", "\u{85}", "é", "[[[[[[[[", "{\"a\":", "<html>", "\u{FEFF}",
    ].map { Array($0.utf8) }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...8, using: &random))
        switch Int.random(in: 0..<7, using: &random) {
        case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case 1: if place < bytes.count { bytes[place] = .random(in: 0...255, using: &random) }
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: Self.tokens.randomElement(using: &random) ?? [], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
        default:
            let other = Self.documents.randomElement(using: &random) ?? []
            let from = Int.random(in: 0...other.count, using: &random)
            bytes.replaceSubrange(place..<end, with: other[from..<min(other.count, from + 40)])
        }
    }

    @Test
    func parsesOrExplains() throws {
        let seed = testSeed(default: 20_240_531)
        var random = SeededGenerator(seed: seed)
        let rounds = caseCount()
        var parsed = 0
        for round in 0..<rounds {
            var bytes = Self.documents.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, using: &random) }
            do {
                let document = try JSONDocument(parsing: bytes, named: "fuzz")
                parsed += 1
                let style: JSONDocument.Style = round.isMultiple(of: 2) ? .compact : .pretty
                let text = document.text(style)
                let again = try JSONDocument(parsing: text)
                let isStable = again == document && again.text(style) == text
                let findsLeaves = document.root.leaves().allSatisfy { document.root.value(at: $0.path) == $0.value }
                try #require(isStable && findsLeaves, "seed \(seed), round \(round): \(bytes)")
            } catch let error as ContainerServiceError {
                let diagnostic = error.diagnostics.first
                let texts = [error.description, diagnostic?.line ?? "", diagnostic?.value ?? ""]
                let isSafe = texts.allSatisfy { text in
                    text.utf8.count < 4000
                        && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
                }
                let isPlaced = diagnostic?.location != nil && diagnostic?.line != nil
                try #require(isSafe && isPlaced, "seed \(seed), round \(round): \(bytes)")
            }
        }
        #expect(parsed > rounds / 40, "seed \(seed)")
    }
}
