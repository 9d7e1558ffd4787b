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

    @Test(arguments: [
        ("env set web PORT=1 --provider scaleway-simulator", "Choose another name"),
        ("apply -f site.yaml --namespace new --allow all --yes --provider qovery-simulator", "Set QOVERY_PROJECT_ID"),
        ("list --provider qovery", "QOVERY_CLI_ACCESS_TOKEN"),
        ("migrate run m.plan.json --from scaleway-simulator --to qovery-simulator", "Leave out --from"),
    ])
    func theNextStepIsSpecific(_ words: String, _ step: String) async throws {
        try terminal.file("site.yaml", Samples.site)
        let accounts = ["--from", "qovery-simulator", "--to", "scaleway-simulator"]
        _ = await terminal.run(["migrate", "plan", "--out", "m.plan.json"] + MigrateTests.decided + accounts)
        let result = await terminal.run(words.split(separator: " ").map(String.init))
        #expect(result.status != 0)
        let error = result.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(error.contains(step), "\(error)")
        #expect(!error.contains("Correct what the message names"), "\(error)")
    }

    @Test func whatAProviderRefusesNamesTheValues() {
        var error = ContainerServiceError(.invalidInput, "acme refused to make web", httpStatus: 400)
        error.details = [.init(subject: "memory_limit", reason: "is too small")]
        let advice = ServiceErrorReport.advice(for: error)
        #expect(advice.hasPrefix("Change memory_limit in the manifest or on the command line; cloudctl explain "))
    }

    @Test(arguments: ["doctor --help", "simulate --help", "list --bogus", "migrate run --help"])
    func theUsageFitsTheWidth(_ words: String) async {
        for columns in [nil, 80, 120] {
            (terminal.outputColumns, terminal.errorColumns) = (columns, columns)
            let text = await terminal.run(words.split(separator: " ").map(String.init)).everything
            #expect(text.lowercased().contains("usage: cloudctl "))
            for line in text.split(separator: "\n") { #expect(line.count <= columns ?? 80, "\(line)") }
        }
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
        #expect(result.error.contains("→ 503 in") && result.error.contains("(attempt 2) → 200 in"))
        #expect(!result.error.contains("(attempt 1)"))
        #expect(result.error.contains("attempt 2 follows"), "\(result.error)")
        let token = try #require(terminal.environment["SCW_SECRET_KEY"])
        #expect(!result.everything.contains(token))
        #expect(!(await terminal.run("namespaces").error.contains("http:")))
    }
}
