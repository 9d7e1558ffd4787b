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
    public var token: String? { didSet { places[.token] = nil } }
    /// How the token is shown; `nil` tells it by its form.
    public var scheme: QoveryConfiguration.Scheme?
    /// The organization.
    public var organizationID: String? { didSet { places[.organizationID] = nil } }
    /// The project.
    public var projectID: String? { didSet { places[.projectID] = nil } }
    /// The cluster.
    public var clusterID: String? { didSet { places[.clusterID] = nil } }
    /// Another address of the API.
    public var apiURL: String? { didSet { places[.apiURL] = nil } }
    /// Where the values were looked for, for messages.
    public var origins: [String]
    /// Where the values come from; a value that is set without saying so has none.
    private var places: [Value: String] = [:]

    /// Makes a profile without values.
    public init(origins: [String] = []) { self.origins = origins }

    /// The values of an environment.
    ///
    /// A variable that is set but empty counts as set.
    public init(environment: [String: String]) {
        origins = ["the variables \(QoveryConfiguration.tokenNames.joined(separator: ", "))"]
        for value in Value.allCases {
            guard let name = value.variableNames.first(where: { environment[$0] != nil }) else { continue }
            set(value, to: environment[name], from: name)
        }
    }

    /// The text of a value.
    public subscript(value: Value) -> String? {
        switch value {
        case .token: token
        case .organizationID: organizationID
        case .projectID: projectID
        case .clusterID: clusterID
        case .apiURL: apiURL
        }
    }

    /// Sets a value, and says where it comes from.
    ///
    /// - Parameters:
    ///   - value: Which one.
    ///   - text: The text; `nil` sets nothing.
    ///   - place: The variable, the option, or the field of a file, for messages.
    public mutating func set(_ value: Value, to text: String?, from place: String) {
        guard let text else { return }
        switch value {
        case .token: token = text
        case .organizationID: organizationID = text
        case .projectID: projectID = text
        case .clusterID: clusterID = text
        case .apiURL: apiURL = text
        }
        places[value] = place
    }

    /// Where a value comes from; `nil` where there is none, or where nobody said.
    public func place(of value: Value) -> String? { self[value] == nil ? nil : places[value] }

    /// The profile with the values of another one where it has none itself.
    public func over(_ base: QoveryProfile) -> QoveryProfile {
        var result = self
        result.token = token ?? base.token
        result.scheme = token == nil ? base.scheme : scheme
        result.organizationID = organizationID ?? base.organizationID
        result.projectID = projectID ?? base.projectID
        result.clusterID = clusterID ?? base.clusterID
        result.apiURL = apiURL ?? base.apiURL
        result.origins = origins + base.origins
        for value in Value.allCases {
            result.places[value] = self[value] == nil ? base.place(of: value) : places[value]
        }
        return result
    }

    /// Where the values were looked for.
    public var description: String { "values of \(origins.joined(separator: ", "))" }
    /// Where the values were looked for.
    public var debugDescription: String { description }
    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
