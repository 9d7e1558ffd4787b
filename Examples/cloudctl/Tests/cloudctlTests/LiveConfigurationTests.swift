import CloudContainers
import Foundation
import SimulationKit
import Testing

/// Which account is meant: what Scaleway's and Qovery's own tools read, in their order.
struct LiveConfigurationTests {
    /// Remembers what it was asked, and answers nothing.
    actor Witness: HTTPTransport {
        private(set) var requests: [HTTPRequest] = []

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            requests.append(request)
            return HTTPResponse(status: 200, body: Array(#"{"namespaces": [], "total_count": 0, "results": []}"#.utf8))
        }
    }

    static let key = "11111111-1111-4111-8111-11111111111"
    static let project = "22222222-2222-4222-8222-22222222222"

    let terminal: Terminal
    let witness = Witness()

    init() throws {
        terminal = try Terminal()
        terminal.transport = witness
        terminal.environment["HOME"] = terminal.folder
    }

    private func write(_ text: String, to path: String = ".config/scw/config.yaml", mode: Int = 0o600) throws {
        let file = URL(fileURLWithPath: terminal.folder + "/" + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    /// What reached the provider: the last digit of the key, the region, and the last digit of the project.
    private func used() async -> [String?] {
        let request = await witness.requests.last
        let path = request?.path ?? ""
        return [
            request?.headers["X-Auth-Token"].map { String($0.suffix(1)) },
            path.split(separator: "/").first { $0.contains("-") }.map(String.init),
            path.split(separator: "project_id=").dropFirst().first.flatMap { $0.split(separator: "&").first?.last }
                .map(String.init),
        ]
    }

    private static let file = """
        access_key: SCWAAAAAAAAAAAAAAAAA
        secret_key: \(key)0
        default_project_id: \(project)0
        default_region: nl-ams
        active_profile: work
        profiles:
          work:
            secret_key: \(key)1
          far:
            default_region: pl-waw
            default_project_id: \(project)2

        """

    static let cases: [(String, [String: String], [String], [String?])] = [
        ("the active profile over the root", [:], [], ["1", "nl-ams", "0"]),
        ("a variable chooses the profile", ["SCW_PROFILE": "far"], [], ["0", "pl-waw", "2"]),
        ("an option before the variable", ["SCW_PROFILE": "far"], ["--profile", "work"], ["1", "nl-ams", "0"]),
        ("default is the root", [:], ["--profile", "default"], ["0", "nl-ams", "0"]),
        ("the environment, key by key", ["SCW_SECRET_KEY": key + "5"], [], ["5", "nl-ams", "0"]),
        (
            "the environment before a profile that was asked for", ["SCW_DEFAULT_REGION": "fr-par"],
            ["--profile", "far"],
            ["0", "fr-par", "2"]
        ),
        ("a former name", ["SCW_TOKEN": key + "6", "SCW_REGION": "fr-par"], [], ["6", "fr-par", "0"]),
        ("the new name before", ["SCW_TOKEN": key + "6", "SCW_SECRET_KEY": key + "7"], [], ["7", "nl-ams", "0"]),
        ("an even older one", ["SCALEWAY_TOKEN": key + "8", "SCALEWAY_REGION": "pl-waw"], [], ["8", "pl-waw", "0"]),
        ("the oldest one", ["SCALEWAY_ACCESS_KEY": key + "9"], [], ["9", "nl-ams", "0"]),
        (
            "an option before everything", ["SCW_DEFAULT_REGION": "fr-par"], ["--region", "pl-waw"],
            ["1", "pl-waw", "0"]
        ),
        (
            "a project by option", ["SCW_DEFAULT_PROJECT_ID": project + "3"], ["--project", project + "4"],
            ["1", "nl-ams", "4"]
        ),
    ]

    @Test(arguments: cases)
    func valuesCountInTheirOrder(
        _ name: String,
        _ environment: [String: String],
        _ options: [String],
        _ expected: [String?]
    ) async throws {
        try write(Self.file)
        terminal.environment.merge(environment) { $1 }
        let result = await terminal.run(["namespaces", "--provider", "scaleway"] + options)
        #expect(result.status == 0, "\(result.error)")
        #expect(await used() == expected)
        #expect(result.error.isEmpty)
    }

    static let places: [([String: String], String)] = [
        (["SCW_CONFIG_PATH": "own.yaml"], "1"), (["XDG_CONFIG_HOME": "xdg"], "2"), ([:], "3"),
        (["XDG_CONFIG_HOME": ""], "3"), (["XDG_CONFIG_HOME": "old"], "4"),
    ]

    @Test(arguments: places)
    func theFileIsFound(_ environment: [String: String], _ digit: String) async throws {
        try write("secret_key: \(Self.key)1\n", to: "own.yaml")
        try write("secret_key: \(Self.key)2\n", to: "xdg/scw/config.yaml")
        try write("secret_key: \(Self.key)5\n", to: "xdg/scw/config.yml")
        try write("secret_key: \(Self.key)3\n")
        try write("secret_key: \(Self.key)4\n", to: "old/scw/config.yml")
        terminal.environment.merge(environment) { $1 }
        let result = await terminal.run("namespaces", "--provider", "scaleway")
        #expect(result.status == 0, "\(result.error)")
        #expect(await used() == [digit, "fr-par", nil])
    }

    @Test func aRegionFollowsFromTheZone() async throws {
        try write("secret_key: \(Self.key)1\ndefault_zone: nl-ams-2\n")
        #expect(await terminal.run("namespaces", "--provider", "scaleway").status == 0)
        #expect(await used() == ["1", "nl-ams", nil])
    }

    @Test func aZoneOfTheEnvironmentGivesTheRegionWhereNobodySaysOne() async throws {
        try write("secret_key: \(Self.key)1\ndefault_zone: nl-ams-2\n")
        terminal.environment["SCW_DEFAULT_ZONE"] = "pl-waw-1"
        #expect(await terminal.run("namespaces", "--provider", "scaleway").status == 0)
        #expect(await used() == ["1", "pl-waw", nil])
    }

    @Test func theFileIsFoundInTheProfileOfAUserOfWindows() async throws {
        try write("secret_key: \(Self.key)6\n", to: "windows/.config/scw/config.yaml")
        terminal.environment["HOME"] = nil
        terminal.environment["USERPROFILE"] = terminal.folder + "/windows"
        #expect(await terminal.run("namespaces", "--provider", "scaleway").status == 0)
        #expect(await used() == ["6", "fr-par", nil])
    }

    /// The order of the names of the organization, which counts where there is no project.
    @Test(
        arguments: [
            (["SCALEWAY_ORGANIZATION": "1"], "1"), (["SCALEWAY_ORGANIZATION": "1", "SCW_ORGANIZATION": "2"], "2"),
            (["SCW_ORGANIZATION": "2", "SCW_DEFAULT_ORGANIZATION_ID": "3"], "3"),
        ] as [([String: String], String)]
    )
    func theOrganizationHasFormerNames(_ environment: [String: String], _ digit: String) async throws {
        try write("secret_key: \(Self.key)1\n")
        for (name, digit) in environment { terminal.environment[name] = Self.project + digit }
        #expect(await terminal.run("namespaces", "--provider", "scaleway").status == 0)
        let path = await witness.requests.last?.path ?? ""
        #expect(path.contains("organization_id=\(Self.project)\(digit)"), "\(path)")
    }

    /// As in Scaleway's own tools, whose library asks whether a variable is there.
    @Test(arguments: ["SCW_SECRET_KEY", "SCW_DEFAULT_PROJECT_ID", "SCW_DEFAULT_REGION", "SCW_API_URL"])
    func aVariableThatIsEmptyCountsAsSet(_ name: String) async throws {
        try write(Self.file)
        terminal.environment[name] = ""
        let result = await terminal.run("namespaces", "--provider", "scaleway")
        #expect([77, 78].contains(result.status), "\(result.status) \(result.error)")
        #expect(result.error.contains(name), "\(result.error)")
        #expect(await witness.requests.isEmpty)
    }

    @Test func anUnknownProfileOfTheEnvironmentNamesTheOthers() async throws {
        try write(Self.file)
        terminal.environment["SCW_PROFILE"] = "wrok"
        let result = await terminal.run("list", "--provider", "scaleway")
        #expect(result.status == 78)
        #expect(result.error.contains("There are default, work, far. Did you mean work?"))
        #expect(await witness.requests.isEmpty)
    }

    @Test(arguments: [
        ("SCW_INSECURE", "true"), ("SCW_INSECURE", "1"), ("SCW_TLSVERIFY", "false"), ("SCW_TLSVERIFY", "0"),
    ])
    func certificatesAreCheckedWhateverIsSet(_ name: String, _ value: String) async throws {
        try write(Self.file)
        terminal.environment[name] = value
        let result = await terminal.run("namespaces", "--provider", "scaleway")
        #expect(result.status == 0)
        #expect(result.error.contains("\(name) has no effect"))
        terminal.environment[name] = name == "SCW_INSECURE" ? "false" : "true"
        #expect(await terminal.run("namespaces", "--provider", "scaleway").error.isEmpty)
    }

    @Test func aMissingCredentialSaysWhereItWasLookedFor() async {
        let scaleway = await terminal.run("list", "--provider", "scaleway")
        #expect(scaleway.status == 77)
        #expect(scaleway.error.contains("SCW_SECRET_KEY"))
        #expect(scaleway.error.contains(".config/scw/config.yaml"))
        let qovery = await terminal.run("list", "--provider", "qovery")
        #expect(qovery.status == 77)
        for name in ["QOVERY_CLI_ACCESS_TOKEN", "Q_CLI_ACCESS_TOKEN", "QOVERY_API_TOKEN"] {
            #expect(qovery.error.contains(name))
        }
    }

    @Test func anUnknownProfileNamesTheOthers() async throws {
        try write(Self.file)
        let result = await terminal.run("list", "--provider", "scaleway", "--profile", "wrok")
        #expect(result.status == 78)
        #expect(result.error.contains("There are default, work, far. Did you mean work?"))
        terminal.environment["HOME"] = terminal.folder + "/nobody"
        let nowhere = await terminal.run("list", "--provider", "scaleway", "--profile", "work")
        #expect(nowhere.status == 78)
        #expect(nowhere.error.contains("/nobody/.config/scw/config.yaml"))
    }

    @Test func aFileThatOthersCanReadIsWarnedAbout() async throws {
        try write("secret_key: \(Self.key)1\n", mode: 0o644)
        let result = await terminal.run("namespaces", "--provider", "scaleway")
        #expect(result.status == 0)
        #expect(result.error.contains("(mode 644)"))
        #expect(await terminal.run("namespaces", "--provider", "scaleway", "-q").everything.isEmpty)
    }

    static let broken = [
        "secret_key: [\(key)1\n", "secret_key: {a: \(key)1}\n", "- \(key)1\n",
        "secret_key: \(key)1\nsecret_key: \(key)1\n",
        "profiles: \(key)1\nactive_profile: x\n", "secret_key: \"\(key)1\n", "\tsecret_key: \(key)1\n",
        "profiles:\n  work: \(key)1\nactive_profile: work\n", "secret_key: \(key)1: \(key)1\n",
    ]

    @Test(arguments: broken)
    func aBrokenFileSaysWhereAndHidesWhatItHolds(_ text: String) async throws {
        try write(text)
        let result = await terminal.run("list", "--provider", "scaleway")
        #expect(result.status == 78, "\(result.error)")
        #expect(result.error.contains("scw/config.yaml"))
        #expect(!result.error.contains(Self.key))
    }

    @Test func aBrokenFileNamesLineAndColumn() async throws {
        try write("default_region: fr-par\nsecret_key: {a: 1}\n")
        let result = await terminal.run("list", "--provider", "scaleway")
        #expect(result.error.contains("scw/config.yaml:2:13: secret_key: "), "\(result.error)")
    }

    @Test func aBrokenFileDoesNoHarmWhereTheEnvironmentSaysEverything() async throws {
        try write("secret_key: [\n")
        terminal.environment["SCW_SECRET_KEY"] = Self.key + "5"
        #expect(await terminal.run("namespaces", "--provider", "scaleway").status == 78)
        terminal.environment["SCW_DEFAULT_PROJECT_ID"] = Self.project + "5"
        terminal.environment["SCW_DEFAULT_REGION"] = "fr-par"
        let result = await terminal.run("namespaces", "--provider", "scaleway")
        #expect(result.status == 0)
        #expect(result.error.contains("is broken and not used"))
        #expect(await terminal.run("namespaces", "--provider", "scaleway", "--profile", "x").status == 78)
    }

    @Test func aValueThatIsNotOfItsFormIsAWrongConfiguration() async {
        terminal.environment["SCW_SECRET_KEY"] = "not-a-uuid"
        let key = await terminal.run("list", "--provider", "scaleway")
        #expect(key.status == 78)
        #expect(!key.error.contains("not-a-uuid"))
        terminal.environment["SCW_SECRET_KEY"] = Self.key + "1"
        let region = await terminal.run("list", "--provider", "scaleway", "--region", "mars")
        #expect(region.status == 78)
        #expect(region.error.contains("fr-par, nl-ams, pl-waw"))
        terminal.environment["QOVERY_CLI_ACCESS_TOKEN"] = "qov_x"
        #expect(await terminal.run("list", "--provider", "qovery", "--project", "x").status == 78)
        #expect(await terminal.run("list", "--provider", "scaleway", "--cluster", "x").status == 64)
    }

    @Test func qoveryReadsItsVariablesInTheirOrder() async {
        let names = ["QOVERY_API_TOKEN", "Q_CLI_ACCESS_TOKEN", "QOVERY_CLI_ACCESS_TOKEN"]
        for (index, name) in names.enumerated() {
            terminal.environment[name] = "qov_\(index)"
            let result = await terminal.run("namespaces", "--provider", "qovery", "--organization", Self.project + "1")
            #expect(result.status == 0, "\(result.error)")
            let request = await witness.requests.last
            #expect(request?.headers["Authorization"] == "Token qov_\(index)")
            #expect(request?.path == "/organization/\(Self.project)1/project")
        }
        terminal.environment["QOVERY_PROJECT_ID"] = Self.project + "2"
        #expect(await terminal.run("namespaces", "--provider", "qovery", "--project", Self.project + "3").status == 0)
        #expect(await witness.requests.last?.path.contains("/project/\(Self.project)3/environment") == true)
    }
}
