/// The members of a JSON object, in the order in which they were written, each name once.
///
/// Two objects are equal when they have equal members in any order.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    /// One name with its value.
    public struct Member: Sendable, Hashable {
        /// The name, without its escapes.
        public var name: String
        /// The value.
        public var value: JSONValue
        private var storedOffset: Int32

        /// Makes a member; one that was not read from a text has no offset.
        public init(name: String, value: JSONValue, nameOffset: Int? = nil) {
            self.name = name
            self.value = value
            storedOffset = nameOffset.compactOffset
        }

        /// The byte offset of the name in its source text, or `nil` for a member made by code.
        public var nameOffset: Int? {
            get { storedOffset < 0 ? nil : Int(storedOffset) }
            set { storedOffset = newValue.compactOffset }
        }

        /// Whether name and value are equal.
        public static func == (left: Member, right: Member) -> Bool {
            left.name.isIdentical(to: right.name) && left.value == right.value
        }

        /// Feeds the hasher so that equal values hash alike.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(name)
            hasher.combine(value)
        }
    }

    /// The members, in source order.
    public private(set) var members: [Member] = []
    /// The place of each name; empty as long as looking at every member is faster.
    private var places: [String: Int] = [:]

    private static let scanLimit = 48

    /// Makes an object without members.
    public init() {}

    /// Makes an object of members; a later one replaces an earlier one of the same name.
    public init(_ members: [Member]) {
        self.members.reserveCapacity(members.count)
        for member in members {
            if let place = place(of: member.name) {
                self.members[place] = member
            } else {
                append(member)
            }
        }
    }

    /// Makes an object of a literal; a later value replaces an earlier one of the same name.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member(name: $0, value: $1) })
    }

    /// The value of that name, or `nil` if there is none.
    public subscript(name: String) -> JSONValue? { member(name)?.value }

    /// Gives a name a value, in place if the name is there, and at the end if not.
    public mutating func set(_ name: String, _ value: JSONValue) {
        if let place = place(of: name) {
            members[place].value = value
        } else {
            append(Member(name: name, value: value))
        }
    }

    /// Removes a name with its value, if it is there.
    public mutating func remove(_ name: String) {
        guard let place = place(of: name) else { return }
        members.remove(at: place)
        if members.count <= Self.scanLimit {
            places = [:]
        } else {
            places[name] = nil
            places = places.mapValues { $0 > place ? $0 - 1 : $0 }
        }
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The number of members.
    public var count: Int { members.count }

    /// The names, in source order.
    public var names: [String] { members.map(\.name) }

    /// Goes through the members in source order.
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }

    /// Whether both have equal members, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        JSONValue.Content.object(left) == JSONValue.Content.object(right)
    }

    /// Feeds the hasher so that equal values hash alike.
    public func hash(into hasher: inout Hasher) { JSONValue.Content.object(self).hash(into: &hasher) }

    /// The member of that name, or `nil` if there is none.
    func member(_ name: String) -> Member? { place(of: name).map { members[$0] } }

    /// The member of a name that is likely to stand at a place.
    func member(_ name: String, near place: Int) -> Member? { self.place(of: name, near: place).map { members[$0] } }

    /// The place of a name that is likely to stand at a place.
    func place(of name: String, near place: Int) -> Int? {
        let isThere = place < members.count && members.withUnsafeBufferPointer { $0[place].name == name }
        return isThere ? place : self.place(of: name)
    }

    /// Makes room for that many members, none of which is there yet.
    mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    /// Adds a member whose name is known to be new.
    mutating func append(_ member: Member) {
        members.append(member)
        if !places.isEmpty {
            places[member.name] = members.count - 1
        } else if members.count > Self.scanLimit {
            places.reserveCapacity(members.count * 2)
            for (place, member) in members.enumerated() { places[member.name] = place }
        }
    }

    private func place(of name: String) -> Int? {
        if !places.isEmpty { return places[name] }
        // A loop over the storage itself spares a copy of each member.
        return members.withUnsafeBufferPointer { members in
            var place = 0
            while place < members.count {
                if members[place].name == name { return place }
                place &+= 1
            }
            return nil
        }
    }
}
