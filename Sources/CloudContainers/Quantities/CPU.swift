/// An amount of processor time per second, in whole millicores: 1000 millicores are one core.
///
/// It is never negative and at most 1,000,000,000 millicores, which are a million cores.
public struct CPU: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The amount in millicores, 0 to 1,000,000,000.
    public let millicores: Int

    private static let maximumMillicores = 1_000_000_000
    private static let noun = "CPU amount"
    private static let allowed = "cores such as 1 or 0.25, or millicores such as 250m, at most 1000000 cores"

    /// Makes an amount of millicores.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` unless it is 0 to 1,000,000,000.
    public init(millicores: Int) throws(ContainerServiceError) {
        guard (0...Self.maximumMillicores).contains(millicores) else {
            throw .invalidInput(
                Diagnostic(
                    problem: millicores < 0 ? "the CPU amount is negative" : "the CPU amount is too large",
                    value: "\(millicores)",
                    allowed: "0 to 1000000000 millicores"
                )
            )
        }
        self.millicores = millicores
    }

    /// Makes an amount of millicores that the package knows to be valid; the nearest bound stands in otherwise.
    package init(uncheckedMillicores: Int) {
        millicores = min(max(0, uncheckedMillicores), Self.maximumMillicores)
    }

    /// Reads cores (`1`, `0.25`) with up to three digits after the point, or whole millicores (`250m`).
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for every other text; its diagnostic names a
    ///   text that is accepted where one can be guessed, rounded up where digits are lost.
    public init(parsing text: String) throws(ContainerServiceError) {
        self.init(uncheckedMillicores: try TextRejection.reading(text, with: Self.readMillicores))
    }

    /// An amount of whole cores.
    public static func cores(_ number: UInt16) -> CPU { CPU(uncheckedMillicores: Int(number) * 1000) }

    /// An amount of millicores; more than 1,000,000,000 count as that many.
    public static func millicores(_ number: UInt32) -> CPU { CPU(uncheckedMillicores: Int(clamping: number)) }

    /// The shortest text form: `2` for whole cores, `250m` for anything else.
    public var description: String {
        millicores.isMultiple(of: 1000) ? "\(millicores / 1000)" : "\(millicores)m"
    }

    /// Orders amounts by their millicores.
    public static func < (left: CPU, right: CPU) -> Bool { left.millicores < right.millicores }

    private static func readMillicores(_ text: String) throws(TextRejection) -> Int {
        let amount = try Amount(splitting: text, noun: noun, allowed: allowed)
        let isMillicores = amount.unit == "m"
        guard isMillicores || amount.unit.isEmpty else { throw unknownUnit(amount) }
        try amount.checkSpacing(noun: noun, allowed: allowed)
        guard let scaled = amount.number.scaledRoundingUp(by: isMillicores ? 1 : 1000),
            scaled.value <= maximumMillicores
        else { throw TextRejection(problem: "the CPU amount is too large", allowed: allowed) }
        guard amount.number.fraction.count <= (isMillicores ? 0 : 3) else {
            let rounded = CPU(uncheckedMillicores: scaled.value).description
            throw TextRejection(
                problem: "the CPU amount is finer than one millicore, which is 0.001 cores",
                allowed: allowed,
                advice: scaled.isExact ? "Write \(rounded)." : "Round up to a whole millicore: \(rounded).",
                candidate: rounded
            )
        }
        return scaled.value
    }

    private static func unknownUnit(_ amount: Amount) -> TextRejection {
        let candidate: String? =
            switch amount.unit.lowercased() {
            case "c", "cpu", "cpus", "core", "cores", "vcpu", "vcpus": amount.number.text
            case "m", "mc", "mcpu", "mvcpu", "millicore", "millicores", "millicpu": amount.number.text + "m"
            default: nil
            }
        return TextRejection(
            problem: "the CPU unit \"\(Diagnostic.excerpt(of: amount.unit))\" is not known",
            allowed: allowed,
            candidate: candidate
        )
    }
}
