import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// A state is saved and loaded, and nobody notices.
@Suite("Scaleway simulator: saved states") struct ScalewaySimulatorStateTests {
    private static let world = DeclaredWorld(
        images: [
            "nginx:1.29": .init(port: .of(8080), paths: ["/up", "/"]),
            "docker.io/shop/job:1": .init(
                run: .init(
                    length: .milliseconds(1500),
                    exitCode: 3,
                    failures: 2,
                    memory: .mebibytes(300),
                    storage: .gibibytes(2),
                    output: ["begun", ""]
                )
            ),
        ],
        otherImages: .init(starts: false),
        aliases: ["www.example.org": "elsewhere.example.org"]
    )

    private static let lists = [
        "namespaces", "containers", "domains", "triggers", "/registry/v1/regions/fr-par/namespaces",
        "/registry/v1/regions/fr-par/images", "/cockpit/v1/regions/fr-par/tokens",
        "/containers/v1beta1/regions/fr-par/containers", "/containers/v1beta1/regions/fr-par/namespaces",
        "/containers/v1beta1/regions/fr-par/tokens", "/containers/v1beta1/regions/fr-par/crons",
        "\(SimulatedScaleway.jobs)/job-definitions", "\(SimulatedScaleway.jobs)/job-runs", SimulatedScaleway.secrets,
    ]

    private func isSame(_ left: SimulatedScaleway.Answer?, _ right: SimulatedScaleway.Answer?) -> Bool {
        left?.status == right?.status && left?.body == right?.body && left?.headers == right?.headers
    }

    /// Plays a history, with a saved and loaded account beside the first from the middle on.
    @Test(arguments: UInt64(1)...15) func aLoadedAccountAnswersTheSame(_ seed: UInt64) async throws {
        let account = SimulatedScaleway(world: Self.world, seed: seed)
        let project = account.simulator.configuration.projectID
        var history = ScalewayHistory(seed: seed)
        var ids: [String: [String]] = [:]
        for _ in 0..<100 {
            try await play(history.next(ids, project: project), &ids, account)
        }
        let saved = await account.simulator.save()
        #expect(!saved.text().contains("canary"))
        let copy = try await SimulatedScaleway(state: JSONDocument(parsing: saved.text()))
        #expect(await copy.simulator.save() == saved)
        #expect(await copy.simulator.world == account.simulator.world)
        try await compareAll(account, copy, ids)
        for _ in 0..<40 {
            let step = history.next(ids, project: project)
            let answer = try await play(step, &ids, account)
            let other = try await copy.play(step)
            #expect(isSame(answer, other), "\(step): \(answer?.description ?? "") \(other?.description ?? "")")
        }
        try await compareAll(account, copy, ids)
        #expect(await account.simulator.save() == copy.simulator.save())
    }

    /// A law on histories says nothing about what does not occur in them.
    @Test func historiesReachEverythingThatIsSaved() async throws {
        var counts: [String: Int] = [:]
        for seed in UInt64(1)...15 {
            let account = SimulatedScaleway(world: Self.world, seed: seed)
            var history = ScalewayHistory(seed: seed)
            var ids: [String: [String]] = [:]
            for _ in 0..<100 {
                try await play(history.next(ids, project: account.simulator.configuration.projectID), &ids, account)
            }
            for member in await account.simulator.save().root["content"]?.object ?? [:] {
                counts[member.name, default: 0] += member.value.array?.count ?? member.value.integer ?? 0
            }
        }
        let missing = counts.filter { $0.value == 0 && !["account", "surroundings"].contains($0.key) }
        #expect(missing.isEmpty, "\(counts)")
        print("objects in 15 generated states: \(counts.sorted { $0.key < $1.key })")
    }

    @discardableResult private func play(
        _ step: ScalewayHistory.Step,
        _ ids: inout [String: [String]],
        _ account: SimulatedScaleway
    ) async throws -> SimulatedScaleway.Answer? {
        let answer = try await account.play(step)
        if case .request(.post, let path, _) = step, let answer, answer.status == 200 {
            // Jobs have triggers and secrets of their own.
            let isOfJobs = path.hasPrefix(SimulatedScaleway.jobs) || path == SimulatedScaleway.secrets
            let place = isOfJobs ? path : path.split(separator: "/").last.map(String.init) ?? ""
            // What is in the registry is no namespace of containers.
            if !path.contains("registry"), !answer.id.isEmpty, !ids[place, default: []].contains(answer.id) {
                ids[place, default: []].append(answer.id)
            }
        }
        return answer
    }

    private func compareAll(
        _ account: SimulatedScaleway,
        _ copy: SimulatedScaleway,
        _ ids: [String: [String]]
    ) async throws {
        let single = ids.sorted { $0.key < $1.key }.flatMap { place, all in all.map { "\(place)/\($0)" } }
        for path in Self.lists.map({ "\($0)?page_size=1000" }) + single {
            let answers = (try await account.send(.get, path), try await copy.send(.get, path))
            #expect(isSame(answers.0, answers.1), "\(path): \(answers.0) \(answers.1)")
        }
    }

    @Test func secretsAreStillKnownByTheirHashes() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer("web", in: nil, ["secret_environment_variables": ["T": "canary"]])
        let copy = try await SimulatedScaleway(state: await account.simulator.save())
        #expect(await copy.simulator.holdsSecret("canary", named: "T", of: id))
        #expect(await copy.simulator.holdsSecret("other", named: "T", of: id) == false)
    }

    @Test func timeGoesOnWhereItStood() async throws {
        let account = SimulatedScaleway()
        await account.time.advance(by: .seconds(5000))
        let made = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
        let copy = try await SimulatedScaleway(state: await account.simulator.save())
        #expect(try await copy.send(.get, "namespaces/\(made.id)").state == "creating")
        await copy.time.advance(by: .seconds(16))
        #expect(try await copy.send(.get, "namespaces/\(made.id)").state == "ready")
        let second = try await copy.send(.post, "namespaces", ["project_id": copy.project, "name": "other"])
        let dates = (made["created_at"].string ?? "", second["created_at"].string ?? "")
        #expect(try Timestamp(parsing: dates.0) < Timestamp(parsing: dates.1))
    }

    @Test func anAccountGoesBackToAStateOfItsOwn() async throws {
        let account = SimulatedScaleway()
        await account.time.advance(by: .seconds(100))
        let state = await account.simulator.save()
        let first = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
        await account.time.advance(by: .seconds(1000))
        for _ in 0..<2 {
            try await account.simulator.load(state)
            #expect(await account.simulator.history.isEmpty)
            #expect(await account.simulator.save().root["elapsed"] == "100s")
            let again = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
            #expect(again.id == first.id && again.state == "creating")
        }
    }

    @Test func aStateCanLeaveTheWorldOut() async throws {
        let account = SimulatedScaleway(world: Self.world)
        let state = await account.simulator.save(includingWorld: false)
        let copy = try await ScalewaySimulator(loading: state, world: DeclaredWorld(otherImages: nil))
        #expect(await copy.world == DeclaredWorld(otherImages: nil))
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var place: String
        var testDescription: String { place }
    }

    @Test(arguments: [
        Damage(old: "\"cloud-containers simulator state\"", new: "\"a letter\"", place: "format"),
        Damage(old: "\"version\":1", new: "\"version\":2", place: "version"),
        Damage(old: "\"simulator\":\"scaleway\"", new: "\"simulator\":\"qovery\"", place: "simulator"),
        Damage(old: "\"requests\":", new: "\"further\":1,\"requests\":", place: "further"),
        Damage(old: "\"requests\":", new: "\"request\":", place: "requests"),
        Damage(old: "\"elapsed\":\"", new: "\"elapsed\":\"x", place: "elapsed"),
        Damage(old: "\"choices\":\"", new: "\"choices\":\"x", place: "chance.choices"),
        Damage(old: "\"other_images\":", new: "\"some_images\":", place: "world.some_images"),
        Damage(old: "\"region\":\"fr-par\"}", new: "\"region\":\"pl-waw\"}", place: "content.account.region"),
        Damage(old: "\"max_scale\":5", new: "\"max_scale\":51", place: "content.containers[0].answer.max_scale"),
        Damage(old: "\"max_scale\":5", new: "\"max_scale\":5,\"new\":1", place: "content.containers[0].answer"),
        Damage(old: "\"T\":\"$argon2id", new: "\"T\":\"plain", place: "content.containers[0].answer.T"),
        Damage(old: "\"status\":\"ready\"}", new: "\"status\":\"red\"}", place: "lifecycle.status"),
        Damage(old: "\"domains\":[]", new: "\"domains\":{}", place: "content.domains"),
    ]) func aStateThatIsNotKnownIsRefused(_ damage: Damage) async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer("web", in: nil, ["secret_environment_variables": ["T": "value"]])
        let text = await account.simulator.save().text(.compact)
        try #require(text.contains(damage.old))
        let damaged = try JSONDocument(parsing: text.replacing(damage.old, with: damage.new, maxReplacements: 1))
        let error = await #expect(throws: ContainerServiceError.self) { try await account.simulator.load(damaged) }
        #expect(error?.code == .invalidInput)
        #expect(error?.diagnostics.first?.field?.description.contains(damage.place) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("$argon2id") == false)
        // Nothing was taken over.
        #expect(try await account.send(.get, "containers/\(id)").state == "ready")
    }

    @Test func aResourceWithoutItsOwnerIsRefused() async throws {
        let account = SimulatedScaleway()
        _ = try await account.readyContainer()
        let text = await account.simulator.save().text(.compact)
        let damaged = text.replacing(#/"namespaces":\[.*\],"containers"/#, with: "\"namespaces\":[],\"containers\"")
        try #require(damaged != text)
        await #expect(throws: ContainerServiceError.self) {
            try await account.simulator.load(JSONDocument(parsing: damaged))
        }
    }
}
