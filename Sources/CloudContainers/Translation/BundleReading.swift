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

/// A translator of bundles of containers.
package protocol ContainerReading: BundleReading {
    associatedtype Bundle: WireObject

    /// What was read.
    var bundle: Bundle { get }
    /// What it says in the portable model.
    var spec: ContainerSpec { get }

    /// Reads a bundle, and says to the builder what became of each field.
    ///
    /// - Throws: ``WireError`` with the place of what cannot be read.
    static func reader(
        _ document: JSONValue,
        _ given: Resolutions,
        _ ledger: LedgerBuilder
    ) throws(WireError) -> Self
}

extension ContainerReading {
    /// Translates a bundle, of which `document` is the JSON that was read.
    package static func read(
        _ document: JSONValue,
        _ given: Resolutions
    ) throws(WireError) -> Translation<ContainerSpec> {
        var reader = try reader(document, given, LedgerBuilder())
        reader.ledger.leaveUnknown(reader.bundle.unknownPaths(at: .root))
        return Translation(
            value: reader.spec,
            ledger: reader.ledger.finish(source: document, target: reader.spec.document)
        )
    }

    /// Reads a bundle without an account of its fields.
    package static func read(withoutLedger document: JSONValue) throws(WireError) -> Self {
        try reader(document, Resolutions(), LedgerBuilder(isWanted: false))
    }
}
