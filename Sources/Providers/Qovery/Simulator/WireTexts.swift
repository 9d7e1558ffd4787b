import CloudContainers

extension Duration {
    /// The duration as ISO 8601 writes it, in whole seconds: `PT1M30S`.
    var isoText: String {
        let seconds = max(components.seconds, 0)
        let minutes = seconds / 60 > 0 ? "\(seconds / 60)M" : ""
        return "PT\(minutes)\(seconds % 60)S"
    }
}

extension Timestamp {
    /// The instant as the API writes it: ISO 8601 in UTC with six digits of a second.
    var isoText: String {
        let micros = String(Int(nanoseconds) / 1000)
        let whole = Timestamp(seconds: seconds).description.dropLast()
        return "\(whole).\(String(repeating: "0", count: 6 - micros.count))\(micros)Z"
    }
}

extension JSONValue {
    /// A string, or `null`.
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
