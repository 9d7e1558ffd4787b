import ArgumentParser
import CloudContainers

/// What the user has decided, by the same flags in every command that translates.
struct ResolutionOptions: ParsableArguments {

    @Flag(help: "Ask consent for everything that is not exact.")
    var strict = false

    @Option(
        name: .customLong("allow"),
        help: ArgumentHelp("Consent to a finding code; all for every code.", valueName: "code,…"),
        completion: .list(["all"] + FindingPage.all.map(\.code.rawValue)),
        transform: NameArguments.codes
    )
    var allowed: [[FindingCode?]] = []

    @Option(
        name: .customLong("registry"),
        help: ArgumentHelp("The id of the Qovery registry for a host.", valueName: "host=uuid"),
        transform: NameArguments.registry
    )
    var registries: [(name: String, value: String)] = []

    @Option(
        help: ArgumentHelp("Where images lie for the target.", valueName: "from=to"),
        transform: NameArguments.pair("FROM=TO")
    )
    var imageMap: [(name: String, value: String)] = []

    @Option(
        name: .customLong("without-volume"),
        help: ArgumentHelp("A service that may lose its volumes.", valueName: "name")
    )
    var withoutVolumes: [String] = []

    @Option(
        name: .customLong("clamp"),
        help: ArgumentHelp(
            "An amount that may be cut to the target's maximum: cpu, memory, disk.",
            valueName: "amount"
        ),
        transform: NameArguments.severalOf(Resolutions.Clamp.allCases.map(\.rawValue), "amount to clamp")
    )
    var clamps: [[String]] = []

    @Option(
        help: ArgumentHelp("Who may call a service with private ports: private, public.", valueName: "name=privacy"),
        transform: NameArguments.pair("NAME=private|public")
    )
    var privacy: [(name: String, value: String)] = []

    @Option(
        name: .customLong("expose"),
        help: ArgumentHelp("A token-protected service that may become public.", valueName: "name")
    )
    var exposed: [String] = []

    @Option(
        name: .customLong("value"),
        help: ArgumentHelp("A value for a variable that refers to something left behind.", valueName: "name=value"),
        transform: NameArguments.pair("NAME=VALUE")
    )
    var values: [(name: String, value: String)] = []

    @Option(
        help: ArgumentHelp("The bounds of a service's instances.", valueName: "name=min-max"),
        transform: NameArguments.instances
    )
    var instances: [(name: String, value: ClosedRange<InstanceCount>)] = []

    @Option(
        name: .customLong("trigger"),
        help: ArgumentHelp(
            "What becomes of schedules that call a service, or of one as name/trigger: job:IMAGE with sh and curl, drop.",
            valueName: "name=choice"
        ),
        transform: NameArguments.cronTrigger
    )
    var cronTriggers: [(name: String, value: CronTriggerChoice)] = []

    @Option(
        help: ArgumentHelp("The proxy of the Qovery cluster: nginx, gateway.", valueName: "proxy"),
        completion: .list(Resolutions.Ingress.allCases.map(\.rawValue)),
        transform: NameArguments.oneOf(Resolutions.Ingress.allCases.map(\.rawValue), "proxy")
    )
    var ingress: String?

    func validate() throws {
        for (name, word) in privacy where Resolutions.Privacy(rawValue: word) == nil {
            let known = Resolutions.Privacy.allCases.map(\.rawValue)
            let hint = Suggestion(for: word, among: known).names.first.map { " Did you mean \(name)=\($0)?" } ?? ""
            throw ValidationError(
                "\(Diagnostic.quoted(word)) is no privacy; there are \(known.joined(separator: ", ")).\(hint)"
            )
        }
    }

    /// Refuses to let triggers become jobs in a command that makes no jobs of them.
    func refuseJobsOfTriggers() throws {
        for (name, choice) in cronTriggers {
            guard case .job = choice else { continue }
            throw ValidationError(
                "--trigger \(name)=\(choice) is for convert and check, which write the job; here triggers of the source "
                    + "are left out with --trigger \(name)=drop. Make the job that convert writes by itself."
            )
        }
    }

    /// The decisions.
    var given: Resolutions {
        var given = Resolutions()
        given.isStrict = strict
        given.allowsAll = allowed.joined().contains(nil)
        given.allowedCodes = Set(allowed.joined().compactMap(\.self))
        given.registries = Dictionary(registries.map { ($0.name, $0.value) }) { $1 }
        given.imageMap = imageMap.map { Resolutions.ImageMapping(from: $0.name, to: $0.value) }
        given.withoutVolumes = Set(withoutVolumes)
        given.clamps = Set(clamps.joined().compactMap { Resolutions.Clamp(rawValue: $0) })
        for (name, word) in privacy { given.privacy[name] = Resolutions.Privacy(rawValue: word) }
        given.exposed = Set(exposed)
        given.values = Dictionary(values.map { ($0.name, $0.value) }) { $1 }
        given.instances = Dictionary(instances.map { ($0.name, $0.value) }) { $1 }
        given.cronTriggers = Dictionary(cronTriggers.map { ($0.name, $0.value) }) { $1 }
        given.ingress = ingress.flatMap { Resolutions.Ingress(rawValue: $0) }
        return given
    }
}
