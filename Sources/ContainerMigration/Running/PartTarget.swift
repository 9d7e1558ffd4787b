import CloudContainers

/// How services or jobs are read, made and removed on the target: what is done with either is written once.
protocol PartTarget<Part>: Sendable {
    /// What is planned.
    associatedtype Part: ReferringPart
    /// What is there.
    associatedtype Live: LivePart

    /// What the provider calls one.
    var word: String { get }

    /// What messages call one.
    func title(of part: Part) -> String

    /// One by its identifier.
    func read(_ id: Container.ID) async throws -> Live

    /// The one that this migration has made of a planned one, or else one that has its name.
    func find(_ part: Part, in namespace: Namespace.ID) async throws -> Live?
    /// Every one with the name of a part, also what is being deleted.
    func all(named part: Part, in namespace: Namespace.ID) async throws -> [Live]

    /// The requests that make one, or that bring the one that is there to the plan.
    func prepare(
        _ part: Part,
        over live: Live?,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?>

    /// Sends the requests of a change of one, or of its creation.
    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        on id: Container.ID?,
        _ secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID

    func delete(_ id: Container.ID) async throws

    func waitUntilGone(_ id: Container.ID, in namespace: Namespace.ID?, _ waiting: WaitOptions) async throws
}

/// A service or a job of an account.
protocol LivePart: Sendable {
    /// Its identifier, as journals keep it.
    var partID: Container.ID { get }
    /// What says that a migration has made it.
    var owner: String? { get }
    /// Its variables.
    var variables: [EnvironmentVariable] { get }
}

extension Container: LivePart {
    var partID: ID { id }
    var owner: String? { spec.owner }
    var variables: [EnvironmentVariable] { spec.variables }
}

extension Job: LivePart {
    var partID: Container.ID { Container.ID(rawValue: id.rawValue) }
    var owner: String? { spec.owner }
    var variables: [EnvironmentVariable] { spec.variables }
}
