/// A translated value together with the account of what became of every field.
public struct Translation<Value: Sendable>: Sendable {
    /// What the translation made.
    public var value: Value
    /// What became of each field of the source, and where each field of the target comes from.
    public var ledger: Ledger

    /// Makes a translation.
    public init(value: Value, ledger: Ledger) {
        self.value = value
        self.ledger = ledger
    }
}
