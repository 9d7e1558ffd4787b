import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// Law 3: nothing becomes less unless a finding says so, and such a finding asks for consent.
@Suite("Law 3, never less") struct NeverLessTests {
    @Test func noAmountShrinksSilently() async throws {
        try await GeneratedCase.each(default: 30_000) { generated in
            let spec = try generated.read().value
            var given = Resolutions.permissive(for: spec)
            given.allowsAll = false
            let written = generated.other.write(spec, given)
            guard let bundle = written.value,
                let result = try generated.other.read(bundle, given).first?.value
            else { return true }
            let reduced = Set(
                written.ledger.findings.filter { $0.finding.outcome == .reduced }
                    .flatMap { $0.entry.sources.map(\.path.description) }
            )
            func holds(_ field: String, _ isLess: Bool) -> Bool {
                if isLess, !reduced.contains(field) { print("\(field) shrank silently") }
                return !isLess || reduced.contains(field)
            }
            let old = spec.resources
            let new = result.resources
            return holds("resources.cpu", less(new.cpu, old.cpu))
                && holds("resources.memory", less(new.memory, old.memory))
                && holds("resources.ephemeralStorage", less(new.ephemeralStorage, old.ephemeralStorage))
                && holds("scaling.minimum", less(result.scaling.minimum, spec.scaling.minimum))
                && holds("scaling.maximum", less(result.scaling.maximum, spec.scaling.maximum))
                && holds(
                    spec.timeouts.request == nil ? "timeouts.idle" : "timeouts.request",
                    less(
                        result.timeouts.request ?? result.timeouts.idle,
                        spec.timeouts.request ?? spec.timeouts.idle
                    )
                )
        }
    }

    private func less<Amount: Comparable>(_ new: Amount?, _ old: Amount?) -> Bool {
        guard let new, let old else { return false }
        return new < old
    }
}
