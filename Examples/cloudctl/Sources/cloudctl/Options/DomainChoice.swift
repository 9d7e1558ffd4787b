import ArgumentParser
import CloudContainers

/// The service whose domains a command is about.
struct DomainChoice: ParsableArguments {
    @OptionGroup var service: ServiceArgument

    /// The service as the command line names it, for advice that can be typed.
    var words: String {
        ([service.service] + (service.namespace.map { ["--namespace", $0] } ?? [])).map(ShellExport.quoted).joined(
            separator: " "
        )
    }

    /// Finds the service and its domains.
    ///
    /// - Throws: ``Failure`` for a name that is missing or ambiguous, and where the provider has no domains.
    func place(in session: Session) async throws -> DomainPlace {
        guard let domains = session.service.domains else {
            throw Failure(
                .failed,
                "\(session.provider.name) has no domains of its users' own",
                advice: "cloudctl providers shows what each provider can do."
            )
        }
        let target = try await service.target(in: session)
        return DomainPlace(target: target, words: words, domains: domains, session: session)
    }
}
