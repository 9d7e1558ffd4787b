import Testing

/// Colours: the flag, then `NO_COLOR`, then `CLICOLOR_FORCE`, then the terminal.
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
