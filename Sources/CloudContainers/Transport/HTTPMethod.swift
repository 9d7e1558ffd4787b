/// The verb of a request.
public struct HTTPMethod: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The verb as it is sent, in capitals.
    public let rawValue: String
    /// Makes a verb from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The verb as it is sent.
    public var description: String { rawValue }

    /// Reads.
    public static let get = HTTPMethod(rawValue: "GET")
    /// Makes something, or starts it.
    public static let post = HTTPMethod(rawValue: "POST")
    /// Replaces something whole.
    public static let put = HTTPMethod(rawValue: "PUT")
    /// Changes some fields.
    public static let patch = HTTPMethod(rawValue: "PATCH")
    /// Deletes.
    public static let delete = HTTPMethod(rawValue: "DELETE")
}
