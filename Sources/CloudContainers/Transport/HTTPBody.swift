/// The body of a request: the bytes that are sent, and a form of them without any secret, which is what logs and recordings
/// take.
public struct HTTPBody: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The bytes as they are sent.
    public let bytes: [UInt8]
    /// The bytes with placeholders such as `{secret:TOKEN}` in the place of secrets; the same as ``bytes`` without any.
    public let redacted: [UInt8]

    /// Makes a body.
    ///
    /// - Parameters:
    ///   - bytes: What is sent.
    ///   - redacted: The same without secrets; `nil` where there are none.
    public init(_ bytes: [UInt8], redacted: [UInt8]? = nil) {
        self.bytes = bytes
        self.redacted = redacted ?? bytes
    }

    /// How many bytes there are.
    public var description: String { "\(bytes.count) bytes" }
    /// How many bytes there are.
    public var debugDescription: String { description }
    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
