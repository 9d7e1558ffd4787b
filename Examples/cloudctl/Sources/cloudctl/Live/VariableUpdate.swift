import CloudContainers

/// A change of variables that a command asks for: what becomes of each, and what is said about it.
struct VariableUpdate {
    /// What becomes of a variable.
    enum Outcome: String {
        /// It is new in this scope.
        case added
        /// It gets another value, or becomes secret or plain.
        case changed
        /// It gets a value in this scope that hides the one it inherits.
        case overridden
        /// It has the value already.
        case unchanged
        /// It is there as a secret, which nobody can compare.
        case notCompared = "not compared"
        /// It goes.
        case removed
    }

    /// A variable with what becomes of it.
    struct Row {
        var name: String
        var isSecret: Bool
        var outcome: Outcome
    }

    /// What is done: `set`, `unset`, `import`, `diff`.
    let operation: String
    /// Whose variables they are.
    let target: VariableTarget
    /// Whether nothing is sent.
    var isRehearsal = false
    /// The variables, in the order of the command line or the file.
    var rows: [Row]

    /// What a service sees, or what another scope has of its own.
    static func seen(in target: VariableTarget, _ variables: any VariableService) async throws -> [ScopedVariable] {
        if case .container(let id) = target.place { return try await variables.variables(of: id) }
        return try await variables.variables(in: target.place)
    }

    /// The wishes, with the files of variables that are files already, where a wish names no other.
    static func keepingFiles(_ wanted: [EnvironmentVariable], _ seen: [ScopedVariable]) -> [EnvironmentVariable] {
        wanted.map { wish in
            guard wish.mountPath == nil else { return wish }
            var wish = wish
            wish.mountPath = seen.last { $0.variable.name == wish.name && $0.isInEffect }?.variable.mountPath
            return wish
        }
    }

    /// The names that are wanted as plain values, and are secrets: of this scope, or inherited where it has none of its own.
    static func unveiled(
        by wanted: [EnvironmentVariable],
        in target: VariableTarget,
        _ seen: [ScopedVariable]
    ) -> Set<String> {
        let plain = wanted.filter { wish in
            let there = seen.filter { $0.variable.name == wish.name }
            let current = there.first { $0.scope == target.place.scope } ?? there.last(where: \.isInEffect)
            return !wish.isSecret && current?.variable.isSecret == true
        }
        return Set(plain.map(\.name))
    }

    /// The wishes, with those of the names as secrets.
    static func keepingSecrets(_ wanted: [EnvironmentVariable], _ names: Set<String>) -> [EnvironmentVariable] {
        wanted.map { wish in
            var wish = wish
            if names.contains(wish.name) { wish.value = .secret(.provided) }
            return wish
        }
    }

    /// Compares what is wanted with what there is.
    static func rows(of wanted: [EnvironmentVariable], in target: VariableTarget, _ seen: [ScopedVariable]) -> [Row] {
        wanted.map { wish in
            let there = seen.filter { $0.variable.name == wish.name }
            let own = there.first { $0.scope == target.place.scope }?.variable
            let outcome: Outcome
            switch (own, wish.isSecret) {
            case (nil, _): outcome = there.isEmpty ? .added : .overridden
            case (let own?, false): outcome = own == wish ? .unchanged : .changed
            case (_, true): outcome = .changed
            }
            return Row(name: wish.name, isSecret: wish.isSecret, outcome: outcome)
        }
    }

    /// Whether anything is to be sent.
    var isNeeded: Bool { rows.contains { $0.outcome != .unchanged } }

    /// Prints what was done, and on standard error when instances see it.
    func finish(_ form: FormOptions.Form, _ session: Session) async throws {
        if session.printing.quiet { return }
        try listing.print(form, session)
        if !isRehearsal, isNeeded { await session.screen.note(effect(session), .notice) }
    }

    /// The same as a listing.
    var listing: Listing {
        Listing(
            kind: "VariableReport",
            elementKind: "VariableResult",
            member: "variables",
            head: [
                "operation": .string(operation), "scope": .string(target.place.scope.rawValue),
                "of": target.identity, "rehearsal": .bool(isRehearsal),
            ],
            elements: rows.map { row in
                [
                    "name": .string(row.name), "secret": .bool(row.isSecret), "result": .string(row.outcome.rawValue),
                ]
            },
            names: rows.map(\.name)
        ) { sheet in
            if rows.isEmpty { return sheet.paragraph("There are no variables.") }
            var table = Table(["name", "kind", "result"])
            for row in rows {
                table.add([
                    (TerminalText.escaped(row.name), .plain),
                    (row.isSecret ? "secret" : "plain", .faint),
                    (word(row.outcome), Self.emphasis(row.outcome)),
                ])
            }
            table.print(to: &sheet, shrinking: [0])
        }
    }

    private func word(_ outcome: Outcome) -> String {
        guard isRehearsal else { return outcome.rawValue }
        return switch outcome {
        case .unchanged, .notCompared: outcome.rawValue
        default: "would be \(outcome.rawValue)"
        }
    }

    private static func emphasis(_ outcome: Outcome) -> Style.Emphasis {
        switch outcome {
        case .added, .changed, .overridden: .good
        case .removed: .warning
        case .unchanged, .notCompared: .faint
        }
    }

    /// When instances see a change.
    private func effect(_ session: Session) -> String {
        let name = session.provider.name
        guard session.service.dialect.capabilities.createDeploys else {
            var words = "deploy --all"
            if let container = target.container {
                words = "deploy \(ShellExport.quoted(container.path))"
            } else if let namespace = target.namespace {
                words += " --namespace \(ShellExport.quoted(namespace.name))"
            }
            let command = TerminalText.escaped(session.command(words))
            return "\(name) gives this to instances at the next deployment: \(command)"
        }
        guard let container = target.container else {
            return
                "\(name) does not say whether services of the namespace start anew by themselves; cloudctl deploy makes sure"
        }
        let service = TerminalText.escaped(container.container.spec.name)
        let command = TerminalText.escaped(session.command("status \(ShellExport.quoted(container.path)) --wait"))
        return "\(name) deploys \(service) with this by itself: \(command)"
    }
}
