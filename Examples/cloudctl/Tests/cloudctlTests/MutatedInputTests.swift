import CloudContainers
import CommandKit
import Foundation
import Testing

/// Files that somebody has broken in a way that nobody thought of: they are read, or refused with a short and harmless message.
///
/// What the libraries read is given to libFuzzer, by Scripts/fuzz.sh; it does not reach the tool, which links too much.
struct MutatedInputTests {
    private static let canary = "canary-value-5d1c"

    private static let manifests = [
        """
        apiVersion: cloudctl/v1
        services:
          web: &web
            image: nginx:1.27
            resources: {cpu: 250m, memory: 512Mi}
            environment: {LOG_LEVEL: info, "on": yes, N: 012, T: 12:30}
            command: [sh, -c, 'echo "$X"']
          api:
            <<: *web
            description: |
              several
              lines
            probes: {liveness: {http: {path: /}, interval: 10s}}
        ---
        # another one
        - ~
        - [1e3, 0x1F, .inf, 1_000]
        - !!str "\\u00e9\\t"
        """,
        "a: >-\r\n  folded\r\n  text\r\nb: ? x\n: y\n",
    ]
    private static let dotenvs = [
        "A=\(canary)\nexport B=\"\(canary) $A \\n\"\n# comment\nC='\(canary)' # more\nD=\nE = x\n",
        "\u{FEFF}X=`y`\r\nLONG=\"two\nlines \(canary)\"\n",
    ]
    private static let configurations = [
        """
        access_key: SCWXXXXXXXXXXXXXXXXX
        secret_key: 11111111-1111-4111-8111-111111111111
        default_project_id: 22222222-2222-4222-8222-222222222222
        default_region: nl-ams
        active_profile: second
        profiles:
          second:
            secret_key: 33333333-3333-4333-8333-333333333333
            api_url: https://api.example.org
        """
    ]
    private static let contexts = [
        #"{"access_token": "a.b.c", "access_token_expiration": "2099-01-01T00:00:00Z", "organization_id": "1"}"#
    ]
    private static let pieces = [
        "\u{0}", "\u{1B}[2J", "\t", "\n", "\r", " ", "\u{85}", "\u{2028}", "\u{202E}", "\u{FEFF}", "é", "😀", "\u{FFFD}",
        ":", ": ", "- ", "? ", "#", "&a ", "*a", "!", "!!int ", "|\n", ">\n", "'", "\"", "\\", "{", "}", "[", "]", ",",
        "<<: *web\n", "---\n", "...\n", "%YAML 9.9\n", "=", "$", "${", "`", "export ", "~", "null", "-1", "1e999",
        "9223372036854775808", "{\"a\":",
    ].map { Array($0.utf8) }

    private static func mutation(of samples: [String], using numbers: inout SeededNumbers) -> [UInt8] {
        var bytes = Array((samples.randomElement(using: &numbers) ?? "").utf8)
        for _ in 0..<Int.random(in: 1...5, using: &numbers) {
            let place = Int.random(in: 0...bytes.count, using: &numbers)
            let end = min(bytes.count, place + Int.random(in: 0...12, using: &numbers))
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers) }
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.removeSubrange(place...)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &numbers))
            default: bytes.insert(contentsOf: pieces.randomElement(using: &numbers) ?? [], at: place)
            }
        }
        return bytes
    }

    /// Whether a message can be shown.
    private static func isHarmless(_ text: String) -> Bool {
        text.utf8.count < 4096
            && text.unicodeScalars.allSatisfy {
                $0 == "\n" || ![.control, .format, .lineSeparator].contains($0.properties.generalCategory)
            }
    }

    @Test func yamlIsReadOrRefused() throws {
        var numbers = SeededNumbers(default: 11)
        var count = 0
        for number in 0..<SeededNumbers.caseCount(default: 10_000) {
            let bytes = Self.mutation(of: Self.manifests, using: &numbers)
            do {
                for document in try YAMLDocument.read(bytes, named: "mutated.yaml") {
                    count += 1
                    let text = try YAMLWriter.text(document)
                    let again = try YAMLDocument.read(Array(text.utf8), named: nil)
                    #expect(again == [document], "seed \(numbers.seed), case \(number): \(text.debugDescription)")
                }
            } catch let error as ContainerServiceError {
                #expect(Self.isHarmless(error.description), "seed \(numbers.seed), case \(number): \(error)")
            }
        }
        #expect(count > 0)
    }

    @Test func dotenvIsReadOrRefusedAndNoValueIsTold() throws {
        var numbers = SeededNumbers(default: 12)
        for number in 0..<SeededNumbers.caseCount(default: 10_000) {
            let bytes = Self.mutation(of: Self.dotenvs, using: &numbers)
            do {
                _ = try Dotenv.read(bytes, named: "mutated.env")
            } catch {
                let isQuiet = Self.isHarmless(error.description) && !error.description.contains("canary-value")
                #expect(isQuiet, "seed \(numbers.seed), case \(number): \(error)")
            }
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func configurationIsReadOrRefusedAndNoCredentialIsTold(_ provider: String) async throws {
        let terminal = try Terminal()
        let isScaleway = provider == "scaleway"
        let path = isScaleway ? "config.yaml" : ".qovery/context.json"
        terminal.environment = ["HOME": terminal.folder, "SCW_CONFIG_PATH": "\(terminal.folder)/config.yaml"]
        try FileManager.default.createDirectory(
            atPath: terminal.folder + "/.qovery",
            withIntermediateDirectories: false
        )
        var numbers = SeededNumbers(default: 13)
        for number in 0..<SeededNumbers.caseCount(default: 500) {
            let bytes = Self.mutation(of: isScaleway ? Self.configurations : Self.contexts, using: &numbers)
            try terminal.file(path, bytes)
            let end = await terminal.run("config", "--provider", provider)
            #expect([0, 77, 78].contains(end.status), "seed \(numbers.seed), case \(number): \(end)")
            let text = end.everything
            let isTold = ["1111-4111", "3333-4333", "a.b.c"].contains { text.contains($0) }
            #expect(Self.isHarmless(text) && !isTold, "seed \(numbers.seed), case \(number): \(text)")
        }
    }
}
