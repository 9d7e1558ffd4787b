import CloudContainers
import Testing

/// A checker that finds nothing proves nothing: each rule is broken once by hand.
@Suite("Checker of histories")
struct HistoryCheckerTests {
    private typealias Entry = MigrationHistory.Entry

    private static let before = FinalState([
        .init(name: "web", owner: nil, payload: ["image": "nginx:1.27"]),
        .init(name: "api", owner: nil, payload: ["image": "api:1"]),
    ])
    private static let after = FinalState([
        .init(name: "web", owner: "plan-1", payload: ["image": "nginx:1.27", "tags": ["plan-1"]]),
        .init(name: "api", owner: "plan-1", payload: ["image": "api:1", "tags": ["plan-1"]]),
    ])

    private static func call(
        _ number: Int,
        _ method: String,
        _ operation: String,
        path: String = "/containers",
        at side: MigrationHistory.Side = .target
    ) -> Entry {
        .sent(.init(number: number, side: side, method: method, path: path, operation: operation))
    }

    private static func intent(_ operation: String, _ service: String, _ request: String = "POST /containers") -> Entry
    {
        .noted(#"{"event":"willSend","service":"\#(service)","request":"\#(request)","text":"\#(operation)"}"#)
    }

    /// What a good migration looks like, with a crash on its way.
    private static let good: [Entry] = [
        .began, call(1, "GET", "list", at: .source), .answered(1, status: 200),
        intent("create web", "web"), call(2, "POST", "create web"), .answered(2, status: 201), .killed,
        .began, intent("create api", "api"), call(3, "POST", "create api"), .answered(3, status: 429),
        call(4, "POST", "create api"), .answered(4, status: 201),
        intent("change api", "api", "PATCH /containers/{container}"),
        call(5, "PATCH", "change api"), .answered(5, status: 200), call(6, "PATCH", "change api"),
        .answered(6, status: 200),
        .noted(#"{"event":"willSend","request":"POST deploy","text":"deploy 2 services"}"#),
        call(7, "POST", "redeploy 1", path: "/containers/1/redeploy"), .answered(7, status: 200),
        call(8, "POST", "redeploy 2", path: "/containers/2/redeploy"), .answered(8, status: 200),
        .retiring, call(9, "DELETE", "delete web", at: .source), .answered(9, status: 204),
    ]

    private func rules(
        _ entries: [Entry] = HistoryCheckerTests.good,
        source: FinalState = HistoryCheckerTests.before,
        target: FinalState = HistoryCheckerTests.after
    ) -> Set<Violation.Rule> {
        var undisturbed = Self.after
        for index in undisturbed.services.indices {
            undisturbed.services[index].owner = "plan-2"
            let image = undisturbed.services[index].payload["image"] ?? .null
            undisturbed.services[index].payload = .object(["image": image, "tags": ["plan-2"]])
        }
        let checker = HistoryChecker(
            names: ["web", "api"],
            owner: "plan-1",
            sourceBefore: Self.before,
            undisturbed: undisturbed
        )
        let history = MigrationHistory(entries: entries)
        return Set(checker.violations(history, source: source, target: target).map(\.rule))
    }

    @Test func aGoodHistoryPasses() {
        #expect(rules() == [])
    }

    @Test func aWriteToTheSourceIsFound() {
        let write = Self.call(1, "PATCH", "change web", at: .source)
        #expect(rules([.began, write]) == [.sourceOnlyRead])
    }

    @Test func aSourceThatChangedIsFound() {
        var source = Self.before
        source.services[0].payload = ["image": "nginx:1.28"]
        #expect(rules(source: source) == [.sourceUnchanged])
    }

    @Test func aLostOrDoubledOrStrangeServiceIsFound() {
        for names in [["web"], ["api", "api", "web"], ["api", "other", "web"]] {
            var target = FinalState([])
            for name in names {
                target.services.append(.init(name: name, owner: "plan-1", payload: ["image": "nginx:1.27"]))
            }
            #expect(rules(target: target).contains(.everyServiceOnce), "\(names)")
        }
    }

    @Test func aMissingMarkIsFound() {
        for owner in [nil, "plan-3"] {
            var target = Self.after
            target.services[0].owner = owner
            #expect(rules(target: target).contains(.marked))
        }
    }

    @Test func aWriteWithoutAnIntentIsFound() {
        let write = Self.call(1, "POST", "create web")
        #expect(rules([.began, write]) == [.intentFirst])
        // One of another service, of another verb, of an earlier process, or of a moment later does not do.
        #expect(rules([.began, Self.intent("create api", "api"), write]) == [.intentFirst])
        #expect(rules([.began, Self.intent("create web", "web", "PUT /containers"), write]) == [.intentFirst])
        #expect(rules([.began, Self.intent("create web", "web"), .killed, .began, write]) == [.intentFirst])
        #expect(rules([.began, write, Self.intent("create web", "web")]) == [.intentFirst])
        #expect(rules([.began, Self.intent("create web", "web", "nothing"), write]) == [.intentFirst])
    }

    @Test func whatADeletionOfAJobTakesIsMeantByIt() {
        let patch = Self.call(1, "PATCH", "remove the schedule of the job 1", path: "/v1alpha2/job-definitions/1")
        let deletion = Self.intent("delete a second nightly", "job nightly", "DELETE job")
        #expect(rules([.began, deletion, patch]) == [])
        #expect(rules([.began, patch]) == [.intentFirst])
        // That of a container means nothing else, and that of a job no container.
        #expect(rules([.began, Self.intent("remove web", "web", "DELETE container"), patch]) == [.intentFirst])
        #expect(rules([.began, deletion, Self.call(1, "PATCH", "change web")]) == [.intentFirst])
    }

    @Test func aSecondEffectOfAnIntentIsFound() {
        let entries: [Entry] = [
            .began, Self.intent("create web", "web"),
            Self.call(1, "POST", "create web"), .answered(1, status: 201),
            Self.call(2, "POST", "create web"), .answered(2, status: 201),
        ]
        #expect(rules(entries) == [.oneEffect])
    }

    @Test func whatIsSentAfterTheEndIsFound() {
        let intent = Self.intent("create web", "web")
        let write = Self.call(1, "POST", "create web")
        #expect(rules([.began, intent, .killed, write]) == [.nothingAfterTheEnd])
        #expect(rules([.began, intent, .cancelled, write]) == [.nothingAfterTheEnd])
        let read = Self.call(1, "GET", "list")
        #expect(rules([.began, .cancelled, read]) == [.nothingAfterTheEnd])
        #expect(rules([.began, .killed, read]) == [])
    }

    @Test func aServiceThatIsBegunAfterAStopIsFound() {
        let entries: [Entry] = [.began, Self.intent("create web", "web"), .stopAsked, Self.intent("fill web", "web")]
        #expect(rules(entries) == [])
        #expect(rules(entries + [Self.intent("create api", "api")]) == [.nothingNewAfterStop])
    }

    @Test func anotherEndThanTheUndisturbedOneIsFound() {
        var target = Self.after
        target.services[1].payload = ["image": "api:1", "tags": []]
        #expect(rules(target: target) == [.asUndisturbed])
    }
}
