public import CloudContainers

/// A container registry of an organization, as Qovery answers it: never with its password or keys.
public struct QoveryContainerRegistry: Sendable, Hashable {
    /// Qovery's identifier of a registry.
    public struct ID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The text.
        public let rawValue: String
        /// Makes an identifier from Qovery's text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The text.
        public var description: String { rawValue }
    }

    /// What kind of registry it is; an unknown word is kept.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        /// The API's word.
        public let rawValue: String
        /// Makes a kind from the API's word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// Amazon ECR.
        public static let ecr = Kind(rawValue: "ECR")
        /// Amazon's public registry.
        public static let publicECR = Kind(rawValue: "PUBLIC_ECR")
        /// Scaleway's registry.
        public static let scaleway = Kind(rawValue: "SCALEWAY_CR")
        /// Docker Hub.
        public static let dockerHub = Kind(rawValue: "DOCKER_HUB")
        /// GitHub.
        public static let gitHub = Kind(rawValue: "GITHUB_CR")
        /// GitHub Enterprise.
        public static let gitHubEnterprise = Kind(rawValue: "GITHUB_ENTERPRISE_CR")
        /// GitLab.
        public static let gitLab = Kind(rawValue: "GITLAB_CR")
        /// Google Artifact Registry.
        public static let google = Kind(rawValue: "GCP_ARTIFACT_REGISTRY")
        /// Azure.
        public static let azure = Kind(rawValue: "AZURE_CR")
        /// Any other one.
        public static let generic = Kind(rawValue: "GENERIC_CR")
    }

    /// The identifier.
    public var id: ID
    /// The name.
    public var name: String
    /// The kind.
    public var kind: Kind
    /// What it is for.
    public var description: String?
    /// The address; the path in it plays no part when an image is pulled.
    public var url: String?
    /// The public half of how Qovery signs in, in the API's words: `username`, `region`, `scaleway_access_key`, ….
    public var account: OrderedMap<JSONValue>
    /// How many services pull from it, where the answer says so.
    public var serviceCount: QoveryServiceCount?
    /// The name of the cluster that it belongs to, for one that Qovery made.
    public var clusterName: String?
    /// When it was made.
    public var createdAt: Timestamp?
    /// When it was changed last.
    public var updatedAt: Timestamp?

    init(_ json: JSONValue) throws(WireError) {
        let wire = try QoveryRegistry(json: json)
        id = ID(rawValue: try json.requiredText("id"))
        name = wire.name.value ?? ""
        kind = Kind(rawValue: wire.kind.value ?? "")
        description = wire.description.value.flatMap { $0.isEmpty ? nil : $0 }
        url = wire.url.value
        account = wire.config.value ?? OrderedMap()
        // Nothing secret is answered; what should come all the same is not passed on.
        for name in QoveryRegistryAccess.secretNames { account[name] = nil }
        serviceCount = wire.associatedServicesCount.value.map(QoveryServiceCount.init(unchecked:))
        clusterName = wire.cluster.value?.name.value
        createdAt = wire.createdAt.value.flatMap { try? Timestamp(parsing: $0) }
        updatedAt = wire.updatedAt.value.flatMap { try? Timestamp(parsing: $0) }
    }
}

/// What ``QoveryServiceCount`` counts.
public enum QoveryServicesUnit: Sendable {}

/// A count of services of every kind.
public typealias QoveryServiceCount = Count<QoveryServicesUnit>

/// What a registry is made or changed with.
public struct QoveryRegistryRequest: Sendable, Hashable {
    /// The name, which is unique in the organization.
    public var name: String
    /// The kind.
    public var kind: QoveryContainerRegistry.Kind
    /// What it is for.
    public var description: String?
    /// The address, `https://…`; Docker Hub, GitHub and GitLab have one of their own.
    public var url: String?
    /// How Qovery signs in.
    public var access: QoveryRegistryAccess

    /// Makes a request.
    public init(
        named name: String,
        _ kind: QoveryContainerRegistry.Kind,
        url: String? = nil,
        access: QoveryRegistryAccess = .anonymous,
        description: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.url = url
        self.access = access
        self.description = description
    }
}

/// How Qovery signs in to a registry, without what is secret in it.
///
/// The secret half is given to the call as `SecretValues`, under the name in ``secretName``. Qovery never answers it.
@nonexhaustive
public enum QoveryRegistryAccess: Sendable, Hashable {
    /// Without signing in.
    case anonymous
    /// With a name and a `password`.
    case password(username: String)
    /// With an access key of Scaleway and its `scaleway_secret_key`.
    case scaleway(region: String, projectID: String, accessKey: String)
    /// With an access key of Amazon and its `secret_access_key`.
    case aws(region: String, accessKeyID: String)
    /// With a role of Amazon that Qovery takes on.
    case awsRole(region: String, arn: String)
    /// With a service account of Google: its key file is `json_credentials`.
    case google(region: String)
    /// With a service account of Google that Qovery's own identity may stand for.
    case googleFederation(projectID: String, serviceAccount: String, provider: String, tokenLifetime: Duration?)
    /// With the permissions that Qovery has in an Azure subscription.
    case azure(tenantID: String, subscriptionID: String)

    /// The API's names of everything secret.
    static let secretNames = ["password", "scaleway_secret_key", "secret_access_key", "json_credentials"]

    /// The name of the secret that goes with it; `nil` where there is none.
    public var secretName: String? {
        switch self {
        case .password: "password"
        case .scaleway: "scaleway_secret_key"
        case .aws: "secret_access_key"
        case .google: "json_credentials"
        case .anonymous, .awsRole, .googleFederation, .azure: nil
        }
    }

    /// The public half in the API's words.
    var members: JSONObject {
        func text(_ members: KeyValuePairs<String, String>) -> JSONObject {
            JSONObject(members.map { JSONObject.Member(name: $0.key, value: .string($0.value)) })
        }
        switch self {
        case .anonymous: return [:]
        case .password(let username): return text(["username": username])
        case .scaleway(let region, let projectID, let accessKey):
            return text(["region": region, "scaleway_project_id": projectID, "scaleway_access_key": accessKey])
        case .aws(let region, let accessKeyID): return text(["region": region, "access_key_id": accessKeyID])
        case .awsRole(let region, let arn): return text(["region": region, "role_arn": arn])
        case .google(let region): return text(["region": region])
        case .googleFederation(let projectID, let serviceAccount, let provider, let lifetime):
            var members = text([
                "gcp_credentials_type": "workload_identity_federation", "project_id": projectID,
                "service_account_email": serviceAccount, "workload_identity_provider_resource": provider,
            ])
            if let lifetime { members.set("token_lifetime_seconds", .number(lifetime.wholeSecondsRoundingUp)) }
            return members
        case .azure(let tenantID, let subscriptionID):
            return text(["azure_tenant_id": tenantID, "azure_subscription_id": subscriptionID])
        }
    }
}
