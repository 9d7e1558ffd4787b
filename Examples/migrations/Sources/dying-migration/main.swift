// Moves a namespace and kills itself at a chosen point, for tests of what a real end of a process leaves behind.
//
//     dying-migration FROM TO NAMESPACE-ID NEW-NAME JOURNAL POINT
//
// FROM and TO are qovery or scaleway; the accounts are those of the environment, and so is the value of each secret. POINT is
// `never`, or `write:N` (in the middle of the N-th line of the journal), `before:N` (before the N-th request leaves) or
// `behind:N` (between the server's act and its answer). At its end it prints how many lines and requests there were, and at which
// requests an end leaves something else than the one before.

import CloudContainers
import ContainerMigration
import Foundation
import QoveryContainers
import ScalewayContainers
import SimulationKit
import URLSessionTransport

let environment = ProcessInfo.processInfo.environment
let words = Array(CommandLine.arguments.dropFirst())
guard words.count == 6, let point = Point(words[5]) else { fail("wrong arguments: \(words)") }
let (from, to, place, name, path) = (words[0], words[1], Namespace.ID(rawValue: words[2]), words[3], words[4])

// Waiting is done at the pace of the simulators.
let time = await ScaledTime(20_000)
let life = Life(endingAt: point)
let source = try service(from)
let target = try service(to)

let plan: MigrationPlan
let saved = URL(fileURLWithPath: path + ".plan")
if let bytes = try? Data(contentsOf: saved) {
    plan = try MigrationPlan(document: JSONDocument(parsing: Array(bytes)), for: target.dialect)
} else {
    var decisions = Resolutions()
    decisions.allowsAll = true
    decisions.ingress = .nginx
    decisions.registries["docker.io"] = environment["QOVERY_REGISTRY_ID"]
    plan = try MigrationPlan(
        moving: try await source.inventory(of: place),
        from: source.dialect,
        to: target.dialect,
        MigrationSettings(namespace: name, resolutions: decisions)
    )
    try Data(plan.document.text(.compact).utf8).write(to: saved)
}
var secrets = SecretValues()
for secret in plan.secrets.map(\.name) { if let value = environment[secret] { secrets.set(value, for: secret) } }

let outcome: MigrationOutcome
do {
    let storage = DyingStorage(storage: try FileJournalStorage(path: path), life: life)
    // One at a time, so that a point is the same in every run.
    let migration = try await Migration(
        plan,
        from: source,
        to: target,
        journal: try await MigrationJournal(storage),
        // Requests take real time, of which an hour of the simulators' leaves only a fifth of a second.
        MigrationOptions(concurrency: 1, waiting: WaitOptions(limit: .seconds(2_000_000), time: time))
    )
    await life.begin()
    outcome = try await migration.run(secrets: MigrationSecrets(secrets))
} catch let error as ContainerServiceError {
    fail("\(error.code): \(error)", error.code == .busy ? 75 : 3)
}
for service in outcome.services { if let failure = service.failure { print("\(service.name): \(failure)") } }
print("\(await life.writes) lines, \(await life.requests) requests")
print("turns: \(await life.turns)")
print("changes: \(await life.changes)")
exit(outcome.isComplete ? 0 : 3)

func service(_ provider: String) throws -> any ContainerService {
    // The requests themselves take real time.
    let transport = DyingTransport(wrapped: URLSessionTransport(), life: life).retrying()
    if provider == "qovery" {
        return QoveryContainerService(
            try QoveryConfiguration(environment: environment),
            transport: transport,
            time: time
        )
    }
    return ScalewayContainerService(
        try ScalewayConfiguration(ScalewayProfile(environment: environment)),
        transport: transport,
        time: time
    )
}

func fail(_ words: String, _ status: Int32 = 64) -> Never {
    FileHandle.standardError.write(Data((words + "\n").utf8))
    exit(status)
}
