import CloudContainers

/// The variables of a container or a job as the API answers them, without the built-in ones of other services.
///
/// Each service is answered the built-in variables of all services of its environment. Kept whole, what is known of a
/// fleet would grow with the square of its size; so those that nothing refers to are counted.
struct QoveryVariableList: Sendable {
    /// What is kept, as it was answered.
    let kept: JSONValue
    /// How many built-in variables of other services there are besides.
    let counted: Int

    /// Reads an answer about a container or a job.
    init(_ json: JSONValue, of service: String) throws(WireError) {
        let all = try QoveryContainerService.results(json) { item throws(WireError) in item }
        let words = Self.words(of: all)
        let kept = all.filter { item in
            guard Self.isBuiltIn(item), let owner = item["service_id"]?.string, owner != service else { return true }
            let isNamed = item["key"]?.string.map(words.contains) ?? false
            return isNamed || item["value"]?.string.map(words.contains) ?? false
        }
        self.kept = .array(kept)
        counted = all.count - kept.count
    }

    /// Puts the variables into a bundle.
    func add(to bundle: inout JSONObject) {
        bundle.set("variables", kept)
        if counted > 0 { bundle.set("built_ins_of_others", .number(counted)) }
    }

    private static func isBuiltIn(_ item: JSONValue) -> Bool {
        item["scope"]?.string == "BUILT_IN" || item["variable_type"]?.string == "BUILT_IN"
    }

    /// The words by which variables may refer to others: keys in braces, keys of originals, and host names.
    private static func words(of items: [JSONValue]) -> Set<String> {
        var words: Set<String> = []
        for item in items where !isBuiltIn(item) {
            for origin in ["aliased_variable", "overridden_variable"] {
                if let key = item[origin]?["key"]?.string { words.insert(key) }
            }
            guard let text = item["value"]?.string else { continue }
            for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || "_.-".contains($0)) }) {
                words.insert(String(word))
            }
        }
        return words
    }
}
