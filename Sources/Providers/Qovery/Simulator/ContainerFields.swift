import CloudContainers

/// What a container is configured to be; the body of a creation and of a replacement says all of it.
struct ContainerFields: Sendable, Hashable {
    var name: String
    var description: String
    /// The registry, with what it was when it was chosen.
    var registry: RegistryReference
    var imageName: String
    var tag: String
    var arguments: [String]
    var entrypoint: String?
    var cpu: Int
    var memory: Int
    var gpu: Int
    var ephemeralStorage: Int?
    var architecture: String?
    var minimumInstances: Int
    var maximumInstances: Int
    var autoscaling: JSONObject?
    var readiness: Probe?
    var liveness: Probe?
    var ports: [Port]
    var storage: [Storage]
    var autoPreview: Bool
    var autoDeploy: Bool
    var iconURI: String
    /// The ids of its groups of annotations.
    var annotationsGroups: [String]
    /// The ids of its groups of labels.
    var labelsGroups: [String]

    static let standardIcon = "app://qovery-console/container"

    struct RegistryReference: Sendable, Hashable {
        var id: String
        var name: String
        var url: String
        var kind: String
        var host: String
    }

    struct Port: Sendable, Hashable {
        var id: String
        var name: String
        var internalPort: Int
        var externalPort: Int?
        var isPublic: Bool
        var isDefault: Bool
        var kind: String
        var publicPath: String?
        var publicPathRewrite: String?

        /// Whether it is reached over HTTPS.
        var isWeb: Bool { isPublic && (kind == "HTTP" || kind == "GRPC") }
    }

    struct Storage: Sendable, Hashable {
        var id: String
        var kind: String
        var size: Int
        var mountPoint: String
    }

    struct Probe: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case tcp(port: Int, host: String?)
            case http(port: Int, path: String, scheme: String)
            case exec(command: [String])
            case grpc(port: Int, service: String?)
        }

        var kind: Kind
        var initialDelay: Int
        var period: Int
        var timeout: Int
        var successThreshold: Int
        var failureThreshold: Int

        /// How long the platform tries before it gives up.
        var patience: Duration {
            let (sum, overflows) = timeout.addingReportingOverflow(period)
            let (product, overflowsToo) = sum.multipliedReportingOverflow(by: failureThreshold)
            let (total, overflowsAtLast) = product.addingReportingOverflow(initialDelay)
            return .seconds(overflows || overflowsToo || overflowsAtLast ? Int(Int32.max) : min(total, Int(Int32.max)))
        }
    }
}
