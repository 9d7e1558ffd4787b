import ArgumentParser
import CloudContainers

/// Lists namespaces.
struct Namespaces: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "namespaces",
        abstract: "List the namespaces of an account; at Qovery these are environments.",
        discussion: LiveHelp.discussion(
            "The JSON holds namespaces: for each id, name, parent (the project at Qovery, else null), deleting."
        )
    )

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let places = try await session.places("")
            let namespaces = places.map(\.namespace)
            try Listing(
                kind: "NamespaceList",
                elementKind: "Namespace",
                member: "namespaces",
                elements: namespaces.map { .namespace($0) },
                names: places.map(\.word)
            ) { sheet in
                if namespaces.isEmpty { return sheet.paragraph("There are no namespaces.") }
                var table = Table(["name", "parent", "id"])
                for namespace in namespaces {
                    let name = TerminalText.escaped(namespace.name)
                    table.add([
                        (namespace.isDeleting ? "\(name) (deleting)" : name, namespace.isDeleting ? .faint : .plain),
                        (namespace.parent.map(TerminalText.escaped) ?? "-", .plain),
                        (TerminalText.escaped(namespace.id.rawValue), .faint),
                    ])
                }
                table.print(to: &sheet, shrinking: [0, 1])
            }.print(format.form(printing), session)
            return .done
        }
    }
}
