import ArgumentParser
import CloudContainers

/// What is to be moved, and what the user has decided about it.
struct PlanOptions: ParsableArguments {
    @OptionGroup var chosen: MovedServices

    @Option(
        help: ArgumentHelp(
            "The namespace to move to; that of the source when left out. Made if it is missing.",
            valueName: "name"
        )
    )
    var toNamespace: String?

    @Option(
        name: .customLong("rename"),
        help: ArgumentHelp("Another name for a service or a job on the target.", valueName: "service=name"),
        transform: NameArguments.pair("SERVICE=NAME")
    )
    var names: [(name: String, value: String)] = []

    @Option(
        name: .customLong("start"),
        help: ArgumentHelp(
            "A service or job that does not run at the source and may run on the target.",
            valueName: "service"
        )
    )
    var started: [String] = []

    @Option(
        name: .customLong("without-job"),
        help: ArgumentHelp("A job that stays where it is.", valueName: "job")
    )
    var withoutJobs: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help: "Wait, for ten minutes at most, for services at the source that are in the middle of a change."
    )
    var wait = true

    @OptionGroup(title: "Resolutions") var resolutions: ResolutionOptions

    func validate() throws { try resolutions.refuseJobsOfTriggers() }

    /// The flags that were given although a saved plan has its own decisions.
    var given: [String] {
        var flags = chosen.given
        if toNamespace != nil { flags.append("--to-namespace") }
        if !names.isEmpty { flags.append("--rename") }
        if !started.isEmpty { flags.append("--start") }
        if !withoutJobs.isEmpty { flags.append("--without-job") }
        if !wait { flags.append("--no-wait") }
        if resolutions.given != Resolutions() { flags.append("--allow and what else decides about findings") }
        return flags
    }
}

/// The services that somebody wants to move.
struct MovedServices: ParsableArguments {
    @Option(
        help: ArgumentHelp("The namespace of the services at the source.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @Option(
        help: ArgumentHelp("The services and jobs to move; all of the namespace when left out.", valueName: "name,…"),
        transform: { $0.split(separator: ",").map { String($0) } }
    )
    var services: [[String]] = []

    /// The names, if some were given.
    var names: Set<String>? { services.isEmpty ? nil : Set(services.joined()) }

    /// The flags that were given.
    var given: [String] { (namespace == nil ? [] : ["--namespace"]) + (services.isEmpty ? [] : ["--services"]) }
}
