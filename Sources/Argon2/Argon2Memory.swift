/// The blocks of 1024 bytes that Argon2id fills, one row a lane (RFC 9106 §3.2), and room for what it works with.
///
/// Pointers, since an array would be checked and perhaps copied at each of the 200,000 blocks of a hash. All of them
/// stay in this file and in that of the compression, every index in it is computed from the parameters, and the
/// memory is given back with the value.
struct Argon2Memory: ~Copyable {
    /// The number of words in a block.
    static let blockLength = 128

    private let lanes: Int
    private let passes: Int
    /// The number of blocks in a lane, q in RFC 9106.
    private let laneLength: Int
    /// The number of blocks in a segment, the crossing of a lane and one of the four slices.
    private let segmentLength: Int
    private let blocks: UnsafeMutablePointer<UInt64>
    /// Two blocks for the compression.
    private let scratch: UnsafeMutablePointer<UInt64>
    /// Three blocks for the addresses: the addresses, what they are made of, and zeros.
    private let addresses: UnsafeMutablePointer<UInt64>

    /// Allocates the memory, rounded down to four blocks a lane or a multiple (RFC 9106 §3.2, step 2).
    init(_ parameters: Argon2Parameters) {
        lanes = parameters.lanes
        passes = parameters.passes
        segmentLength = parameters.memoryKiB / (4 * lanes)
        laneLength = 4 * segmentLength
        // Not set to zero: a block is written before anything refers to it.
        blocks = .allocate(capacity: lanes * laneLength * Self.blockLength)
        scratch = .allocate(capacity: 2 * Self.blockLength)
        addresses = .allocate(capacity: 3 * Self.blockLength)
        addresses.update(repeating: 0, count: 3 * Self.blockLength)
    }

    deinit {
        blocks.deallocate()
        scratch.deallocate()
        addresses.deallocate()
    }

    /// Sets a block; words that it has no room for are left out.
    func set(_ words: [UInt64], _ lane: Int, _ column: Int) {
        let block = block(lane, column)
        for (index, word) in words.prefix(Self.blockLength).enumerated() { block[index] = word }
    }

    /// All blocks of the last column, combined (RFC 9106 §3.2, step 7).
    func lastColumn() -> [UInt64] {
        (0..<Self.blockLength).map { index in
            (0..<lanes).reduce(0) { $0 ^ block($1, laneLength - 1)[index] }
        }
    }

    /// Fills the blocks of a lane in one slice of a pass (RFC 9106 §3.2, steps 5 and 6).
    ///
    /// The first two blocks of a lane are there already. The segments of a slice do not depend on one another.
    func fillSegment(_ pass: Int, _ slice: Int, _ lane: Int) {
        let first = pass == 0 && slice == 0 ? 2 : 0
        // Argon2id chooses independently of the data in the first half of the first pass (RFC 9106 §3.4.1.3).
        let isIndependent = pass == 0 && slice < 2
        if isIndependent { startAddresses(pass, slice, lane) }
        var index = first
        while index < segmentLength {
            let column = slice &* segmentLength &+ index
            let previous = block(lane, column == 0 ? laneLength &- 1 : column &- 1)
            let place = index & (Self.blockLength &- 1)
            if isIndependent && (place == 0 || index == first) { nextAddresses() }
            let choice = isIndependent ? addresses[place] : previous[0]
            Argon2Compression.compress(
                previous,
                reference(choice, pass, slice, lane, index),
                into: block(lane, column),
                isKeepingOld: pass > 0,
                scratch
            )
            index &+= 1
        }
    }

    @inline(__always)
    private func block(_ lane: Int, _ column: Int) -> UnsafeMutablePointer<UInt64> {
        blocks + (lane &* laneLength &+ column) &* Self.blockLength
    }

    /// The block that the next one refers to: J1 is the low half of the choice, J2 the high one (RFC 9106 §3.4.2).
    @inline(__always)
    private func reference(
        _ choice: UInt64,
        _ pass: Int,
        _ slice: Int,
        _ lane: Int,
        _ index: Int
    ) -> UnsafeMutablePointer<UInt64> {
        let isFirstSlice = pass == 0 && slice == 0
        let other = isFirstSlice ? lane : Int(truncatingIfNeeded: (choice &>> 32) % UInt64(truncatingIfNeeded: lanes))
        // The finished segments: those before this one in the first pass, the last three in a later one.
        let finished = (pass == 0 ? slice : 3) &* segmentLength
        // In its own lane also the segment at work but for the block before; in another lane not the last block while
        // this one is the first of its segment.
        let count = other == lane ? finished &+ index &- 1 : finished &- (index == 0 ? 1 : 0)
        let low = choice & 0xffff_ffff
        let share = (UInt64(truncatingIfNeeded: count) &* ((low &* low) &>> 32)) &>> 32
        // The oldest finished segment of a later pass is the one after this one, round the end of the lane.
        let start = pass == 0 ? 0 : (slice &+ 1) &* segmentLength
        let column = (start &+ count &- 1 &- Int(truncatingIfNeeded: share)) % laneLength
        return block(other, column)
    }

    /// Prepares the choices of a segment that do not depend on the data (RFC 9106 §3.4.1.2).
    private func startAddresses(_ pass: Int, _ slice: Int, _ lane: Int) {
        let numbers = [pass, lane, slice, lanes &* laneLength, passes, Argon2id.variant, 0]
        let input = addresses + Self.blockLength
        for (index, number) in numbers.enumerated() { input[index] = UInt64(truncatingIfNeeded: number) }
    }

    /// The next 128 choices: the input with its counter raised, compressed twice with a block of zeros.
    private func nextAddresses() {
        let input = addresses + Self.blockLength
        let zeros = addresses + 2 * Self.blockLength
        input[6] &+= 1
        Argon2Compression.compress(zeros, input, into: addresses, isKeepingOld: false, scratch)
        Argon2Compression.compress(zeros, addresses, into: addresses, isKeepingOld: false, scratch)
    }
}
