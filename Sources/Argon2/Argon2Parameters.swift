/// The costs of a hash; each value of this type is within RFC 9106 §3.1 and the limits it was made with.
package struct Argon2Parameters: Sendable, Hashable {
    /// The memory in KiB, m in RFC 9106; at least 8 for each lane.
    package let memoryKiB: Int
    /// The number of passes over the memory, t in RFC 9106.
    package let passes: Int
    /// The number of lanes, p in RFC 9106.
    ///
    /// They are filled one after another here, which gives the same hash.
    package let lanes: Int

    /// The costs that are meant for real secrets here: 64 MiB, 3 passes, 64 lanes, as Scaleway's API has them.
    ///
    /// A check takes about 0.2 s of a processor in a release build, and 0.5 s in a debug build.
    package static let reference = Argon2Parameters(uncheckedMemoryKiB: 64 * 1024, 3, 64)

    /// The least costs, for simulated secrets only: 8 KiB, 1 pass, 1 lane.
    package static let cheapest = Argon2Parameters(uncheckedMemoryKiB: 8, 1, 1)

    /// Makes the costs of a hash.
    ///
    /// - Throws: `Argon2Error.outOfBounds` if a number is not within RFC 9106 §3.1 or not within the limits.
    package init(
        memoryKiB: Int,
        passes: Int,
        lanes: Int,
        limits: Argon2Limits = .standard
    ) throws(Argon2Error) {
        try Self.check(lanes, .lanes, 1...limits.lanes)
        try Self.check(passes, .passes, 1...limits.passes)
        try Self.check(memoryKiB, .memoryKiB, (8 * lanes)...limits.memoryKiB)
        self.init(uncheckedMemoryKiB: memoryKiB, passes, lanes)
    }

    private init(uncheckedMemoryKiB memoryKiB: Int, _ passes: Int, _ lanes: Int) {
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.lanes = lanes
    }

    /// Refuses a number outside its bounds.
    static func check(
        _ number: Int,
        _ quantity: Argon2Error.Quantity,
        _ allowed: ClosedRange<Int>
    ) throws(Argon2Error) {
        guard allowed.contains(number) else { throw .outOfBounds(quantity, allowed: allowed) }
    }
}
