import ArgumentParser
import CloudContainers

/// How many translations of ``TypicalService`` one core makes in a second, from value to value and from text to text.
struct TranslationBenchmark: Measuring {
    static let configuration = CommandConfiguration(commandName: "translation")

    @Option var rounds = 5000

    func samples() throws -> [Sample] {
        try samples("Qovery to Scaleway", .toScaleway) + samples("Scaleway to Qovery", .toQovery)
    }

    private func samples(_ way: String, _ service: TypicalService) throws -> [Sample] {
        let document = try JSONDocument(parsing: service.text)
        try check(service, document)
        let bytes = Array(service.text.utf8)
        // The first rounds fill tables that are made once.
        _ = try perSecond(rounds / 20) { try translate(document, service).count }
        let values = try perSecond(rounds) { try translate(document, service).count }
        let texts = try perSecond(rounds) {
            let document = try JSONDocument(parsing: bytes)
            return try translate(document, service) { $0.root.text(.compact).utf8.count }.count
        }
        let parsing = try perSecond(rounds) { try JSONDocument(parsing: bytes).root.object?.count ?? 0 }
        return [
            Sample(
                name: "translation, \(way), values",
                value: values,
                unit: .perSecond,
                limit: Limit(kind: .atLeast, value: 100_000)
            ),
            Sample(name: "translation, \(way), JSON text to JSON text", value: texts, unit: .perSecond),
            Sample(
                name: "  of which parsing the text (\(bytes.count) bytes)",
                value: parsing * Double(bytes.count) / 1e6,
                unit: .megabytesPerSecond
            ),
        ]
    }

    /// How often a closure runs in a second of CPU; what it returns is added up, so that no work is left out.
    private func perSecond(_ rounds: Int, _ work: () throws -> Int) throws -> Double {
        let begin = Usage.own.cpuSeconds
        var sum = 0
        for _ in 0..<rounds { sum &+= try work() }
        let seconds = Usage.own.cpuSeconds - begin
        guard sum != 0 else { throw Unfinished(reason: "nothing was made") }
        return Double(rounds) / seconds
    }

    /// Translates once, and makes the text of every finding.
    private func translate(
        _ document: JSONDocument,
        _ service: TypicalService,
        use: (JSONDocument) -> Int = { $0.root.object?.count ?? 0 }
    ) throws -> (count: Int, findings: Int) {
        var (count, findings) = (0, 0)
        for read in try service.source.read(document, service.given) {
            let written = service.target.write(read.value, service.given)
            guard let result = written.value else { throw Unfinished(reason: "something stops the translation") }
            count += use(result)
            for (_, finding) in read.ledger.followed(byWriting: written.ledger).findings {
                count += text(of: finding).utf8.count
                findings += 1
            }
        }
        return (count, findings)
    }

    private func text(of finding: Finding) -> String {
        let page = FindingPage.page(for: finding.code)
        var text = "\(finding.code.rawValue) \(page?.summary ?? "") "
        text += "\(finding.source?.description ?? ""): \(finding.before) → "
        text += "\(finding.target?.description ?? ""): \(finding.after)"
        if let detail = finding.detail { text += "; \(detail)" }
        return text
    }

    /// The service is what the figure says it is.
    private func check(_ service: TypicalService, _ document: JSONDocument) throws {
        let map = document.root["container"]?["environment_variables"]
        let variables = map.map(Self.leaves) ?? document.root["variables"]?.array?.count ?? 0
        let parts = document.root.object?.members.filter { $0.name != "variables" } ?? []
        let all = parts.map { Self.leaves(of: $0.value) }.reduce(0, +)
        let fields = all - (map.map(Self.leaves) ?? 0)
        let findings = try translate(document, service).findings
        guard (fields, variables, findings) == (25, 8, 6) else {
            throw Unfinished(reason: "the service has \(fields) fields, \(variables) variables, \(findings) findings")
        }
    }

    private static func leaves(of value: JSONValue) -> Int {
        if let object = value.object { return object.members.map { leaves(of: $0.value) }.reduce(0, +) }
        if let array = value.array { return array.map(leaves).reduce(0, +) }
        return 1
    }
}

/// A measurement that could not be made.
struct Unfinished: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}
