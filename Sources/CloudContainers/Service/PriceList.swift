/// What a provider charges for instances that run, as its documentation said on a day.
///
/// It is the price before taxes, discounts and free allowances; an estimate is to name ``source`` and ``date`` with it.
public struct PriceList: Sendable, Hashable {
    /// What one core costs in a second.
    public var coreSecond: Money
    /// What ``memoryUnit`` costs in a second.
    public var memorySecond: Money
    /// The amount of memory that ``memorySecond`` is for.
    public var memoryUnit: ByteCount
    /// What is free each month, in words; no estimate takes it off.
    public var allowance: String
    /// The page that says so.
    public var source: String
    /// The day of the page, as `2025-11-12`.
    public var date: String

    /// A month of 30 days.
    public static let month = Duration.seconds(30 * 24 * 3600)

    /// Makes a price list.
    public init(
        coreSecond: Money,
        memorySecond: Money,
        per memoryUnit: ByteCount,
        allowance: String,
        source: String,
        date: String
    ) {
        self.coreSecond = coreSecond
        self.memorySecond = memorySecond
        self.memoryUnit = memoryUnit
        self.allowance = allowance
        self.source = source
        self.date = date
    }

    /// What instances of a size cost that run all the time, each part rounded up.
    ///
    /// - Parameters:
    ///   - cpu: The CPU of an instance.
    ///   - memory: The memory of an instance.
    ///   - instances: How many run.
    ///   - duration: How long they run.
    /// - Returns: The price; `nil` for an amount that cannot be counted.
    public func cost(
        cpu: CPU,
        memory: ByteCount,
        instances: InstanceCount,
        for duration: Duration = month
    ) -> Money? {
        let (time, isTooLong) = Int(duration.components.seconds).multipliedReportingOverflow(by: instances.value)
        guard !isTooLong, time >= 0,
            let cores = Self.share(coreSecond, cpu.millicores, of: 1000, time),
            let bytes = Self.share(memorySecond, memory.bytes, of: memoryUnit.bytes, time)
        else { return nil }
        return cores.adding(bytes)
    }

    /// The price of a part of a unit for a number of seconds.
    private static func share(_ price: Money, _ part: Int, of unit: Int, _ seconds: Int) -> Money? {
        let (amount, isTooLarge) = part.multipliedReportingOverflow(by: price.billionths)
        let product = UInt(clamping: amount).multipliedFullWidth(by: UInt(clamping: seconds))
        let divisor = UInt(clamping: unit)
        // Twice as wide in between: bytes times seconds leave the width of a number soon.
        guard !isTooLarge, product.high < divisor else { return nil }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        guard let whole = Int(exactly: quotient), whole < .max else { return nil }
        return Money(unchecked: whole + (remainder == 0 ? 0 : 1), price.currency)
    }
}
