import CloudContainers
import CommandKit
import Foundation
import Testing

/// The guide "From zero to deployed in five minutes", followed command by command on the built tool.
struct GuideTests {
    /// The root of the repository.
    static let root = Golden.file("").deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let path = "Sources/CloudContainers/Documentation.docc/FromZeroToDeployed.md"

    /// The lines behind `$ ` in the console blocks of a page.
    private static func commands(of page: String) -> [String] {
        page.matches(of: /(?s)```console\n(.*?)```/).flatMap { block in
            block.1.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
        }
    }

    @Test(arguments: ["qovery", "scaleway"])
    func isFollowed(_ provider: String) throws {
        let page = try String(contentsOf: Self.root.appendingPathComponent(Self.path), encoding: .utf8)
        let commands = Self.commands(of: page)
        try #require(commands.count > 10 && commands.allSatisfy { $0.hasPrefix("cloudctl ") })
        // It begins as the page says, in an empty folder; nobody waits, as the simulators are faster still.
        #expect(page.contains("cloudctl simulate --time-scale 100 >simulated.env &"))
        let terminal = try Terminal()
        let simulation = try SimulateTests.Running(["--time-scale", "1000000"], in: terminal.folder)
        let variables = simulation.variables.merging(["CLOUDCTL_PROVIDER": provider]) { $1 }
        let transcript = try Transcript(.piped, in: terminal, variables)
        for command in commands {
            let status = try transcript.run(Transcript.Line(command))
            #expect(status == 0, "\(command)\n\(transcript.text)")
        }
        let text = transcript.text
        #expect(text.contains("web: runs as the manifest says") && text.contains("Nothing to do"), "\(text)")
        #expect(simulation.end().status == 0)
        try Golden.expect(text, matches: "Transcripts/guide-\(provider).txt")
    }
}
