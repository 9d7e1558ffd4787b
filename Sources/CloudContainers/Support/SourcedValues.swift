/// Texts of a configuration by what they are, each with where it comes from.
package struct SourcedValues<Key: Hashable & Sendable & CaseIterable>: Sendable {
    private var values: [Key: (text: String, place: String?)] = [:]

    /// Makes a set without values.
    package init() {}

    /// The values of an environment; of the variables that can hold one the first that is set counts.
    package init(environment: [String: String], names: (Key) -> [String]) {
        for key in Key.allCases {
            guard let name = names(key).first(where: { environment[$0] != nil }) else { continue }
            set(key, to: environment[name], from: name)
        }
    }

    /// The text of a value; one that is set here comes from nowhere.
    package subscript(key: Key) -> String? {
        get { values[key]?.text }
        set { values[key] = newValue.map { ($0, nil) } }
    }

    /// Sets a value, and says where it comes from; `nil` sets nothing.
    package mutating func set(_ key: Key, to text: String?, from place: String) {
        if let text { values[key] = (text, place) }
    }

    /// Where a value comes from; `nil` where there is none, or where nobody said.
    package func place(of key: Key) -> String? { values[key]?.place }

    /// The values with those of others where there are none.
    package func over(_ base: SourcedValues) -> SourcedValues {
        var result = self
        result.values.merge(base.values) { own, _ in own }
        return result
    }
}
