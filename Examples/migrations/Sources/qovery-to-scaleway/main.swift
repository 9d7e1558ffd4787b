// Moves the environment `shop` from Qovery to the namespace `shop` of Scaleway.
//
//     swift run --package-path Examples/migrations qovery-to-scaleway               both simulated, nothing leaves the machine
//     swift run --package-path Examples/migrations qovery-to-scaleway --live        your accounts: prints the plan
//     swift run --package-path Examples/migrations qovery-to-scaleway --live --run  carries it out
//
// With --live the accounts are those of the environment: QOVERY_API_TOKEN, QOVERY_PROJECT_ID, SCW_SECRET_KEY,
// SCW_DEFAULT_PROJECT_ID. The values of secrets are taken from the environment too, by their names.

import CloudContainers
import ContainerMigration
import Foundation
import QoveryContainers
import QoverySimulator
import SampleShop
import ScalewayContainers
import ScalewaySimulator
import SimulationKit
import URLSessionTransport

let environment = ProcessInfo.processInfo.environment
let isLive = CommandLine.arguments.contains("--live")
let time: any TimeSource = isLive ? SystemTime() : VirtualTime()

// 1. The two accounts. A simulator stands in the place of the transport, everything else is the same.
let source: any ContainerService
let target: any ContainerService
if isLive {
    let limit = RateLimit(requests: 1000, per: .seconds(3600))
    source = QoveryContainerService(
        try QoveryConfiguration(environment: environment),
        transport: URLSessionTransport().paced(to: limit).retrying()
    )
    target = ScalewayContainerService(
        try ScalewayConfiguration(ScalewayProfile(environment: environment)),
        transport: URLSessionTransport().retrying()
    )
} else {
    let qovery = QoverySimulator(time: time)
    let account = qovery.configuration
    source = QoveryContainerService(
        try QoveryConfiguration(
            token: account.token,
            organizationID: account.organization.id,
            projectID: account.project.id,
            clusterID: account.cluster.id
        ),
        transport: qovery,
        time: time
    )
    let scaleway = ScalewaySimulator(time: time)
    var profile = ScalewayProfile()
    profile.secretKey = scaleway.configuration.secretKey
    profile.projectID = scaleway.configuration.projectID
    target = ScalewayContainerService(try ScalewayConfiguration(profile), transport: scaleway, time: time)
    try await fillShop(of: source, registry: account.registries.first?.id, time)
}

// 2. What there is. Nothing below touches the source.
guard let shop = try await source.namespace(named: "shop") else { fatal("there is no environment shop") }
let inventory = try await source.inventory(of: shop.id)

// 3. The plan: what each service becomes, and what that costs. Consent is by code; read each one's page first.
var decisions = Resolutions()
decisions.allowedCodes = [.variableBuiltIn, .timeoutIdle]
let plan = try MigrationPlan(
    moving: inventory,
    from: source.dialect,
    to: target.dialect,
    namespace: try await target.namespace(named: "shop"),
    MigrationSettings(namespace: "shop", resolutions: decisions)
)
for service in plan.services {
    print("\(service.sourceName) → \(service.name): \(service.change?.requests.count ?? 0) requests")
    for finding in service.findings where !finding.outcome.isExact {
        let words = finding.subject ?? "\(finding.before) → \(finding.after)"
        print("  \(finding.code) \(finding.outcome.title): \(words)")
    }
}
for (service, finding) in plan.obstacles {
    print("\(service): \(finding.code) needs \(finding.resolution ?? "a decision")")
}
for code in Set(plan.unconsented.map(\.finding.code)).sorted() { print("\(code) needs your consent") }
for other in plan.others { print("\(other.name) (\(other.kind)) does not move") }
guard plan.isExecutable else { fatal("the plan needs decisions; change them above") }
if isLive, !CommandLine.arguments.contains("--run") { fatal("nothing was sent; add --run to carry the plan out") }

// 4. The run. Everything is noted in a journal; run the program again after a crash, and it goes on.
let folder = isLive ? "." : FileManager.default.temporaryDirectory.path + "/migration-\(UUID())"
let journal = try await MigrationJournal(try FileJournalStorage(path: "\(folder)/shop.journal"))
var secrets = SecretValues()
for name in plan.secrets.map(\.name) {
    if let value = environment[name] ?? (isLive ? nil : "a sample") { secrets.set(value, for: name) }
}
let migration = try await Migration(
    plan,
    from: source,
    to: target,
    journal: journal,
    MigrationOptions(waiting: WaitOptions(time: time))
)
let outcome = try await migration.run(secrets: MigrationSecrets(secrets)) { event in
    if case .reached(let service, let step) = event { print("\(service) is \(step.rawValue)") }
}
for service in outcome.services { if let failure = service.failure { print("\(service.name): \(failure)") } }
print(outcome.isComplete ? "All of it is there and as planned." : "Not all of it is there; run the program again.")

func fatal(_ words: String) -> Never {
    print(words)
    exit(1)
}
