import Foundation

/// A random number generator that gives the same numbers for the same seed: SplitMix64.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something that is so in a number of percent of all cases is so now.
    package mutating func isTrue(percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// One of the values.
    package mutating func pick<Value>(_ first: Value, _ others: Value...) -> Value {
        let index = Int.random(in: 0...others.count, using: &self)
        return index == 0 ? first : others[index - 1]
    }

    /// A number of a range.
    package mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A UUID.
    package mutating func uuid() -> String {
        func hex(_ digits: Int) -> String { (0..<digits).map { _ in String(number(0...15), radix: 16) }.joined() }
        return "\(hex(8))-\(hex(4))-4\(hex(3))-8\(hex(3))-\(hex(12))"
    }
}

/// The seed of the environment variable `CLOUD_CONTAINERS_SEED`, or the default one.
package func testSeed(default seed: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_SEED"].flatMap { UInt64($0) } ?? seed
}

/// The number of generated cases for a law: the default, or a smaller one where the environment asks for it.
package func caseCount(default count: Int = 10_000) -> Int {
    ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_CASES"].flatMap { Int($0) } ?? count
}
