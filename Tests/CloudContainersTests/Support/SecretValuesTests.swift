import CloudContainers
import TestSupport
import Testing

@Suite("Secret values")
struct SecretValuesTests {
    private struct Holder: Sendable {
        var label = "holder"
        var secrets: SecretValues
        var optional: SecretValues?
    }

    private enum Wrapped { case some(SecretValues) }

    /// A canary of 128 bits in hexadecimal.
    private static func canary() -> String {
        var random = SeededGenerator(seed: testSeed(default: 128))
        return (0..<32).map { _ in String("0123456789abcdef".randomElement(using: &random) ?? "0") }.joined()
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    private func printed(_ value: some Any) -> String {
        var text = ""
        print(value, to: &text)
        debugPrint(value, to: &text)
        return text
    }

    /// Every text that a mirror leads to.
    private func reflected(_ value: Any, _ depth: Int = 0) -> String {
        guard depth < 6 else { return "" }
        let mirror = Mirror(reflecting: value)
        var text = String(describing: value) + String(reflecting: value)
        var next: Mirror? = mirror
        while let current = next {
            for child in current.children { text += (child.label ?? "") + reflected(child.value, depth + 1) }
            next = current.superclassMirror
        }
        return text
    }

    @Test func arePrintedByNothing() throws {
        let canary = Self.canary()
        #expect(canary.utf8.count * 4 == 128)
        var secrets = SecretValues(["TOKEN": canary])
        secrets.set(canary, for: "OTHER")
        let optional: SecretValues? = secrets
        let holder = Holder(secrets: secrets, optional: optional)
        let outputs: [String] = [
            printed(secrets), dumped(secrets), reflected(secrets), "\(secrets)", String(describing: optional),
            String(reflecting: secrets), String(reflecting: optional), printed([secrets]), dumped([secrets]),
            reflected([secrets]), printed(optional as Any), dumped(optional as Any), printed(["k": secrets]),
            dumped(["k": secrets]), printed(holder), dumped(holder), reflected(holder), "\(holder)", printed([holder]),
            printed(Wrapped.some(secrets)), dumped(Wrapped.some(secrets)), reflected(Wrapped.some(secrets)),
            printed((secrets, 1)), dumped((secrets, 1)), dumped(secrets as any Sendable),
            printed(Result<SecretValues, any Error>.success(secrets)), "\(Mirror(reflecting: secrets).children.count)",
            secrets.description, secrets.debugDescription,
        ]
        for start in 0...(canary.utf8.count - 8) {
            let piece = canary.dropFirst(start).prefix(8)
            for (index, output) in outputs.enumerated() {
                try #require(!output.contains(piece), "output \(index) shows characters \(start)...")
            }
        }
        #expect(Mirror(reflecting: secrets).children.isEmpty)
        #expect(Mirror(reflecting: secrets).descendant("values") == nil)
    }

    @Test func areNotEncodable() {
        let secrets: Any = SecretValues(["A": "b"])
        #expect(!(secrets is any Encodable))
    }

    @Test func lendTheirValues() {
        var secrets = SecretValues(["B": "1"])
        secrets.set("2", for: "A")
        secrets.set("3", for: "B")
        #expect(secrets.names == ["A", "B"])
        #expect(secrets.contains("A") && !secrets.contains("C"))
        #expect(secrets.withValue(of: "B") { $0 } == "3")
        #expect(secrets.withValue(of: "C") { $0 } == nil)
        #expect(secrets.description == "2 secret values")
    }
}
