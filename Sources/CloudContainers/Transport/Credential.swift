/// A token that is sent with each request.
///
/// Nothing prints it: not `print`, `dump`, interpolation or reflection; and it cannot be encoded or compared.
public struct Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Bytes, which become a text, of which copies are left behind, only while one is lent.
    private let bytes: [UInt8]

    /// Makes a credential from its text, without the spaces and line ends around it.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `invalidInput` where nothing is left, or where it holds characters
    ///   that a head of a request cannot hold.
    public init(_ text: String) throws(ContainerServiceError) {
        let isSpace = { (character: Character) in character.isWhitespace }
        var rest = text.drop(while: isSpace)
        while rest.last.map(isSpace) == true { rest.removeLast() }
        guard !rest.isEmpty, rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .invalidInput(
                Diagnostic(
                    problem: rest.isEmpty
                        ? "the credential is empty" : "the credential holds spaces or control characters",
                    advice: "Copy it again from the provider's console."
                )
            )
        }
        bytes = Array(rest.utf8)
    }

    /// Lends the text to a closure, which must not keep it.
    public func withText<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        try body(String(decoding: bytes, as: UTF8.self))
    }

    /// The first six hexadecimal digits of the text's SHA-256: enough to tell two credentials apart, too few to find one.
    public var fingerprint: String { String(SHA256.hexDigest(of: bytes).prefix(6)) }

    /// Nothing of the credential.
    public var description: String { "(hidden)" }
    /// Nothing of the credential.
    public var debugDescription: String { description }
    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
