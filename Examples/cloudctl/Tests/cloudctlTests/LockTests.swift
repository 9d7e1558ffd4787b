import CloudContainers
import CommandKit
import ContainerMigration
import Foundation
import SimulationKit
import Testing

/// Commands of one machine that want to change the same namespace.
struct LockTests {
    let terminal: Terminal
    let apply = "apply -f site.yaml --namespace shop --allow all --yes"

    init() async throws {
        terminal = try Terminal()
        try terminal.file("site.yaml", Samples.site)
        try terminal.file("shop.env", "A=1\n")
        try await terminal.connect("scaleway", VirtualTime(), hasJobs: true)
        terminal.environment["XDG_STATE_HOME"] = terminal.folder + "/state"
    }

    private func run(_ line: String) async -> Terminal.Result {
        await terminal.run(line.split(separator: " ").map(String.init))
    }

    /// The file that the apply of before has locked.
    private func lockFile() throws -> String {
        let folder = terminal.folder + "/state/cloudctl/locks"
        return "\(folder)/\(try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first))"
    }

    @Test func whatChangesANamespaceHeedsARunningApply() async throws {
        #expect(await run(apply).status == 0)
        let path = try lockFile()
        var lock: FileLock? = try FileLock(path: path, of: "the namespace", holder: "cloudctl apply")
        for line in [
            apply, "deploy web", "deploy web --image 1.28", "delete web --yes", "env set web A=1",
            "env import web shop.env",
            "env unset web LOG_LEVEL --yes", "secrets set web NEW=file:shop.env", "rollback web --image 1.26 --yes",
        ] {
            let result = await run(line)
            #expect(result.status == 75, "\(line): \(result.everything)")
            let words = result.error.replacing(#/\s+/#, with: " ")
            #expect(words.contains("another process writes to the namespace shop on scaleway: process "), "\(words)")
            #expect(words.contains(", cloudctl apply") && words.contains("--lock-timeout"), "\(words)")
        }
        // Looking and rehearsing wait for nobody.
        #expect(await run("deploy web --dry-run").status == 0)
        #expect(await run("status").status == 0)
        let waited = await run("deploy web --lock-timeout 30s")
        #expect(waited.status == 75 && waited.error.contains("waiting: another process writes"), "\(waited.error)")
        lock = nil
        _ = lock
        #expect(await run("deploy web").status == 0)
    }

    @Test func aWaitForTheLockEndsWithIt() async throws {
        #expect(await run(apply).status == 0)
        let held = Held(try FileLock(path: try lockFile(), of: "the namespace", holder: "cloudctl migrate run"))
        terminal.time = HookedTime(VirtualTime()) { waits in if waits == 3 { await held.release() } }
        let result = await run("deploy web --no-wait --lock-timeout 10m")
        #expect(result.status == 0, "\(result.everything)")
        #expect(result.error.contains(", cloudctl migrate run"))
    }

    private actor Held {
        private var lock: FileLock?
        init(_ lock: FileLock) { self.lock = lock }
        func release() { lock = nil }
    }
}
