import ArgumentParser
import CloudContainers

/// Lists the domains of a service.
struct DomainsList: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the domains of a service, with their states and records.",
        discussion: LiveHelp.discussion("The JSON holds domains: for each \(Domains.fields).")
    )

    @OptionGroup var choice: DomainChoice

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let place = try await choice.place(in: session)
            let domains = try await place.domains.domains(of: place.id)
            try place.print(domains.map { DomainRow($0) }, format.form(printing), isList: true)
            return .done
        }
    }
}
