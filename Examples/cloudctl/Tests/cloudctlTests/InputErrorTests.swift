import Foundation
import Testing

/// What the tool says of inputs that are wrong: where, what, what is allowed, and what to do.
struct InputErrorTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    private static let head = "apiVersion: cloudctl/v1\nservices:\n  web:\n    image: nginx:1.27\n"

    private func convert(_ name: String, _ text: String) async throws -> Terminal.Result {
        try terminal.file(name, text)
        return await terminal.run("convert", name, "--to", "scaleway", "--report", "none", "--allow", "all")
    }

    /// One wrong manifest: what is in the message, and a correction that is then accepted.
    struct Case: Sendable, CustomTestStringConvertible {
        var title: String
        var text: String
        var message: [String]
        var wrong = ""
        var right = ""

        var testDescription: String { title }
    }

    static let cases = [
        Case(
            title: "unknown field",
            text: head
                + "    scaling:\n      minimun: 1\n      maximum: 3\n",
            message: [
                "error: web.yaml:6:7: services.web.scaling.minimun: unknown field \"minimun\"",
                "  6 |       minimun: 1\n    |       ^\n", "allowed: minimum, maximum", "help: Did you mean minimum?",
            ],
            wrong: "minimun",
            right: "minimum"
        ),
        Case(
            title: "wrong type",
            text: head + "    scaling:\n      minimum: one\n",
            message: [
                "error: web.yaml:6:16: services.web.scaling.minimum: wrong type, a string where a whole number belongs",
                "  6 |       minimum: one\n    |                ^\n", "allowed: a whole number",
            ],
            wrong: "minimum: one",
            right: "minimum: 1"
        ),
        Case(
            title: "negative memory",
            text: head + "    resources:\n      memory: -5Mi\n",
            message: [
                "error: web.yaml:6:15: services.web.resources.memory: the size is negative", "found: -5Mi",
                "allowed: bytes, or a number with Ki, Mi, Gi, Ti",
            ],
            wrong: "-5Mi",
            right: "256Mi"
        ),
        Case(
            title: "absurd CPU",
            text: head + "    resources:\n      cpu: 99999999999999999999\n",
            message: [
                "error: web.yaml:6:12: services.web.resources.cpu: the CPU amount is too large",
                "found: 99999999999999999999", "allowed: cores such as 1 or 0.25, or millicores such as 250m",
            ],
            wrong: "99999999999999999999",
            right: "500m"
        ),
        Case(
            title: "512mb",
            text: head + "    resources:\n      memory: 512mb\n",
            message: ["web.yaml:6:15: services.web.resources.memory:", "found: 512mb", "Write 512MiB", "or 512MB"],
            wrong: "512mb",
            right: "512MiB"
        ),
        Case(
            title: "empty name",
            text: head.replacing("web:", with: "\"\":"),
            message: [
                "error: web.yaml:3:3: services[\"\"]: the name of a service is empty", "allowed: a name such as web",
                "help:", "Write web.",
            ],
            wrong: "\"\":",
            right: "web:"
        ),
        Case(
            title: "duplicate service",
            text: head + "  web:\n    image: nginx:1.27\n",
            message: [
                "error: web.yaml:5:3: the key \"web\" is given twice", "  5 |   web:\n    |   ^\n",
                "help: It stands first at 3:3; keep one of the two.",
            ]
        ),
        Case(
            title: "key twice, one in quotes",
            text: head + "    'image': nginx:1.27\n",
            message: ["error: web.yaml:5:5: the key \"image\" is given twice", "It stands first at 4:5"],
            wrong: "    'image': nginx:1.27\n",
            right: ""
        ),
        Case(
            title: "image that cannot be parsed",
            text: "apiVersion: cloudctl/v1\nservices:\n  web:\n    image: \"Nginx UP:1\"\n",
            message: [
                "error: web.yaml:4:12: services.web.image: the image reference", "found: Nginx UP:1",
                "allowed: [registry/]repository[:tag][@digest]",
            ],
            wrong: "Nginx UP:1",
            right: "nginx:1"
        ),
        Case(
            title: "unknown word",
            text: head + "    ports:\n    - number: 80\n      protocol: http\n      exposure: pubic\n",
            message: [
                "error: web.yaml:8:17: services.web.ports[0].exposure: unknown word", "found: \"pubic\"",
                "allowed: cluster, token, public", "help: Did you mean public?",
            ],
            wrong: "pubic",
            right: "public"
        ),
        Case(
            title: "unknown version",
            text: head.replacing("cloudctl/v1", with: "cloudctl/v9"),
            message: ["error: web.yaml:1:13: apiVersion: unknown version of the manifest", "allowed: cloudctl/v1"],
            wrong: "cloudctl/v9",
            right: "cloudctl/v1"
        ),
        Case(
            title: "tag that is not core",
            text: head.replacing("nginx:1.27", with: "!env nginx:1"),
            message: [
                "error: web.yaml:4:12: services.web.image: a tag does not fit its value", "found: \"!env\"",
                "allowed: !!str", "help: Remove the tag.",
            ],
            wrong: "!env ",
            right: ""
        ),
        Case(
            title: "tab",
            text: head + "\tscaling: {}\n",
            message: ["error: web.yaml:5:1: the text is not valid YAML", "help: Indent with spaces"],
            wrong: "\t",
            right: "    "
        ),
    ]

    @Test(arguments: cases)
    func saysWhatIsWrongAndAcceptsTheCorrection(_ wrong: Case) async throws {
        let refused = try await convert("web.yaml", wrong.text)
        #expect(refused.status == 65)
        #expect(refused.output.isEmpty)
        for part in wrong.message {
            #expect(refused.error.contains(part), "\(part) is not in:\n\(refused.error)")
        }
        guard !wrong.wrong.isEmpty else { return }
        let corrected = try await convert("web.yaml", wrong.text.replacing(wrong.wrong, with: wrong.right))
        #expect(corrected.status == 0 || corrected.status == 4, "\(corrected.error)")
        #expect(!corrected.error.contains("error:"))
    }

    @Test(arguments: [
        ("{\"apiVersion\": \"cloudctl/v1\", \"services\": }", "error: web.json:1:43: services: a value is missing"),
        (
            "{\"container\": {\"name\": \"a\",\n  \"name\": \"b\"}}",
            "error: web.json:2:3: container.name: the key \"name\" is given twice"
        ),
        ("nonsense", "error: web.json:1:1: "),
        ("", "error: web.json:1:1: the text is empty"),
    ])
    func refusesWhatIsNotJSON(_ text: String, _ message: String) async throws {
        let result = try await convert("web.json", text)
        #expect(result.status == 65)
        #expect(result.error.hasPrefix(message), "\(result.error)")
    }

    @Test(arguments: [
        ("a: [1, 2\n", "error: web.yaml:2:1: the text is not valid YAML"),
        ("a: *nobody\n", "error: web.yaml:1:4: the text is not valid YAML: found undefined alias"),
        ("", "error: web.yaml: the text is empty"),
        ("# nothing\n", "error: web.yaml: the text is empty"),
        ("hello", "error: web.yaml: the form of the input is not recognised"),
        ("a: 1\u{1}\n", "error: web.yaml:1:5: the text holds a control character"),
        ("? [a]\n: 1\n", "error: web.yaml:1:3: a key is a list, a map or an alias"),
    ])
    func refusesWhatIsNotYAML(_ text: String, _ message: String) async throws {
        let result = try await convert("web.yaml", text)
        #expect(result.status == 65)
        #expect(result.error.hasPrefix(message), "\(result.error)")
    }

    @Test func saysWhatItLookedForWhenNoFormFits() async throws {
        let result = try await convert("web.json", "{\"kind\": \"Deployment\", \"spec\": {}}")
        #expect(result.status == 65)
        #expect(result.error.contains("found: an object with kind, spec"))
        for name in ["manifest", "qovery", "scaleway"] { #expect(result.error.contains("\(name) (with ")) }
        #expect(result.error.contains("help: Name the form with --from"))
    }

    @Test(arguments: ["web.yaml", "web.json"])
    func refusesInvalidUTF8(_ name: String) async throws {
        try terminal.file(name, Array("{\"a\": \"".utf8) + [0xFF] + Array("\"}".utf8))
        let result = await terminal.run("convert", name, "--to", "qovery")
        #expect(result.status == 65)
        #expect(result.error.contains("error: \(name):1:8: "))
        #expect(result.error.contains("not UTF-8"))
        #expect(result.error.contains("0xFF"))
    }

    @Test(arguments: ["web.yaml", "web.json"], [600, 100_000])
    func refusesDeepNesting(_ name: String, _ depth: Int) async throws {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let result = try await convert(name, text)
        #expect(result.status == 65)
        #expect(result.error.contains("stand too deep inside each other"))
        #expect(result.error.contains("at most 512 levels"))
        #expect(result.error.utf8.count < 1500)
    }

    @Test func refusesALargeFileBeforeReadingIt() async throws {
        try terminal.file("big.json", "")
        // Nobody reads a tebibyte; the file takes no room.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: terminal.folder + "/big.json"))
        try handle.truncate(atOffset: 1 << 40)
        try handle.close()
        let result = await terminal.run("convert", "big.json", "--to", "qovery")
        #expect(result.status == 65)
        #expect(result.error.contains("error: big.json: the input is too large"))
        #expect(result.error.contains("found: 1099511627776 bytes"))
        #expect(result.error.contains("allowed: at most 64 MiB (67108864 bytes)"))
    }

    @Test func refusesALargeInputWhileReadingIt() async throws {
        terminal.inputChunk = [UInt8](repeating: 0x20, count: 1 << 20)
        let result = await terminal.run("convert", "-", "--to", "qovery")
        #expect(result.status == 65)
        #expect(result.error.contains("error: <stdin>: the input is too large"))
    }

    @Test func refusesMissingAndEmptyFiles() async throws {
        try terminal.file("shop.yaml", Samples.manifest)
        let missing = await terminal.run("convert", "shpo.yaml", "--to", "qovery")
        #expect(missing.status == 66)
        #expect(missing.error == "error: shpo.yaml: there is no such file\n  help: Did you mean shop.yaml?\n")
        let device = await terminal.run("convert", "/dev/null", "--to", "qovery")
        #expect(device.status == 65)
    }

    @Test func refusesInputsOfDifferentForms() async throws {
        try terminal.file("a.yaml", Samples.manifest)
        try terminal.file("b.json", Samples.qovery)
        let result = await terminal.run("convert", "a.yaml", "b.json", "--to", "scaleway")
        #expect(result.status == 65)
        #expect(result.output.isEmpty)
        #expect(result.error.contains("error: the inputs are of different forms"))
        #expect(result.error.contains("found: manifest in a.yaml, qovery in b.json"))
    }

    @Test func escapesControlCharactersOfNames() async throws {
        let result = await terminal.run("convert", "a\u{1B}[31mb\u{202E}.yaml", "--to", "qovery")
        #expect(result.status == 66)
        #expect(result.error.contains("a\\u{1b}[31mb\\u{202e}.yaml"))
        #expect(!result.error.contains("\u{1B}"))
    }

    @Test func marksThePlaceUnderWideCharacters() async throws {
        let result = try await convert("web.json", "{\"名前\": \"茶\", \"b\": x}")
        #expect(result.error.contains("  1 | {\"名前\": \"*\", \"b\": x}\n    |                    ^\n"))
    }
}
