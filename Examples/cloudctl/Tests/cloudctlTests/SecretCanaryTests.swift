import Foundation
import Testing

/// Values of variables and secrets are in no report and no error, in no form.
struct SecretCanaryTests {
    let terminal: Terminal
    let canary = (0..<4).map { _ in String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16) }.joined()

    init() throws { terminal = try Terminal() }

    private func expectSilence(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let data = Data(canary.utf8)
        for form in [canary, data.base64EncodedString(), String(canary.prefix(8)), String(canary.suffix(8))] {
            #expect(!text.contains(form), sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: ["table", "json", "markdown", "none"])
    func reportsHideValues(_ form: String) async throws {
        try terminal.file("q.json", Samples.qovery.replacing("\"debug\"", with: "\"\(canary)\""))
        try terminal.file(
            "s.json",
            Samples.scaleway.replacing("\"info\"", with: "\"\(canary)\"").replacing("$argon2id$v=19", with: canary)
        )
        try terminal.file("s.env", "API_KEY=\(canary)\n")
        for (name, target) in [("q.json", "scaleway"), ("s.json", "qovery"), ("q.json", "manifest")] {
            let result = await terminal.run(
                "convert",
                name,
                "--to",
                target,
                "--report",
                form,
                "--secrets",
                "s.env",
                "--strict"
            )
            expectSilence(result.error)
            if target != "manifest" { expectSilence(result.output) }
        }
        expectSilence(await terminal.run("check", "q.json", "-o", "json").everything)
        expectSilence(await terminal.run("check", "s.json", "--secrets", "s.env").everything)
    }

    @Test func secretsAreInNoResult() async throws {
        try terminal.file("s.json", Samples.scaleway)
        try terminal.file("s.env", "API_KEY=\(canary)\n")
        for target in ["manifest", "scaleway", "qovery"] {
            let result = await terminal.run(
                "convert",
                "s.json",
                "--to",
                target,
                "--allow",
                "all",
                "--secrets",
                "s.env",
                "--registry",
                "ghcr.io=5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01",
                "--ingress",
                "nginx"
            )
            #expect(result.status == 0, "\(result.error)")
            expectSilence(result.everything)
            #expect(!result.everything.contains("$argon2id$"))
        }
    }

    private static let manifest = "apiVersion: cloudctl/v1\nservices:\n  web:\n    image: nginx\n"

    @Test(arguments: [
        "    environment:\n      A: [@]\n", "    environment: @\n", "    secrets:\n      A: @\n", "    secrets: [@]\n",
        "    environment:\n      A: @\n      A: @\n", "    environment:\n      A: \"@\n",
        "    environment: {A: @, @: [}\n",
        "    environment:\n      A: @\n     B: 1\n", "    secrets:\n      A: {file: [@]}\n",
        "    environment:\n      A: !x @\n",
        "    files:\n      A: {path: 1, content: {a: @}}\n", "    environment:\n\tA: @\n",
        "    environment:\n      A: @ \u{1}\n",
    ])
    func errorsHideValues(_ text: String) async throws {
        try terminal.file("m.yaml", Self.manifest + text.replacing("@", with: canary))
        let result = await terminal.run("convert", "m.yaml", "--to", "scaleway")
        #expect(result.status == 65, "\(result.error)")
        expectSilence(result.everything)
    }

    @Test(arguments: [
        "{\"container\": {\"environment_variables\": {\"A\": @}}}",
        "{\"container\": {\"environment_variables\": {\"A\": \"@\"}, \"min_scale\": x}}",
        "{\"container\": {\"environment_variables\": {\"A\": \"@\", \"A\": \"@\"}}}",
        "{\"container\": {\"name\": \"a\", \"image\": \"a\", \"secret_environment_variables\": {\"A\": [\"@\"]}}}",
        "{\"container\": {\"name\": 5, \"image\": \"a\", \"secret_environment_variables\": {\"A\": \"@\"}}}",
        "{\"container\": {\"name\": \"a\", \"image_name\": \"a\"},\n\"variables\": [{\"value\": {\"@\": \"@\"}}]}",
    ])
    func errorsInJSONHideValues(_ text: String) async throws {
        try terminal.file("b.json", text.replacing("@", with: canary))
        for form in ["scaleway", "qovery"] {
            expectSilence(await terminal.run("convert", "b.json", "--from", form, "--to", "scaleway").everything)
        }
    }

    @Test func errorsInFilesOfSecretsHideThem() async throws {
        try terminal.file("m.yaml", Self.manifest)
        for text in ["A=1\n\(canary)\n", "A=\"\(canary)", "A='1' \(canary)", "\(canary) = 1 = 2\n1"] {
            try terminal.file("s.env", text)
            let result = await terminal.run("convert", "m.yaml", "--to", "scaleway", "--secrets", "s.env")
            #expect(result.status == 65)
            expectSilence(result.everything)
        }
    }
}
