/// A unit of storage, binary or decimal; the cases are ordered from the largest to the smallest.
enum ByteUnit: CaseIterable, Sendable {
    case tebibyte, terabyte, gibibyte, gigabyte, mebibyte, megabyte, kibibyte, kilobyte, byte

    /// How many bytes the unit has.
    var bytes: Int {
        switch self {
        case .tebibyte: 1 << 40
        case .terabyte: 1_000_000_000_000
        case .gibibyte: 1 << 30
        case .gigabyte: 1_000_000_000
        case .mebibyte: 1 << 20
        case .megabyte: 1_000_000
        case .kibibyte: 1 << 10
        case .kilobyte: 1000
        case .byte: 1
        }
    }

    /// How many bytes the unit has, as a power.
    var power: String {
        switch self {
        case .tebibyte: "2^40"
        case .terabyte: "10^12"
        case .gibibyte: "2^30"
        case .gigabyte: "10^9"
        case .mebibyte: "2^20"
        case .megabyte: "10^6"
        case .kibibyte: "2^10"
        case .kilobyte: "10^3"
        case .byte: "1"
        }
    }

    /// The unit's full symbol: `MiB`, `MB`; empty for bytes.
    var symbol: String {
        switch self {
        case .tebibyte: "TiB"
        case .terabyte: "TB"
        case .gibibyte: "GiB"
        case .gigabyte: "GB"
        case .mebibyte: "MiB"
        case .megabyte: "MB"
        case .kibibyte: "KiB"
        case .kilobyte: "kB"
        case .byte: ""
        }
    }

    /// The unit's short suffix in text forms: `Mi`, `M`; empty for bytes.
    var suffix: String { String(symbol.dropLast()) }

    /// The unit that a suffix or a symbol names exactly.
    init?(named name: String) {
        switch name {
        case "TiB", "Ti": self = .tebibyte
        case "TB", "T": self = .terabyte
        case "GiB", "Gi": self = .gibibyte
        case "GB", "G": self = .gigabyte
        case "MiB", "Mi": self = .mebibyte
        case "MB", "M": self = .megabyte
        case "KiB", "Ki": self = .kibibyte
        case "kB", "k": self = .kilobyte
        case "": self = .byte
        default: return nil
        }
    }

    /// The binary and the decimal unit that a carelessly written name such as `mb` or `KB` can mean.
    static func readings(of name: String) -> (binary: ByteUnit, decimal: ByteUnit)? {
        switch name.lowercased() {
        case "k", "kb", "ki", "kib": (.kibibyte, .kilobyte)
        case "m", "mb", "mi", "mib": (.mebibyte, .megabyte)
        case "g", "gb", "gi", "gib": (.gibibyte, .gigabyte)
        case "t", "tb", "ti", "tib": (.tebibyte, .terabyte)
        default: nil
        }
    }
}
