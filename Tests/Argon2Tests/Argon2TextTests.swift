import Argon2
import Testing

/// Encoded hashes that are refused, and why.
@Suite("Encoded hashes of Argon2id")
struct Argon2TextTests {
    private static let salt = "c2FsdCBvZiAxNiBieXRlcw"
    private static let hash = "N4KiIab8RKcryeh7TtFcbHHaorhmHrM1a5uZvmK0vjo"
    private static let memory = 8...262_144

    @Test(arguments: [
        ("", Argon2Error.wrongShape),
        ("sample-secret", .wrongShape),
        ("$argon2id", .wrongShape),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT", .wrongShape),
        ("argon2id$v=19$m=8,t=1,p=1$SALT$HASH", .wrongShape),
        (" $argon2id$v=19$m=8,t=1,p=1$SALT$HASH", .wrongShape),
        // Without a version: 1.0.
        ("$argon2id$m=8,t=1,p=1$SALT$HASH", .wrongShape),
        ("$argon2i$v=19$m=8,t=1,p=1$SALT$HASH", .wrongAlgorithm),
        ("$argon2d$v=19$m=8,t=1,p=1$SALT$HASH", .wrongAlgorithm),
        ("$Argon2id$v=19$m=8,t=1,p=1$SALT$HASH", .wrongAlgorithm),
        ("$bcrypt$v=19$m=8,t=1,p=1$SALT$HASH", .wrongAlgorithm),
        ("$$$$$", .wrongAlgorithm),
        ("$argon2id$v=16$m=8,t=1,p=1$SALT$HASH", .wrongVersion),
        ("$argon2id$v=019$m=8,t=1,p=1$SALT$HASH", .wrongVersion),
        ("$argon2id$v=20$m=8,t=1,p=1$SALT$HASH", .wrongVersion),
        ("$argon2id$19$m=8,t=1,p=1$SALT$HASH", .wrongVersion),
        ("$argon2id$v=19$$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=8,t=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$t=1,m=8,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=8,t=1,p=1,$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=8,t=1,p=1,keyid=AAAA$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=8, t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=08,t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=+8,t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=-8,t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=8.0,t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=0x8,t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=,t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=٨,t=1,p=1$SALT$HASH", .wrongParameters),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT=$HASH", .wrongBase64(.salt)),
        ("$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiAxNiBieXRlcx$HASH", .wrongBase64(.salt)),
        ("$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiAxNiBieXRl-_$HASH", .wrongBase64(.salt)),
        ("$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZi xNiBieXRlcw$HASH", .wrongBase64(.salt)),
        ("$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiéNiBieXRlcw$HASH", .wrongBase64(.salt)),
        ("$argon2id$v=19$m=8,t=1,p=1$c2Fsd$HASH", .wrongBase64(.salt)),
        ("$argon2id$v=19$m=8,t=1,p=1$$HASH", .outOfBounds(.saltLength, allowed: 8...64)),
        ("$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZg$HASH", .outOfBounds(.saltLength, allowed: 8...64)),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT$", .outOfBounds(.hashLength, allowed: 4...64)),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT$AAAA", .outOfBounds(.hashLength, allowed: 4...64)),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT$HASH=", .wrongBase64(.hash)),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT$HASH\n", .wrongBase64(.hash)),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT$HASH$", .wrongBase64(.hash)),
        ("$argon2id$v=19$m=8,t=1,p=1$SALT$HASH$AA", .wrongBase64(.hash)),
    ])
    func refusesOtherTexts(_ pattern: String, _ error: Argon2Error) {
        #expect(throws: error) { try Argon2Hash(parsing: filled(pattern)) }
    }

    @Test(arguments: [
        ("m=4294967295,t=1,p=1", Argon2Error.outOfBounds(.memoryKiB, allowed: memory)),
        ("m=9999999999,t=1,p=1", .outOfBounds(.memoryKiB, allowed: memory)),
        ("m=262145,t=1,p=1", .outOfBounds(.memoryKiB, allowed: memory)),
        ("m=0,t=1,p=1", .outOfBounds(.memoryKiB, allowed: memory)),
        ("m=7,t=1,p=1", .outOfBounds(.memoryKiB, allowed: memory)),
        ("m=2039,t=1,p=255", .outOfBounds(.memoryKiB, allowed: 2040...262_144)),
        ("m=8,t=0,p=1", .outOfBounds(.passes, allowed: 1...10)),
        ("m=8,t=11,p=1", .outOfBounds(.passes, allowed: 1...10)),
        ("m=8,t=4294967295,p=1", .outOfBounds(.passes, allowed: 1...10)),
        ("m=8,t=1,p=0", .outOfBounds(.lanes, allowed: 1...255)),
        ("m=262144,t=1,p=256", .outOfBounds(.lanes, allowed: 1...255)),
        ("m=262144,t=1,p=16777215", .outOfBounds(.lanes, allowed: 1...255)),
        ("m=99999999999,t=1,p=1", .wrongParameters),
        ("m=18446744073709551624,t=1,p=1", .wrongParameters),
    ])
    func refusesHostileCosts(_ costs: String, _ error: Argon2Error) {
        #expect(throws: error) { try Argon2Hash(parsing: filled("$argon2id$v=19$\(costs)$SALT$HASH")) }
    }

    @Test(arguments: ["$", ",", "=", "A", "0", "9", "m=8,", "\u{0}", "é", "😀"])
    func refusesLongTextsShortly(_ unit: String) {
        let long = String(repeating: unit, count: 100_000)
        for pattern in ["LONG", "$argon2id$LONG", "$argon2id$v=19$LONG", "$argon2id$v=19$m=LONG,t=1,p=1$SALT$HASH"] {
            let text = filled(pattern).replacing("LONG", with: long)
            #expect(throws: Argon2Error.self) { try Argon2Hash(parsing: text) }
        }
        for pattern in ["$argon2id$v=19$m=8,t=1,p=1$LONG$HASH", "$argon2id$v=19$m=8,t=1,p=1$SALT$LONG"] {
            let text = filled(pattern).replacing("LONG", with: long)
            #expect(throws: Argon2Error.self) { try Argon2Hash(parsing: text) }
        }
    }

    @Test func theMostExpensiveCostsAreReadWithoutBeingPaid() throws {
        let text = filled("$argon2id$v=19$m=262144,t=10,p=255$SALT$HASH")
        #expect(try Argon2Hash(parsing: text).encoded == text)
    }

    @Test func limitsAreBroughtIntoTheRangeOfTheStandard() throws {
        let widest = Argon2Limits(memoryKiB: .max, passes: .max, lanes: .max, hashLengths: .min ... .max)
        #expect(widest.memoryKiB == 4_294_967_295)
        #expect(widest.passes == 4_294_967_295)
        #expect(widest.lanes == 16_777_215)
        #expect(widest.hashLengths == 4...4_294_967_295)
        let narrowest = Argon2Limits(memoryKiB: .min, passes: .min, lanes: .min, hashLengths: 0...0)
        #expect(narrowest.memoryKiB == 8)
        #expect(narrowest.passes == 1)
        #expect(narrowest.lanes == 1)
        #expect(narrowest.hashLengths == 4...4)
        #expect(Argon2Limits(memoryKiB: 100).lanes == 12)
        let cheapest = try Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1, limits: narrowest)
        #expect(cheapest == .cheapest)
    }

    @Test func namedCostsAreWithinTheLimits() throws {
        #expect(try Argon2Parameters(memoryKiB: 65_536, passes: 3, lanes: 64) == .reference)
        #expect(try Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1) == .cheapest)
    }

    @Test(arguments: [Int.min, -1, 0, .max])
    func refusesAbsurdNumbers(_ number: Int) {
        #expect(throws: Argon2Error.self) { try Argon2Parameters(memoryKiB: number, passes: 1, lanes: 1) }
        #expect(throws: Argon2Error.self) { try Argon2Parameters(memoryKiB: 64, passes: number, lanes: 1) }
        #expect(throws: Argon2Error.self) { try Argon2Parameters(memoryKiB: 64, passes: 1, lanes: number) }
        let salt = [UInt8](repeating: 7, count: 16)
        #expect(throws: Argon2Error.outOfBounds(.hashLength, allowed: 4...64)) {
            try Argon2Hash.make(secret: [], salt: salt, parameters: .cheapest, length: number)
        }
    }

    @Test func refusesSaltsOfOtherLengths() {
        for count in [0, 7, 65] {
            #expect(throws: Argon2Error.outOfBounds(.saltLength, allowed: 8...64)) {
                try Argon2Hash.make(secret: [], salt: .init(repeating: 7, count: count), parameters: .cheapest)
            }
        }
    }

    @Test func aRefusalDoesNotRepeatTheText() {
        for text in ["sample-secret", "$sample-secret$$$$", "$argon2id$v=19$m=sample-secret,t=1,p=1$$"] {
            let error = #expect(throws: Argon2Error.self) { try Argon2Hash(parsing: text) }
            #expect(error?.description.contains("sample") == false)
        }
        let error = Argon2Error.outOfBounds(.memoryKiB, allowed: 8...262_144)
        #expect(error.description == "the memory in KiB is not in 8…262144")
    }

    private func filled(_ pattern: String) -> String {
        pattern.replacing("SALT", with: Self.salt).replacing("HASH", with: Self.hash)
    }
}
