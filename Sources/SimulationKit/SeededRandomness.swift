public import CloudContainers

/// Chance that a seed repeats.
public actor SeededRandomness: Randomness {
    private var chance: Chance

    /// Makes a source of chance; the same seed gives the same numbers.
    public init(seed: UInt64) { chance = Chance(seed: seed) }

    /// A number below a bound; zero for a bound of zero.
    public func number(below bound: UInt64) -> UInt64 { bound == 0 ? 0 : chance.next() % bound }
}
