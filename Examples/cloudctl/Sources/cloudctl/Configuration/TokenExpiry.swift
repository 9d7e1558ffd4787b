import CloudContainers
import Foundation

/// Until when a token is good, where it says so itself: a JWT does, in a part that everybody can read.
enum TokenExpiry {
    /// The instant; `nil` for a token that is no JWT, or whose end is not in it.
    static func end(of token: String) -> Timestamp? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var text = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: String(text)),
            let claims = try? JSONDocument(parsing: Array(bytes)).root,
            // Seconds since 1970, which may have a fraction.
            let seconds = claims["exp"]?.number.flatMap({ Double($0.text) }), seconds > 0, seconds < 253_402_300_800
        else { return nil }
        return Timestamp(seconds: Int64(seconds))
    }
}
