import CloudContainers
import Testing

/// `cloudctl demo`: that it shows the whole mapping, and shows it readably.
struct DemoTests {
    let terminal: Terminal
    let output: String

    /// The codes that no fleet held by the two providers can show, and those that would fill the screen.
    static let exceptions: [FindingCode: String] = [
        .diskRaised: "Qovery counts whole GiB, and one of them is more than Scaleway's least",
        .maximumNeeded: "Scaleway always has a maximum; only a manifest goes to Qovery without a limit",
        .maximumRaised: "both providers say a maximum of at least 1; only a manifest leaves it out",
        .scaleRange: "neither provider stores a minimum over the maximum",
        .timeoutRaised: "Qovery's idle time becomes at least 300 s, and Scaleway's least is 10 s",
        .resetImpossible: "only a manifest that is applied resets a field",
        .variableKind: "only a change of a service that is there meets the kind of an inherited variable",
        .replaced: "only a service that is there can be made anew",
        .olderAPI: "only a payload that was stored before version 1 of Scaleway's API has the form",
        .targetUnexplained: "a guard against our own faults",
        .imageLong: "an image reference of 256 characters would fill the screen",
        .variableCount: "201 variables would fill the screen",
    ]

    init() async throws {
        terminal = try Terminal()
        output = await terminal.run("demo").output
    }

    private var shown: Set<String> {
        Set(output.matches(of: /CC-[A-Z]+(-[A-Z]+)*/).map { String($0.output.0) })
    }

    @Test(arguments: FindingPage.all.map(\.code))
    func showsTheCode(_ code: FindingCode) {
        #expect(shown.contains(code.rawValue) == (Self.exceptions[code] == nil))
    }

    @Test func showsNoCodeWithoutAPage() {
        #expect(shown.subtracting(FindingPage.all.map(\.code.rawValue)).isEmpty)
    }

    @Test func goesBothWaysQuicklyAndTheSameEachTime() async {
        let clock = ContinuousClock()
        let begin = clock.now
        let result = await terminal.run("demo")
        #expect(clock.now - begin < .seconds(2))
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.isEmpty)
        #expect(result.output == output)
        for text in ["Qovery → Scaleway, decided", "Scaleway → Qovery, decided", "Scaleway quota: ", "the same"] {
            #expect(result.output.contains(text), "\(text) is missing")
        }
    }

    @Test func namesTheResolutions() {
        for flag in [
            "--instances invoice-batch=1-5", "--without-volume search-index", "--privacy 'loyalty=private|public'",
            "--expose thumbnails or --privacy thumbnails=private", "--clamp memory", "--secrets FILE",
            "--image-map registry.shop.example=rg.fr-par.scw.cloud/NAMESPACE", "--value DATABASE_HOST=VALUE",
            "--value SUBJECT=VALUE",
        ] {
            #expect(output.contains(flag), "\(flag) is missing")
        }
        #expect(output.contains("skopeo copy"))
    }

    @Test func closesWithASummary() throws {
        let lines = output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let header = try #require(
            lines.firstIndex(of: ["service", "to", "exact", "adjusted", "consented", "resolved", "blocked"])
        )
        let rows = lines[(header + 1)...].prefix { $0.count == 7 && Int($0[6]) != nil }
        #expect(rows.count == 16)
        let blocked = rows.filter { $0[6] != "0" }.map { $0[0] }
        #expect(blocked == ["order-worker", "recommender", "device-bridge", "metrics-gateway", "catalog_api"])
        #expect(rows.first { $0[0] == "media-resizer" }?[5] == "3")
        let flat = output.split { $0.isWhitespace }.joined(separator: " ")
        #expect(flat.contains("5 of 16 stayed behind: order-worker (No port), recommender (No GPU in the target, "))
    }
}
