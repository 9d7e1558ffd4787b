import CloudContainers
import CloudContainersTesting
import InMemoryContainers
import SimulationKit
import Testing

@Suite("Conformance of the provider in memory")
struct InMemoryConformanceTests {
    @Test(arguments: ServiceConformance.checks(for: InMemoryDialect().capabilities, with: [.variables]), [1, 3, 50])
    func behaves(_ check: ServiceConformance.Check, withPagesOf size: Int) async throws {
        let waiting = WaitOptions(time: VirtualTime())
        try await ServiceConformance(waiting: waiting) { InMemoryContainerService(pageSize: size) }.run(check)
    }

    @Test func everyCheckIsAskedForAndOnlyStoppingDependsOnACapability() {
        var capabilities = InMemoryDialect().capabilities
        let parts = Set(ServiceConformance.Part.allCases)
        let all = Set(ServiceConformance.Check.allCases)
        #expect(all.subtracting(ServiceConformance.checks(for: capabilities, with: parts)) == [.refusesToStop])
        capabilities.stops = false
        #expect(all.subtracting(ServiceConformance.checks(for: capabilities, with: parts)) == [.stops])
    }

    @Test func aPartIsAskedForWhereItIsNamed() {
        func checks(_ parts: Set<ServiceConformance.Part>) -> Set<ServiceConformance.Check> {
            Set(ServiceConformance.checks(for: InMemoryDialect().capabilities, with: parts))
        }
        let domains: Set<ServiceConformance.Check> = [
            .addsDomain, .refusesTakenDomain, .checksDomain, .removesDomain, .missesDomain,
        ]
        let logs: Set<ServiceConformance.Check> = [.tellsLog, .keepsLogBounds, .separatesLogs, .followsLog]
        #expect(checks([.domains]).subtracting(checks([])) == domains)
        #expect(checks([.logs]).subtracting(checks([])) == logs)
        #expect(checks([.variables]).subtracting(checks([])).count == 11)
        #expect(checks([.jobs]).subtracting(checks([])).count == 20)
        #expect(checks([]).contains(.createsContainer))
    }
}

@Suite("Conformance of broken services")
struct BrokenConformanceTests {
    static let expected: [Fault: Set<ServiceConformance.Check>] = [
        .nothing: [],
        .dropsLastOfPage: [.listsContainers],
        .doublesNamespaces: [.listsNamespaces],
        .ignoresBasis: [.refusesStaleChange],
        .saysConflict: [.missesNamespace, .missesContainer, .deletesNamespace, .namesProvider, .missesDeployed],
        .skipsJournal: [.journalsRequests],
        .endsJournalEarly: [.journalsRequests],
        .createsDoubles: [.listsContainers],
        .overlooksTakenNames: [.refusesTakenContainer],
        .overlooksTakenNamespaces: [.refusesTakenNamespace],
        .acceptsMissingSecrets: [.refusesMissingSecret],
        .forgetsVariables: [
            .createsContainer, .updatesContainer, .updatesVariables, .hasItsCapabilities, .setsVariables,
        ],
        .updatesAnew: [.updatesContainer, .updatesVariables, .refusesStaleChange],
        .alwaysSends: [.preparesNothing],
        .neverDeploys: [.deploys, .restarts, .stops, .readsStatuses, .missesDeployed, .deletesContainer],
        .neverStops: [.stops],
        .remembersStatus: [
            .deletesContainer, .missesContainer, .missesDeployed, .namesProvider, .readsStatuses, .listsVariables,
        ],
        .keepsNamespaces: [.missesNamespace, .deletesNamespace],
        .answersFirstNamespace: [.getsNamespace],
        .findsNearNames: [.findsContainer],
        .restlessBasis: [.appliesTwice],
        .hidesProvider: [.namesProvider],
        .ignoresCancellation: [.cancels],
        .deploysAtCreation: [.createsAsSaid],
        .stopsAtRestart: [.restarts],
        .deploysNothing: [.missesDeployed],
        .readsOneStatus: [.readsStatuses],
        .deniesStopping: [.refusesToStop],
        .deniesVolumes: [.hasItsCapabilities],
        .raisesCPU: [.keepsItsBounds],
        .hasNoVariables: [
            .listsVariables, .inheritsVariables, .narrowsVariables, .setsVariables, .setsVariablesTwice, .hidesSecrets,
            .changesKinds, .removesVariables, .missesVariable, .missesVariableValue, .readsProjectVariables,
        ],
        .mistakesScopes: [
            .listsVariables, .inheritsVariables, .narrowsVariables, .setsVariables, .changesKinds, .removesVariables,
            .missesVariable, .readsProjectVariables,
        ],
        .inheritsNothing: [
            .listsVariables, .inheritsVariables, .narrowsVariables, .hidesSecrets, .missesVariable,
            .readsProjectVariables,
        ],
        .inheritsStrangers: [.inheritsVariables],
        .widensVariables: [.narrowsVariables, .readsProjectVariables],
        .showsBothValues: [.narrowsVariables, .readsProjectVariables],
        .replacesVariables: [.setsVariables],
        .doublesVariables: [
            .listsVariables, .narrowsVariables, .setsVariables, .setsVariablesTwice, .changesKinds, .removesVariables,
            .readsProjectVariables,
        ],
        .refusesExisting: [.narrowsVariables, .setsVariables, .setsVariablesTwice, .changesKinds],
        .showsSecrets: [.hidesSecrets, .setsVariables, .changesKinds, .removesVariables],
        .keepsKinds: [.changesKinds],
        .removesOne: [.removesVariables, .missesVariable],
        .removesWhatIsThere: [.missesVariable],
        .overlooksMissingVariables: [.missesVariable],
        .setsWithoutSecret: [.missesVariableValue],
        .deniesProjectsHalf: [.readsProjectVariables],
        .forgetsProjects: [.readsProjectVariables],
    ]

    @Test(arguments: Fault.allCases)
    func failsExactlyTheChecksThatItShould(_ fault: Fault) async throws {
        let conformance = ServiceConformance(waiting: WaitOptions(time: VirtualTime())) { BrokenService(fault) }
        var failed: Set<ServiceConformance.Check> = []
        for check in ServiceConformance.checks(for: BrokenService(fault).dialect.capabilities, with: [.variables]) {
            do {
                try await conformance.run(check)
            } catch let failure as ConformanceFailure {
                #expect(failure.check == check.rawValue)
                #expect(failure.description == "\(check): expected \(failure.expected), saw \(failure.seen)")
                failed.insert(check)
            } catch {
                failed.insert(check)
            }
        }
        #expect(failed == Self.expected[fault])
    }

    @Test func everyCheckCanFail() {
        let failing = Self.expected.values.reduce(into: Set()) { $0.formUnion($1) }
        var capabilities = InMemoryDialect().capabilities
        var all = Set(ServiceConformance.checks(for: capabilities, with: [.variables]))
        capabilities.stops = false
        all.formUnion(ServiceConformance.checks(for: capabilities, with: [.variables]))
        #expect(failing == all)
    }
}
