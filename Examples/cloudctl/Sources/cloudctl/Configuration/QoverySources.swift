import CloudContainers
import QoveryContainers

/// What says which account of Qovery is meant: options, the environment, a profile of the tool's own file, and the file of the
/// qovery tool.
struct QoverySources {
    /// The values of all of them, each from the first that has it.
    private(set) var profile: QoveryProfile
    /// What somebody should know.
    private(set) var warnings: [String] = []
    /// The profile of the tool's own file that the account is of.
    private(set) var name: String?
    /// Where a token would be printed by a program that is not run.
    private var unread: String?

    /// Looks through all of them; the file only where no variable holds a token.
    ///
    /// - Throws: ``Failure`` where the file is needed and broken, or its token has expired.
    init(_ choice: AccountChoice, on console: Console) async throws {
        let choice = try choice.settled(for: QoveryDialect().provider.rawValue, on: console)
        self.init(withoutFile: choice, on: console)
        name = choice.own?.profile.name
        if profile.token == nil, let credential = choice.own?.profile.credential {
            if credential.isCommand, !choice.runsPrograms {
                unread = credential.origin
                return
            }
            profile.set(.token, to: try await credential.value(on: console), from: credential.origin)
        }
        if let token = profile.token, let end = TokenExpiry.end(of: token), end < (await console.time.wallClock()) {
            warnings.append(
                "the token from \(profile.place(of: .token) ?? "") has expired, on \(end); run qovery auth for another"
            )
        }
        guard profile.token == nil else { return }
        profile = profile.over(try await QoveryContextFile.profile(on: console, &warnings))
    }

    private init(withoutFile choice: AccountChoice, on console: Console) {
        var given = QoveryProfile()
        given.set(.organizationID, to: choice[.organization], from: choice.word(.organization))
        given.set(.projectID, to: choice[.project], from: choice.word(.project))
        given.set(.clusterID, to: choice[.cluster], from: choice.word(.cluster))
        let environment = QoveryProfile(environment: console.environment)
        var own = QoveryProfile()
        let account = choice.own?.profile.account ?? [:]
        for (option, field) in [(.organization, .organizationID), (.project, .projectID), (.cluster, .clusterID)]
            as [(AccountChoice.Option, QoveryProfile.Value)]
        {
            if let value = account[option] { own.set(field, to: value.text, from: value.place) }
        }
        profile = given.over(environment).over(own)
        profile.origins = environment.origins
    }

    /// The settings, with what is wrong with them.
    static func settings(_ choice: AccountChoice, on console: Console) async -> SettingGroup {
        var group = SettingGroup(name: "qovery", settings: [])
        var choice = choice
        choice.runsPrograms = false
        var sources: QoverySources
        do {
            sources = try await QoverySources(choice, on: console)
        } catch {
            group.problem = error as? Failure
            sources = QoverySources(withoutFile: choice, on: console)
        }
        let profile = sources.profile
        group.warnings = sources.warnings
        group.lacksCredential = profile.token == nil && sources.unread == nil
        var complete = profile
        // Also without a token the other values are checked.
        if profile.token == nil { complete.token = "none" }
        var scheme: String?
        do {
            let configuration = try QoveryConfiguration(complete)
            if profile.token != nil { scheme = "sent as \(configuration.scheme.rawValue)" }
        } catch {
            group.problem = group.problem ?? Failure(configurationError: error)
        }
        group.settings = [
            sources.unread.map { Setting("token", unread: $0) }
                ?? Setting(
                    "token",
                    secret: profile.token,
                    from: profile.place(of: .token),
                    note: ([scheme] + [profile.token.flatMap(TokenExpiry.end).map { "until \($0)" }])
                        .compactMap(\.self).joined(separator: ", ")
                ),
            Setting("organization", profile.organizationID, from: profile.place(of: .organizationID)),
            Setting("project", profile.projectID, from: profile.place(of: .projectID)),
            Setting("cluster", profile.clusterID, from: profile.place(of: .clusterID)),
            Setting(address: profile.apiURL ?? QoveryConfiguration.standardAddress, from: profile.place(of: .apiURL)),
        ]
        group.settings = group.settings.map { $0.hiding(profile.token, "qov_") }
        return group
    }
}
