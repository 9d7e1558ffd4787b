import CloudContainers
import QoveryContainers

/// What says which account of Qovery is meant: options, the environment, and the file of the qovery tool.
struct QoverySources {
    /// The values of all of them, each from the first that has it.
    private(set) var profile: QoveryProfile
    /// What somebody should know.
    private(set) var warnings: [String] = []

    /// Looks through all of them; the file only where no variable holds a token.
    ///
    /// - Throws: ``Failure`` where the file is needed and broken, or its token has expired.
    init(_ choice: AccountChoice, on console: Console) async throws {
        self.init(withoutFile: choice, on: console)
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
        profile = given.over(environment)
        profile.origins = environment.origins
    }

    /// The settings, with what is wrong with them.
    static func settings(_ choice: AccountChoice, on console: Console) async -> SettingGroup {
        var group = SettingGroup(name: "qovery", settings: [])
        var sources: QoverySources
        do {
            sources = try await QoverySources(choice, on: console)
        } catch {
            group.problem = error as? Failure
            sources = QoverySources(withoutFile: choice, on: console)
        }
        let profile = sources.profile
        group.warnings = sources.warnings
        group.lacksCredential = profile.token == nil
        var complete = profile
        // Also without a token the other values are checked.
        if group.lacksCredential { complete.token = "none" }
        var scheme: String?
        do {
            let configuration = try QoveryConfiguration(complete)
            if !group.lacksCredential { scheme = "sent as \(configuration.scheme.rawValue)" }
        } catch {
            group.problem = group.problem ?? Failure(configurationError: error)
        }
        group.settings = [
            Setting(
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
