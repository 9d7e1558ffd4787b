/// An amount of money, in whole billionths of a currency's unit, since what a second costs is far below a cent.
///
/// It is never negative. Sums of different currencies do not exist.
public struct Money: Sendable, Hashable, CustomStringConvertible {
    /// The amount in billionths.
    public let billionths: Int
    /// The currency, as ISO 4217 names it, such as `EUR`.
    public let currency: String

    private static let billion = 1_000_000_000

    /// Makes an amount.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` if it is negative.
    public init(billionths: Int, _ currency: String) throws(ContainerServiceError) {
        guard billionths >= 0 else {
            throw .invalidInput(
                Diagnostic(problem: "the amount of money is negative", value: "\(billionths)", allowed: "0 or more")
            )
        }
        self.init(unchecked: billionths, currency)
    }

    package init(unchecked billionths: Int, _ currency: String) {
        self.billionths = max(billionths, 0)
        self.currency = currency
    }

    /// An amount of whole euros and billionths of one.
    public static func euros(_ whole: UInt16, billionths: UInt32 = 0) -> Money {
        Money(unchecked: Int(whole) * billion + Int(clamping: billionths), "EUR")
    }

    /// The amount rounded up to two digits after the point, such as `25.92 EUR`.
    public var description: String {
        let hundredth = Self.billion / 100
        // Rounded up by hand: an amount close to the largest number must not overflow.
        let hundredths = billionths / hundredth + (billionths.isMultiple(of: hundredth) ? 0 : 1)
        let cents = "\(hundredths % 100)"
        return "\(hundredths / 100).\(cents.count == 1 ? "0" : "")\(cents) \(currency)"
    }

    /// The sum; `nil` where the currencies differ or the sum is too large.
    public func adding(_ other: Money) -> Money? {
        let (sum, isTooLarge) = billionths.addingReportingOverflow(other.billionths)
        return isTooLarge || currency != other.currency ? nil : Money(unchecked: sum, currency)
    }
}
