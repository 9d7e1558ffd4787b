/// Collects what a translator says of each field, and makes of it a ledger in which no leaf is missing or doubled.
package struct LedgerBuilder {
    struct Draft {
        var sources: [FieldPath]
        var targets: [FieldPath]
        var outcome: Outcome
        var findings: [Finding]
    }

    private(set) var drafts: [Draft] = []
    private(set) var hidden: [FieldPath] = []
    private(set) var emptiable: [FieldPath] = []
    private(set) var unknown: [FieldPath] = []

    /// Whether an account is wanted; what is said is let go where it is not.
    package let isWanted: Bool

    package init(isWanted: Bool = true) { self.isWanted = isWanted }

    /// Says what became of the source's fields; a path stands for all leaves inside it.
    package mutating func record(
        _ sources: [FieldPath],
        to targets: [FieldPath] = [],
        _ outcome: Outcome = .exact,
        _ findings: [Finding] = []
    ) {
        guard isWanted else { return }
        drafts.append(
            Draft(
                sources: sources,
                targets: targets,
                outcome: findings.map(\.outcome).reduce(outcome, max),
                findings: findings.gravestFirst.map { finding in
                    var finding = finding
                    finding.source = finding.source ?? sources.first
                    finding.target = finding.target ?? targets.first
                    return finding
                }
            )
        )
    }

    /// Says that a list or an object has nothing in it; what it holds has to be named by itself.
    ///
    /// Nothing inside is claimed, so a member that nobody knows shows up as one.
    package mutating func recordEmpty(_ paths: FieldPath...) {
        if isWanted { emptiable += paths }
    }

    /// Says which places hold members that nobody knows, whatever else is said of the objects around them.
    package mutating func leaveUnknown(_ paths: [FieldPath]) { unknown += paths }

    /// Keeps the value of a variable or secret out of the ledger, on whichever side the path is.
    package mutating func hide(_ path: FieldPath) {
        if isWanted { hidden.append(path) }
    }

    /// Takes over what was said to another builder, which calls some places by other names.
    package mutating func adopt(_ other: LedgerBuilder, renaming rename: (FieldPath) -> FieldPath) {
        for draft in other.drafts {
            let findings = draft.findings.map { finding in
                var finding = finding
                finding.source = finding.source.map(rename)
                finding.target = finding.target.map(rename)
                return finding
            }
            drafts.append(
                Draft(
                    sources: draft.sources.map(rename),
                    targets: draft.targets.map(rename),
                    outcome: draft.outcome,
                    findings: findings
                )
            )
        }
        hidden += other.hidden.map(rename)
        emptiable += other.emptiable.map(rename)
        unknown += other.unknown.map(rename)
    }
}
