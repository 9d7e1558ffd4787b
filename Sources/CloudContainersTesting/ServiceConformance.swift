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
        /// A namespace is found by its id.
        case getsNamespace = "gets a namespace by its id"
        /// A missing namespace has its own code.
        case missesNamespace = "says that a namespace is missing"
        /// A container that was made reads back as it was wanted.
        case createsContainer = "creates a container that reads back the same"
        /// A container is found by exactly its name.
        case findsContainer = "finds a container by exactly its name"
        /// A name that is taken is refused with its own code.
        case refusesTakenContainer = "refuses a container whose name is taken"
        /// A missing container has its own code.
        case missesContainer = "says that a container is missing"
        /// An update changes what differs and nothing else.
        case updatesContainer = "updates only what differs"
        /// Variables are added, changed and removed, and secrets keep their values.
        case updatesVariables = "updates variables and keeps secrets"
        /// Applying the same twice changes nothing.
        case appliesTwice = "applies the same twice without a change"
        /// An update that changes nothing sends nothing.
        case preparesNothing = "prepares no request for the same service"
        /// A plan that is out of date is refused.
        case refusesStaleChange = "refuses a change whose basis has moved"
        /// A secret without a value stops the change before anything is sent.
        case refusesMissingSecret = "refuses a secret without a value"
        /// The journal hears of each request before and after.
        case journalsRequests = "journals each request before and after"
        /// The refusal of something names the provider.
        case namesProvider = "names itself in its errors"
        /// A cancelled task ends as one.
        case cancels = "ends a cancelled call as cancelled"
        /// A list has every element once, over pages.
        case listsContainers = "lists every container once over pages"
        /// Creating deploys, or does not, as the capability says.
        case createsAsSaid = "deploys at creation exactly if its capabilities say so"
        /// A container becomes ready after a deployment.
        case deploys = "deploys a container until it is ready"
        /// A container becomes ready again after a restart.
        case restarts = "restarts a container until it is ready"
        /// What is not there cannot be deployed.
        case missesDeployed = "refuses to deploy what does not exist"
        /// The status of many containers is read together.
        case readsStatuses = "reads the statuses of many containers"
        /// A stopped container has a status that says so.
        case stops = "stops a container, and again without harm"
        /// Where there is no stopping, it is refused with its own code.
        case refusesToStop = "refuses to stop with its own code"
        /// Each feature is carried or reported, as the capabilities say.
        case hasItsCapabilities = "has the features that its capabilities claim, and reports the others"
        /// The bounds of the capabilities are taken.
        case keepsItsBounds = "takes the amounts at the bounds of its capabilities"
        /// A deleted container is gone, and its name free.
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
    private let waiting: WaitOptions

    /// Makes the checks for a service.
    ///
    /// - Parameters:
    ///   - given: What the dialect needs to write a service, such as a registry.
    ///   - waiting: How to wait for what goes on for a while; give the time of a simulator here.
    ///   - harness: Makes an empty service for each check.
    public init(
        given: Resolutions = Resolutions(),
        waiting: WaitOptions = WaitOptions(),
        _ harness: @escaping Harness
    ) {
        self.given = given
        self.waiting = waiting
        self.harness = harness
    }

    /// The checks that a provider with these capabilities can be asked to pass.
    public static func checks(for capabilities: Capabilities) -> [Check] {
        Check.allCases.filter { $0 != (capabilities.stops ? .refusesToStop : .stops) }
    }

    /// Runs one check on a new service.
    ///
    /// - Throws: ``ConformanceFailure`` if the behaviour is another; whatever the service throws where it should not.
    public func run(_ check: Check) async throws {
        let scene = Scene(check: check, service: try await harness(), given: given, waiting: waiting)
        switch check {
        case .listsNamespaces: try await scene.listsNamespaces()
        case .refusesTakenNamespace: try await scene.refusesTakenNamespace()
        case .getsNamespace: try await scene.getsNamespace()
        case .missesNamespace: try await scene.missesNamespace()
        case .createsContainer: try await scene.createsContainer()
        case .findsContainer: try await scene.findsContainer()
        case .refusesTakenContainer: try await scene.refusesTakenContainer()
        case .missesContainer: try await scene.missesContainer()
        case .updatesContainer: try await scene.updatesContainer()
        case .updatesVariables: try await scene.updatesVariables()
        case .appliesTwice: try await scene.appliesTwice()
        case .preparesNothing: try await scene.preparesNothing()
        case .refusesStaleChange: try await scene.refusesStaleChange()
        case .refusesMissingSecret: try await scene.refusesMissingSecret()
        case .journalsRequests: try await scene.journalsRequests()
        case .namesProvider: try await scene.namesProvider()
        case .cancels: try await scene.cancels()
        case .listsContainers: try await scene.listsContainers()
        case .createsAsSaid: try await scene.createsAsSaid()
        case .deploys: try await scene.deploys()
        case .restarts: try await scene.restarts()
        case .missesDeployed: try await scene.missesDeployed()
        case .readsStatuses: try await scene.readsStatuses()
        case .stops: try await scene.stops()
        case .refusesToStop: try await scene.refusesToStop()
        case .hasItsCapabilities: try await scene.hasItsCapabilities()
        case .keepsItsBounds: try await scene.keepsItsBounds()
        case .deletesContainer: try await scene.deletesContainer()
        case .deletesNamespace: try await scene.deletesNamespace()
        }
    }
}
