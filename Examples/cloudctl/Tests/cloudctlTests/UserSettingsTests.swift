import CloudContainers
import Foundation
import SimulationKit
import Testing

/// The tool's own file: where it is, what counts before what, what it must not hold, and what commands take from it.
struct UserSettingsTests {
    static let key = "11111111-1111-4111-8111-111111111111"

    let terminal: Terminal
    let witness = LiveConfigurationTests.Witness()

    init() throws {
        terminal = try Terminal()
        terminal.transport = witness
        terminal.environment = ["HOME": terminal.folder, "NO_COLOR": "1", "PATH": "/usr/bin:/bin"]
    }

    private func write(_ text: String, to path: String = ".config/cloudctl/config.yaml") throws {
        let file = URL(fileURLWithPath: terminal.folder + "/" + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    private var path: String { terminal.folder + "/.config/cloudctl/config.yaml" }

    /// A setting as the JSON has it: its value and where that comes from.
    private func setting(_ name: String, of group: String, _ options: [String] = []) async throws -> [String?] {
        let result = await terminal.run(["config", "-o", "json"] + options)
        let groups = try JSONDocument(parsing: result.output).root["groups"]?.array ?? []
        let settings = groups.first { $0["name"]?.string == group }?["settings"]?.array ?? []
        let found = try #require(settings.first { $0["name"]?.string == name }, "\(result.everything)")
        return [found["value"]?.string, found["source"]?.string]
    }

    // MARK: Where it is

    @Test func theFirstFolderThatIsKnownHoldsTheFile() async throws {
        for folder in ["own", "xdg/cloudctl", ".config/cloudctl"] {
            try write(
                "profile: p\nprofiles: {p: {provider: qovery, namespace: \(folder)}}\n",
                to: folder + "/config.yaml"
            )
        }
        terminal.environment["XDG_CONFIG_HOME"] = "relative"
        #expect(try await setting("file", of: "cloudctl") == [path, "HOME"])
        terminal.environment["XDG_CONFIG_HOME"] = terminal.folder + "/xdg"
        #expect(try await setting("namespace", of: "cloudctl").first == "xdg/cloudctl")
        terminal.environment["CLOUDCTL_CONFIG_DIR"] = "own"
        #expect(try await setting("file", of: "cloudctl") == ["own/config.yaml", "CLOUDCTL_CONFIG_DIR"])
        #expect(try await setting("namespace", of: "cloudctl") == ["own", "namespace in profile p of own/config.yaml"])
    }

    // MARK: What counts before what

    /// The region of Scaleway: what says it, from what counts most, and the source that is named.
    ///
    /// What names it, the options, the variables, the own profile, and the source.
    static let precedence: [(String, [String], [String: String], String, String)] = [
        ("an option", ["--region", "nl-ams"], ["SCW_DEFAULT_REGION": "pl-waw"], "region: it-mil", "--region"),
        ("a variable", [], ["SCW_DEFAULT_REGION": "nl-ams"], "region: it-mil", "SCW_DEFAULT_REGION"),
        ("the profile", [], [:], "region: nl-ams", "region in profile work of PATH"),
        ("scw's file", [], [:], "", "default_region in SCW"),
        ("scw's profile by the own one", [], [:], "credential: {scw: far}", "default_region in profile far of SCW"),
        (
            "scw's profile by its variable", [], ["SCW_PROFILE": "near"], "credential: {scw: far}",
            "default_region in profile near of SCW"
        ),
    ]

    @Test(arguments: precedence)
    func countsBeforeWhatIsBelow(
        _ what: String,
        _ options: [String],
        _ variables: [String: String],
        _ own: String,
        _ source: String
    ) async throws {
        let region = { (name: String) in "{secret_key: \(Self.key), default_region: \(name)}" }
        try write(
            "secret_key: \(Self.key)\ndefault_region: nl-ams\nprofiles: {far: \(region("nl-ams")), near: \(region("nl-ams"))}\n",
            to: ".config/scw/config.yaml"
        )
        try write("profile: work\nprofiles:\n  work:\n    provider: scaleway\n    \(own)\n")
        terminal.environment.merge(variables) { $1 }
        let place = source.replacing("PATH", with: path)
            .replacing("SCW", with: source.hasPrefix("SCW") ? "SCW" : terminal.folder + "/.config/scw/config.yaml")
        #expect(try await setting("region", of: "scaleway", options) == ["nl-ams", place], "\(what)")
    }

    /// The profile itself: what names it, from what counts most.
    ///
    /// The options, the variables, the file's own choice, the name, and the source.
    static let choices: [([String], [String: String], String, String, String)] = [
        (["--profile", "work"], ["CLOUDCTL_PROFILE": "home"], "profile: home", "work", "--profile"),
        ([], ["CLOUDCTL_PROFILE": "work"], "profile: home", "work", "CLOUDCTL_PROFILE"),
        ([], ["CLOUDCTL_PROFILE": ""], "profile: work", "work", "profile in PATH"),
    ]

    @Test(arguments: choices)
    func theProfileIsNamed(
        _ options: [String],
        _ variables: [String: String],
        _ active: String,
        _ name: String,
        _ source: String
    ) async throws {
        try write("\(active)\nprofiles: {home: {provider: qovery}, work: {provider: scaleway}}\n")
        terminal.environment.merge(variables) { $1 }
        let found = try await setting("profile", of: "cloudctl", options)
        #expect(found == [name, source.replacing("PATH", with: path)])
        #expect(try await setting("provider", of: "cloudctl", options).first == "scaleway")
    }

    @Test func anOptionNamesAProfileOfScalewaysFileWhereTheOwnHasNone() async throws {
        try write("profiles: {far: {default_region: pl-waw}}\n", to: ".config/scw/config.yaml")
        try write("profile: work\nprofiles: {work: {provider: scaleway, region: nl-ams}}\n")
        let options = ["--profile", "far"]
        #expect(try await setting("region", of: "scaleway", options).first == "pl-waw")
        #expect(try await setting("profile", of: "scaleway", options) == ["far", "--profile"])
        #expect(try await setting("profile", of: "cloudctl", options) == [nil, nil])
    }

    @Test func aProfileIsOfItsProviderAlone() async throws {
        try write("profile: work\nprofiles: {work: {provider: scaleway, project: \(Self.key)}}\n")
        #expect(try await setting("project", of: "qovery") == [nil, nil])
        #expect(try await setting("project", of: "scaleway").first == Self.key)
        let asked = await terminal.run("list", "--provider", "qovery", "--profile", "work")
        #expect(asked.status == 64)
        #expect(asked.error.contains(#"the profile "work" is for scaleway, not for qovery"#))
        terminal.environment["QOVERY_API_TOKEN"] = "qov_x"
        let other = await terminal.run("namespaces", "--provider", "qovery", "--organization", Self.key)
        #expect(other.status == 0, "\(other.error)")
    }

    @Test func anUnknownProfileIsToldWithThoseThatThereAre() async throws {
        terminal.environment["CLOUDCTL_PROFILE"] = "wrok"
        let nowhere = await terminal.run("list")
        #expect(nowhere.status == 78)
        #expect(nowhere.error.contains("CLOUDCTL_PROFILE names \"wrok\""))
        try write("profiles: {work: {provider: qovery}}\n")
        let near = await terminal.run("list")
        #expect(near.status == 78)
        #expect(near.error.contains("There are work. Did you mean work?"))
        terminal.environment["CLOUDCTL_PROFILE"] = nil
        let option = await terminal.run("list", "--provider", "qovery", "--profile", "wrok")
        #expect(option.error.contains("Did you mean work?"))
    }

    // MARK: Where the credential is

    private func authorization() async -> String? { await witness.requests.last?.headers["Authorization"] }

    static let credentials = [
        "{variable: WORK_TOKEN}", "{file: token}", "{file: ~/.config/cloudctl/token}",
        "{command: [printf, 'qov%s', _hidden]}",
    ]

    @Test(arguments: credentials)
    func theCredentialComesFromItsPlace(_ place: String) async throws {
        try write(
            "profile: w\nprofiles:\n  w:\n    provider: qovery\n    organization: \(Self.key)\n    credential: \(place)\n"
        )
        try write("qov_hidden\n", to: ".config/cloudctl/token")
        terminal.environment["WORK_TOKEN"] = "qov_hidden"
        let result = await terminal.run("namespaces")
        #expect(result.status == 0, "\(result.error)")
        #expect(await authorization() == "Token qov_hidden")
        let config = await terminal.run("config")
        #expect(config.status == 0, "\(config.error)")
        #expect(config.output.contains("in profile w of"))
        #expect(!config.everything.contains("hidden"))
        // A variable of the provider's own counts before a profile.
        terminal.environment["QOVERY_API_TOKEN"] = "qov_other"
        #expect(await terminal.run("namespaces").status == 0)
        #expect(await authorization() == "Token qov_other")
    }

    @Test func noProgramIsRunToShowSettings() async throws {
        try write("profile: w\nprofiles: {w: {provider: scaleway, credential: {command: [touch, ran]}}}\n")
        let result = await terminal.run("config")
        #expect(result.output.replacing("\n", with: " ").contains("set (by a program that is not run for this)"))
        #expect(!FileManager.default.fileExists(atPath: terminal.folder + "/ran"))
    }

    static let missing = [
        "{variable: WORK_TOKEN}", "{file: token}", "{command: ['false']}", "{command: [no-such-program-here]}",
        "{command: [printf, 'one\\ntwo']}", "{command: ['true']}",
    ]

    @Test(arguments: missing)
    func aCredentialThatIsNotThereIsTold(_ place: String) async throws {
        try write("profile: w\nprofiles: {w: {provider: qovery, credential: \(place)}}\n")
        let result = await terminal.run("namespaces")
        #expect(result.status == 77, "\(result.error)")
        #expect(!result.error.contains("two"))
    }

    // MARK: What is wrong in it

    static let broken: [(text: String, place: String, words: String)] = [
        ("profle: x\n", ":1:1: profle", "Did you mean profile or profiles?"),
        ("profiles:\n  w:\n    regoin: x\n", ":3:5: profiles.w.regoin", "Did you mean region?"),
        ("profiles:\n  w:\n    region: 7\n", ":3:13: profiles.w.region", "allowed: a text"),
        ("profiles: [w]\n", ":1:11: profiles", "allowed: a map"),
        ("profiles:\n  w: {provider: scalway}\n", ":2:17: profiles.w.provider", "Did you mean scaleway?"),
        ("profile: wrok\nprofiles: {work: {}}\n", ":1:10: profile", "Did you mean work?"),
        ("profiles: {w: {provider: qovery, region: x}}\n", ": profiles.w.region", "has no meaning for qovery"),
        ("profiles: {w: {provider: qovery, credential: {scw: x}}}\n", ": profiles.w.credential", "of Scaleway"),
        ("profiles: {w: {credential: {file: x}}}\n", ": profiles.w.credential", "Write the provider"),
        ("profiles: {w: {credential: {varable: x}}}\n", ".varable", "Did you mean variable?"),
        ("defaults: {lsit: {output: wide}}\n", ":1:12: defaults.lsit", "Did you mean list or init?"),
        ("defaults: {list: {outptu: wide}}\n", ": defaults.list.outptu", "Did you mean output?"),
        ("defaults: {list: {output: [wide]}}\n", ": defaults.list.output", "allowed: a text or a number"),
        ("defaults: {delete: {yes: true}}\n", ": defaults.delete.yes", "Consent is given each time"),
        ("defaults: {list: {provider: qovery}}\n", ": defaults.list.provider", "Write it into a profile."),
        ("defaults:\n  list: {output: wdie}\n", ":2:10: defaults.list.output", "Did you mean wide?"),
        ("a: b: c\n", ":1:", "not valid YAML"),
    ]

    @Test(arguments: broken)
    func whatIsWrongIsToldWithItsPlace(_ text: String, _ place: String, _ words: String) async throws {
        try write(text)
        let result = await terminal.run("list", "--provider", "scaleway-simulator")
        #expect(result.status == 78, "\(result.everything)")
        #expect(result.error.contains(path + place) || result.error.contains(place) && result.error.contains(path))
        #expect(result.error.replacing("\n  ", with: " ").contains(words), "\(result.error)")
        #expect(await terminal.run("help", "list").status == 0)
        #expect(await terminal.run("version").status == 0)
        // What explains the status of it is there all the same.
        #expect(await terminal.run("explain", "exit-codes").status == 0)
        #expect(await terminal.run("schema").status == 0)
    }

    static let secrets = [
        "secret_key: \(key)\n", "profiles: {w: {token: hidden}}\n", "profiles: {w: {secretKey: \(key)}}\n",
        "profiles: {w: {provider: qovery, credential: qov_hidden}}\n", "profiles: {w: {namespace: qov_hidden}}\n",
        "profiles: {w: {provider: scaleway, credential: {variable: \(key)}}}\n", "qov_hidden\n",
        "profiles: {w: {provider: qovery, credential: {command: [printf, qov_hidden]}}}\n",
        "profiles: {w: {password: [hidden]}}\n", "profiles: {w: {provider: qovery, credential: {token: qov_hidden}}}\n",
        "defaults: {list: {output: qov_hidden}}\n",
    ]

    @Test(arguments: secrets)
    func aSecretIsRefusedAndNotShown(_ text: String) async throws {
        try write(text)
        for command in ["list", "config"] {
            let result = await terminal.run(command)
            #expect(result.status == 78, "\(text)")
            #expect(result.error.contains(path + ":1"))
            #expect(!result.everything.contains("hidden") && !result.everything.contains(Self.key))
        }
    }

    // MARK: What commands take

    @Test func aCommandTakesItsDefaults() async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = "qovery-simulator"
        let plain = await terminal.run("list").output
        try write("defaults: {list: {output: name}, 'env list': {output: json}}\n")
        let named = await terminal.run("list", "-o", "name").output
        #expect(await terminal.run("list").output == named)
        // What is typed counts.
        #expect(await terminal.run("list", "-o", "table").output == plain)
        #expect(await terminal.run("list", "--output", "table").output == plain)
        #expect(await terminal.run("list", "--field", "[0].name").status == 0)
        #expect(await terminal.run("env", "list", "web").output.hasPrefix("{"))
        #expect(try await setting("list --output", of: "cloudctl") == ["name", "defaults.list.output in \(path)"])
        // Those of a profile count before.
        try write("profile: p\nprofiles: {p: {defaults: {list: {output: table}}}}\ndefaults: {list: {output: name}}\n")
        #expect(await terminal.run("list").output == plain)
        // Another profile has its own.
        try write("profiles: {p: {defaults: {list: {output: name}}}}\n")
        #expect(await terminal.run("list").output == plain)
        #expect(await terminal.run("list", "--profile", "p").output == named)
    }

    @Test func theNamespaceOfAProfileCountsWhereNoneIsNamed() async throws {
        let provider = "qovery-simulator"
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        let all = await terminal.run("list", "-o", "name").output
        let namespaces = await terminal.run("namespaces", "-o", "name").output
        try write("profile: p\nprofiles: {p: {namespace: nowhere}}\n")
        let nowhere = await terminal.run("list")
        #expect(nowhere.status == 66)
        #expect(nowhere.error.contains("which namespace in profile p of \(path) names"))
        #expect(await terminal.run("list", "-o", "name", "--namespace", "").output == all)
        #expect(await terminal.run("get", "shop/web").status == 0)
        #expect(await terminal.run("namespaces", "-o", "name").output == namespaces)
        try write("profile: p\nprofiles: {p: {namespace: shop}}\n")
        #expect(await terminal.run("get", "web").status == 0)
        #expect(await terminal.run("list").status == 0)
    }

    @Test func aMigrationTakesTheProfilesOfItsOptionsAlone() async throws {
        try write("profile: p\nprofiles: {p: {provider: qovery-simulator}}\n")
        let words = ["migrate", "inventory", "--namespace", "shop"]
        #expect(await terminal.run(words).status == 64)
        let named = await terminal.run(words + ["--from-profile", "p"])
        #expect(named.status == 0, "\(named.error)")
    }

    @Test func aConfirmationNamesTheProfile() async throws {
        terminal.inputIsTerminal = true
        terminal.errorColumns = 200
        try write("profile: work\nprofiles: {work: {provider: qovery-simulator}}\n")
        let result = await terminal.run("delete", "web", input: "no\n")
        #expect(result.error.contains("on qovery-simulator (profile work).\n"))
    }
}
