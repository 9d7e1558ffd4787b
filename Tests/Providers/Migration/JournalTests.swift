import CloudContainers
import ContainerMigration
import Foundation
import SimulationKit
import Testing

/// The memory of a migration, on disk and line by line.
@Suite("Journal of a migration")
final class JournalTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/journal-tests-\(UUID())"

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func record(_ service: String, _ event: JournalRecord.Event = .made) -> JournalRecord {
        var record = JournalRecord(event, at: Timestamp(seconds: 1_700_000_000), service: service)
        record.id = "id of \(service)"
        return record
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    @Test func keepsWhatWasNoted() async throws {
        let path = folder + "/shop.journal"
        var journal: MigrationJournal? = try await MigrationJournal(try FileJournalStorage(path: path))
        try await journal?.note(record("web"))
        try await journal?.note(record("api", .verified))
        let noted = await journal?.records
        journal = nil
        let again = try await MigrationJournal(try FileJournalStorage(path: path))
        #expect(await again.records == noted)
        #expect(await again.state["web"].id?.rawValue == "id of web")
        #expect(await again.state["api"].step == .verified)
        #expect(await again.state["none"].step == .notStarted)
    }

    @Test("row 21: nobody but the owner can read it, whatever the umask")
    func isPrivate() async throws {
        let path = folder + "/shop.journal"
        let storage = try FileJournalStorage(path: path)
        try await storage.append(Array("x".utf8))
        #expect(try mode(folder) == 0o700)
        #expect(try mode(path) == 0o600)
        #expect(try mode(path + ".lock") == 0o600)
        // One that was there with another mode is shut too.
        let open = folder + "/open.journal"
        try Data().write(to: URL(fileURLWithPath: open))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: open)
        _ = try FileJournalStorage(path: open)
        #expect(try mode(open) == 0o600)
    }

    @Test("row 21: a symbolic link in its place is refused")
    func refusesALink() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let target = folder + "/target"
        try Data("precious".utf8).write(to: URL(fileURLWithPath: target))
        try FileManager.default.createSymbolicLink(atPath: folder + "/shop.journal", withDestinationPath: target)
        let error = #expect(throws: ContainerServiceError.self) {
            try FileJournalStorage(path: self.folder + "/shop.journal")
        }
        #expect(error?.code == .storageFailed)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
    }

    @Test("row 16: a second process is kept out, and told who holds it")
    func refusesASecondHolder() throws {
        let path = folder + "/shop.journal"
        var first: FileJournalStorage? = try FileJournalStorage(path: path, holder: "cloudctl migrate run")
        let error = #expect(throws: ContainerServiceError.self) { try FileJournalStorage(path: path) }
        #expect(error?.code == .busy)
        #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(error?.message.contains("cloudctl migrate run") == true)
        #expect(first != nil)
        first = nil
        // The lock went with the holder.
        _ = try FileJournalStorage(path: path)
    }

    @Test("row 15: the last line cut at every byte is left out, and nothing else is")
    func readsACutTail() async throws {
        let whole = InMemoryJournalStorage()
        let journal = try await MigrationJournal(whole)
        for name in ["web", "api", "search"] { try await journal.note(record(name)) }
        let bytes = await whole.read()
        let last = try #require(bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
        for end in last..<bytes.count {
            let storage = InMemoryJournalStorage(Array(bytes[..<end]))
            let cut = try await MigrationJournal(storage)
            #expect(await cut.records.map(\.service) == ["web", "api"])
            // What comes next does not stick to the rest of the cut line.
            try await cut.note(record("late"))
            let again = try await MigrationJournal(InMemoryJournalStorage(await storage.read()))
            #expect(await again.records.map(\.service) == ["web", "api", "late"])
        }
    }

    @Test("row 15: a line that was changed stops the reading")
    func refusesAChangedLine() async throws {
        let whole = InMemoryJournalStorage()
        let journal = try await MigrationJournal(whole)
        for name in ["web", "api"] { try await journal.note(record(name)) }
        let text = String(decoding: await whole.read(), as: UTF8.self)
        for changed in [
            text.replacingOccurrences(of: "id of web", with: "id of wbe"),
            text.replacingOccurrences(of: "\"v\":1", with: "\"v\":2"),
            text.replacingOccurrences(of: "\"sum\"", with: "\"som\""), "{}\n" + text, "garbage\n" + text,
        ] {
            let error = await #expect(throws: ContainerServiceError.self) {
                try await MigrationJournal(InMemoryJournalStorage(Array(changed.utf8)))
            }
            #expect(error?.code == .storageFailed)
            #expect(error?.message.contains("line 1") == true)
        }
    }

    @Test("row 15: after a failed write nothing is noted, and so nothing is sent")
    func stopsAtAFailedWrite() async throws {
        for number in 1...6 {
            let move = try await Move(2, from: .qovery, to: .scaleway)
            let plan = try await move.plan()
            let storage = FullStorage(after: number)
            let error = await #expect(throws: ContainerServiceError.self) {
                try await move.migration(plan, storage, concurrency: 1).run(secrets: move.secrets)
            }
            #expect(error?.code == .storageFailed)
            // Every write that was sent had its intent on disk.
            let noted = try await MigrationJournal(InMemoryJournalStorage(await storage.bytes)).records
            let intents = noted.count { $0.event == .willSend }
            // A refusal because the namespace is still being made is waited out, and repeats the same intent.
            let sent = await move.target.writes.filter { $0.status < 300 }
            #expect(sent.count <= intents, "\(number): \(sent)")
        }
    }
}

/// A disk that is full after some writes.
private actor FullStorage: JournalStorage {
    private(set) var bytes: [UInt8] = []
    private var left: Int

    init(after count: Int) { left = count }

    func read() -> [UInt8] { [] }
    func truncate(to count: Int) {}

    func append(_ line: [UInt8]) throws {
        guard left > 0 else { throw ContainerServiceError(.storageFailed, "No space left on device") }
        left -= 1
        bytes += line
    }
}
