import Foundation
import Testing

/// The built tool as a process: statuses, pipes, and streams.
struct ProcessTests {
    let terminal: Terminal
    let tool: String

    init() throws {
        terminal = try Terminal()
        try terminal.file("shop.yaml", Samples.manifest)
        try terminal.file("front.json", Samples.qovery)
        tool = try #require(Self.tool)
    }

    /// The tool beside the test bundle.
    static var tool: String? {
        let bundles = Bundle.allBundles.map(\.bundleURL) + [URL(fileURLWithPath: CommandLine.arguments[0])]
        let folders = bundles.flatMap { [$0, $0.deletingLastPathComponent()] }
        return folders.map { $0.appendingPathComponent("cloudctl").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a line of the shell, in which `$0` is the tool.
    func shell(_ line: String) throws -> (status: Int32, output: String, error: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line, tool]
        process.currentDirectoryURL = URL(fileURLWithPath: terminal.folder)
        let error = URL(fileURLWithPath: terminal.folder + "/stderr")
        try terminal.file("stderr", "")
        process.standardError = try FileHandle(forWritingTo: error)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let errorText = try String(contentsOf: error, encoding: .utf8)
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self), errorText)
    }

    @Test(arguments: [
        ("\"$0\" --version", 0), ("\"$0\" convert shop.yaml --to scaleway", 0),
        ("\"$0\" convert front.json --to scaleway", 4),
        ("\"$0\" convert", 64), ("echo '{' | \"$0\" convert --to qovery", 65),
        ("\"$0\" convert nothing --to qovery", 66),
        ("\"$0\" convert shop.yaml --to scaleway --out no/where", 73), ("\"$0\" demo", 0),
    ])
    func endsWithItsStatus(_ line: String, _ status: Int32) throws {
        #expect(try shell(line).status == status)
    }

    @Test func aReaderThatGoesAwayIsNoError() throws {
        let result = try shell("{ \"$0\" providers qovery; echo $? >status; } | head -n 1")
        #expect(result.output.split(separator: "\n").count == 1)
        #expect(result.error.isEmpty)
        #expect(["0\n", "141\n"].contains(try terminal.content("status")))
    }

    @Test func aReaderThatIsGoneBeforeEndsItSilently() throws {
        let result = try shell("{ \"$0\" demo; echo $? >status; } | true")
        #expect(result.error.isEmpty)
        #expect(["0\n", "141\n"].contains(try terminal.content("status")))
    }

    /// In a namespace of its own, in which there is not even a loopback, where the machine lets us have one.
    @Test(arguments: [
        "convert shop.yaml --to scaleway", "check shop.yaml --on scaleway", "demo", "explain scaling.maximum", "schema",
        "migrate plan --from qovery-simulator --to scaleway-simulator --namespace shop --allow all --report plan.html",
        "plan -f shop.yaml --provider scaleway-simulator --namespace shop --allow all --out plan.json",
    ])
    func worksWithoutANetwork(_ words: String) throws {
        guard try shell("unshare -rn true").status == 0 else {
            return print("not tried without a network: unshare -rn is not allowed here")
        }
        let result = try shell("TMPDIR=\"$PWD\" unshare -rn \"$0\" \(words)")
        #expect([0, 4].contains(result.status), "\(words): \(result.error)")
        #expect(result.status == (try shell("TMPDIR=\"$PWD\" \"$0\" \(words)").status))
    }

    @Test func aFullDeviceIsAnError() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let result = try shell("\"$0\" convert shop.yaml --to scaleway >/dev/full")
        #expect(result.status == 73)
        #expect(result.error.contains("cannot write"))
    }

    @Test func theResultIsWholeWithClosedError() throws {
        let result = try shell("\"$0\" convert shop.yaml --to scaleway -q 2>&-")
        #expect(result.status == 0)
        #expect(result.output.hasSuffix("}\n"))
    }

    @Test func readsPipesAndWritesDevices() throws {
        let result = try shell("cat shop.yaml | \"$0\" convert /dev/stdin --to scaleway -q --out /dev/stdout")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.hasSuffix("}\n"))
    }

    @Test func aLinkStaysALink() throws {
        let result = try shell(
            """
            echo old >real.json; ln -s real.json link.json
            "$0" convert shop.yaml --to scaleway -q --out link.json && readlink link.json
            """
        )
        #expect(result.output == "real.json\n")
        #expect(try terminal.content("real.json").hasPrefix("{\n"))
    }
}
