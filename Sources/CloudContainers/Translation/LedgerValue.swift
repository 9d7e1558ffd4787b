/// A value in a ledger: typed, so that a report can print its unit, and never a secret.
public enum LedgerValue: Sendable, Hashable, CustomStringConvertible {
    /// Nothing there.
    case none
    /// A text.
    case text(String)
    /// A number without a unit, such as a port.
    case number(Int)
    /// A yes or no.
    case boolean(Bool)
    /// A share of a CPU.
    case cpu(CPU)
    /// An amount of memory or disk.
    case bytes(ByteCount)
    /// A time.
    case duration(Duration)
    /// A percentage.
    case percentage(Percentage)
    /// A number of instances, or no limit.
    case instances(InstanceLimit)
    /// The value of a variable or secret, of which only the length is kept.
    case hidden(characters: Int)

    /// The value of a JSON leaf; a longer text is kept whole and shortened on printing.
    public init(_ json: JSONValue) {
        switch json.content {
        case .null: self = .none
        case .bool(let bool): self = .boolean(bool)
        case .number(let number): self = number.exactInteger.map(LedgerValue.number) ?? .text(number.text)
        case .string(let text): self = .text(text)
        case .array, .object: self = .text(json.text(.compact))
        }
    }

    /// The value of a variable or secret, of which only the length is kept.
    init(hiding json: JSONValue) {
        self = .hidden(characters: (json.string ?? json.text(.compact)).unicodeScalars.count)
    }

    /// The value with its unit, safe to print on a terminal.
    public var description: String {
        switch self {
        case .none: "none"
        case .text(let text): text.isEmpty ? "\"\"" : Diagnostic.shortened(text)
        case .number(let number): "\(number)"
        case .boolean(let bool): bool ? "true" : "false"
        case .cpu(let cpu): "\(cpu.millicores) mCPU"
        case .bytes(let bytes): bytes.explained
        case .duration(let duration): duration.text
        case .percentage(let percentage): percentage.description
        case .instances(let limit): limit.description
        case .hidden(let characters): characters == 1 ? "1 character" : "\(characters) characters"
        }
    }
}
