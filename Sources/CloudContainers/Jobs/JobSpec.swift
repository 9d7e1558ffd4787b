/// What is wanted of one job, a container that runs to its end, in no provider's words.
///
/// A field that is `nil` or empty is not managed, as in ``ContainerSpec``; ``resets`` holds those to set back. A job without
/// schedules and events runs when somebody starts it. A specification never holds a secret's value.
public struct JobSpec: Sendable, Hashable {
    /// The name.
    public var name: String
    /// What it is, in the user's words.
    public var description: String?
    /// What it runs.
    public var source: JobSource
    /// What is needed to pull the image; `nil` if nobody said.
    public var imageAccess: ContainerSpec.ImageAccess?
    /// The times at which it runs by itself.
    public var schedules: [JobSchedule] = []
    /// The events at which it runs by itself, and what then runs instead of its own command.
    public var events: [JobEvent: JobCommand] = [:]
    /// The program and its arguments, instead of the image's.
    public var command = JobCommand()
    /// What one run gets.
    public var resources = Resources()
    /// How often a run that failed is tried again; `nil` leaves it to the provider.
    public var retries: RetryCount?
    /// How long a run may take; `nil` leaves it to the provider.
    public var timeLimit: Duration?
    /// The variables, plain and secret, and those that become files.
    public var variables: [EnvironmentVariable] = []
    /// Who manages the job with this project's tools; see ``ContainerSpec/owner``.
    public var owner: String?
    /// What only one provider knows.
    public var providers = ProviderSettingsSet()
    /// The fields to set back to the provider's default.
    public var resets: Set<FieldPath> = []

    /// Makes a specification of a name and what the job runs.
    public init(name: String, source: JobSource) {
        self.name = name
        self.source = source
    }
}
