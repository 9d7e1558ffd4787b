/// A map from text to values that keeps the order of the document it was read from.
public struct OrderedMap<Value: Sendable & Hashable>: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
    /// A key and its value.
    public struct Entry: Sendable, Hashable {
        /// The key.
        public var key: String
        /// The value.
        public var value: Value
    }

    /// The entries in their order; each key occurs once.
    public private(set) var entries: [Entry] = []

    /// Makes an empty map.
    public init() {}

    /// Makes a map of a literal; a later value replaces an earlier one of the same key.
    public init(dictionaryLiteral elements: (String, Value)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The value of a key; setting `nil` removes the key, a new key goes to the end.
    public subscript(key: String) -> Value? {
        get { entries.first { $0.key == key }?.value }
        set {
            let index = entries.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Entry(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The number of entries.
    public var count: Int { entries.count }

    /// The keys in their order.
    public var keys: [String] { entries.map(\.key) }

    /// Adds an entry whose key is known to be new.
    mutating func append(_ key: String, _ value: Value) { entries.append(Entry(key: key, value: value)) }

    /// Goes through the entries in their order.
    public func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }
}
