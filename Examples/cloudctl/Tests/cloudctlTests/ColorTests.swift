import Testing

/// Colours: the flag, then `NO_COLOR`, then `CLICOLOR_FORCE` and `FORCE_COLOR`, then `CLICOLOR`, then the terminal.
struct ColorTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("front.json", Samples.qovery)
    }

    struct Case: Sendable {
        var flag: String?
        var environment: [String: String] = [:]
        var isTerminal: Bool
        var hasColor: Bool
    }

    @Test(arguments: [
        Case(isTerminal: true, hasColor: true),
        Case(isTerminal: false, hasColor: false),
        Case(environment: ["TERM": "dumb"], isTerminal: true, hasColor: false),
        Case(environment: ["NO_COLOR": "1"], isTerminal: true, hasColor: false),
        Case(environment: ["NO_COLOR": ""], isTerminal: true, hasColor: true),
        Case(environment: ["CLICOLOR_FORCE": "1"], isTerminal: false, hasColor: true),
        Case(environment: ["CLICOLOR_FORCE": "0"], isTerminal: false, hasColor: false),
        Case(environment: ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], isTerminal: true, hasColor: false),
        Case(flag: "always", environment: ["NO_COLOR": "1"], isTerminal: false, hasColor: true),
        Case(flag: "never", environment: ["CLICOLOR_FORCE": "1"], isTerminal: true, hasColor: false),
        Case(flag: "auto", environment: ["NO_COLOR": "1"], isTerminal: true, hasColor: false),
    ])
    func decides(_ example: Case) async throws {
        terminal.environment = example.environment
        terminal.errorColumns = example.isTerminal ? 80 : nil
        let flag = example.flag.map { ["--color", $0] } ?? []
        let result = await terminal.run(["convert", "front.json", "--to", "scaleway"] + flag)
        #expect(result.error.contains("\u{1B}[") == example.hasColor)
        #expect(!result.output.contains("\u{1B}["))
    }

    /// What decides, the first that says something; each with whether there is colour then.
    private static let rules: [(words: [String], hasColor: Bool)] = [
        (["--color=always"], true), (["--color=never"], false), (["NO_COLOR=1"], false),
        (["CLICOLOR_FORCE=1", "FORCE_COLOR=1"], true), (["CLICOLOR=0"], false), (["piped"], false),
        (["TERM=dumb"], false), ([], true),
    ]

    /// Says nothing, whatever it stands beside.
    private static let silent = [
        "--color=auto", "NO_COLOR=", "CLICOLOR_FORCE=0", "FORCE_COLOR=0", "FORCE_COLOR=false", "CLICOLOR=1",
        "TERM=xterm",
    ]

    @Test func everyPairIsDecidedByTheStrongerOne() async throws {
        let words = Self.rules.flatMap(\.words) + Self.silent
        for first in words {
            for second in words {
                let names = [first, second].map { $0.prefix { $0 != "=" } }
                if names[0] == names[1], first != second { continue }
                let given = [first, second]
                let expected = Self.rules.first { $0.words.isEmpty || !$0.words.filter(given.contains).isEmpty }
                terminal.environment = [:]
                terminal.errorColumns = given.contains("piped") ? nil : 80
                var flags: [String] = []
                for word in Set(given) where word != "piped" {
                    let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                    if word.hasPrefix("--") { flags = parts } else { terminal.environment[parts[0]] = parts[1] }
                }
                let result = await terminal.run(["check", "nothing.json"] + flags)
                #expect(result.error.contains("\u{1B}[") == expected?.hasColor, "\(given)")
            }
        }
    }

    @Test func colorsAreOnlyColors() async throws {
        let plain = await terminal.run("convert", "front.json", "--to", "scaleway", "--color", "never").error
        let colored = await terminal.run("convert", "front.json", "--to", "scaleway", "--color", "always").error
        #expect(colored.replacing(try Regex("\u{1B}\\[[0-9]+m"), with: "") == plain)
    }

    @Test func errorsAndOutputAreDecidedApart() async throws {
        terminal.outputColumns = nil
        terminal.errorColumns = 80
        #expect(!(await terminal.run("check", "front.json").output.contains("\u{1B}[")))
        #expect(await terminal.run("check", "nothing.json").error.contains("\u{1B}["))
    }
}
