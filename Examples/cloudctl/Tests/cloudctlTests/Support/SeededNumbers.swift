import Foundation

/// Random numbers that are the same for the same seed: SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
    /// The seed, for messages.
    let seed: UInt64
    private var state: UInt64

    /// Numbers of the seed in the environment variable `CLOUD_CONTAINERS_SEED`, or of the default one.
    init(default seed: UInt64) {
        self.seed = ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_SEED"].flatMap { UInt64($0) } ?? seed
        state = self.seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// How many cases are made: the default, or what the environment variable `CLOUD_CONTAINERS_CASES` says.
    static func caseCount(default count: Int) -> Int {
        ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_CASES"].flatMap { Int($0) } ?? count
    }
}
