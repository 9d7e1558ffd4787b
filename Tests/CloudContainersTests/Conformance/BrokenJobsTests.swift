import CloudContainers
import CloudContainersTesting
import InMemoryContainers
import SimulationKit
import Testing

@Suite("Conformance of broken jobs") struct BrokenJobsTests {
    typealias Check = ServiceConformance.Check

    static let expected: [JobFault: Set<Check>] = [
        .nothing: [],
        .refusesOthers: [],
        .keepsSchedule: [],
        .dropsJobs: [.listsJobs],
        .mixesNamespaces: [.listsJobs],
        .forgetsCommand: [.createsJob, .updatesJob],
        .findsNearNames: [.findsJob],
        .overlooksTakenNames: [.refusesTakenJob],
        .saysConflict: [.missesJob, .missesRun, .deletesJob],
        .changesMore: [.updatesJob],
        .alwaysSends: [.updatesJob, .preparesNoJobRequest],
        .forgetsZone: [.changesSchedules],
        .keepsScheduleSilently: [.changesSchedules],
        .showsSecrets: [.hidesJobSecrets],
        .makesWithoutSecret: [.refusesMissingJobSecret, .makesJobWhole],
        .keepsHalf: [.makesJobWhole],
        .ignoresBasis: [.refusesStaleJobChange],
        .neverRuns: [.startsJob],
        .losesStarts: [.startsJob, .startsJobOtherwise, .listsRuns, .tellsFailedRun],
        .refusesAfterStart: [.startsJobOtherwise],
        .keepsOtherCommand: [.startsJobOtherwise],
        .oldestFirst: [.listsRuns],
        .mixesRuns: [.missesRun],
        .hidesReason: [.tellsFailedRun],
        .saysOtherCode: [.tellsFailedRun],
        .reversesLines: [.tellsRunLog],
        .ignoresLimit: [.tellsRunLog],
        .ignoresStop: [.stopsRun],
        .refusesSecondStop: [.stopsRun],
        .keepsBusyJobs: [.deletesJob],
    ]

    private static let checks = Set(ServiceConformance.checks(for: InMemoryDialect().capabilities, with: [.jobs]))
        .subtracting(ServiceConformance.checks(for: InMemoryDialect().capabilities))

    @Test(arguments: JobFault.allCases)
    func failsExactlyTheChecksThatItShould(_ fault: JobFault) async throws {
        let failing = try ImageReference(parsing: JobStage.failing)
        var failed: Set<Check> = []
        for check in Self.checks {
            let time = VirtualTime()
            let conformance = ServiceConformance(
                waiting: WaitOptions(time: time),
                surroundings: ServiceConformance.Surroundings(failingImage: failing)
            ) { BrokenService(.nothing, jobs: fault, time: time) }
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

    @Test func withoutJobsAndHelpTheChecksSayWhatIsMissing() async throws {
        for check in Self.checks {
            let conformance = ServiceConformance { BrokenService(.nothing) }
            let failure = await #expect(throws: ConformanceFailure.self) { try await conformance.run(check) }
            #expect(failure?.seen == "none")
        }
        let time = VirtualTime()
        for check in [Check.tellsFailedRun, .tellsRunLog] {
            let conformance = ServiceConformance(waiting: WaitOptions(time: time)) {
                BrokenService(.nothing, jobs: .nothing, time: time)
            }
            let failure = await #expect(throws: ConformanceFailure.self) { try await conformance.run(check) }
            #expect(failure?.seen == "none")
        }
    }
}
