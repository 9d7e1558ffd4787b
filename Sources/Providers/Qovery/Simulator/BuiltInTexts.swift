import CloudContainers

/// The built-in variables of the containers of an environment as they are answered, all in one text.
///
/// Each service is answered those of all others, so that a fleet that is read whole takes the square of its size; written
/// once, they are only copied.
struct BuiltInTexts: Sendable {
    /// What they were written for.
    struct Key: Hashable, Sendable {
        var environment: String
        var version: Int
        var containers: Int
    }

    let key: Key
    /// The objects, each with a comma before it.
    private let bytes: [UInt8]
    private let places: [String: Range<Int>]

    init(_ key: Key, _ objects: [(container: String, variables: [JSONObject])]) {
        self.key = key
        var (bytes, places): ([UInt8], [String: Range<Int>]) = ([], [:])
        for (container, variables) in objects {
            let start = bytes.count
            for variable in variables {
                bytes.append(UInt8(ascii: ","))
                bytes += JSONValue.object(variable).text(.compact).utf8
            }
            places[container] = start..<bytes.count
        }
        (self.bytes, self.places) = (bytes, places)
    }

    /// A list answer that begins with other objects and goes on with the built-in variables of all containers but one.
    func answer(_ first: [JSONObject], except container: String) -> [UInt8] {
        let own = places[container] ?? 0..<0
        var list: [UInt8] = []
        for object in first {
            list.append(UInt8(ascii: ","))
            list += JSONValue.object(object).text(.compact).utf8
        }
        list += bytes[..<own.lowerBound]
        list += bytes[own.upperBound...]
        return Array(#"{"results":["#.utf8) + list.dropFirst() + Array("]}".utf8)
    }
}
