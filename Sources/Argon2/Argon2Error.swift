/// Why a text is no encoded hash of Argon2id, or why a hash cannot be made.
///
/// No case holds a part of the text: a secret that stands where a hash is expected must not reach a log.
package enum Argon2Error: Error, Hashable, CustomStringConvertible {
    /// Something that has a size.
    package enum Quantity: Hashable, Sendable {
        /// The memory, in KiB.
        case memoryKiB
        /// The number of passes over the memory.
        case passes
        /// The number of lanes.
        case lanes
        /// The length of the salt, in bytes.
        case saltLength
        /// The length of the hash, in bytes.
        case hashLength
        /// The length of the secret, the key or the associated data, in bytes.
        case inputLength
    }

    /// A part of an encoded hash that is base64.
    package enum Part: Hashable, Sendable {
        /// The salt.
        case salt
        /// The hash.
        case hash
    }

    /// The text is not five fields that each begin with a dollar sign.
    case wrongShape
    /// The first field is not `argon2id`.
    case wrongAlgorithm
    /// The second field is not `v=19`, which stands for version 1.3, the one of RFC 9106.
    case wrongVersion
    /// The third field is not `m=…,t=…,p=…` with decimal numbers in their shortest form.
    case wrongParameters
    /// A field is not base64 without padding, in its one canonical form.
    case wrongBase64(Part)
    /// A number is outside the bounds.
    case outOfBounds(Quantity, allowed: ClosedRange<Int>)

    /// What is wrong and what would be right.
    package var description: String {
        switch self {
        case .wrongShape: "the hash is not of the form $argon2id$v=19$m=…,t=…,p=…$salt$hash"
        case .wrongAlgorithm: "the hash is not one of argon2id"
        case .wrongVersion: "the version of the hash is not v=19"
        case .wrongParameters: "the parameters of the hash are not of the form m=…,t=…,p=…"
        case .wrongBase64(let part): "the \(part) is not base64 without padding"
        case .outOfBounds(let quantity, let allowed):
            "\(quantity) is not in \(allowed.lowerBound)…\(allowed.upperBound)"
        }
    }
}

extension Argon2Error.Quantity: CustomStringConvertible {
    /// The words for it.
    package var description: String {
        switch self {
        case .memoryKiB: "the memory in KiB"
        case .passes: "the number of passes"
        case .lanes: "the number of lanes"
        case .saltLength: "the length of the salt in bytes"
        case .hashLength: "the length of the hash in bytes"
        case .inputLength: "the length of the secret, key or associated data in bytes"
        }
    }
}
