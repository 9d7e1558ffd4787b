/// Entries of a ledger that have become one, each known by its first.
struct LedgerGroups {
    private var redirect: [Int]

    init(count: Int) { redirect = Array(0..<count) }

    /// Adds an entry that stands by itself.
    mutating func append() { redirect.append(redirect.count) }

    /// The first entry of the group.
    func root(_ index: Int) -> Int {
        var index = index
        while redirect[index] != index { index = redirect[index] }
        return index
    }

    /// Makes one group of two.
    mutating func join(_ one: Int, _ other: Int) {
        let (one, other) = (root(one), root(other))
        redirect[max(one, other)] = min(one, other)
    }

    /// Notes whose a place is, and joins the two if it has an owner.
    mutating func claim(_ owner: inout Int?, for index: Int) {
        if let first = owner { join(first, index) } else { owner = index }
    }
}
