import CloudContainers
import ContainerMigration

/// Says what happens to domains while they move: a line each for people, an event each for programs.
struct DomainBoard {
    /// The session of the target.
    let session: Session
    /// Whether events go to standard output too, an object a line.
    let isStream: Bool

    /// Takes an event.
    func take(_ event: MigrationEvent) async {
        if isStream, let line = MigrationBoard.json(event) {
            // A reader that went away is no reason to stop the work.
            try? session.console.output.write(JSONValue.object(line).text(.compact) + "\n")
        }
        let screen = session.screen
        switch event {
        case .record(_, let record, let old):
            await screen.note("set this record now\(old.map { ", in the place of \(Self.text($0))" } ?? ""):", .notice)
            // Alone on its line, so that it can be copied.
            await screen.note("  \(Self.text(record))")
        case .sending(_, let request): await screen.note(TerminalText.escaped(request.purpose))
        case .domain(_, let host, let step):
            await screen.note("\(TerminalText.escaped(host)): \(step.rawValue)", step == .moved ? .good : .notice)
        case .domainFailed(_, let host, let error):
            await screen.note(TerminalText.escaped("\(host): failed: \(error.message)"), .bad)
        case .unreadable(let error):
            await screen.note("a domain could not be read: \(TerminalText.escaped(error.message))", .warning)
        // The rest is about services, which do not move any more.
        default: break
        }
    }

    private static func text(_ record: AttachedDomain.Record) -> String { TerminalText.escaped(record.description) }
}
