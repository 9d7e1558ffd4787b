import Argon2
import TestSupport
import Testing

/// Hashes of secrets: the vector of the standard, those of another implementation, and what holds for all.
@Suite("Argon2id")
struct Argon2HashTests {
    @Test func computesTheVectorOfTheStandard() throws {
        // RFC 9106 §5.3.
        let hash = try Argon2Hash.make(
            secret: .init(repeating: 1, count: 32),
            salt: .init(repeating: 2, count: 16),
            parameters: Argon2Parameters(memoryKiB: 32, passes: 3, lanes: 4),
            key: .init(repeating: 3, count: 8),
            associatedData: .init(repeating: 4, count: 12)
        )
        #expect(
            hash.hash == [
                0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b, 0x53, 0xc9,
                0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9, 0x6b, 0x01, 0xe6, 0x59,
            ]
        )
        // Key and data are not in the encoded hash, so it cannot be checked without them.
        #expect(!hash.matches(.init(repeating: 1, count: 32)))
    }

    @Test(arguments: Argon2Vector.all + [Argon2Vector.reference])
    func agreesWithTheReferenceImplementation(_ vector: Argon2Vector) throws {
        let hash = try Argon2Hash(parsing: vector.encoded)
        let secret = Array(vector.secret.utf8)
        let clock = ContinuousClock()
        let start = clock.now
        let again = try Argon2Hash.make(
            secret: secret,
            salt: hash.salt,
            parameters: hash.parameters,
            length: hash.hash.count
        )
        if hash.parameters == .reference { print("Argon2id with the costs of the API: \(clock.now - start)") }
        #expect(again.encoded == vector.encoded)
        #expect(hash.encoded == vector.encoded)
        #expect(again == hash)
    }

    @Test(arguments: Argon2Vector.all)
    func tellsTheSecretFromOthers(_ vector: Argon2Vector) throws {
        let hash = try Argon2Hash(parsing: vector.encoded)
        let secret = Array(vector.secret.utf8)
        #expect(hash.matches(secret))
        #expect(!hash.matches(secret + [0]))
        #expect(!hash.matches(Array("another sample".utf8)))
    }

    @Test(arguments: Argon2Vector.long)
    func longHashesNeedWiderLimits(_ vector: Argon2Vector) throws {
        #expect(throws: Argon2Error.outOfBounds(.hashLength, allowed: 4...64)) {
            try Argon2Hash(parsing: vector.encoded)
        }
        let hash = try Argon2Hash(parsing: vector.encoded, limits: Argon2Limits(hashLengths: 4...128))
        #expect(hash.encoded == vector.encoded)
        #expect(hash.matches(Array(vector.secret.utf8)))
    }

    @Test func everyByteOfTheHashCounts() throws {
        let secret = Array("sample-secret".utf8)
        let right = try Argon2Hash.make(secret: secret, salt: .init(repeating: 7, count: 16), parameters: .cheapest)
        for index in right.hash.indices {
            var bytes = right.hash
            bytes[index] ^= 1 << UInt8(index % 8)
            let wrong = try Argon2Hash(parameters: .cheapest, salt: right.salt, hash: bytes)
            #expect(!wrong.matches(secret), "byte \(index)")
        }
    }

    @Test func whateverIsMadeIsReadBackAndMatches() throws {
        let seed = testSeed(default: 9106)
        print("Argon2id with random costs: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for round in 0..<caseCount(default: 60) {
            let lanes = random.number(1...6)
            let parameters = try Argon2Parameters(
                memoryKiB: 8 * lanes + random.number(0...100),
                passes: random.number(1...3),
                lanes: lanes
            )
            let secret = bytes(random.number(0...200), &random)
            let salt = bytes(random.number(8...64), &random)
            let length = random.number(4...64)
            let hash = try Argon2Hash.make(secret: secret, salt: salt, parameters: parameters, length: length)
            let read = try Argon2Hash(parsing: hash.encoded)
            try #require(read == hash, "seed \(seed), round \(round): \(hash.encoded)")
            try #require(read.matches(secret), "seed \(seed), round \(round): \(hash.encoded)")
            try #require(!read.matches(secret + [1]), "seed \(seed), round \(round): \(hash.encoded)")
        }
    }

    private func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    // MARK: Stopping

    private struct Stop: Error {
        var slice: Int
    }

    @Test func asksBeforeEachSliceWhetherToGoOn() throws {
        let secret = Array("sample-secret".utf8)
        let parameters = try Argon2Parameters(memoryKiB: 32, passes: 3, lanes: 2)
        let hash = try Argon2Hash.make(secret: secret, salt: .init(repeating: 7, count: 16), parameters: parameters)
        var slices = 0
        #expect(hash.matches(secret) { slices += 1 })
        #expect(slices == 12)
    }

    @Test(arguments: [1, 5, 12])
    func stopsWithWhatTheClosureThrows(last: Int) throws {
        let parameters = try Argon2Parameters(memoryKiB: 32, passes: 3, lanes: 2)
        let hash = try Argon2Hash(parameters: parameters, salt: .init(repeating: 7, count: 16), hash: [1, 2, 3, 4])
        var slices = 0
        do {
            _ = try hash.matches([]) { () throws(Stop) in
                slices += 1
                if slices == last { throw Stop(slice: slices) }
            }
            Issue.record("did not stop")
        } catch {
            #expect(error.slice == last)
        }
        #expect(slices == last)
    }

    @Test func stopsWhenItsTaskIsCancelled() async throws {
        let hash = try Argon2Hash(parameters: .cheapest, salt: .init(repeating: 7, count: 16), hash: [1, 2, 3, 4])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try hash.matches([]) { try Task.checkCancellation() }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
