/// The number of a network port, 1 to 65535.
public struct PortNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number, 1 to 65535.
    public let value: Int

    /// Makes a port number.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` unless it is 1 to 65535.
    public init(_ value: Int) throws(ContainerServiceError) {
        guard (1...65535).contains(value) else {
            throw .invalidInput(
                Diagnostic(problem: "the port number is out of range", value: "\(value)", allowed: "1 to 65535")
            )
        }
        self.value = value
    }

    private init(unchecked value: Int) { self.value = value }

    /// A port number; 0, which is no port, counts as 1.
    public static func of(_ number: UInt16) -> PortNumber { PortNumber(unchecked: max(1, Int(number))) }

    /// The number in digits.
    public var description: String { "\(value)" }

    /// Orders ports by their number.
    public static func < (left: PortNumber, right: PortNumber) -> Bool { left.value < right.value }
}
