extension JSONValue.Content {
    /// Whether both mean the same.
    public static func == (left: Self, right: Self) -> Bool {
        // A loop over pairs, since a comparison that calls itself could exhaust a small stack.
        var pairs: [(Self, Self)] = []
        var pair = (left, right)
        while true {
            switch pair {
            case (.null, .null): break
            case (.bool(let one), .bool(let other)): if one != other { return false }
            case (.number(let one), .number(let other)): if one != other { return false }
            case (.string(let one), .string(let other)): if !one.isIdentical(to: other) { return false }
            case (.array(let one), .array(let other)):
                guard one.count == other.count else { return false }
                for index in one.indices { pairs.append((one[index].content, other[index].content)) }
            case (.object(let one), .object(let other)):
                guard one.count == other.count else { return false }
                for (place, member) in one.members.enumerated() {
                    guard let match = other.member(member.name, near: place), match.name.isIdentical(to: member.name)
                    else { return false }
                    pairs.append((member.value.content, match.value.content))
                }
            default: return false
            }
            guard let next = pairs.popLast() else { return true }
            pair = next
        }
    }

    /// Feeds the hasher so that equal values hash alike.
    public func hash(into hasher: inout Hasher) { hash(into: &hasher, depth: 0) }

    /// Hashes the value down to a few levels; equal values have equal tops.
    private func hash(into hasher: inout Hasher, depth: Int) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .array(let values):
            hasher.combine(values.count)
            guard depth < 8 else { return }
            for value in values { value.content.hash(into: &hasher, depth: depth + 1) }
        case .object(let object):
            hasher.combine(object.count)
            guard depth < 8 else { return }
            // A sum does not depend on the order of the members.
            var sum = 0
            for member in object {
                var own = Hasher()
                own.combine(member.name)
                member.value.content.hash(into: &own, depth: depth + 1)
                sum &+= own.finalize()
            }
            hasher.combine(sum)
        }
    }
}
