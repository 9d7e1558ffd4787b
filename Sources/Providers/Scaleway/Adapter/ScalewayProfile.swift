/// Values of Scaleway's own configuration, each of which may be missing: from the environment, a profile of the file of `scw`,
/// or a program.
public struct ScalewayProfile: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public half of the API key; it is checked and never sent.
    public var accessKey: String?
    /// The secret half of the API key.
    public var secretKey: String?
    /// The default project.
    public var projectID: String?
    /// The default organization.
    public var organizationID: String?
    /// The default region.
    public var region: String?
    /// The default zone, whose region counts where ``region`` is missing.
    public var zone: String?
    /// Another address of the API.
    public var apiURL: String?
    /// Where the values were looked for, for messages.
    public var origins: [String]

    /// Makes a profile without values.
    public init(origins: [String] = []) { self.origins = origins }

    /// The values of an environment, also under their former names.
    ///
    /// A variable that is set but empty counts as set, as in Scaleway's own tools.
    public init(environment: [String: String]) {
        func first(_ names: String...) -> String? { names.lazy.compactMap { environment[$0] }.first }
        accessKey = environment["SCW_ACCESS_KEY"]
        secretKey = first("SCW_SECRET_KEY", "SCW_TOKEN", "SCALEWAY_TOKEN", "SCALEWAY_ACCESS_KEY")
        projectID = environment["SCW_DEFAULT_PROJECT_ID"]
        organizationID = first("SCW_DEFAULT_ORGANIZATION_ID", "SCW_ORGANIZATION", "SCALEWAY_ORGANIZATION")
        region = first("SCW_DEFAULT_REGION", "SCW_REGION", "SCALEWAY_REGION")
        zone = environment["SCW_DEFAULT_ZONE"]
        apiURL = environment["SCW_API_URL"]
        origins = ["the variable SCW_SECRET_KEY"]
    }

    /// The profile with the values of another one where it has none itself.
    public func over(_ base: ScalewayProfile) -> ScalewayProfile {
        var result = self
        result.accessKey = accessKey ?? base.accessKey
        result.secretKey = secretKey ?? base.secretKey
        result.projectID = projectID ?? base.projectID
        result.organizationID = organizationID ?? base.organizationID
        // A region says more than a zone, wherever it stands.
        result.region = region ?? base.region
        result.zone = zone ?? base.zone
        result.apiURL = apiURL ?? base.apiURL
        result.origins = origins + base.origins
        return result
    }

    /// Where the values were looked for.
    public var description: String { "values of \(origins.joined(separator: ", "))" }
    /// Where the values were looked for.
    public var debugDescription: String { description }
    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
