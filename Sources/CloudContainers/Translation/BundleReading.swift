/// A translator that reads a provider's bundle: what all of them say in the same way.
package protocol BundleReading {
    /// The account of what became of each field.
    var ledger: LedgerBuilder { get set }
}

extension BundleReading {
    /// Notes that the payload leaves a field to the API, and which default that is.
    package mutating func assume(_ field: String, is value: LedgerValue, for target: FieldPath) {
        ledger.record(
            [],
            to: [target],
            .defaulted,
            [Finding(.defaultAssumed, .defaulted, subject: field, after: value)]
        )
    }

    /// The typed amount of a member, if it has a value.
    package func amount<Amount>(
        _ member: Member<Int>,
        _ path: FieldPath,
        _ make: (Int) throws(ContainerServiceError) -> Amount
    ) throws(WireError) -> Amount? {
        guard let value = member.value else { return nil }
        do {
            return try make(value)
        } catch {
            throw invalid(path, error)
        }
    }

    /// An error about a field whose value is out of what can be read.
    package func invalid(_ field: FieldPath, _ error: ContainerServiceError) -> WireError {
        var diagnostic = error.diagnostics.first ?? Diagnostic(problem: error.message)
        diagnostic.field = field
        return WireError(diagnostic, offset: nil)
    }
}
