import CloudContainers

/// Values of Qovery's own configuration, each of which may be missing: from the environment, the file of the qovery tool, or a
/// program.
public struct QoveryProfile: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// One of the values.
    public enum Value: String, Sendable, Hashable, CaseIterable {
        /// The API token or JWT.
        case token
        /// The organization.
        case organizationID
        /// The project.
        case projectID
        /// The cluster.
        case clusterID
        /// Another address of the API.
        case apiURL

        /// The variables that hold it, the first that is set counts.
        public var variableNames: [String] {
            switch self {
            case .token: QoveryConfiguration.tokenNames
            case .organizationID: ["QOVERY_ORGANIZATION_ID"]
            case .projectID: ["QOVERY_PROJECT_ID"]
            case .clusterID: ["QOVERY_CLUSTER_ID"]
            case .apiURL: ["QOVERY_API_URL"]
            }
        }
    }

    /// The API token or JWT.
    public var token: String? {
        get { values[.token] }
        set { values[.token] = newValue }
    }
    /// How the token is shown; `nil` tells it by its form.
    public var scheme: QoveryConfiguration.Scheme?
    /// The organization.
    public var organizationID: String? {
        get { values[.organizationID] }
        set { values[.organizationID] = newValue }
    }
    /// The project.
    public var projectID: String? {
        get { values[.projectID] }
        set { values[.projectID] = newValue }
    }
    /// The cluster.
    public var clusterID: String? {
        get { values[.clusterID] }
        set { values[.clusterID] = newValue }
    }
    /// Another address of the API.
    public var apiURL: String? {
        get { values[.apiURL] }
        set { values[.apiURL] = newValue }
    }
    /// Where the values were looked for, for messages.
    public var origins: [String]
    private var values = SourcedValues<Value>()

    /// Makes a profile without values.
    public init(origins: [String] = []) { self.origins = origins }

    /// The values of an environment.
    ///
    /// A variable that is set but empty counts as set.
    public init(environment: [String: String]) {
        origins = ["the variables \(QoveryConfiguration.tokenNames.joined(separator: ", "))"]
        values = SourcedValues(environment: environment, names: \.variableNames)
    }

    /// The text of a value.
    public subscript(value: Value) -> String? { values[value] }

    /// Sets a value, and says where it comes from.
    ///
    /// - Parameters:
    ///   - value: Which one.
    ///   - text: The text; `nil` sets nothing.
    ///   - place: The variable, the option, or the field of a file, for messages.
    public mutating func set(_ value: Value, to text: String?, from place: String) {
        values.set(value, to: text, from: place)
    }

    /// Where a value comes from; `nil` where there is none, or where nobody said.
    public func place(of value: Value) -> String? { values.place(of: value) }

    /// The profile with the values of another one where it has none itself.
    public func over(_ base: QoveryProfile) -> QoveryProfile {
        var result = self
        if token == nil { result.scheme = base.scheme }
        result.values = values.over(base.values)
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
