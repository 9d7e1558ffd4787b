/// Options that name an account, under whatever flags.
protocol AccountOptions {
    var profile: String? { get }
    var region: String? { get }
    var organization: String? { get }
    var project: String? { get }
    var cluster: String? { get }
}

extension AccountOptions {
    /// The values that were given.
    var given: [AccountChoice.Option: String] {
        let values: [AccountChoice.Option: String?] = [
            .profile: profile, .region: region, .organization: organization, .project: project, .cluster: cluster,
        ]
        return values.compactMapValues(\.self)
    }
}
