import CloudContainers
import ContainerMigration
import Foundation

/// The files of a migration: its journal, and its plan beside that.
struct MigrationFiles {
    /// The journal where nothing else is said and no folder for journals is known.
    static let defaultJournal = "cloudctl-migration.jsonl"

    /// The path of the journal, as it was given.
    let journal: String
    private let run: String?
    private let console: Console

    /// What names the journal on a command line, ready for a shell: a flag, or the name of a run.
    var flag: String { run.map(ShellExport.quoted) ?? "--journal \(ShellExport.quoted(journal))" }

    /// The path of the plan: the journal's, with `.plan.json` in the place of `.jsonl`.
    var plan: String { Self.stem(journal, without: [".jsonl"]) + ".plan.json" }

    /// Makes names.
    ///
    /// - Parameters:
    ///   - journal: The journal that somebody names.
    ///   - plan: The saved plan that is run, which gives the journal its name where nobody names one.
    ///   - console: The console.
    init(_ journal: String?, runs plan: String? = nil, on console: Console) {
        let named = plan.map { Self.stem($0, without: [".plan.json", ".json"]) + ".jsonl" }
        self.journal = journal ?? named ?? Self.defaultJournal
        run = nil
        self.console = console
    }

    /// Makes the names of a run whose journal the tool keeps.
    init(run: String, in folder: String, on console: Console) {
        journal = "\(folder)/\(run).jsonl"
        self.run = run
        self.console = console
    }

    /// Whether there is a journal already.
    var hasJournal: Bool { FileManager.default.fileExists(atPath: console.absolute(journal)) }

    /// Opens the journal for writing, which keeps every other process out.
    ///
    /// - Throws: ``Failure`` while another process has it, or where it cannot be opened or read.
    func open(by command: String) async throws -> MigrationJournal {
        let storage: FileJournalStorage
        do {
            storage = try FileJournalStorage(path: console.absolute(journal), holder: "cloudctl migrate \(command)")
        } catch {
            let isBusy = error.code == .busy
            throw Failure(
                isBusy ? .tryLater : .cannotWrite,
                error.message,
                advice: isBusy
                    ? "Let it end, or end it; cloudctl migrate status \(flag) shows how far it is." : nil
            )
        }
        return try await journal(in: storage)
    }

    /// Reads the journal without keeping anybody out.
    ///
    /// - Throws: ``Failure`` where there is none, or where it cannot be read.
    func read() async throws -> MigrationJournal {
        try checkJournal()
        return try await journal(in: InMemoryJournalStorage(try InputFile.read(journal, on: console).bytes))
    }

    private func journal(in storage: any JournalStorage) async throws -> MigrationJournal {
        do {
            return try await MigrationJournal(storage)
        } catch let error as ContainerServiceError {
            throw Failure(.wrongInput, error.message, source: journal)
        }
    }

    /// Reads the plan beside the journal.
    func loadPlan() throws -> MigrationPlan {
        // A journal that is missing is the nearer reason.
        try checkJournal()
        guard FileManager.default.fileExists(atPath: console.absolute(plan)) else {
            throw Failure(
                .notFound,
                "the plan of the journal is not beside it",
                source: plan,
                advice: "Run cloudctl migrate run PLAN \(flag) with the plan that it belongs to."
            )
        }
        return try Self.plan(plan, on: console)
    }

    private func checkJournal() throws {
        if hasJournal { return }
        throw Failure(
            .notFound,
            "there is no journal of a migration",
            source: journal,
            advice: "Give --journal FILE; cloudctl migrate run makes one."
        )
    }

    /// Saves a plan beside the journal, unless it is there.
    func save(_ document: JSONDocument) throws {
        try Self.save(document, to: plan, on: console)
    }

    /// Reads a saved plan.
    ///
    /// - Throws: ``Failure`` with what is wrong with it.
    static func plan(_ path: String, on console: Console) throws -> MigrationPlan {
        let file = try InputFile.read(path, on: console)
        do {
            let document = try JSONDocument(parsing: file.bytes, named: file.name)
            guard let name = document.root["target"]?["provider"]?.string, let dialect = Registry.dialect(named: name)
            else {
                throw Failure(
                    .wrongInput,
                    "this is no plan of a migration",
                    source: path,
                    advice: "cloudctl migrate plan --out FILE saves one."
                )
            }
            return try MigrationPlan(document: document, for: dialect)
        } catch let error as ContainerServiceError {
            var failure = Failure(error)
            for index in failure.diagnostics.indices where failure.diagnostics[index].source == nil {
                failure.diagnostics[index].source = path
            }
            throw failure
        }
    }

    /// Saves a plan in a file that only its owner can read, since it holds the plain variables of the services.
    static func save(_ document: JSONDocument, to path: String, on console: Console) throws {
        try OutputFile.write(Array((document.text(.pretty) + "\n").utf8), to: path, isPrivate: true, on: console)
    }

    private static func stem(_ path: String, without endings: [String]) -> String {
        for ending in endings where path.hasSuffix(ending) && path.count > ending.count {
            return String(path.dropLast(ending.count))
        }
        return path
    }
}
