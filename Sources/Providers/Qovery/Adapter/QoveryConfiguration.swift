public import CloudContainers

/// Which account of Qovery a service speaks for.
public struct QoveryConfiguration: Sendable {
    /// How a credential is shown to the API.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// An organization's API token (`qov_…`), which does not expire by itself.
        case token = "Token"
        /// A user's JWT, which is short-lived.
        case bearer = "Bearer"
    }

    /// The token or JWT.
    public var credential: Credential
    /// How the credential is shown.
    public var scheme: Scheme
    /// The organization; `nil` for all that the credential can read.
    public var organizationID: String?
    /// The project that environments are listed of and made in; `nil` lists those of all projects, and then none can be made.
    public var projectID: String?
    /// The cluster that environments are made on; `nil` leaves it to Qovery.
    public var clusterID: String?
    /// The address of the API.
    public var baseURL: HTTPBaseURL

    /// The address of the API, unless told otherwise.
    public static let standardAddress = "https://api.qovery.com"

    /// Makes a configuration.
    ///
    /// - Parameters:
    ///   - token: The API token or JWT; spaces and line ends around it are cut off.
    ///   - scheme: How it is shown; `nil` takes `qov_…` for a token, and three parts with two dots between them for a JWT.
    ///   - organizationID: The organization, a UUID.
    ///   - projectID: The project, a UUID.
    ///   - clusterID: The cluster, a UUID.
    ///   - address: The address of the API.
    /// - Throws: `ContainerServiceError` with the code `invalidInput` where a value is not of its form.
    public init(
        token: String,
        scheme: Scheme? = nil,
        organizationID: String? = nil,
        projectID: String? = nil,
        clusterID: String? = nil,
        address: String = QoveryConfiguration.standardAddress
    ) throws(ContainerServiceError) {
        var profile = QoveryProfile()
        profile.token = token
        profile.scheme = scheme
        profile.organizationID = organizationID
        profile.projectID = projectID
        profile.clusterID = clusterID
        profile.apiURL = address
        try self.init(profile)
    }

    /// Makes a configuration from values.
    ///
    /// - Throws: `ContainerServiceError` with the code `unauthenticated` where no token is among them, and `invalidInput` where
    ///   a value is not of its form; the message names where each was looked for.
    public init(_ profile: QoveryProfile) throws(ContainerServiceError) {
        guard let token = profile.token else {
            throw ContainerServiceError(
                .unauthenticated,
                "there is no token for Qovery; looked in \(profile.origins.joined(separator: ", then ")). "
                    + "Make one in the console under Settings, API token, and set \(Self.tokenNames[0]).",
                provider: .qovery
            )
        }
        do {
            credential = try Credential(token)
        } catch {
            throw error.found(in: profile.place(of: .token))
        }
        let dots = token.utf8.count { $0 == UInt8(ascii: ".") }
        scheme = profile.scheme ?? (dots == 2 && !token.contains("qov_") ? .bearer : .token)
        for (name, value) in [
            ("organization", QoveryProfile.Value.organizationID), ("project", .projectID), ("cluster", .clusterID),
        ] {
            guard let id = profile[value], !id.isUUID else { continue }
            throw .invalidInput(
                Diagnostic(
                    problem: "the \(name) for Qovery is not of its form",
                    // A token in the wrong place is not quoted.
                    value: id == token || id.hasPrefix("qov_") ? nil : Diagnostic.quoted(id),
                    allowed: "a UUID",
                    source: profile.place(of: value)
                )
            )
        }
        organizationID = profile.organizationID
        projectID = profile.projectID
        clusterID = profile.clusterID
        do {
            baseURL = try HTTPBaseURL(parsing: profile.apiURL ?? Self.standardAddress)
        } catch {
            throw error.found(in: profile.place(of: .apiURL))
        }
    }

    /// Makes a configuration from an environment.
    ///
    /// The token is looked for in `QOVERY_CLI_ACCESS_TOKEN`, `Q_CLI_ACCESS_TOKEN` and `QOVERY_API_TOKEN`, as Qovery's own tools
    /// do; the address in `QOVERY_API_URL`; and the ids in `QOVERY_ORGANIZATION_ID`, `QOVERY_PROJECT_ID`, `QOVERY_CLUSTER_ID`.
    ///
    /// - Throws: `ContainerServiceError` with the code `unauthenticated` where there is no token, and `invalidInput` where
    ///   a value is not of its form.
    public init(environment: [String: String]) throws(ContainerServiceError) {
        try self.init(QoveryProfile(environment: environment))
    }

    /// The variables that hold a token, the first that is set counts.
    public static let tokenNames = ["QOVERY_CLI_ACCESS_TOKEN", "Q_CLI_ACCESS_TOKEN", "QOVERY_API_TOKEN"]
}
