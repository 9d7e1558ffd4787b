extension JSONValue {
    /// Every leaf (a scalar, or an empty object or list) with its path, in document order.
    ///
    /// - Parameter path: The path of this value, which begins all others.
    /// - Returns: The leaves; the value itself if it is one.
    public func leaves(at path: FieldPath = .root) -> [(path: FieldPath, value: JSONValue)] {
        var leaves: [(path: FieldPath, value: JSONValue)] = []
        // The next value is at the end.
        var pending = [(path: path, value: self)]
        while let (path, value) = pending.popLast() {
            switch value.content {
            case .array(let elements) where !elements.isEmpty:
                var index = elements.count
                while index > 0 {
                    index -= 1
                    pending.append((path.appending(index), elements[index]))
                }
            case .object(let object) where !object.isEmpty:
                let members = object.members
                var index = members.count
                while index > 0 {
                    index -= 1
                    pending.append((path.appending(members[index].name), members[index].value))
                }
            default: leaves.append((path, value))
            }
        }
        return leaves
    }

    /// The value at a path, or `nil` if there is none or if the path cannot be read.
    public func value(at path: FieldPath) -> JSONValue? {
        var value = self
        var steps = FieldPathSteps(path)
        while let step = steps.next() {
            if let index = steps.index(of: step) {
                guard let elements = value.array, index < elements.count else { return nil }
                value = elements[index]
            } else {
                guard let key = steps.key(of: step), let member = value[key] else { return nil }
                value = member
            }
        }
        if steps.isInvalid { return nil }
        return value
    }
}
