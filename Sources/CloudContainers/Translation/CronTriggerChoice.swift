/// What becomes of a schedule that calls a service, where the target has no triggers of that kind.
public enum CronTriggerChoice: Sendable, Hashable, CustomStringConvertible {
    /// A scheduled job sends the same request; it runs an image with `sh` and `curl`.
    case job(caller: ImageReference)
    /// Nothing calls the service at these times.
    case dropped

    /// Reads a choice as the command line spells it: `job:IMAGE` or `drop`.
    ///
    /// - Throws: ``ContainerServiceError`` with what is allowed.
    public init(parsing text: String) throws(ContainerServiceError) {
        if text == "drop" {
            self = .dropped
            return
        }
        guard text.hasPrefix("job:") else {
            throw .invalidInput(
                Diagnostic(
                    problem: "\(Diagnostic.quoted(text)) is no choice for a trigger",
                    allowed: "job:IMAGE with an image that has sh and curl, or drop"
                )
            )
        }
        self = .job(caller: try ImageReference(parsing: String(text.dropFirst(4))))
    }

    /// The choice as the command line spells it.
    public var description: String {
        switch self {
        case .job(let caller): "job:\(caller.familiar)"
        case .dropped: "drop"
        }
    }
}

extension CronTriggerChoice: TextValue {}

extension Resolutions {
    /// What is decided about a trigger: for the trigger itself, else for all of its service.
    public func cronTrigger(_ trigger: String, of service: String) -> CronTriggerChoice? {
        cronTriggers["\(service)/\(trigger)"] ?? cronTriggers[service]
    }
}

extension ContainerSpec {
    /// The jobs that do at another provider what settings of this one's own providers did for the service.
    ///
    /// The ledger of each has its sources inside the section of the settings that it stands for. None for what is not decided.
    public func jobsInstead(at provider: ProviderID, _ given: Resolutions) -> [Translation<JobSpec>] {
        providers.all.filter { $0.provider != provider }.flatMap { $0.settings.jobsInstead(of: self, given) }
    }
}
