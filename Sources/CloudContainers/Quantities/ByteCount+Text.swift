extension ByteCount {
    private static let noun = "size"
    private static let allowed =
        "bytes, or a number with Ki, Mi, Gi, Ti (binary) or k, M, G, T (decimal), such as 512Mi or 512M"

    /// Reads bytes (`536870912`) or a number with a binary (`512Mi`, `512MiB`) or decimal (`512M`, `512MB`) unit.
    ///
    /// The units are Ki, Mi, Gi and Ti for powers of 1024, k, M, G and T for powers of 1000, each with or without a
    /// B. A fraction is accepted if it is a whole number of bytes (`1.5Gi`).
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for every other text. For `512mb` and the like
    ///   the diagnostic says what each reading would be in bytes.
    public init(parsing text: String) throws(ContainerServiceError) {
        self.init(uncheckedBytes: try TextRejection.reading(text, with: Self.readBytes))
    }

    /// The text form with the largest unit that is exact: `512Mi`, `2Gi`, `537M`, `123457`.
    ///
    /// Reading it gives the same size.
    public var description: String {
        let unit = largestExactUnit
        return "\(bytes / unit.bytes)\(unit.suffix)"
    }

    /// The size for people: `512 MiB (536,870,912 bytes)`, `537 MB (537,000,000 bytes)`, `123,457 bytes`.
    public var explained: String {
        let unit = largestExactUnit
        let plain = bytes == 1 ? "1 byte" : "\(Self.grouped(bytes)) bytes"
        return unit == .byte ? plain : "\(Self.grouped(bytes / unit.bytes)) \(unit.symbol) (\(plain))"
    }

    private var largestExactUnit: ByteUnit {
        bytes == 0 ? .byte : ByteUnit.allCases.first { bytes.isMultiple(of: $0.bytes) } ?? .byte
    }

    private static func grouped(_ number: Int) -> String {
        let digits = String(number)
        return digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
            text.append(digit.element)
        }
    }

    private static func readBytes(_ text: String) throws(TextRejection) -> Int {
        let amount = try Amount(splitting: text, noun: noun, allowed: allowed)
        guard let unit = ByteUnit(named: amount.unit) else { throw unknownUnit(amount) }
        try amount.checkSpacing(noun: noun, allowed: allowed)
        guard let scaled = amount.number.scaledRoundingUp(by: unit.bytes) else {
            throw TextRejection(problem: "the size is too large", allowed: "at most \(Int.max) bytes")
        }
        guard scaled.isExact else {
            let rounded = ByteCount(uncheckedBytes: scaled.value).description
            throw TextRejection(
                problem: "the size is not a whole number of bytes",
                allowed: allowed,
                advice: "Round up to a whole byte: \(rounded).",
                candidate: rounded
            )
        }
        return scaled.value
    }

    private static func unknownUnit(_ amount: Amount) -> TextRejection {
        let name = Diagnostic.excerpt(of: amount.unit)
        guard let (binary, decimal) = ByteUnit.readings(of: amount.unit) else {
            let meansBytes = ["b", "byte", "bytes"].contains(amount.unit.lowercased())
            return TextRejection(
                problem: meansBytes
                    ? "the unit \"\(name)\" is not written after bytes" : "the unit \"\(name)\" is not known",
                allowed: allowed,
                candidate: meansBytes ? amount.number.text : nil
            )
        }
        let readings = [binary, decimal].map { unit in
            let scaled = amount.number.scaledRoundingUp(by: unit.bytes)
            let bytes = scaled.map { $0.isExact ? ", \(grouped($0.value)) bytes" : "" } ?? ""
            return
                "\(Diagnostic.excerpt(of: amount.number.text))\(unit.symbol) (\(unit.symbol) is \(unit.power)\(bytes))"
        }
        let problem =
            amount.unit == "m"
            ? "the unit \"m\" is a thousandth of a byte in Kubernetes and a MiB in Docker"
            : "the unit \"\(name)\" is not written like this, and capitals tell binary from decimal"
        return TextRejection(
            problem: problem,
            allowed: allowed,
            advice: "Write \(readings.joined(separator: " or ")).",
            candidate: amount.number.text + binary.symbol
        )
    }
}
