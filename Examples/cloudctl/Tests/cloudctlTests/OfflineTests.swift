import Foundation
import Testing

/// What the tool connects to, as the kernel sees it; needs strace, and the right to look into a process.
@Suite(
    "Connections",
    .enabled(if: canTrace, "strace is missing, or may not look into another process")
)
struct OfflineTests {
    private let processes: ProcessTests

    init() throws { processes = try ProcessTests() }

    /// The addresses of the internet, and on this machine, that a line of the shell connects or sends to.
    private func addresses(_ line: String) throws -> (status: Int32, addresses: Set<String>) {
        let status = try processes.shell("strace -f -q -o trace -e trace=connect,sendto,sendmsg " + line).status
        let trace = try String(contentsOfFile: processes.terminal.folder + "/trace", encoding: .utf8)
        let address = #/sin6?_port=htons\((\d+)\).*?inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"/#
        return (status, Set(trace.matches(of: address).map { "\($0.output.2):\($0.output.1)" }))
    }

    @Test(arguments: [
        "--version", "--help", "explain exit-codes", "completions bash", "convert shop.yaml --to scaleway",
        "init made.yaml", "config", "demo", "list --provider scaleway-simulator",
        "doctor --provider qovery-simulator",
    ])
    func withoutAnAccountThereAreNone(_ words: String) throws {
        let (status, addresses) = try addresses("\"$0\" \(words)")
        #expect(status == 0)
        #expect(addresses == [])
    }

    @Test(arguments: ["list --namespace shop", "doctor", "namespaces"])
    func otherwiseOnlyTheAPIIsAsked(_ words: String) throws {
        let variables = """
            SCW_API_URL=http://127.0.0.1:9 SCW_SECRET_KEY=11111111-1111-4111-8111-111111111111 \
            SCW_DEFAULT_PROJECT_ID=b29d2152-8a04-4c74-ac12-a006f4d69d50
            """
        let (status, addresses) = try addresses("env \(variables) \"$0\" \(words) --provider scaleway")
        #expect(status == 69)
        #expect(addresses == ["127.0.0.1:9"])
    }
}

private let canTrace: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "strace -f -o /dev/null -e trace=connect true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}()
