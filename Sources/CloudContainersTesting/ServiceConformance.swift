public import CloudContainers

/// The behaviours that every `ContainerService` has, as named checks; it needs no test framework.
///
/// A test runs each of ``checks(for:)`` with ``run(_:)`` and so names every behaviour that fails.
public struct ServiceConformance: Sendable {
    /// A behaviour.
    public enum Check: String, Sendable, CaseIterable, CustomStringConvertible {
        /// A namespace that was made is listed, once.
        case listsNamespaces = "lists a namespace that was made"
        /// A name that is taken is refused with its own code.
        case refusesTakenNamespace = "refuses a namespace whose name is taken"
        /// A missing namespace has its own code.
        case missesNamespace = "says that a namespace is missing"
        /// A container that was made reads back as it was wanted.
        case createsContainer = "creates a container that reads back the same"
        /// A name that is taken is refused with its own code.
        case refusesTakenContainer = "refuses a container whose name is taken"
        /// A missing container has its own code.
        case missesContainer = "says that a container is missing"
        /// An update changes what differs and nothing else.
        case updatesContainer = "updates only what differs"
        /// An update that changes nothing sends nothing.
        case preparesNothing = "prepares no request for the same service"
        /// A plan that is out of date is refused.
        case refusesStaleChange = "refuses a change whose basis has moved"
        /// A secret without a value stops the change before anything is sent.
        case refusesMissingSecret = "refuses a secret without a value"
        /// The journal hears of each request before and after.
        case journalsRequests = "journals each request before and after"
        /// A list has every element once, over pages.
        case listsContainers = "lists every container once over pages"
        /// A deployed container has a status that says so.
        case deploys = "deploys a container"
        /// A stopped container has a status that says so.
        case stops = "stops a container"
        /// A deleted container is gone.
        case deletesContainer = "deletes a container"
        /// A deleted namespace is gone with what was in it.
        case deletesNamespace = "deletes a namespace"

        /// The behaviour in words.
        public var description: String { rawValue }
    }

    /// Makes a service with nothing in it.
    public typealias Harness = @Sendable () async throws -> any ContainerService

    private let harness: Harness
    private let given: Resolutions

    /// Makes the checks for a service.
    ///
    /// - Parameters:
    ///   - given: What the dialect needs to write a service, such as a registry.
    ///   - harness: Makes an empty service for each check.
    public init(given: Resolutions = Resolutions(), _ harness: @escaping Harness) {
        self.given = given
        self.harness = harness
    }

    /// The checks that a provider with these capabilities can be asked to pass.
    public static func checks(for capabilities: Capabilities) -> [Check] {
        Check.allCases.filter { $0 != .stops || capabilities.stops }
    }

    /// Runs one check on a new service.
    ///
    /// - Throws: ``ConformanceFailure`` if the behaviour is another; whatever the service throws where it should not.
    public func run(_ check: Check) async throws {
        let scene = Scene(check: check, service: try await harness(), given: given)
        switch check {
        case .listsNamespaces: try await scene.listsNamespaces()
        case .refusesTakenNamespace: try await scene.refusesTakenNamespace()
        case .missesNamespace: try await scene.missesNamespace()
        case .createsContainer: try await scene.createsContainer()
        case .refusesTakenContainer: try await scene.refusesTakenContainer()
        case .missesContainer: try await scene.missesContainer()
        case .updatesContainer: try await scene.updatesContainer()
        case .preparesNothing: try await scene.preparesNothing()
        case .refusesStaleChange: try await scene.refusesStaleChange()
        case .refusesMissingSecret: try await scene.refusesMissingSecret()
        case .journalsRequests: try await scene.journalsRequests()
        case .listsContainers: try await scene.listsContainers()
        case .deploys: try await scene.deploys()
        case .stops: try await scene.stops()
        case .deletesContainer: try await scene.deletesContainer()
        case .deletesNamespace: try await scene.deletesNamespace()
        }
    }
}
