import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// A generated payload of one provider, and the seed that makes it again.
struct GeneratedCase {
    var seed: UInt64
    var dialect: any ContainerDialect
    var other: any ContainerDialect
    var bundle: JSONValue

    init(seed: UInt64) {
        self.seed = seed
        if seed.isMultiple(of: 2) {
            var generator = QoveryGenerator(seed: seed)
            dialect = QoveryDialect()
            other = ScalewayDialect()
            bundle = generator.bundle()
        } else {
            var generator = ScalewayGenerator(seed: seed)
            dialect = ScalewayDialect()
            other = QoveryDialect()
            bundle = generator.bundle()
        }
    }

    /// What to say when a law does not hold: the seed and the whole payload.
    var comment: Comment { "seed \(seed): \(bundle.text(.compact))" }

    func read(_ given: Resolutions = Resolutions()) throws -> Translation<ContainerSpec> {
        try #require(try dialect.read(JSONDocument(bundle), given).first)
    }

    /// Calls a closure with many cases and stops after the first one that fails, which is printed whole.
    ///
    /// Other tests get their turn after each case, since some of them talk to servers and have deadlines.
    static func each(
        default seed: UInt64,
        count: Int = caseCount(),
        name: String = #function,
        _ body: (GeneratedCase) throws -> Bool
    ) async rethrows {
        let first = testSeed(default: seed)
        print("\(count) cases from seed \(first): \(name)")
        for offset in 0..<UInt64(count) {
            let generated = GeneratedCase(seed: first &+ offset)
            guard try body(generated) else {
                Issue.record(generated.comment)
                return
            }
            await Task.yield()
        }
    }
}
