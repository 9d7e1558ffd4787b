public import CloudContainers

/// The behaviours that every `ContainerService` has, as named checks; it needs no test framework.
///
/// A test runs each of ``checks(for:with:)`` with ``run(_:)`` and so names every behaviour that fails.
public struct ServiceConformance: Sendable {
    /// What not every service has; a check that is about none of them is for all services.
    public enum Part: String, Sendable, CaseIterable {
        /// Variables of every scope.
        case variables
        /// Host names of the user's; needs ``Surroundings/pointDomain``.
        case domains
        /// What the containers write; needs ``Surroundings/writeLines``.
        case logs
        /// Jobs and their runs; needs ``Surroundings/failingImage``.
        case jobs
    }

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
        /// A domain that was added is listed, once, with its record.
        case addsDomain = "adds a domain and lists it with its record"
        /// A host name that another container has is refused with its own code.
        case refusesTakenDomain = "refuses a domain whose name is in use"
        /// A domain is ready when its record leads to the container, and not before.
        case checksDomain = "says whether a domain leads to the container"
        /// A removed domain is gone, the others stay, and its name is free.
        case removesDomain = "removes a domain"
        /// A missing domain has its own code, as has one of another container.
        case missesDomain = "says that a domain is missing"
        /// The lines of a log come in order, each once.
        case tellsLog = "tells the lines of a log in order, each once"
        /// A query's bounds and limit are kept to.
        case keepsLogBounds = "keeps to the bounds of a log's query"
        /// A log has the lines of its own container only.
        case separatesLogs = "tells the logs of two containers apart"
        /// Following gives each line once, also those that come later.
        case followsLog = "follows a log and gives each line once"
        /// Each variable is listed once, with the scope that it is kept in and how it comes by its value.
        case listsVariables = "lists variables with scope and origin"
        /// What a namespace has reaches its containers, and no others.
        case inheritsVariables = "gives a container the variables of its namespace"
        /// A container's own value hides that of its namespace, which stays as it is.
        case narrowsVariables = "lets the narrower scope win, and changes it alone"
        /// Variables that are set are there, with the ones that were there before.
        case setsVariables = "sets variables and keeps the others"
        /// Setting the same again ends in the same.
        case setsVariablesTwice = "sets the same variables twice without harm"
        /// No answer holds the value of a secret.
        case hidesSecrets = "shows no value of a secret"
        /// A variable changes between plain and secret.
        case changesKinds = "turns a plain variable into a secret, and back"
        /// What is removed is gone, and the others stay.
        case removesVariables = "removes variables and keeps the others"
        /// A scope that does not have a variable itself refuses, and loses nothing.
        case missesVariable = "refuses to remove what is not there, and removes nothing"
        /// A secret without a value stops the change before anything is set.
        case missesVariableValue = "refuses a secret variable without a value, and sets nothing"
        /// A project's variables reach its containers, or the scope is refused with its own code.
        case readsProjectVariables = "has variables of a project, or says that it has none"
        /// A list has every job once, over pages, and no other namespace's.
        case listsJobs = "lists every job of a namespace once over pages"
        /// A job that was made reads back as it was wanted.
        case createsJob = "creates a job that reads back the same"
        /// A job is found by exactly its name.
        case findsJob = "finds a job by exactly its name"
        /// A name that is taken is refused with its own code.
        case refusesTakenJob = "refuses a job whose name is taken"
        /// A missing job has its own code.
        case missesJob = "says that a job is missing"
        /// An update of one field changes that field and nothing else.
        case updatesJob = "updates each field of a job alone"
        /// An update of a job that changes nothing sends nothing.
        case preparesNoJobRequest = "prepares no request for the same job"
        /// A schedule is set with its zone, and cleared where that is possible.
        case changesSchedules = "sets and clears the schedule of a job"
        /// No answer about a job holds the value of a secret, and secrets stay.
        case hidesJobSecrets = "shows no value of a job's secret"
        /// A secret without a value stops a job before anything is made.
        case refusesMissingJobSecret = "refuses a job's secret without a value"
        /// A job is made with all that belongs to it, or nothing of it is left.
        case makesJobWhole = "leaves nothing of a job that could not be made"
        /// A plan for a job that is out of date is refused.
        case refusesStaleJobChange = "refuses a job's change whose basis has moved"
        /// A job that is started runs, and ends well.
        case startsJob = "starts a job now, and tells how its run ends"
        /// Another command, other variables, copies and events are done, or refused with their own code.
        case startsJobOtherwise = "starts a job with other settings, or refuses to"
        /// The runs of a job are listed once, the newest first, and no other job's.
        case listsRuns = "lists the runs of a job, the newest first"
        /// A missing run has its own code, as has one of another job.
        case missesRun = "says that a run is missing"
        /// A run that failed says why.
        case tellsFailedRun = "tells why a run failed"
        /// The lines of a run come in order, each once.
        case tellsRunLog = "tells the lines of a run in order"
        /// A run that is stopped says so, and stopping it again does no harm.
        case stopsRun = "stops a run, and again without harm"
        /// A job is deleted though a run is under way, and its name is free.
        case deletesJob = "deletes a job with a live run"

        /// The behaviour in words.
        public var description: String { rawValue }
    }

    /// Makes a service with nothing in it.
    public typealias Harness = @Sendable () async throws -> any ContainerService

    private let harness: Harness
    private let given: Resolutions
    private let waiting: WaitOptions
    private let surroundings: Surroundings

    /// Makes the checks for a service.
    ///
    /// - Parameters:
    ///   - given: What the dialect needs to write a service, such as a registry.
    ///   - waiting: How to wait for what goes on for a while; give the time of a simulator here.
    ///   - surroundings: What domains, logs and jobs need from outside of the service.
    ///   - harness: Makes an empty service for each check.
    public init(
        given: Resolutions = Resolutions(),
        waiting: WaitOptions = WaitOptions(),
        surroundings: Surroundings = Surroundings(),
        _ harness: @escaping Harness
    ) {
        self.given = given
        self.waiting = waiting
        self.surroundings = surroundings
        self.harness = harness
    }

    /// The checks that a provider with these capabilities can be asked to pass.
    ///
    /// - Parameters:
    ///   - capabilities: What the provider can do.
    ///   - parts: The optional parts that its services have, whose checks run too.
    /// - Returns: The checks.
    public static func checks(for capabilities: Capabilities, with parts: Set<Part> = []) -> [Check] {
        Check.allCases.filter { $0 != (capabilities.stops ? .refusesToStop : .stops) }
            .filter { $0.part.map(parts.contains) ?? true }
    }

    /// Runs one check on a new service.
    ///
    /// - Throws: ``ConformanceFailure`` if the behaviour is another; whatever the service throws where it should not.
    public func run(_ check: Check) async throws {
        let scene = Scene(
            check: check,
            service: try await harness(),
            given: given,
            waiting: waiting,
            surroundings: surroundings
        )
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
        case .addsDomain: try await scene.addsDomain()
        case .refusesTakenDomain: try await scene.refusesTakenDomain()
        case .checksDomain: try await scene.checksDomain()
        case .removesDomain: try await scene.removesDomain()
        case .missesDomain: try await scene.missesDomain()
        case .tellsLog: try await scene.tellsLog()
        case .keepsLogBounds: try await scene.keepsLogBounds()
        case .separatesLogs: try await scene.separatesLogs()
        case .followsLog: try await scene.followsLog()
        case .listsVariables: try await scene.listsVariables()
        case .inheritsVariables: try await scene.inheritsVariables()
        case .narrowsVariables: try await scene.narrowsVariables()
        case .setsVariables: try await scene.setsVariables()
        case .setsVariablesTwice: try await scene.setsVariablesTwice()
        case .hidesSecrets: try await scene.hidesSecrets()
        case .changesKinds: try await scene.changesKinds()
        case .removesVariables: try await scene.removesVariables()
        case .missesVariable: try await scene.missesVariable()
        case .missesVariableValue: try await scene.missesVariableValue()
        case .readsProjectVariables: try await scene.readsProjectVariables()
        case .listsJobs: try await scene.listsJobs()
        case .createsJob: try await scene.createsJob()
        case .findsJob: try await scene.findsJob()
        case .refusesTakenJob: try await scene.refusesTakenJob()
        case .missesJob: try await scene.missesJob()
        case .updatesJob: try await scene.updatesJob()
        case .preparesNoJobRequest: try await scene.preparesNoJobRequest()
        case .changesSchedules: try await scene.changesSchedules()
        case .hidesJobSecrets: try await scene.hidesJobSecrets()
        case .refusesMissingJobSecret: try await scene.refusesMissingJobSecret()
        case .makesJobWhole: try await scene.makesJobWhole()
        case .refusesStaleJobChange: try await scene.refusesStaleJobChange()
        case .startsJob: try await scene.startsJob()
        case .startsJobOtherwise: try await scene.startsJobOtherwise()
        case .listsRuns: try await scene.listsRuns()
        case .missesRun: try await scene.missesRun()
        case .tellsFailedRun: try await scene.tellsFailedRun()
        case .tellsRunLog: try await scene.tellsRunLog()
        case .stopsRun: try await scene.stopsRun()
        case .deletesJob: try await scene.deletesJob()
        }
    }
}

extension ServiceConformance.Check {
    /// The part that it is about; `nil` where every service has to pass it.
    var part: ServiceConformance.Part? {
        switch self {
        case .addsDomain, .refusesTakenDomain, .checksDomain, .removesDomain, .missesDomain: .domains
        case .tellsLog, .keepsLogBounds, .separatesLogs, .followsLog: .logs
        case .listsVariables, .inheritsVariables, .narrowsVariables, .setsVariables, .setsVariablesTwice, .hidesSecrets,
            .changesKinds, .removesVariables, .missesVariable, .missesVariableValue, .readsProjectVariables:
            .variables
        case .listsJobs, .createsJob, .findsJob, .refusesTakenJob, .missesJob, .updatesJob, .preparesNoJobRequest,
            .changesSchedules, .hidesJobSecrets, .refusesMissingJobSecret, .makesJobWhole, .refusesStaleJobChange,
            .startsJob, .startsJobOtherwise, .listsRuns, .missesRun, .tellsFailedRun, .tellsRunLog, .stopsRun,
            .deletesJob:
            .jobs
        default: nil
        }
    }
}
