import CloudContainers
import ContainerMigration
import Foundation

/// The runs of migrations whose journals the tool keeps itself, each by a name such as `shop-1`.
struct MigrationRuns {
    /// The folder.
    let folder: String
    private let console: Console

    /// Finds the folder: `migrations` in the one for what the tool keeps; `nil` where no such folder is known.
    init?(on console: Console) {
        guard let state = StateFolder(console.environment) else { return nil }
        folder = state.path + "/migrations"
        self.console = console
    }

    private static let ending = ".jsonl"

    /// The names of the runs, in the order of the alphabet.
    var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }
            .map { String($0.dropLast(Self.ending.count)) }.sorted()
    }

    /// The files of a run.
    func files(of name: String) -> MigrationFiles { MigrationFiles(run: name, in: folder, on: console) }

    /// The files of the run that somebody names, or of the only one there is.
    ///
    /// - Throws: ``Failure`` where there is no such run, or several.
    func files(named name: String?) throws -> MigrationFiles {
        let names = names
        guard let name else {
            if names.count == 1 { return files(of: names[0]) }
            throw Failure(
                names.isEmpty ? .notFound : .wrongUse,
                names.isEmpty ? "there is no run of a migration" : "there are \(names.count) runs of migrations",
                source: folder,
                advice: names.isEmpty
                    ? "cloudctl migrate run begins one; --journal FILE names one that is kept elsewhere."
                    : "Name one of them: \(names.joined(separator: ", ")). cloudctl migrate status lists them."
            )
        }
        guard names.contains(name) else {
            throw Failure(
                .notFound,
                "there is no run \(Diagnostic.quoted(name)) of a migration",
                source: folder,
                advice: Suggestion(for: name, among: names).advice(
                    else: "cloudctl migrate status lists them; --journal FILE names one that is kept elsewhere."
                )
            )
        }
        return files(of: name)
    }

    /// Makes the folder, which nobody else can look into, and the name of a run that is to be begun.
    ///
    /// - Throws: ``Failure`` where the folder cannot be made.
    func begin(_ plan: MigrationPlan) throws -> MigrationFiles {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure(
                .cannotWrite,
                "the folder for journals cannot be made",
                source: folder,
                advice: "Give --journal FILE, or set XDG_STATE_HOME."
            )
        }
        // The namespace is a word of the user's; a file is named by what is harmless in it.
        let word = plan.target.namespace.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        let stem = word.isEmpty || word.hasPrefix("-") ? "run" : word
        let taken = Set(names)
        return files(of: (1...).lazy.map { "\(stem)-\($0)" }.first { !taken.contains($0) } ?? stem)
    }

    /// The run that moves the same services already and is not over.
    func open(like plan: MigrationPlan) async -> MigrationFiles? {
        for name in names {
            let files = files(of: name)
            guard let other = try? files.loadPlan(), other.source.provider == plan.source.provider,
                other.source.namespace == plan.source.namespace, other.target.provider == plan.target.provider,
                other.target.namespace == plan.target.namespace, let state = try? await files.read().state
            else { continue }
            if !MigrationStanding(other, state).isOver { return files }
        }
        return nil
    }
}

/// Where a migration stands as a whole.
struct MigrationStanding {
    /// In a few words.
    let words: String
    /// Whether nothing is left to do: the source is retired, or nothing is on the target.
    let isOver: Bool

    /// Reads it from a plan and its journal.
    init(_ plan: MigrationPlan, _ state: MigrationState) {
        let steps = plan.parts.map { state[$0.key].step }
        let gone = steps.allSatisfy { $0 == .removed || $0 == .notStarted }
        isOver = steps.allSatisfy { $0 == .retired } || (gone && state.hasEnded)
        if steps.allSatisfy({ $0 == .retired }) {
            words = "over, the source is retired"
        } else if steps.contains(.removed), gone, state.hasEnded {
            words = "taken back"
        } else if steps.allSatisfy({ $0 == .verified || $0 == .retired }) {
            words = "everything is as planned"
        } else if state.runs == 0 {
            words = "nothing was sent"
        } else {
            words = state.hasEnded ? "a part is done" : "under way, or cut short"
        }
    }
}
