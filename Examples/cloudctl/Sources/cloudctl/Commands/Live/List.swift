import ArgumentParser
import CloudContainers

/// Lists services.
struct List: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the services of an account.",
        discussion: LiveHelp.discussion(
            """
            The JSON holds containers: for each id, name, namespace, status, image, cpu, memory, scaling, endpoints. \
            What a provider's list leaves out, such as addresses at Qovery, get shows.
            """
        )
    )

    @Option(
        help: ArgumentHelp("Only the services of this namespace.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            if format.form == .jsonl, console.resultFile == nil {
                // Each as its page comes: an account may have many.
                try await session.forEachContainer(in: namespace) { located in
                    try Listing.write(Self.json(located), "Container", session.provider.name, to: console.output)
                }
                return .done
            }
            let containers = try await session.containers(in: namespace)
            try Listing(
                kind: "ContainerList",
                elementKind: "Container",
                member: "containers",
                elements: containers.map(Self.json),
                names: containers.map(\.path)
            ) { Self.addTable(containers, to: &$0) }.print(format.form(printing), session)
            return .done
        }
    }

    private static func addTable(_ containers: [LocatedContainer], to sheet: inout Sheet) {
        if containers.isEmpty { return sheet.paragraph("There are no services.") }
        let isWide = sheet.isWide
        var table = Table(
            ["name", "namespace", "state", "image", "cpu", "memory", "scale", "address"] + (isWide ? ["id"] : [])
        )
        for located in containers {
            let (spec, status) = (located.container.spec, located.container.status)
            let urls = located.container.endpoints.map(\.url)
            let address = urls.first?.replacing("https://", with: "", maxReplacements: 1) ?? "-"
            var cells: [(text: String, emphasis: Style.Emphasis)] = [
                (TerminalText.escaped(spec.name), .plain),
                (TerminalText.escaped(located.namespace.name), .plain),
                (status.state.rawValue, ServiceWords.emphasis(status.state)),
                (TerminalText.escaped(isWide ? spec.image.description : spec.image.familiar), .plain),
                (spec.resources.cpu?.description ?? "-", .plain),
                (spec.resources.memory?.description ?? "-", .plain),
                (ServiceWords.text(spec.scaling), .plain),
                (TerminalText.escaped(isWide && !urls.isEmpty ? urls.joined(separator: ",") : address), .plain),
            ]
            if isWide { cells.append((TerminalText.escaped(located.container.id.rawValue), .faint)) }
            table.add(cells)
        }
        table.print(to: &sheet, shrinking: [0, 1, 3, 7])
    }

    private static func json(_ located: LocatedContainer) -> JSONValue {
        let container = located.container
        var object = JSONValue.identity(located)
        object.set("status", .status(container.status))
        object.set("image", .string(container.spec.image.description))
        object.set("cpu", .optional(container.spec.resources.cpu?.description))
        object.set("memory", .optional(container.spec.resources.memory?.description))
        object.set(
            "scaling",
            [
                "minimum": container.spec.scaling.minimum.map { .number(Int($0.value)) } ?? .null,
                "maximum": .optional(container.spec.scaling.maximum?.description),
            ]
        )
        object.set("endpoints", .array(container.endpoints.map { .endpoint($0) }))
        return .object(object)
    }
}
