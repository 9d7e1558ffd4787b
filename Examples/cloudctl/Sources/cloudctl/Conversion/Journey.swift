import CloudContainers

/// The same services on their way twice: with nothing decided, and with decisions.
struct Journey {
    /// What happens when nobody decides anything.
    var undecided: FleetConversion
    /// What happens with the decisions.
    var decided: FleetConversion
    /// The decisions, as the command line takes them.
    var words: [String]

    /// Each service on both ways.
    var services: [(undecided: ServiceConversion, decided: ServiceConversion)] {
        zip(undecided.services, decided.services).map { ($0, $1) }
    }

    /// The form that the services come from.
    var source: String { decided.services.first?.source ?? "" }
    /// The form that the services go to.
    var target: String { decided.services.first?.target ?? "" }
}
