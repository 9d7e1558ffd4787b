/// A number of bytes, such as an amount of memory; never negative.
///
/// Binary units (MiB, 2^20 bytes) and decimal units (MB, 10^6 bytes) are named apart everywhere.
public struct ByteCount: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number of bytes, 0 or more.
    public let bytes: Int

    /// No bytes.
    public static let zero = ByteCount(uncheckedBytes: 0)

    /// Makes a number of bytes.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` if it is negative.
    public init(bytes: Int) throws(ContainerServiceError) {
        guard bytes >= 0 else {
            throw .invalidInput(
                Diagnostic(problem: "the size is negative", value: "\(bytes)", allowed: "0 bytes or more")
            )
        }
        self.bytes = bytes
    }

    /// Makes a number of bytes that the package knows not to be negative; a negative one counts as 0.
    package init(uncheckedBytes: Int) { bytes = max(0, uncheckedBytes) }

    /// A number of bytes.
    public static func bytes(_ number: UInt32) -> ByteCount { ByteCount(number, .byte) }

    /// A number of kibibytes (KiB) of 1024 bytes.
    public static func kibibytes(_ number: UInt32) -> ByteCount { ByteCount(number, .kibibyte) }

    /// A number of mebibytes (MiB) of 2^20 bytes.
    public static func mebibytes(_ number: UInt32) -> ByteCount { ByteCount(number, .mebibyte) }

    /// A number of gibibytes (GiB) of 2^30 bytes.
    public static func gibibytes(_ number: UInt32) -> ByteCount { ByteCount(number, .gibibyte) }

    /// A number of kilobytes (kB) of 1000 bytes.
    public static func kilobytes(_ number: UInt32) -> ByteCount { ByteCount(number, .kilobyte) }

    /// A number of megabytes (MB) of 10^6 bytes.
    public static func megabytes(_ number: UInt32) -> ByteCount { ByteCount(number, .megabyte) }

    /// A number of gigabytes (GB) of 10^9 bytes.
    public static func gigabytes(_ number: UInt32) -> ByteCount { ByteCount(number, .gigabyte) }

    private init(_ number: UInt32, _ unit: ByteUnit) {
        let (product, overflows) = Int(clamping: number).multipliedReportingOverflow(by: unit.bytes)
        bytes = overflows ? Int.max : product
    }

    /// Orders sizes by their bytes.
    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    // MARK: Arithmetic

    /// This size and another one together.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` if the sum is over 2^63 - 1 bytes.
    public func adding(_ other: ByteCount) throws(ContainerServiceError) -> ByteCount {
        let (sum, overflows) = bytes.addingReportingOverflow(other.bytes)
        guard !overflows else { throw Self.tooLarge("\(self) + \(other)") }
        return ByteCount(uncheckedBytes: sum)
    }

    /// This size taken a number of times.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` if the factor is negative or the product is
    ///   over 2^63 - 1 bytes.
    public func multiplied(by factor: Int) throws(ContainerServiceError) -> ByteCount {
        guard factor >= 0 else {
            throw .invalidInput(
                Diagnostic(problem: "the factor of a size is negative", value: "\(factor)", allowed: "0 or more")
            )
        }
        let (product, overflows) = bytes.multipliedReportingOverflow(by: factor)
        guard !overflows else { throw Self.tooLarge("\(self) × \(factor)") }
        return ByteCount(uncheckedBytes: product)
    }

    /// The smallest multiple of a unit that holds a size; a unit of 0 leaves the size as it is.
    ///
    /// Where that multiple is over 2^63 - 1 bytes, the result is 2^63 - 1 bytes.
    public init(roundingUp other: ByteCount, toMultipleOf unit: ByteCount) {
        let remainder = unit.bytes == 0 ? 0 : other.bytes % unit.bytes
        guard remainder != 0 else {
            self = other
            return
        }
        let (sum, overflows) = other.bytes.addingReportingOverflow(unit.bytes - remainder)
        bytes = overflows ? Int.max : sum
    }

    /// How many mebibytes (MiB, 2^20 bytes) hold this.
    public var mebibytesRoundingUp: Int { roundingUp(to: .mebibyte) }

    /// How many gibibytes (GiB, 2^30 bytes) hold this.
    public var gibibytesRoundingUp: Int { roundingUp(to: .gibibyte) }

    /// How many megabytes (MB, 10^6 bytes) hold this.
    public var megabytesRoundingUp: Int { roundingUp(to: .megabyte) }

    /// The number of mebibytes (MiB, 2^20 bytes) if it is a whole one.
    public var exactMebibytes: Int? { exactly(in: .mebibyte) }

    /// The number of gibibytes (GiB, 2^30 bytes) if it is a whole one.
    public var exactGibibytes: Int? { exactly(in: .gibibyte) }

    /// The number of megabytes (MB, 10^6 bytes) if it is a whole one.
    public var exactMegabytes: Int? { exactly(in: .megabyte) }

    private func roundingUp(to unit: ByteUnit) -> Int {
        bytes / unit.bytes + (bytes.isMultiple(of: unit.bytes) ? 0 : 1)
    }

    private func exactly(in unit: ByteUnit) -> Int? {
        bytes.isMultiple(of: unit.bytes) ? bytes / unit.bytes : nil
    }

    private static func tooLarge(_ value: String) -> ContainerServiceError {
        .invalidInput(
            Diagnostic(problem: "the size is too large", value: value, allowed: "at most \(Int.max) bytes")
        )
    }
}
