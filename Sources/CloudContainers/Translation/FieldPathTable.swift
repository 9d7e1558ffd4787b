/// Numbers for paths, from 0 in the order in which they come, found by the path or by its steps.
///
/// A walk through a document finds what was said of a place without making the text of its path: the hash of a path goes on
/// from the one of the path around it.
struct FieldPathTable {
    /// The paths, by their numbers.
    private(set) var paths: [FieldPath] = []
    private var hashes: [FieldPathHash] = []
    /// The number of the path in each slot, -1 for none; there are always empty ones.
    private var slots: [Int32]

    /// Makes an empty table with room for some paths.
    init(capacity: Int) {
        var count = 16
        while count < capacity * 2 { count *= 2 }
        slots = [Int32](repeating: -1, count: count)
        paths.reserveCapacity(capacity)
        hashes.reserveCapacity(capacity)
    }

    /// The number of a path, which is a new one if the path is.
    mutating func number(of path: FieldPath) -> Int {
        let hash = FieldPathHash(path)
        let slot = slot(of: hash) { $0 == path }
        if slots[slot] >= 0 { return Int(slots[slot]) }
        slots[slot] = Int32(truncatingIfNeeded: paths.count)
        paths.append(path)
        hashes.append(hash)
        if paths.count * 2 > slots.count { grow() }
        return paths.count - 1
    }

    /// The number of a path, or `nil` if it is not in the table.
    func find(_ path: FieldPath) -> Int? { find(FieldPathHash(path)) { $0 == path } }

    /// The number of the path with that hash for which a closure says that it is the one.
    func find(_ hash: FieldPathHash, where isTheOne: (FieldPath) -> Bool) -> Int? {
        let number = slots[slot(of: hash, where: isTheOne)]
        return number < 0 ? nil : Int(number)
    }

    /// The slot that holds the path, or the empty one where it would go.
    private func slot(of hash: FieldPathHash, where isTheOne: (FieldPath) -> Bool) -> Int {
        let mask = slots.count - 1
        var slot = hash.spread & mask
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, isTheOne(paths[number]) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            slots[slot(of: hash) { _ in false }] = Int32(truncatingIfNeeded: number)
        }
    }
}
