extension JSONValue {
    /// What of a live payload stays the same while nobody changes the configuration.
    ///
    /// That is the object without the members named, or the list of such objects in the order of a member that tells them
    /// apart.
    package func settled(without names: Set<String>, sortedBy key: String = "id") -> JSONValue {
        if let items = array {
            let settled = items.map { ($0[key]?.string ?? "", $0.settled(without: names, sortedBy: key)) }
            return .array(settled.sorted { $0.0 < $1.0 }.map(\.1))
        }
        guard let object else { return self }
        return .object(JSONObject(object.members.filter { !names.contains($0.name) }))
    }
}
