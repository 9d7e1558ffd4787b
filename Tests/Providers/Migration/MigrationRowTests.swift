import CloudContainers
import ContainerMigration
import SimulationKit
import Testing

/// Failure modes of a migration by their rows in the table of failure modes; those of its journal stand with the journal.
@Suite("Migration, row by row")
struct MigrationRowTests {
    // MARK: Disk

    @Test(
        "row 15: a disk that is full at any write stops the run, and a later one goes on",
        arguments: MigrationTests.ways,
        [FailingDisk.Way.full, .broken, .short]
    )
    func stopsAtADisk(_ way: (Provider, Provider), _ fault: FailingDisk.Way) async throws {
        let end = try await WatchedMove.undisturbed(1, from: way.0, to: way.1)
        var number = 0
        while true {
            let watched = try await WatchedMove(1, from: way.0, to: way.1)
            let disk = FailingDisk(fault, after: number)
            let error = try await failure {
                _ = try await watched.process(disk).run(secrets: watched.move.secrets)
            }
            guard let error else { break }
            #expect(error.code == .storageFailed)
            await disk.mend()
            let outcome = try await watched.process(disk).run(secrets: watched.move.secrets)
            #expect(outcome.isComplete, "write \(number)")
            try await watched.check(end, "write \(number)")
            number += 1
        }
        #expect(number > 5)
    }

    // MARK: Two people

    @Test(
        "row 17: a container that somebody changes under the migration is named with what differs",
        arguments: MigrationTests.ways
    )
    func noticesAChangedTarget(_ way: (Provider, Provider)) async throws {
        let watched = try await WatchedMove(2, from: way.0, to: way.1)
        let storage = InMemoryJournalStorage()
        let migration = try await watched.process(storage)
        let outcome = try await migration.run(secrets: watched.move.secrets)
        let id = try #require(outcome.services.last?.id)
        var wish = try await watched.move.target.service.container(id).spec
        wish.scaling.maximum = .instances(.of(5))
        let place = try #require(try await watched.move.target.service.namespace(named: "shop-moved"))
        _ = try await watched.move.target.service.apply(wish, in: place.id, to: id, watched.move.settings.resolutions)
        let told = try await migration.differences(secrets: watched.move.secrets)
        #expect(told.keys.sorted() == ["service-1"])
        #expect(told["service-1"]?.contains("not as planned") == true)
    }

    @Test("row 17: any field of a source that changes before the run stops it, named", arguments: MigrationTests.ways)
    func noticesAChangedSource(_ way: (Provider, Provider)) async throws {
        let newer = try ImageReference(parsing: "docker.io/library/nginx:1.28")
        let changes: [(field: String, change: @Sendable (inout ContainerSpec) -> Void)] = [
            ("image", { $0.image = newer }), ("resources.memory", { $0.resources.memory = .mebibytes(2048) }),
            ("scaling.maximum", { $0.scaling.maximum = .instances(.of(5)) }),
            ("environment.GREETING", { $0.variables[0].value = .plain("changed") }),
            ("environment.NEW", { $0.variables.append(EnvironmentVariable(name: "NEW", value: .plain("new"))) }),
        ]
        for (field, change) in changes {
            let watched = try await WatchedMove(2, from: way.0, to: way.1)
            let id = try #require(watched.move.ids["service-1"])
            let live = try await watched.move.source.service.container(id)
            var wish = live.spec
            change(&wish)
            _ = try await watched.move.source.service.apply(
                wish,
                in: live.namespace,
                to: id,
                watched.move.source.given
            )
            let error = try await #require(throws: ContainerServiceError.self) {
                try await watched.process(InMemoryJournalStorage()).run(secrets: watched.move.secrets)
            }
            #expect(error.code == .conflict, "\(field)")
            #expect(error.message.contains("service-1: ") && error.message.contains(field), "\(field): \(error)")
            #expect(await watched.move.target.writes.isEmpty, "\(field)")
        }
    }

    @Test("row 18: a service that is made up for keeps what the plan does not name", arguments: MigrationTests.ways)
    func keepsOtherFields(_ way: (Provider, Provider)) async throws {
        // The process dies after the first service was made, and somebody else's service stands beside it.
        let watched = try await WatchedMove(1, from: way.0, to: way.1)
        let disk = InMemoryJournalStorage()
        _ = try await watched.live(disk, until: .write(5, .after), concurrency: 1)
        let service = watched.move.target.service
        let place = try #require(try await service.namespace(named: "shop-moved"))
        var stranger = try #require(try Move.specs(2).last)
        stranger.name = "stranger"
        stranger.resources.memory = .mebibytes(2048)
        let id = try await service.apply(stranger, in: place.id, watched.move.settings.resolutions)
        let before = try await service.container(id).spec
        #expect(try await watched.live(disk, until: .never).outcome?.isComplete == true)
        #expect(try await service.container(id).spec == before)
    }

    // MARK: Secrets

    @Test(
        "row 19: no spelling of a secret is in journal, plan, events or errors, whatever goes wrong",
        arguments: MigrationTests.ways
    )
    func tellsNoSecret(_ way: (Provider, Provider)) async throws {
        let watched = try await WatchedMove(1, from: way.0, to: way.1)
        let canary = "canary \"7f3a\"\n+/=value"
        let secrets = MigrationSecrets(SecretValues(["TOKEN": canary]))
        let disk = InMemoryJournalStorage()
        let words = Words()
        let hear: Migration.Observer = { await words.add("\($0)") }
        // The server quotes what it was given, as servers do.
        for fault in [
            Fault.answer(
                HTTPResponse(
                    status: 400,
                    headers: ["Content-Type": "application/json"],
                    body: Array(#"{"message":"invalid value \#(canary.debugDescription.dropFirst().dropLast())"}"#.utf8)
                )
            ),
            .cutAfterActing, .answer(HTTPResponse(status: 500, body: Array(canary.utf8))),
        ] {
            await watched.move.target.faults.add(
                FaultRule(fault, method: .post, path: way.1 == .qovery ? "/variable/import" : "/fr-par/containers")
            )
            do {
                let outcome = try await watched.process(disk).run(secrets: secrets, hear)
                await words.add("\(outcome)")
            } catch {
                await words.add("\(error)")
            }
            await watched.move.target.faults.removeRules()
        }
        let outcome = try await watched.process(disk).run(secrets: secrets, hear)
        #expect(outcome.isComplete, "\(outcome)")
        await words.add("\(outcome) \(secrets)")
        await words.add(String(decoding: await disk.read(), as: UTF8.self))
        await words.add(watched.plan.document.text(.pretty))
        let told = await words.text
        for spelling in [canary, "canary", "7f3a", "Y2FuYXJ5"] { #expect(!told.contains(spelling), "\(spelling)") }
    }

    private actor Words {
        private(set) var text = ""
        func add(_ words: String) { text += words + "\n" }
    }

    // MARK: Failures of some

    @Test(
        "row 32: where one service fails the rest goes on, or is not begun",
        arguments: MigrationTests.ways,
        [false, true]
    )
    func goesOnOrStops(_ way: (Provider, Provider), stopsAtFailure: Bool) async throws {
        let watched = try await WatchedMove(4, from: way.0, to: way.1)
        let storage = InMemoryJournalStorage()
        let migration = try await watched.process(storage, concurrency: 1, stopsAtFailure: stopsAtFailure) {
            recorded,
            _ in
            Refusing(wrapped: recorded, name: "service-1")
        }
        let outcome = try await migration.run(secrets: watched.move.secrets)
        #expect(!outcome.isComplete)
        let failure = try #require(outcome.services[1].failure)
        #expect(failure.code == .quotaExceeded || failure.code == .invalidInput, "\(failure)")
        #expect(failure.operation?.contains("service-1") == true)
        #expect(outcome.services[1].step == .making)
        let others = [0, 2, 3].map { outcome.services[$0].step }
        // The one before is there; whether it is waited for depends on the wish.
        #expect(others == (stopsAtFailure ? [.made, .notStarted, .notStarted] : [.verified, .verified, .verified]))
        // What failed is made good later, and only that.
        #expect(try await watched.process(storage).run(secrets: watched.move.secrets).isComplete)
        try await watched.check(nil, "the end")
    }

    @Test(
        "row 33: a roll-back after a failure removes what was made, and leaves what was changed",
        arguments: MigrationTests.ways
    )
    func rollsBackAfterAFailure(_ way: (Provider, Provider)) async throws {
        let watched = try await WatchedMove(3, from: way.0, to: way.1)
        let storage = InMemoryJournalStorage()
        let migration = try await watched.process(storage) { recorded, _ in
            Refusing(wrapped: recorded, name: "service-1")
        }
        let outcome = try await migration.run(secrets: watched.move.secrets)
        let id = try #require(outcome.services.last?.id)
        let service = watched.move.target.service
        let live = try await service.container(id)
        var wish = live.spec
        wish.scaling.maximum = .instances(.of(7))
        _ = try await service.apply(wish, in: live.namespace, to: id, watched.move.settings.resolutions)
        let undone = try await watched.process(storage).rollBack()
        #expect(undone.services.map(\.kept) == [nil, nil, "somebody has changed it since"])
        #expect(undone.services.map(\.step) == [.removed, .notStarted, .verified])
        #expect(try await watched.target().services.map(\.name) == ["service-2"])
        let rules = Set(try await watched.violations().map(\.rule))
        // The rest is gone on purpose; nothing else is to be said of it.
        #expect(rules == [.everyServiceOnce])
    }

    @Test(
        "row 33: a roll-back that dies at any point goes on, and touches nothing else",
        arguments: MigrationTests.ways
    )
    func rollsBackAfterACrash(_ way: (Provider, Provider)) async throws {
        var number = 0
        var hasDied = true
        while hasDied {
            number += 1
            let watched = try await WatchedMove(1, from: way.0, to: way.1)
            let disk = InMemoryJournalStorage()
            // What is rolled back was not finished itself.
            _ = try await watched.live(disk, until: .write(6, .after), concurrency: 1)
            let process = DyingProcess(disk, endingAt: .behind(request: number), watched.recorder)
            let dying = try await watched.process(process) { recorded, _ in process.transport(recorded) }
            _ = try? await dying.rollBack()
            hasDied = await process.hasEnded
            let undone = try await watched.process(disk).rollBack()
            #expect(undone.isRolledBack, "\(number): \(undone)")
            #expect(try await watched.target().services.isEmpty, "\(number)")
            #expect(try await watched.move.target.service.namespace(named: "shop-moved") == nil, "\(number)")
            let rules = Set(try await watched.violations().map(\.rule))
            #expect(rules == [.everyServiceOnce], "\(number)")
        }
        #expect(number > 5)
    }

    // MARK: Stopping

    @Test("row 36: a wish to stop at any request ends the run, and another one goes on", arguments: MigrationTests.ways)
    func stopsAtAnyRequest(_ way: (Provider, Provider)) async throws {
        let end = try await WatchedMove.undisturbed(2, from: way.0, to: way.1)
        var number = 0
        var wasStopped = true
        while wasStopped {
            number += 1
            let watched = try await WatchedMove(2, from: way.0, to: way.1)
            let disk = InMemoryJournalStorage()
            let stop = MigrationStop()
            let bell = Bell(at: number) {
                await stop.request()
                await watched.recorder.add(.stopAsked)
            }
            let migration = try await watched.process(disk, concurrency: 1) { recorded, _ in
                Rung(wrapped: recorded, bell: bell)
            }
            let outcome = try await migration.run(secrets: watched.move.secrets, stop: stop)
            wasStopped = outcome.wasStopped
            #expect(wasStopped || outcome.isComplete, "\(number)")
            #expect(outcome.services.allSatisfy { $0.failure == nil }, "\(number): \(outcome)")
            #expect(try await watched.process(disk).run(secrets: watched.move.secrets).isComplete, "\(number)")
            try await watched.check(end, "\(number)")
        }
        #expect(number > 5)
    }

    @Test(
        "row 37: after a cancel at any request nothing more is sent, and another run goes on",
        arguments: MigrationTests.ways
    )
    func cancelsAtAnyRequest(_ way: (Provider, Provider)) async throws {
        let end = try await WatchedMove.undisturbed(1, from: way.0, to: way.1)
        var number = 0
        var wasCancelled = true
        while wasCancelled {
            number += 1
            let watched = try await WatchedMove(1, from: way.0, to: way.1)
            let disk = InMemoryJournalStorage()
            let handle = Handle()
            let bell = Bell(at: number) {
                await handle.cancel()
                await watched.recorder.add(.cancelled)
            }
            let migration = try await watched.process(disk, concurrency: 2) { recorded, account in
                Rung(wrapped: recorded, bell: bell).retrying(time: account.time)
            }
            let task = Task { try await migration.run(secrets: watched.move.secrets) }
            await handle.hold(task)
            let result = await task.result
            wasCancelled = await bell.hasRung
            if wasCancelled {
                #expect(throws: CancellationError.self, "\(number)") { try result.get() }
            }
            #expect(try await watched.process(disk).run(secrets: watched.move.secrets).isComplete, "\(number)")
            try await watched.check(end, "\(number)")
        }
        #expect(number > 5)
    }

    /// A task that somebody can cancel, who waits until it is known.
    private actor Handle {
        private var task: Task<MigrationOutcome, any Error>?
        private var waiting: CheckedContinuation<Void, Never>?

        func hold(_ task: Task<MigrationOutcome, any Error>) {
            self.task = task
            waiting?.resume()
        }

        func cancel() async {
            if task == nil { await withCheckedContinuation { waiting = $0 } }
            task?.cancel()
        }
    }
}

/// Something that happens at one request.
actor Bell {
    private let number: Int
    private let act: @Sendable () async -> Void
    private var count = 0
    private(set) var hasRung = false

    init(at number: Int, _ act: @escaping @Sendable () async -> Void) {
        self.number = number
        self.act = act
    }

    func next() async {
        count += 1
        guard count == number else { return }
        hasRung = true
        await act()
    }
}

/// A transport that rings a bell when the server has answered.
struct Rung: HTTPTransport {
    let wrapped: any HTTPTransport
    let bell: Bell

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let response = try await wrapped.send(request)
        await bell.next()
        return response
    }
}

/// A server that refuses to make one service.
struct Refusing: HTTPTransport {
    let wrapped: any HTTPTransport
    let name: String

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard request.method == .post,
            let body = request.body.flatMap({ try? JSONDocument(parsing: $0.bytes).root }),
            body["name"]?.string == name
        else { return try await wrapped.send(request) }
        return HTTPResponse(
            status: 400,
            headers: ["Content-Type": "application/json"],
            body: Array(#"{"message":"this one is not taken","detail":"this one is not taken"}"#.utf8)
        )
    }
}

/// A disk that fails at one write, until it is mended.
actor FailingDisk: JournalStorage {
    /// How it fails.
    enum Way: Sendable {
        /// Nothing is written: there is no space.
        case full
        /// Nothing is written: the device has an error.
        case broken
        /// A part is written before the space ends.
        case short
    }

    private var bytes: [UInt8] = []
    private let way: Way
    private var left: Int

    init(_ way: Way, after count: Int) {
        self.way = way
        left = count
    }

    func mend() { left = .max }
    func read() -> [UInt8] { bytes }
    func truncate(to count: Int) { bytes.removeLast(max(bytes.count - count, 0)) }

    func append(_ line: [UInt8]) throws {
        guard left > 0 else {
            if way == .short { bytes += line.prefix(line.count / 2) }
            let words = way == .broken ? "Input/output error" : "No space left on device"
            throw ContainerServiceError(.storageFailed, words)
        }
        left -= 1
        bytes += line
    }
}
