import CloudContainers

extension Session {
    /// Prints the last lines that a service wrote, on standard error; nothing where the provider does not tell.
    func showLastLines(of target: LocatedContainer) async {
        await showLastLines(of: target.container.id, titled: target.title)
    }

    /// Prints the last lines that a service wrote, on standard error; nothing where the provider does not tell.
    func showLastLines(of id: Container.ID, titled title: String) async {
        guard let logs = service.logs, !printing.quiet else { return }
        // What fails here must not hide why the lines are wanted.
        guard let lines = try? await logs.logs(of: id, LogQuery(limit: 20)), !lines.isEmpty else {
            return await screen.note("\(title) has written nothing.", .faint)
        }
        await screen.say("The last lines of \(title):\n")
        await say(lines)
    }

    /// Prints lines that a service or a run wrote, on standard error.
    func say(_ lines: [LogEntry]) async {
        let text = lines.map { "  \($0.time) \(TerminalText.escaped($0.message))\n" }.joined()
        // A stream that cannot be written is nobody's concern here.
        try? await console.fencing(console.error) { await screen.say(text) }
    }
}
