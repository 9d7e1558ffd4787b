import ArgumentParser
import CloudContainers

/// Explains a field of a manifest, a finding, or the statuses.
struct Explain: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a field of a manifest or the code of a finding, offline.",
        discussion: """
            A field is given by its path, such as scaling.maximum; the beginnings of its steps are enough where only one \
            field has them (scal.max), and so is its last step (failureThreshold has several). A code is that of a \
            report, such as CC-MEM-ROUNDED. \(Topic.exitCodesName) lists the statuses that commands end with, \
            \(Topic.environmentVariablesName) what the environment can set. cloudctl help shows codes and these pages too.

            The JSON of a field holds name, path, summary, value, required, examples and providers (each with default, \
            capabilities, rules); that of a code code, title, summary, meaning, reason, advice and fields; without an \
            argument topics (each with name, kind, summary).
            """
    )

    @Argument(
        help: ArgumentHelp("A field, a code or a page; all are listed when left out.", valueName: "field|code"),
        completion: .list(Topic.all.map(\.name))
    )
    var name: String?

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        let listing = try name.map { Self.page(of: try Topic.named($0)) } ?? Self.list
        if !printing.quiet { try listing.print(format.form, printing, on: console) }
        return .done
    }

    private static func page(of topic: Topic) -> Listing {
        let page = TopicPage(topic: topic)
        return Listing(
            kind: page.kind,
            elementKind: page.kind,
            member: nil,
            elements: [page.json],
            names: [topic.name]
        ) { page.add(to: &$0) }
    }

    private static var list: Listing {
        Listing(
            kind: "TopicList",
            elementKind: "Topic",
            member: "topics",
            elements: Topic.all.map {
                ["name": .string($0.name), "kind": .string($0.kind), "summary": .string($0.summary)]
            },
            names: Topic.all.map(\.name)
        ) { sheet in
            for (kind, title) in [("field", "Fields"), ("finding", "Findings"), ("page", "Pages")] {
                sheet.space()
                sheet.line(.init(title, .strong))
                for topic in Topic.all where topic.kind == kind {
                    sheet.paragraph([.init(topic.name, .strong), .init("  \(topic.summary)")], indent: 2, hanging: 6)
                }
            }
        }
    }
}
