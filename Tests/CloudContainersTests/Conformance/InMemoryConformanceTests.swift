import CloudContainers
import CloudContainersTesting
import InMemoryContainers
import Testing

@Suite("Conformance of the provider in memory")
struct InMemoryConformanceTests {
    @Test(arguments: ServiceConformance.checks(for: InMemoryDialect().capabilities), [1, 3, 50])
    func behaves(_ check: ServiceConformance.Check, withPagesOf size: Int) async throws {
        try await ServiceConformance { InMemoryContainerService(pageSize: size) }.run(check)
    }

    @Test func everyCheckIsAskedForAndOnlyStoppingDependsOnACapability() {
        var capabilities = InMemoryDialect().capabilities
        #expect(ServiceConformance.checks(for: capabilities) == ServiceConformance.Check.allCases)
        capabilities.stops = false
        #expect(
            Set(ServiceConformance.Check.allCases).subtracting(ServiceConformance.checks(for: capabilities)) == [.stops]
        )
    }
}

@Suite("Conformance of broken services")
struct BrokenConformanceTests {
    static let expected: [Fault: Set<ServiceConformance.Check>] = [
        .nothing: [],
        .dropsLastOfPage: [.listsContainers],
        .doublesNamespaces: [.listsNamespaces],
        .ignoresBasis: [.refusesStaleChange],
        .saysConflict: [.missesNamespace, .missesContainer, .deletesNamespace],
        .skipsJournal: [.journalsRequests],
        .endsJournalEarly: [.journalsRequests],
        .createsDoubles: [.listsContainers],
        .overlooksTakenNames: [.refusesTakenContainer],
        .overlooksTakenNamespaces: [.refusesTakenNamespace],
        .acceptsMissingSecrets: [.refusesMissingSecret],
        .forgetsVariables: [.createsContainer, .updatesContainer],
        .updatesAnew: [.updatesContainer, .refusesStaleChange],
        .alwaysSends: [.preparesNothing],
        .neverDeploys: [.deploys],
        .neverStops: [.stops],
        .remembersStatus: [.deletesContainer],
        .keepsNamespaces: [.missesNamespace, .deletesNamespace],
    ]

    @Test(arguments: Fault.allCases)
    func failsExactlyTheChecksThatItShould(_ fault: Fault) async throws {
        let conformance = ServiceConformance { BrokenService(fault) }
        var failed: Set<ServiceConformance.Check> = []
        for check in ServiceConformance.Check.allCases {
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
        #expect(failing == Set(ServiceConformance.Check.allCases))
    }
}
