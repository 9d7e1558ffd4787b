import ArgumentParser

/// Works on the domains of a service.
struct Domains: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domains",
        abstract: "List, add, check and remove the host names of your own that lead to a service.",
        discussion: """
            Scaleway wants the DNS record before the domain: add tells which one, and until the provider's check has passed \
            callers get status 404. Qovery tells the record of a domain that was added, and needs a deployment afterwards.

            In the simulators the service web has \(SampleShop.domain), and the name \(SampleShop.spareDomain) leads to it too.
            """,
        subcommands: [DomainsList.self, DomainsAdd.self, DomainsCheck.self, DomainsRemove.self]
    )

    /// What the help of every command about domains says of its JSON.
    static let fields = """
        host, id, service (id, name, namespace), state (ready, pending, failed, unknown), providerState, message, record \
        (kind, name, value, line)
        """
}
