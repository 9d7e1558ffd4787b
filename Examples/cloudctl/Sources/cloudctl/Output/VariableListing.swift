import CloudContainers

/// Variables with their scopes and origins, in every form.
struct VariableListing {
    /// Whose they are.
    let target: VariableTarget
    /// The variables.
    let variables: [ScopedVariable]
    /// Whether plain values are shown.
    var showsValues = false
    /// What they are called.
    var noun = "variables"

    /// The same as a listing.
    var listing: Listing {
        Listing(
            kind: "VariableList",
            elementKind: "Variable",
            member: "variables",
            head: ["scope": .string(target.place.scope.rawValue), "of": target.identity],
            elements: variables.map(json),
            names: variables.filter(\.isInEffect).map(\.variable.name),
            table: addTable
        )
    }

    private func addTable(to sheet: inout Sheet) {
        if variables.isEmpty { return sheet.paragraph("\(target.title) has no \(noun).") }
        var table = Table(["name", "value", "scope", "origin"] + (sheet.isWide ? ["id"] : []))
        for variable in variables {
            let emphasis = variable.isInEffect ? Style.Emphasis.plain : .faint
            var cells: [(text: String, emphasis: Style.Emphasis)] = [
                (TerminalText.escaped(variable.variable.name), emphasis),
                (value(variable), .faint),
                (
                    variable.scope == .unknown ? TerminalText.escaped(variable.providerScope) : variable.scope.rawValue,
                    emphasis
                ),
                (origin(variable), emphasis),
            ]
            if sheet.isWide { cells.append((variable.id.map(TerminalText.escaped) ?? "-", .faint)) }
            table.add(cells)
        }
        table.print(to: &sheet, shrinking: [0, 1, 3])
    }

    private func value(_ variable: ScopedVariable) -> String {
        if variable.variable.isSecret { return "(secret)" }
        if !showsValues { return "(hidden)" }
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
        if showsValues, case .plain(let text) = variable.variable.value { value = .string(text) }
        switch variable.resolution {
        case .plain(let text): if showsValues { resolved = .string(text) }
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
