import CloudContainers
import ContainerMigration
import SimulationKit
import Testing

/// A fleet that goes to the other provider and comes back is the same one, apart from what was said.
@Suite("Migration, there and back")
struct RoundTripTests {
    @Test("a fleet comes back as it was, apart from what findings have named", arguments: Provider.allCases)
    func comesBack(_ provider: Provider) async throws {
        let other: Provider = provider == .qovery ? .scaleway : .qovery
        let (home, away) = (try Account(provider), try Account(other))
        let secrets = MigrationSecrets(SecretValues(["TOKEN": Move.canary, "PASSWORD": "another \(Move.canary)"]))
        let place = try await home.service.createNamespace(named: "shop")
        var given = home.given
        given.secretNames = ["TOKEN", "PASSWORD"]
        var ids: [Container.ID] = []
        for spec in try Self.fleet() {
            ids.append(try await home.service.apply(spec, in: place.id, secrets: secrets.shared, given))
        }
        let deploys = home.service.dialect.capabilities.createDeploys
        let deployment = deploys ? nil : try await home.service.deploy(ids, in: place.id)
        try await home.service.wait(for: ids, in: place.id, after: deployment, home.waiting)

        let there = try await leg(from: home, "shop", to: away, "shop-away", secrets)
        let back = try await leg(from: away, "shop-away", to: home, "shop-back", secrets)

        let first = try await containers(of: home, "shop")
        let between = try await containers(of: away, "shop-away")
        let last = try await containers(of: home, "shop-back")
        #expect(first.keys.sorted() == last.keys.sorted())
        let (atHome, abroad) = (home.service.dialect, away.service.dialect)
        for (name, before) in first {
            let after = try #require(last[name])
            let findings = [there, back].map { plan in plan.services.first { $0.sourceName == name }?.findings ?? [] }
            let middle = try #require(between[name])
            for path in differences(before.spec, after.spec) {
                // What is spelled out now had the same value before.
                if try isSame(path, before, after, atHome) { continue }
                let isSaid =
                    try isNamed(path, before, atHome, findings[0], \.source)
                    || isNamed(path, middle, abroad, findings[0], \.target)
                    || isNamed(path, middle, abroad, findings[1], \.source)
                    || isNamed(path, after, atHome, findings[1], \.target)
                let said = findings.map { $0.map { "\($0.code) \($0.source ?? "-") \($0.target ?? "-")" } }
                #expect(isSaid, "\(name): \(path) is \(words(path, after)), was \(words(path, before)); said: \(said)")
            }
        }
    }

    /// Services of several kinds.
    private static func fleet() throws -> [ContainerSpec] {
        var fleet = try Move.specs(3)
        fleet[0].command = ["/bin/server"]
        fleet[0].arguments = ["--port", "8080"]
        fleet[0].description = "the storefront"
        fleet[0].resources.cpu = .millicores(370)
        fleet[0].resources.memory = .mebibytes(777)
        fleet[1].scaling.minimum = .of(2)
        fleet[1].scaling.maximum = .instances(.of(6))
        fleet[1].variables = [
            EnvironmentVariable(name: "PASSWORD", value: .secret(.provided)),
            EnvironmentVariable(name: "ODD", value: .plain("a \"b\" $c é")),
            EnvironmentVariable(name: "EMPTY", value: .plain("")),
        ]
        fleet[2].image = try ImageReference(parsing: "docker.io/library/redis:7.4")
        fleet[2].httpsOnly = false
        return fleet
    }

    private func leg(
        from source: Account,
        _ name: String,
        to target: Account,
        _ newName: String,
        _ secrets: MigrationSecrets
    ) async throws -> MigrationPlan {
        let place = try #require(try await source.service.namespace(named: name))
        var decided = target.given
        decided.allowsAll = true
        decided.ingress = .nginx
        let plan = try MigrationPlan(
            moving: try await source.service.inventory(of: place.id),
            from: source.service.dialect,
            to: target.service.dialect,
            MigrationSettings(namespace: newName, resolutions: decided)
        )
        #expect(plan.obstacles.map(\.finding.code) == [])
        let migration = try await Migration(
            plan,
            from: source.service,
            to: target.service,
            journal: try await MigrationJournal(InMemoryJournalStorage()),
            MigrationOptions(waiting: target.waiting)
        )
        let outcome = try await migration.run(secrets: secrets)
        #expect(outcome.isComplete, "\(outcome)")
        return plan
    }

    private func containers(of account: Account, _ name: String) async throws -> [String: Container] {
        let place = try #require(try await account.service.namespace(named: name))
        var result: [String: Container] = [:]
        for listed in try await account.service.completeContainers(in: place.id) {
            result[listed.spec.name] = try await account.service.container(listed.id)
        }
        return result
    }

    /// The leaves that differ, apart from the mark of the migration.
    private func differences(_ before: ContainerSpec, _ after: ContainerSpec) -> [FieldPath] {
        var (before, after) = (before, after)
        (before.owner, after.owner) = (nil, nil)
        let (old, new) = (leaves(before), leaves(after))
        return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    }

    private func leaves(_ spec: ContainerSpec) -> [FieldPath: JSONValue] {
        Dictionary(spec.documentWithoutResets.leaves().map { ($0.path, $0.value) }) { $1 }
    }

    private func words(_ path: FieldPath, _ container: Container) -> String {
        leaves(container.spec)[path]?.text(.compact) ?? "nothing"
    }

    /// What findings without a field are about, by the beginnings of their codes.
    private static let families = [
        ("CC-PROBE-", "probes."), ("CC-DISK-", "resources.ephemeralStorage"), ("CC-SCALE-", "scaling."),
        ("CC-TIMEOUT-", "timeouts."), ("CC-ARCH-", "resources.architecture"),
    ]

    /// Whether all that a leaf was read from had the same value at first.
    private func isSame(
        _ path: FieldPath,
        _ before: Container,
        _ after: Container,
        _ dialect: any ContainerDialect
    ) throws -> Bool {
        let sources = try dialect.ledger(of: after).entries.filter { $0.targets.contains { $0.path == path } }
            .flatMap { $0.sources.map(\.path) }
        return !sources.isEmpty
            && sources.allSatisfy { before.bundle.root.value(at: $0) == after.bundle.root.value(at: $0) }
    }

    /// Whether a finding is about what a leaf was read from, or is to be written to.
    private func isNamed(
        _ path: FieldPath,
        _ container: Container,
        _ dialect: any ContainerDialect,
        _ findings: [Finding],
        _ side: KeyPath<Finding, FieldPath?>
    ) throws -> Bool {
        let places = try dialect.ledger(of: container).entries.filter { $0.targets.contains { $0.path == path } }
            .flatMap { $0.sources.map(\.path) }
        return findings.contains { finding in
            guard finding.outcome != .exact else { return false }
            if let subject = finding.subject, path.description.hasSuffix(".\(subject)") { return true }
            guard let place = finding[keyPath: side] else {
                // One that is about no single field says by its code what it is about.
                let isUnplaced = finding.source == nil && finding.target == nil
                return isUnplaced
                    && Self.families.contains {
                        finding.code.rawValue.hasPrefix($0) && path.description.hasPrefix($1)
                    }
            }
            return places.contains { place == $0 || place.contains($0) || $0.contains(place) }
        }
    }
}
