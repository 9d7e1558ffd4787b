import CloudContainers
import CloudContainersTesting
import InMemoryContainers
import SimulationKit
import Testing

@Suite("Conformance of broken domains and logs")
struct BrokenSurroundingsTests {
    typealias Check = ServiceConformance.Check

    static let expected: [StageFault: Set<Check>] = [
        .nothing: [],
        .wantsRecordFirst: [],
        .forgetsDomain: [.addsDomain],
        .doublesDomains: [.addsDomain, .refusesTakenDomain, .checksDomain, .removesDomain],
        .hidesRecord: [.addsDomain],
        .overlooksTakenDomains: [.refusesTakenDomain],
        .movesTakenDomains: [.refusesTakenDomain],
        .saysReady: [.checksDomain],
        .neverReady: [.checksDomain],
        .hidesFirstRecord: [.addsDomain, .refusesTakenDomain, .checksDomain, .removesDomain, .missesDomain],
        .listsOldState: [.checksDomain],
        .keepsDomains: [.removesDomain, .missesDomain],
        .removesAll: [.removesDomain],
        .takesAnyContainer: [.missesDomain],
        .saysConflict: [.missesDomain],
        .overlooksMissingContainer: [.missesDomain],
        .dropsPages: [.tellsLog, .keepsLogBounds],
        .reversesLines: [.tellsLog, .keepsLogBounds],
        .doublesLines: [.tellsLog, .keepsLogBounds, .separatesLogs],
        .ignoresSince: [.keepsLogBounds],
        .includesUntil: [.keepsLogBounds],
        .ignoresLimit: [.keepsLogBounds],
        .takesEarliest: [.keepsLogBounds],
        .mixesLogs: [.separatesLogs],
        .renamesLines: [.followsLog],
        .tellsOldLines: [.keepsLogBounds, .followsLog],
    ]

    private static let checks = Set(
        ServiceConformance.checks(for: InMemoryDialect().capabilities, with: [.domains, .logs])
    )
    .subtracting(ServiceConformance.checks(for: InMemoryDialect().capabilities))

    @Test(arguments: StageFault.allCases)
    func failsExactlyTheChecksThatItShould(_ fault: StageFault) async throws {
        var failed: Set<Check> = []
        for check in Self.checks {
            let time = VirtualTime()
            let service = BrokenService(.nothing, stage: fault, time: time)
            let surroundings = try #require(service.stage).surroundings
            let conformance = ServiceConformance(waiting: WaitOptions(time: time), surroundings: surroundings) {
                service
            }
            do {
                try await conformance.run(check)
            } catch let failure as ConformanceFailure {
                #expect(failure.check == check.rawValue)
                failed.insert(check)
            } catch {
                failed.insert(check)
            }
        }
        #expect(failed == Self.expected[fault])
    }

    @Test func everyCheckCanFail() {
        #expect(Self.expected.values.reduce(into: Set()) { $0.formUnion($1) } == Self.checks)
    }

    @Test(arguments: checks)
    func withoutHelpTheChecksSayWhatIsMissing(_ check: Check) async throws {
        let time = VirtualTime()
        for service in [BrokenService(.nothing), BrokenService(.nothing, stage: .nothing, time: time)] {
            let conformance = ServiceConformance(waiting: WaitOptions(time: time)) { service }
            let failure = await #expect(throws: ConformanceFailure.self) { try await conformance.run(check) }
            #expect(failure?.seen == "none")
        }
    }
}
