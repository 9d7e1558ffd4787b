import Argon2
import TestSupport
import Testing

/// Encoded hashes with random changes: each is refused, or is exactly what the hash it gives is encoded as.
@Suite("Encoded hashes of Argon2id under mutation")
struct Argon2MutationTests {
    private static let texts = Argon2Vector.all.map { Array($0.encoded.utf8) }

    private static let tokens = [
        "$", "$$", ",", "=", "m=", "t=", "p=", "v=19", "$argon2id", "argon2i", "0", "1", "9", "4294967295", "99999",
        "-",
        "+", "/", "A", "AAAA", "==", " ", "\n", "\u{0}", "é", "😀",
    ].map { Array($0.utf8) }

    @Test
    func areReadAsTheyAreOrRefused() throws {
        let seed = testSeed(default: 20_219_106)
        var random = SeededGenerator(seed: seed)
        var accepted = 0
        var checked = 0
        let rounds = caseCount()
        for round in 0..<rounds {
            var bytes = Self.texts.randomElement(using: &random) ?? []
            for _ in 0..<random.number(1...3) { mutate(&bytes, using: &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let hash = try? Argon2Hash(parsing: text) else { continue }
            accepted += 1
            try #require(hash.encoded == text, "seed \(seed), round \(round): \(text.debugDescription)")
            // What is accepted is within the limits, but only the cheap ones are worth the time of a check.
            guard checked < 200, hash.parameters.memoryKiB * hash.parameters.passes <= 256 else { continue }
            checked += 1
            let isVector = Argon2Vector.all.contains { $0.secret == "sample-secret" && $0.encoded == text }
            try #require(
                hash.matches(Array("sample-secret".utf8)) == isVector,
                "seed \(seed), round \(round): \(text.debugDescription)"
            )
        }
        print("mutated encoded hashes: seed \(seed), \(rounds) texts, \(accepted) read, \(checked) checked")
        #expect(rounds < 1000 || accepted > 0 && accepted < rounds)
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let place = random.number(0...bytes.count)
        let end = min(bytes.count, place + random.number(0...8))
        switch random.number(0...5) {
        case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case 1: if place < bytes.count { bytes[place] = .random(in: 33...126, using: &random) }
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: Self.tokens.randomElement(using: &random) ?? [], at: place)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: random.number(0...bytes.count))
        default:
            let other = Self.texts.randomElement(using: &random) ?? []
            let from = random.number(0...other.count)
            bytes.replaceSubrange(place..<end, with: other[from..<min(other.count, from + 20)])
        }
    }
}
