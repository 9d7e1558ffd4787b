public import CloudContainers

/// Which account of Scaleway a service speaks for.
public struct ScalewayConfiguration: Sendable {
    /// The regions that have containers.
    public static let regions = ["fr-par", "nl-ams", "pl-waw"]

    /// The address of the API, unless told otherwise.
    public static let standardAddress = "https://api.scaleway.com"

    /// The secret half of the API key, a UUID.
    public var secretKey: Credential
    /// The region, one of ``regions``.
    public var region: String
    /// The project that namespaces are listed of and made in; `nil` lists everything that the key can read, and makes
    /// namespaces in the key's default project.
    public var projectID: String?
    /// The organization that lists are narrowed to.
    public var organizationID: String?
    /// The address of the API.
    public var baseURL: HTTPBaseURL

    /// Makes a configuration from values.
    ///
    /// - Throws: `ContainerServiceError` with the code `unauthenticated` where no secret key is among them, and
    ///   `invalidInput` where a value is not of its form; the message names where each was looked for.
    public init(_ profile: ScalewayProfile) throws(ContainerServiceError) {
        guard let key = profile.secretKey else {
            throw ContainerServiceError(
                .unauthenticated,
                "there is no secret key for Scaleway; looked in \(profile.origins.joined(separator: ", then ")). "
                    + "Set SCW_SECRET_KEY, or run scw init.",
                provider: .scaleway
            )
        }
        try Self.check(key, key.isUUID, "the secret key", "a UUID", profile.place(of: .secretKey), isSecret: true)
        secretKey = try Credential(key)
        if let accessKey = profile.accessKey {
            // The two halves of a key are easily mistaken for each other.
            try Self.check(
                accessKey,
                Self.isAccessKey(accessKey),
                "the access key",
                "SCW and 17 capitals or digits",
                profile.place(of: .accessKey),
                isSecret: true
            )
        }
        for (name, value) in [("the project", ScalewayProfile.Value.projectID), ("the organization", .organizationID)] {
            guard let id = profile[value] else { continue }
            try Self.check(id, id.isUUID, name, "a UUID", profile.place(of: value))
        }
        projectID = profile.projectID
        organizationID = profile.organizationID
        region = profile.region ?? profile.zone.map(Self.region(of:)) ?? "fr-par"
        region = ["par1": "fr-par", "ams1": "nl-ams"][region] ?? region
        try Self.check(
            region,
            Self.regions.contains(region),
            "the region",
            Self.regions.joined(separator: ", "),
            profile.place(of: profile.region == nil ? .zone : .region),
            isSecret: region == key
        )
        do {
            baseURL = try HTTPBaseURL(parsing: profile.apiURL ?? Self.standardAddress)
        } catch {
            throw error.found(in: profile.place(of: .apiURL))
        }
    }

    /// `fr-par-1` is in `fr-par`.
    private static func region(of zone: String) -> String {
        zone.split(separator: "-").dropLast().joined(separator: "-")
    }

    private static func check(
        _ value: String,
        _ isRight: Bool,
        _ name: String,
        _ allowed: String,
        _ place: String?,
        isSecret: Bool = false
    ) throws(ContainerServiceError) {
        if isRight { return }
        throw .invalidInput(
            Diagnostic(
                problem: "\(name) for Scaleway is not of its form",
                value: isSecret ? nil : Diagnostic.quoted(value),
                allowed: allowed,
                source: place
            )
        )
    }

    private static func isAccessKey(_ text: String) -> Bool {
        text.utf8.count == 20 && text.hasPrefix("SCW")
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}
