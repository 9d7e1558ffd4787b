import CloudContainers
private import FoundationEssentials
import SimulationKit

/// A text that nothing prints.
struct HiddenText: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let text: String

    init(_ text: String) { self.text = text }

    var description: String { "(hidden)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// A secret variable: its value, which is never answered, and its hash, which is.
struct StoredSecret: Sendable, Hashable {
    private let value: HiddenText
    /// The hash in the text form of Argon2id; the same as long as the value is kept.
    ///
    /// It has the form only: the digest is SHA-256 over salt and value, a stand-in that no Argon2id check accepts.
    let hash: String

    init(_ value: String, cost: ScalewaySimulator.HashCost, _ chance: inout Chance) {
        self.value = HiddenText(value)
        let salt = chance.bytes(16)
        let digest = Self.bytes(ofHex: SHA256.hexDigest(of: salt + Array(value.utf8)))
        hash =
            "$argon2id$v=19$m=\(cost.memoryKiB),t=\(cost.passes),p=\(cost.lanes)"
            + "$\(Self.base64(salt))$\(Self.base64(digest))"
    }

    func isValue(_ text: String) -> Bool { value.text == text }

    /// Base64 without padding.
    private static func base64(_ bytes: [UInt8]) -> String {
        var text = Data(bytes).base64EncodedString()
        while text.hasSuffix("=") { text.removeLast() }
        return text
    }

    private static func bytes(ofHex text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
