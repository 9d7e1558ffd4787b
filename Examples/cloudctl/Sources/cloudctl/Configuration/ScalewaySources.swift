import CloudContainers
import ScalewayContainers

/// What says which account of Scaleway is meant: options, the environment, a profile of the tool's own file, and the file of scw.
struct ScalewaySources {
    /// The values of all of them, each from the first that has it.
    private(set) var profile: ScalewayProfile
    /// What somebody should know.
    private(set) var warnings: [String] = []
    private var file: ScalewayConfigurationFile.Finding?
    private let asked: (name: String, place: String)?
    /// The profile that the account is of: the tool's own, or else that of scw's file if it is not the one at its root.
    private(set) var name: String?
    /// Where a key would be printed by a program that is not run.
    private var unread: String?

    /// Looks through all of them.
    ///
    /// - Throws: ``Failure`` where the file is needed and broken, or has no such profile.
    init(_ choice: AccountChoice, on console: Console) async throws {
        let choice = try choice.settled(for: ScalewayDialect().provider.rawValue, on: console)
        self.init(withoutFile: choice, on: console)
        if profile.secretKey == nil, let credential = choice.own?.profile.credential {
            if credential.isCommand, !choice.runsPrograms {
                unread = credential.origin
            } else {
                profile.set(.secretKey, to: try await credential.value(on: console), from: credential.origin)
            }
        }
        file = try ScalewayConfigurationFile.profile(asked?.name, below: profile, on: console, &warnings)
        if let file { profile = profile.over(file.values) }
        name = choice.own?.profile.name ?? asked?.name ?? (file?.choosesItself == true ? file?.profile : nil)
        if ["1", "true"].contains(console.environment["SCW_INSECURE"]?.lowercased()) {
            warnings.append("SCW_INSECURE has no effect: certificates are always checked")
        }
        // The former name, which says the opposite.
        if ["0", "false"].contains(console.environment["SCW_TLSVERIFY"]?.lowercased()) {
            warnings.append("SCW_TLSVERIFY has no effect: certificates are always checked")
        }
    }

    private init(withoutFile choice: AccountChoice, on console: Console) {
        var given = ScalewayProfile()
        given.set(.region, to: choice[.region], from: choice.word(.region))
        given.set(.projectID, to: choice[.project], from: choice.word(.project))
        given.set(.organizationID, to: choice[.organization], from: choice.word(.organization))
        let environment = ScalewayProfile(environment: console.environment)
        var own = ScalewayProfile()
        let account = choice.own?.profile.account ?? [:]
        for (option, field) in [(.organization, .organizationID), (.project, .projectID), (.region, .region)]
            as [(AccountChoice.Option, ScalewayProfile.Value)]
        {
            if let value = account[option] { own.set(field, to: value.text, from: value.place) }
        }
        profile = given.over(environment).over(own)
        profile.origins = environment.origins
        let variable = console.environment["SCW_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
        let credential = choice.own?.profile.credential
        asked =
            choice[.profile].map { ($0, choice.word(.profile)) } ?? variable.map { ($0, "SCW_PROFILE") }
            ?? credential?.scalewayProfile.map { ($0, credential?.origin ?? "") }
    }

    /// The settings, with what is wrong with them.
    static func settings(_ choice: AccountChoice, on console: Console) async -> SettingGroup {
        var group = SettingGroup(name: "scaleway", settings: [])
        var choice = choice
        choice.runsPrograms = false
        var sources: ScalewaySources
        do {
            sources = try await ScalewaySources(choice, on: console)
        } catch {
            group.problem = error as? Failure
            sources = ScalewaySources(withoutFile: choice, on: console)
        }
        let profile = sources.profile
        group.warnings = sources.warnings
        group.lacksCredential = profile.secretKey == nil && sources.unread == nil
        var complete = profile
        // Also without a key the other values are checked, and the region follows from the zone.
        if profile.secretKey == nil { complete.secretKey = "00000000-0000-4000-8000-000000000000" }
        var region = profile.region ?? profile.zone
        do {
            region = try ScalewayConfiguration(complete).region
        } catch {
            group.problem = group.problem ?? Failure(configurationError: error)
        }
        let file = sources.file
        let chosen =
            sources.asked.map { ($0.name, Optional($0.place)) }
            ?? (
                file?.profile ?? "default",
                file?.choosesItself == true ? file?.path.map { "active_profile in \($0)" } : nil
            )
        group.settings = [
            Setting("profile", chosen.0, from: chosen.1),
            Setting("file", file?.path, from: console.environment["SCW_CONFIG_PATH"] == nil ? nil : "SCW_CONFIG_PATH"),
            Setting("access key", secret: profile.accessKey, from: profile.place(of: .accessKey)),
            sources.unread.map { Setting("secret key", unread: $0) }
                ?? Setting("secret key", secret: profile.secretKey, from: profile.place(of: .secretKey)),
            Setting("organization", profile.organizationID, from: profile.place(of: .organizationID)),
            Setting("project", profile.projectID, from: profile.place(of: .projectID)),
            Setting("region", region, from: profile.place(of: profile.region == nil ? .zone : .region)),
            Setting(address: profile.apiURL ?? ScalewayConfiguration.standardAddress, from: profile.place(of: .apiURL)),
        ]
        group.settings = group.settings.map { $0.hiding(profile.secretKey) }
        return group
    }
}
