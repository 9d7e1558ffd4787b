import CloudContainers
import Foundation
import SimulationKit
import TestSupport
import Testing

/// Several clients of one account do what comes to their minds for a long time, while requests go wrong; what is there is
/// always what a model says.
///
/// Each client has services of its own, so that the model knows what has to be there, in a namespace that all of them share.
@Suite("Endurance")
struct EnduranceTests {
    @Test("any number of random operations agrees with a model", arguments: Provider.allCases)
    func agreesWithTheModel(_ provider: Provider) async throws {
        let first = testSeed(default: 1)
        let seeds = caseCount(default: 4)
        let count = operationCount(default: 100)
        var (faults, tries) = (0, 0)
        for seed in first..<first + UInt64(seeds) {
            let account = try Account(provider, seed: seed)
            let namespace = try await account.service.makeNamespace(named: "shop").id
            let clients = try await withThrowingTaskGroup(of: EnduringClient.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        let client = EnduringClient(number, account, in: namespace, seed: seed)
                        try await client.work(count / 4)
                        return client
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            var wanted: [String: String] = [:]
            for client in clients {
                let divergences = await client.divergences
                #expect(divergences == [], "\(provider), seed \(seed)")
                wanted.merge(await client.words) { one, _ in "\(one), twice" }
                tries += await client.tries
                faults += await client.log.counts.values.reduce(0, +)
            }
            var found: [String: String] = [:]
            for container in try await account.service.completeContainers(in: namespace) {
                guard container.status.state != .deleting else { continue }
                let words = EnduringClient.words(try await account.service.container(container.id))
                #expect(found.updateValue(words, forKey: container.spec.name) == nil, "\(provider), seed \(seed)")
            }
            #expect(found == wanted, "\(provider), seed \(seed)")
        }
        #expect(faults > seeds * count / 20, "only \(faults) faults struck")
        print("\(provider): \(seeds) × \(count) operations, \(tries) tries, \(faults) faults, from seed \(first)")
    }
}

/// A client that works at random and notes what should be there.
private actor EnduringClient {
    /// A service as it should be.
    private struct Service {
        var id: Container.ID
        var spec: ContainerSpec
    }

    private let account: Account
    private let namespace: Namespace.ID
    private let names: [String]
    /// The account through a network on which requests go wrong.
    private let service: any ContainerService
    /// What went wrong.
    let log = FaultLog()
    private var random: SeededGenerator
    private var model: [String: Service] = [:]
    /// Where the provider and the model did not agree.
    private(set) var divergences: [String] = []
    /// How often something was tried until it was done.
    private(set) var tries = 0

    /// The most tries for one operation.
    private static let mostTries = 40

    init(_ number: Int, _ account: Account, in namespace: Namespace.ID, seed: UInt64) {
        self.account = account
        self.namespace = namespace
        names = (0..<3).map { "client-\(number)-service-\($0)" }
        random = SeededGenerator(seed: seed &* 31 &+ UInt64(number))
        let chance = seed &* 31 &+ UInt64(number)
        // Half of the clients repeat requests as the tool does; for the others each fault ends what they do.
        let repeats = number.isMultiple(of: 2)
        let faults = RandomFaults(account.faults, account, oneOf: repeats ? 10 : 25, seed: chance, log)
        let repeating = faults.retrying(time: account.time, randomness: SeededRandomness(seed: chance))
        service = account.service(through: repeats ? repeating : faults)
    }

    /// What should be there, in words.
    var words: [String: String] { model.mapValues { Self.words($0.spec, $0.id) } }

    static func words(_ container: Container) -> String { words(container.spec, container.id) }

    private static func words(_ spec: ContainerSpec, _ id: Container.ID) -> String {
        let variables = spec.variables.filter { $0.name.hasPrefix("OWN_") }.map { "\($0.name) is \($0.value)" }.sorted()
        return "\(id): \(spec.image), at most \(String(describing: spec.scaling.maximum)), \(variables)"
    }

    func work(_ count: Int) async throws {
        for _ in 0..<count {
            let name = names[random.number(0...names.count - 1)]
            switch random.number(0...9) {
            case 0...4: try await apply(name)
            case 5: try await delete(name)
            case 6: try await deploy(name)
            case 7...8: try await read(name)
            default: try await list()
            }
        }
    }

    /// How many answers were older than what was asked for.
    private var oldAnswers: Int {
        get async { await log.counts["stale", default: 0] }
    }

    /// Tries until it works; whatever fails may be tried again.
    private func untilDone(_ what: String, _ work: () async throws -> Void) async throws {
        var last: ContainerServiceError?
        for _ in 1...Self.mostTries {
            tries += 1
            do {
                return try await work()
            } catch let error as ContainerServiceError {
                last = error
            }
        }
        divergences.append("\(what) fails for good: \(last.map { "\($0.code): \($0.message)" } ?? "")")
    }

    private func apply(_ name: String) async throws {
        var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .mebibytes(1024)
        spec.scaling.minimum = .of(1)
        spec.scaling.maximum = .instances(.of(UInt32(random.number(2...6))))
        spec.ports = [Port(.of(8080))]
        spec.variables = (0...random.number(0...3)).map { number in
            EnvironmentVariable(name: "OWN_\(number)", value: .plain("value \(random.number(1...99))"))
        }
        var given = account.given
        given.allowsAll = true
        let before = model[name]
        var known = before?.id
        try await untilDone("applying \(name)") {
            do {
                let old = await oldAnswers
                let id = try await service.apply(spec, in: namespace, to: known, given)
                if let before, before.id != id { divergences.append("\(name) became another one") }
                // A field for which an old answer has the value that is wanted is not sent, and no API has versions to tell.
                if await oldAnswers > old {
                    let words = Self.words(try await account.service.container(id))
                    if words != Self.words(spec, id) {
                        known = id
                        throw ContainerServiceError(.conflict, "an old answer hid a change", isRetryable: true)
                    }
                }
                model[name] = Service(id: id, spec: spec)
            } catch let error as ContainerServiceError where error.code == .alreadyExists && known == nil {
                // A creation that failed for the client has arrived; nobody else makes services of this name.
                known = try await service.container(named: name, in: namespace)?.id
                throw error
            }
        }
    }

    private func delete(_ name: String) async throws {
        guard let id = model[name]?.id else { return }
        var isAsked = false
        try await untilDone("deleting \(name)") {
            do {
                try await service.delete(id)
            } catch let error as ContainerServiceError where error.code == .notFound && isAsked {
                // An earlier try has deleted it, and its answer or the wait behind it went wrong.
            } catch {
                isAsked = true
                throw error
            }
            isAsked = true
            try await service.wait(for: [id], in: namespace, until: .gone, account.waiting)
            // An old answer from before it was made says that it is gone, too.
            try await account.service.wait(for: [id], in: namespace, until: .gone, account.waiting)
            model[name] = nil
        }
    }

    private func deploy(_ name: String) async throws {
        guard let id = model[name]?.id else { return }
        try await untilDone("deploying \(name)") {
            let deployment = try await service.deploy([id], in: namespace)
            try await service.wait(for: [id], in: namespace, after: deployment, account.waiting)
        }
    }

    /// What is there is what should be there, looked at over a network on which nothing goes wrong.
    private func read(_ name: String) async throws {
        var found = try await account.service.container(named: name, in: namespace)
        // A list need not hold the variables.
        if let id = found?.id { found = try await account.service.container(id) }
        let seen = found.map(Self.words)
        guard seen != words[name] else { return }
        divergences.append("\(name) is \(seen ?? "not there"), not \(words[name] ?? "absent")")
    }

    private func list() async throws {
        do {
            let all = try await account.service.completeContainers(in: namespace)
            let own = all.filter { names.contains($0.spec.name) && $0.status.state != .deleting }.map(\.id)
            if own.count != Set(own).count || Set(own) != Set(model.values.map(\.id)) {
                divergences.append("the list has \(own), not \(model.values.map(\.id))")
            }
        } catch let error as ContainerServiceError where error.code == .conflict {
            // The others have changed the list all the while.
        }
    }
}

/// How many operations a long test makes: the default, or what the environment asks for.
private func operationCount(default count: Int) -> Int {
    ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_OPERATIONS"].flatMap { Int($0) } ?? count
}
