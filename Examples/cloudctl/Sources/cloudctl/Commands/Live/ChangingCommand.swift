import CloudContainers

/// A command that changes services.
protocol ChangingCommand: ConsoleCommand {
    /// Whether nothing is sent that changes anything.
    var dryRun: Bool { get }
    /// The form of the result.
    var format: FormOptions { get }
    /// Whether and how long it waits.
    var waiting: WaitingOptions { get }
}

extension ChangingCommand {
    /// Does something with services as the options say, and prints what came of it.
    ///
    /// - Parameters:
    ///   - kind: What is done.
    ///   - targets: The services.
    ///   - session: The session.
    /// - Returns: The status to end with.
    /// - Throws: ``Failure`` where something failed, after the result is printed.
    func perform(
        _ kind: Operation.Kind,
        on targets: [LocatedContainer],
        _ session: Session
    ) async throws -> ExitStatus {
        if !dryRun { try await checkLocks(of: targets, session) }
        let operation = Operation(
            kind: kind,
            waiting: waiting,
            isRehearsal: dryRun,
            form: format.form,
            session: session
        )
        return try await operation.run(on: targets)
    }

    /// Makes sure that no apply and no migration works on the namespaces of services.
    func checkLocks(of targets: [LocatedContainer], _ session: Session) async throws {
        try await session.checkLocks(of: targets.map(\.namespace), within: waiting.lock.lockTimeout)
    }
}
