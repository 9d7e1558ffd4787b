import CloudContainers
import SimulationKit
import Testing

/// What results say to programs.
struct LiveResultTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    /// The time that something took, where it is a number of seconds with three digits after the point at most.
    private func seconds(_ object: JSONValue) -> JSONNumber? {
        guard let number = object["after"]?.number, number.text.wholeMatch(of: /[0-9]+(\.[0-9]{1,3})?/) != nil else {
            return nil
        }
        return number
    }

    @Test(arguments: ["scaleway", "qovery"])
    func timesAreNumbersOfSeconds(_ provider: String) async throws {
        // With each request a time passes that is finer than a millisecond.
        let latency = Fault.latency(.nanoseconds(700_123_456))
        try await terminal.connect(provider, VirtualTime(), [FaultRule(latency)])
        let deployment = await terminal.run("deploy", "web", "-o", "json", "--progress", "json")
        #expect(deployment.status == 0, "\(deployment.error)")
        let services = try JSONDocument(parsing: deployment.output).root["services"]?.array ?? []
        #expect(services.count == 1 && services.allSatisfy { seconds($0) != nil }, "\(deployment.output)")
        let progress = try deployment.error.split(separator: "\n").filter { $0.hasPrefix("{") }
            .map { try JSONDocument(parsing: String($0)).root }
            .filter { $0["after"] != nil }
        #expect(!progress.isEmpty && progress.allSatisfy { seconds($0) != nil }, "\(deployment.error)")
        let watch = await terminal.run("status", "web", "--watch", "-o", "jsonl")
        #expect(watch.status == 0, "\(watch.error)")
        let lines = try watch.output.split(separator: "\n").map { try JSONDocument(parsing: String($0)).root }
        #expect(!lines.isEmpty && lines.allSatisfy { seconds($0) != nil }, "\(watch.output)")
    }
}
