import CloudContainers
import Foundation
import SimulationKit
import Testing

/// `cloudctl config`, and the file of the qovery tool.
struct ConfigTests {
    static let key = "11111111-1111-4111-8111-111111111111"
    static let project = "22222222-2222-4222-8222-222222222222"
    static let jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl"

    static let context = #"{"access_token": "\#(jwt)", "access_token_expiration": "2999-01-01T00:00:00.1+01:00"}"#

    let terminal: Terminal
    let witness = LiveConfigurationTests.Witness()

    init() throws {
        terminal = try Terminal()
        terminal.transport = witness
        terminal.outputColumns = 80
        terminal.errorColumns = 80
        terminal.environment = ["HOME": terminal.folder, "NO_COLOR": "1"]
    }

    private func write(_ text: String, to path: String, mode: Int = 0o600) throws {
        let file = URL(fileURLWithPath: terminal.folder + "/" + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    private func writeContext(_ text: String? = nil, mode: Int = 0o600) throws {
        try write(text ?? Self.context, to: ".qovery/context.json", mode: mode)
    }

    /// A setting as the JSON has it.
    private func setting(_ name: String, of group: String, _ options: [String] = []) async throws -> JSONValue {
        let result = await terminal.run(["config", "-o", "json"] + options)
        let groups = try JSONDocument(parsing: result.output).root["groups"]?.array ?? []
        let settings = groups.first { $0["name"]?.string == group }?["settings"]?.array ?? []
        return try #require(settings.first { $0["name"]?.string == name })
    }

    @Test func looksAsBefore() async throws {
        // A short home, so that lines end where they always do.
        terminal.environment["HOME"] = "home"
        terminal.environment["XDG_STATE_HOME"] = "/state"
        var text = ""
        func show(_ command: String...) async {
            let result = await terminal.run(command)
            text +=
                "$ cloudctl \(command.joined(separator: " "))\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        await show("config")
        try write(
            "secret_key: \(Self.key)\nactive_profile: work\nprofiles:\n  work:\n    default_region: nl-ams\n",
            to: "home/.config/scw/config.yaml",
            mode: 0o644
        )
        try write(Self.context, to: "home/.qovery/context.json")
        terminal.environment["HTTPS_PROXY"] = "http://ada:word@proxy.example:3128"
        terminal.environment["SCW_ACCESS_KEY"] = "SCWAAAAAAAAAAAAAAAAA"
        await show("config", "--project", Self.project)
        terminal.environment["SCW_DEFAULT_REGION"] = "mars"
        await show("config", "--provider", "scaleway")
        await show("config", "--provider", "qovery-simulator")
        await show("config", "--provider", "qovery", "-o", "json")
        try Golden.expect(text, matches: "config.txt")
    }

    // MARK: Where a value comes from

    static let variables: [(group: String, setting: String, names: [String], value: String)] = [
        ("qovery", "token", ["QOVERY_CLI_ACCESS_TOKEN", "Q_CLI_ACCESS_TOKEN", "QOVERY_API_TOKEN"], "qov_x"),
        ("qovery", "organization", ["QOVERY_ORGANIZATION_ID"], project),
        ("qovery", "project", ["QOVERY_PROJECT_ID"], project),
        ("qovery", "cluster", ["QOVERY_CLUSTER_ID"], project),
        ("qovery", "API address", ["QOVERY_API_URL"], "https://api.example.org"),
        ("scaleway", "profile", ["SCW_PROFILE"], "work"), ("scaleway", "file", ["SCW_CONFIG_PATH"], "scw.yaml"),
        ("scaleway", "access key", ["SCW_ACCESS_KEY"], "SCWAAAAAAAAAAAAAAAAA"),
        (
            "scaleway", "secret key", ["SCW_SECRET_KEY", "SCW_TOKEN", "SCALEWAY_TOKEN", "SCALEWAY_ACCESS_KEY"],
            key
        ),
        ("scaleway", "project", ["SCW_DEFAULT_PROJECT_ID"], project),
        (
            "scaleway", "organization", ["SCW_DEFAULT_ORGANIZATION_ID", "SCW_ORGANIZATION", "SCALEWAY_ORGANIZATION"],
            project
        ),
        (
            "scaleway", "region", ["SCW_DEFAULT_REGION", "SCW_REGION", "SCALEWAY_REGION", "SCW_DEFAULT_ZONE"],
            "pl-waw-1"
        ),
        ("scaleway", "API address", ["SCW_API_URL"], "https://api.example.org"),
        (
            "cloudctl", "https proxy", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
            "http://proxy.example:80"
        ),
        ("cloudctl", "http proxy", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"], "http://proxy.example:80"),
        ("cloudctl", "no proxy for", ["no_proxy", "NO_PROXY"], "example.org"),
        ("cloudctl", "authorities", ["SSL_CERT_FILE"], "ca.pem"),
        ("cloudctl", "provider", ["CLOUDCTL_PROVIDER"], "qovery"),
        ("cloudctl", "locks", ["XDG_STATE_HOME", "HOME"], "/state"),
    ]

    @Test(arguments: variables)
    func eachVariableIsNamedAndTheFirstCounts(
        _ group: String,
        _ name: String,
        _ names: [String],
        _ value: String
    ) async throws {
        try write("profiles:\n  work: {}\n", to: ".config/scw/config.yaml")
        try write("{}", to: "scw.yaml")
        // From the last, which counts least, to the first.
        for variable in names.reversed() {
            terminal.environment[variable] = value.hasPrefix("pl-") && !variable.hasSuffix("ZONE") ? "pl-waw" : value
            let found = try await setting(name, of: group)
            #expect(found["source"]?.string == variable)
            #expect(found["isSet"]?.bool == true)
        }
    }

    static let options = [
        ("scaleway", "region", "--region", "nl-ams", "SCW_DEFAULT_REGION"),
        ("scaleway", "project", "--project", project, "SCW_DEFAULT_PROJECT_ID"),
        ("scaleway", "organization", "--organization", project, "SCW_DEFAULT_ORGANIZATION_ID"),
        ("scaleway", "profile", "--profile", "work", "SCW_PROFILE"),
        ("qovery", "project", "--project", project, "QOVERY_PROJECT_ID"),
        ("qovery", "organization", "--organization", project, "QOVERY_ORGANIZATION_ID"),
        ("qovery", "cluster", "--cluster", project, "QOVERY_CLUSTER_ID"),
    ]

    @Test(arguments: options)
    func anOptionCountsBeforeItsVariable(
        _ group: String,
        _ name: String,
        _ option: String,
        _ value: String,
        _ variable: String
    ) async throws {
        try write("profiles:\n  work: {}\n", to: ".config/scw/config.yaml")
        terminal.environment[variable] = "other"
        let found = try await setting(name, of: group, [option, value])
        #expect(found["source"]?.string == option)
        #expect(found["value"]?.string == value)
    }

    static let fields = [
        ("secret key", "secret_key", key), ("access key", "access_key", "SCWAAAAAAAAAAAAAAAAA"),
        ("project", "default_project_id", project), ("organization", "default_organization_id", project),
        ("region", "default_region", "pl-waw"), ("region", "default_zone", "pl-waw-2"),
        ("API address", "api_url", "https://api.example.org"),
    ]

    @Test(arguments: fields)
    func aFieldOfTheFileIsNamed(_ name: String, _ field: String, _ value: String) async throws {
        let path = terminal.folder + "/.config/scw/config.yaml"
        try write("\(field): \(value)\n", to: ".config/scw/config.yaml")
        #expect(try await setting(name, of: "scaleway")["source"]?.string == "\(field) in \(path)")
        try write("\(field): x\nprofiles:\n  work:\n    \(field): \(value)\n", to: ".config/scw/config.yaml")
        let source = try await setting(name, of: "scaleway", ["--profile", "work"])["source"]?.string
        #expect(source == "\(field) in profile work of \(path)")
    }

    @Test func noSecretIsPrinted() async throws {
        terminal.environment["SCW_SECRET_KEY"] = Self.key
        terminal.environment["QOVERY_API_TOKEN"] = "qov_hidden"
        terminal.environment["https_proxy"] = "http://ada:hidden@proxy.example"
        for form in ["table", "json", "yaml", "jsonl", "name"] {
            let text = await terminal.run("config", "-o", form).everything
            for secret in [Self.key, "11111111", "hidden"] { #expect(!text.contains(secret), "\(form)") }
        }
        // The first digits of what sha256sum prints for qov_hidden.
        #expect(try await setting("token", of: "qovery")["fingerprint"]?.string == "b94b9b")
    }

    @Test func aSecretInAWrongPlaceIsNotPrinted() async throws {
        terminal.environment["SCW_SECRET_KEY"] = Self.key
        terminal.environment["QOVERY_API_TOKEN"] = "hidden-token"
        let places = [
            ("SCW_DEFAULT_PROJECT_ID", Self.key), ("SCW_DEFAULT_REGION", Self.key), ("SCW_ACCESS_KEY", Self.key),
            ("SCW_API_URL", "https://ada:hidden@api.example.org"), ("QOVERY_PROJECT_ID", "hidden-token"),
            ("QOVERY_CLUSTER_ID", "qov_hidden"), ("QOVERY_API_URL", "https://api.example.org/?token=hidden"),
        ]
        for (name, value) in places {
            let before = terminal.environment
            terminal.environment[name] = value
            for command in ["config", "doctor"] {
                for form in ["table", "json"] {
                    let text = await terminal.run(command, "-o", form).everything
                    #expect(!text.contains(Self.key) && !text.contains("hidden"), "\(name): \(text)")
                }
            }
            terminal.environment = before
        }
    }

    // MARK: What is wrong

    @Test func anErrorNamesTheFieldOfTheFileOrTheOption() async throws {
        let path = terminal.folder + "/.config/scw/config.yaml"
        try write("secret_key: \(Self.key)\ndefault_region: mars\n", to: ".config/scw/config.yaml")
        terminal.errorColumns = nil
        let file = await terminal.run("list", "--provider", "scaleway")
        #expect(file.status == 78)
        #expect(file.error.contains("error: default_region in \(path): the region for Scaleway is not of its form"))
        let option = await terminal.run("list", "--provider", "scaleway", "--region", "venus")
        #expect(option.error.contains("error: --region: the region for Scaleway is not of its form"))
        terminal.environment["QOVERY_API_TOKEN"] = "qov_x"
        terminal.environment["QOVERY_PROJECT_ID"] = "shop"
        let variable = await terminal.run("list", "--provider", "qovery")
        #expect(variable.status == 78)
        #expect(variable.error.contains("error: QOVERY_PROJECT_ID: the project for Qovery is not of its form"))
        terminal.environment["QOVERY_API_TOKEN"] = "qov_ x"
        #expect(await terminal.run("list", "--provider", "qovery").error.contains("error: QOVERY_API_TOKEN: "))
        let all = await terminal.run("config")
        #expect(all.status == 78)
        for place in ["QOVERY_API_TOKEN: ", "default_region in \(path): "] { #expect(all.error.contains(place)) }
    }

    @Test func aBrokenProxyIsNamed() async {
        terminal.environment["HTTPS_PROXY"] = "ftp://ada:hidden@proxy.example"
        let result = await terminal.run("config")
        #expect(result.status == 78)
        #expect(result.error.contains("the proxy in HTTPS_PROXY is of a kind that is not supported"))
        #expect(!result.everything.contains("hidden"))
    }

    // MARK: The file of the qovery tool

    private func authorization() async -> String? { await witness.requests.last?.headers["Authorization"] }

    @Test func theFileOfTheQoveryToolIsTheLastSource() async throws {
        try writeContext()
        let alone = await terminal.run("namespaces", "--provider", "qovery", "--organization", Self.project)
        #expect(alone.status == 0, "\(alone.error)")
        #expect(await authorization() == "Bearer \(Self.jwt)")
        let found = try await setting("token", of: "qovery")
        #expect(found["source"]?.string == "access_token in \(terminal.folder)/.qovery/context.json")
        for name in ["QOVERY_API_TOKEN", "Q_CLI_ACCESS_TOKEN", "QOVERY_CLI_ACCESS_TOKEN"] {
            terminal.environment[name] = "qov_\(name)"
            let result = await terminal.run("namespaces", "--provider", "qovery", "--organization", Self.project)
            #expect(result.status == 0)
            #expect(await authorization() == "Token qov_\(name)")
        }
    }

    static let brokenContexts = [
        "{", "[]", #"{"access_token": 7}"#, #"{"access_token": ["\#(jwt)"]}"#, "\(jwt)", #"{"access_token": "\#(jwt)"#,
    ]

    @Test(arguments: brokenContexts)
    func aBrokenFileOfTheQoveryToolHarmsNoCompleteEnvironment(_ text: String) async throws {
        try writeContext(text)
        let broken = await terminal.run("namespaces", "--provider", "qovery")
        #expect(broken.status == 78)
        #expect(broken.error.contains(".qovery/context.json"))
        #expect(!broken.everything.contains(Self.jwt))
        terminal.environment["QOVERY_API_TOKEN"] = "qov_x"
        let result = await terminal.run("namespaces", "--provider", "qovery", "--organization", Self.project)
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
    }

    @Test func whoIsNotSignedInIsToldWhereItWasLookedFor() async throws {
        for text in [nil, "{}", #"{"access_token": "", "organization_id": ""}"#] {
            if let text { try writeContext(text) }
            let result = await terminal.run("list", "--provider", "qovery")
            #expect(result.status == 77)
            #expect(result.error.replacing("\n", with: " ").contains("QOVERY_API_TOKEN, then"))
            #expect(result.error.contains("context.json"))
        }
    }

    @Test func anExpiredTokenOfTheQoveryToolIsNotSent() async throws {
        try writeContext(
            #"{"access_token": "\#(Self.jwt)", "access_token_expiration": "2001-01-01T00:00:00Z"}"#
        )
        let result = await terminal.run("list", "--provider", "qovery")
        #expect(result.status == 77)
        #expect(result.error.contains("qovery auth"))
        #expect(await witness.requests.isEmpty)
    }

    @Test func aContextThatOthersCanReadIsWarnedAbout() async throws {
        try writeContext(mode: 0o640)
        let result = await terminal.run("namespaces", "--provider", "qovery", "--organization", Self.project)
        #expect(result.error.contains("(mode 640)"))
    }

    // MARK: The end of a token

    /// A JWT that nobody has signed.
    private static func token(until seconds: Int) -> String {
        let claims = Data("{\"sub\": \"auth0|ü?>\", \"exp\": \(seconds)}".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return "eyJhbGciOiJub25lIn0.\(claims).c2lnbmF0dXJl"
    }

    @Test(arguments: ["QOVERY_CLI_ACCESS_TOKEN", "Q_CLI_ACCESS_TOKEN", "QOVERY_API_TOKEN"])
    func theEndOfATokenIsShown(_ variable: String) async throws {
        terminal.outputColumns = 200
        terminal.environment = ["NO_COLOR": "1", variable: Self.token(until: 4_102_444_800)]
        let good = await terminal.run("config", "--provider", "qovery")
        #expect(good.output.contains("until 2100-01-01T00:00:00Z"), "\(good.everything)")
        #expect(!good.everything.contains("expired"))
        terminal.environment = ["NO_COLOR": "1", variable: Self.token(until: 1_000_000_000)]
        let late = await terminal.run("config", "--provider", "qovery").output.replacing(#/\s+/#, with: " ")
        #expect(late.contains("warning: the token from \(variable) has expired, on 2001-09-09T01:46:40Z"), "\(late)")
        for token in ["qov_abc", "a.b.c", "e30.e30.e30"] {
            terminal.environment = ["NO_COLOR": "1", variable: token]
            let other = await terminal.run("config", "--provider", "qovery").output
            #expect(!other.contains("until ") && !other.contains("expired"))
        }
    }
}
