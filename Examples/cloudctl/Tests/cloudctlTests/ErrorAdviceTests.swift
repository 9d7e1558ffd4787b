import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// Errors say what to do, and what was probably meant.
struct ErrorAdviceTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    @Test(arguments: ContainerServiceError.Code.allCases)
    func everyCodeHasAdvice(_ code: ContainerServiceError.Code) {
        for status in [nil, 400, 503] {
            var error = ContainerServiceError(code, "something failed")
            error.httpStatus = status
            let advice = ServiceErrorReport.advice(for: error)
            #expect(advice.hasSuffix(".") && advice.contains(" "), "\(code)")
        }
    }

    @Test(arguments: CommandKit.ExitStatus.allCases)
    func everyStatusHasAdvice(_ status: CommandKit.ExitStatus) {
        #expect(status.advice.hasSuffix("."), "\(status)")
    }

    @Test(arguments: [
        ("lst", "Did you mean list?"), ("statsu", "Did you mean status?"), ("jobs lst", "Did you mean list?"),
        ("env imprt web", "Did you mean import?"), ("domains ad web x.org", "Did you mean add?"),
        ("migrate rnu", "Did you mean run?"), ("get wbe", "Did you mean web?"),
        ("get shop/wbe", "Did you mean shop/web?"),
        ("list --namespace shpo", "Did you mean shop?"), ("jobs get nighlty", "Did you mean nightly?"),
        ("list -o jsonx", "Did you mean json or jsonl?"), ("list --color nevr", "Did you mean never?"),
        ("domains check web shop.exmaple.org", "Did you mean shop.example.org?"),
        ("env unset web LOG_LEVL --yes", "Did you mean LOG_LEVEL?"),
    ])
    func whatWasMeantIsAsked(_ words: String, _ question: String) async {
        terminal.environment["CLOUDCTL_PROVIDER"] = "qovery-simulator"
        let result = await terminal.run(words.split(separator: " ").map(String.init))
        #expect([64, 66].contains(result.status))
        let error = result.error.replacing("\n  ", with: " ").replacing("\n", with: " ")
        #expect(error.contains(question), "\(error)")
    }

    @Test func nothingIsAskedWhereNothingIsNear() async {
        let result = await terminal.run("teleport")
        #expect(result.status == 64 && !result.error.contains("Did you mean"))
        #expect(!(await terminal.run("help", "list").error.contains("there is no command")))
        #expect(!(await terminal.run("list", "web", "--provider", "qovery-simulator").error.contains("no command")))
    }

    @Test func eachRequestIsToldWithItsAttemptAndWithoutTheToken() async throws {
        let time = VirtualTime()
        let failing = HTTPResponse(status: 503, body: Array("{}".utf8))
        try await terminal.connect(
            "scaleway",
            time,
            [FaultRule(.answer(failing), method: .get, occurrences: 1...1)]
        )
        let result = await terminal.run("namespaces", "--verbose")
        #expect(result.status == 0)
        #expect(result.error.contains("http: GET https://api.scaleway.com/containers/v1"))
        #expect(result.error.contains("→ 503 in") && result.error.contains("→ 200 in"))
        #expect(result.error.contains("attempt 2 follows"), "\(result.error)")
        let token = try #require(terminal.environment["SCW_SECRET_KEY"])
        #expect(!result.everything.contains(token))
        #expect(!(await terminal.run("namespaces").error.contains("http:")))
    }
}
