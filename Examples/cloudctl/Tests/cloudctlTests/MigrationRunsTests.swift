import CloudContainers
import CommandKit
import Foundation
import Testing

/// Migrations whose journals the tool keeps, by the names of their runs.
struct MigrationRunsTests {
    let terminal: Terminal
    let cloud: MovingCloud

    init() async throws {
        terminal = try Terminal()
        cloud = try await MovingCloud()
        try await cloud.fill("scaleway")
        cloud.connect(terminal)
        terminal.environment["XDG_STATE_HOME"] = terminal.folder + "/state"
        try terminal.file("shop.env", "TOKEN=token-of-the-test\n")
    }

    private func migrate(_ line: String, _ more: [String] = []) async -> Terminal.Result {
        await terminal.run(["migrate"] + line.split(separator: " ").map(String.init) + more)
    }

    private func move(to namespace: String) async -> Terminal.Result {
        let line =
            "run --from scaleway --to qovery --namespace shop --to-namespace \(namespace) --secrets shop.env --yes"
        return await migrate(line, cloud.decisions)
    }

    @Test func aRunIsKeptByItsName() async throws {
        let none = await migrate("status")
        #expect(none.status == 0 && none.output.hasPrefix("There are no runs in"), "\(none.everything)")
        #expect(await migrate("resume").status == 66)
        let first = await move(to: "Moved")
        #expect(first.status == 0, "\(first.everything)")
        #expect(first.output.contains("  cloudctl migrate verify moved-1\n"), "\(first.output)")
        #expect(!FileManager.default.fileExists(atPath: terminal.folder + "/cloudctl-migration.jsonl"))
        let folder = terminal.folder + "/state/cloudctl/migrations"
        #expect(
            Set(try FileManager.default.contentsOfDirectory(atPath: folder)).isSuperset(of: [
                "moved-1.jsonl", "moved-1.plan.json",
            ])
        )
        for path in [folder, folder + "/moved-1.jsonl", folder + "/moved-1.plan.json"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect((mode?.intValue ?? 0) & 0o077 == 0, "\(path)")
        }
        // The only one needs no name; what moves the same services is the same migration.
        #expect(await migrate("verify --secrets shop.env").status == 0)
        let again = await move(to: "Moved")
        #expect(again.status == 64 && again.error.contains("cloudctl migrate resume moved-1"), "\(again.error)")

        let second = await move(to: "other")
        #expect(second.status == 0, "\(second.everything)")
        let unclear = await migrate("resume")
        #expect(unclear.status == 64 && unclear.error.contains("moved-1, other-1"), "\(unclear.error)")
        #expect(await migrate("resume othr-1").error.contains("Did you mean other-1?"))
        #expect(await migrate("resume other-1 --journal x.jsonl").status == 64)
        #expect(await migrate("rollback other-1 --yes").status == 0)

        let list = try JSONDocument(parsing: await migrate("status -o json").output).root
        #expect(list["kind"]?.string == "MigrationRunList")
        let runs = try #require(list["runs"]?.array)
        #expect(runs.map { $0["name"]?.string } == ["moved-1", "other-1"])
        #expect(runs.map { $0["over"]?.bool } == [false, true])
        #expect(runs.first?["target"]?["namespace"]?.string == "Moved")
        #expect(await migrate("status -o name").output == "moved-1\nother-1\n")
        #expect(await migrate("status moved-1").output.contains("cloudctl migrate verify moved-1 reads it back"))
        // What is over is in nobody's way.
        #expect(await move(to: "other").output.contains("other-2"))
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/moved-1.plan.json"))
        let broken = await migrate("status")
        #expect(broken.status == 0 && broken.output.contains("other-2"), "\(broken.everything)")
    }
}
