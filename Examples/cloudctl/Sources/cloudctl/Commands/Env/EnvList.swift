import ArgumentParser
import CloudContainers

/// Lists variables.
struct EnvList: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what a service sees, or the variables of a namespace or project, with scope and origin.",
        discussion: LiveHelp.discussion(
            """
            What the platform makes by itself is left out. Plain values are hidden unless --show-values; those of secrets \
            cannot be read. A variable that a narrower scope hides is listed too, as not in effect.

            The JSON holds scope, of (the service or namespace) and variables: for each name, scope, providerScope, origin \
            (kind, of), secret, file, inEffect, owner, value and resolved (after aliases and references; both null unless \
            --show-values), needs (a variable that only the provider can resolve).
            """
        )
    )

    @Argument(help: ArgumentHelp("The service; left out, the variables of --namespace itself.", valueName: "name|id"))
    var name: String?

    @OptionGroup var choice: VariableChoice

    @Flag(help: "Show plain values.")
    var showValues = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        if name == nil, choice.namespace == nil { throw ValidationError("Name a service, or give --namespace.") }
        if name != nil, choice.scope != nil {
            throw ValidationError("--scope names variables that services share; leave the service out.")
        }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let service = try session.variables()
            let target = try await choice.target(name, in: session)
            let variables: [ScopedVariable]
            if case .container(let id) = target.place {
                variables = try await service.variables(of: id)
            } else {
                variables = try await service.variables(in: target.place)
            }
            if printing.quiet { return .done }
            try Listing(
                kind: "VariableList",
                elementKind: "Variable",
                member: "variables",
                head: ["scope": .string(target.place.scope.rawValue), "of": target.identity],
                elements: variables.map(json),
                names: variables.filter(\.isInEffect).map(\.variable.name)
            ) { addTable(variables, of: target, to: &$0) }.print(format.form, session)
            return .done
        }
    }

    private func addTable(_ variables: [ScopedVariable], of target: VariableTarget, to sheet: inout Sheet) {
        if variables.isEmpty { return sheet.paragraph("\(target.title) has no variables.") }
        var table = Table(["name", "value", "scope", "origin"])
        for variable in variables {
            let emphasis = variable.isInEffect ? Style.Emphasis.plain : .faint
            table.add([
                (TerminalText.escaped(variable.variable.name), emphasis),
                (value(variable), .faint),
                (
                    variable.scope == .unknown ? TerminalText.escaped(variable.providerScope) : variable.scope.rawValue,
                    emphasis
                ),
                (origin(variable), emphasis),
            ])
        }
        table.print(to: &sheet, shrinking: [0, 1, 3])
    }

    private func value(_ variable: ScopedVariable) -> String {
        if variable.variable.isSecret { return "(secret)" }
        if !showValues { return "(hidden)" }
        switch variable.resolution {
        case .plain(let text): return TerminalText.escaped(text)
        case .secret: return "(secret)"
        case .unresolved(let name):
            guard case .plain(let text) = variable.variable.value else { return "(secret)" }
            return TerminalText.escaped("\(text) (needs \(name))")
        }
    }

    private func origin(_ variable: ScopedVariable) -> String {
        var parts: [String]
        switch variable.origin {
        case .value: parts = ["value"]
        case .alias(let other): parts = ["alias of \(TerminalText.escaped(other))"]
        case .override(let scope): parts = ["override of the \(scope.rawValue)"]
        }
        if let path = variable.variable.mountPath { parts.append("file \(TerminalText.escaped(path))") }
        if let owner = variable.owner { parts.append("by \(TerminalText.escaped(owner))") }
        if !variable.isInEffect { parts.append("not in effect") }
        return parts.joined(separator: ", ")
    }

    private func json(_ variable: ScopedVariable) -> JSONValue {
        var (value, resolved, needs) = (JSONValue.null, JSONValue.null, JSONValue.null)
        if showValues, case .plain(let text) = variable.variable.value { value = .string(text) }
        switch variable.resolution {
        case .plain(let text): if showValues { resolved = .string(text) }
        case .secret: break
        case .unresolved(let name): needs = .string(name)
        }
        let origin: JSONValue =
            switch variable.origin {
            case .value: ["kind": "value", "of": .null]
            case .alias(let other): ["kind": "alias", "of": .string(other)]
            case .override(let scope): ["kind": "override", "of": .string(scope.rawValue)]
            }
        return [
            "id": .optional(variable.id), "name": .string(variable.variable.name),
            "scope": .string(variable.scope.rawValue), "providerScope": .string(variable.providerScope),
            "origin": origin, "secret": .bool(variable.variable.isSecret),
            "file": .optional(variable.variable.mountPath), "inEffect": .bool(variable.isInEffect),
            "owner": .optional(variable.owner), "value": value, "resolved": resolved, "needs": needs,
        ]
    }
}
