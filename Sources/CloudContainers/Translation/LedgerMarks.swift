/// What was said of the places of a document.
struct LedgerMarks {
    /// What was said of a place, or holds for it since it was said of the place around it.
    struct Mark {
        /// The draft that named it.
        var owner: Int?
        var isHidden = false
        var isEmptiable = false
        var isUnknown = false
    }

    private var table: FieldPathTable
    /// The marks of the paths of the table.
    private var marks: [Mark] = []

    init(capacity: Int) {
        table = FieldPathTable(capacity: capacity)
        marks.reserveCapacity(capacity)
    }

    mutating func update(_ path: FieldPath, _ change: (inout Mark) -> Void) {
        let number = table.number(of: path)
        if number == marks.count { marks.append(Mark()) }
        change(&marks[number])
    }

    /// Goes through the leaves of a document in its order, with what holds for each.
    func forEachLeaf(of document: JSONValue, _ body: (LedgerLeaf, Mark) -> Void) {
        let mark = mark(table.find(.root), in: Mark())
        guard let parts = Parts(of: document) else { return body(leaf(.root, document, mark), mark) }
        // The object or list that is being looked at is at the end.
        var pending = [Around(path: .root, hash: FieldPathHash(), mark: mark, parts: parts)]
        while let last = pending.indices.last {
            guard let (place, value) = pending[last].next(in: table) else {
                pending.removeLast()
                continue
            }
            let mark = self.mark(place.number, in: pending[last].mark)
            if let parts = Parts(of: value) {
                pending.append(Around(path: place.path, hash: place.hash, mark: mark, parts: parts))
            } else {
                body(leaf(place.path, value, mark), mark)
            }
        }
    }

    private func leaf(_ path: FieldPath, _ value: JSONValue, _ mark: Mark) -> LedgerLeaf {
        LedgerLeaf(path: path, value: mark.isHidden ? LedgerValue(hiding: value) : LedgerValue(value))
    }

    private func mark(_ number: Int?, in around: Mark) -> Mark {
        var mark = number.map { marks[$0] } ?? Mark()
        mark.owner = mark.isUnknown ? nil : mark.owner ?? around.owner
        mark.isHidden = mark.isHidden || around.isHidden
        return mark
    }

    /// The parts of an object or a list that is not empty.
    private enum Parts {
        case members([JSONObject.Member])
        case elements([JSONValue])

        init?(of value: JSONValue) {
            switch value.content {
            case .object(let object) where !object.isEmpty: self = .members(object.members)
            case .array(let elements) where !elements.isEmpty: self = .elements(elements)
            default: return nil
            }
        }
    }

    /// An object or a list around other places.
    private struct Around {
        let path: FieldPath
        let hash: FieldPathHash
        let mark: Mark
        let parts: Parts
        /// How many parts have been looked at.
        var position = 0

        /// The next part that has not been looked at, with its place and the number of that in a table.
        mutating func next(in table: FieldPathTable) -> (place: Place, value: JSONValue)? {
            let index = position
            position += 1
            switch parts {
            case .members(let members):
                guard index < members.count else { return nil }
                return (place(of: members[index].name, in: table), members[index].value)
            case .elements(let elements):
                guard index < elements.count else { return nil }
                return (Place(path.appending(index), in: table), elements[index])
            }
        }

        private func place(of name: String, in table: FieldPathTable) -> Place {
            var hash = hash
            guard hash.combine(word: name, isFirst: path.description.isEmpty) else {
                return Place(path.appending(name), in: table)
            }
            let number = table.find(hash) { $0.isMember(name, of: path) }
            return Place(path: number.map { table.paths[$0] } ?? path.appending(name), hash: hash, number: number)
        }
    }

    /// A place in a document; its path is the text of the one that was named, else a new one.
    private struct Place {
        let path: FieldPath
        let hash: FieldPathHash
        /// The number of the path in the table, if it was named.
        let number: Int?

        init(path: FieldPath, hash: FieldPathHash, number: Int?) {
            self.path = path
            self.hash = hash
            self.number = number
        }

        init(_ path: FieldPath, in table: FieldPathTable) {
            let hash = FieldPathHash(path)
            self.init(path: path, hash: hash, number: table.find(hash) { $0 == path })
        }
    }
}
