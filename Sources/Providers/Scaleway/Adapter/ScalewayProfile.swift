import CloudContainers

/// Values of Scaleway's own configuration, each of which may be missing: from the environment, a profile of the file of `scw`,
/// or a program.
public struct ScalewayProfile: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// One of the values.
    public enum Value: String, Sendable, Hashable, CaseIterable {
        /// The public half of the API key.
        case accessKey
        /// The secret half of the API key.
        case secretKey
        /// The default project.
        case projectID
        /// The default organization.
        case organizationID
        /// The default region.
        case region
        /// The default zone.
        case zone
        /// Another address of the API.
        case apiURL

        /// The variables that hold it, the first that is set counts; those behind the first are former names.
        public var variableNames: [String] {
            switch self {
            case .accessKey: ["SCW_ACCESS_KEY"]
            case .secretKey: ["SCW_SECRET_KEY", "SCW_TOKEN", "SCALEWAY_TOKEN", "SCALEWAY_ACCESS_KEY"]
            case .projectID: ["SCW_DEFAULT_PROJECT_ID"]
            case .organizationID: ["SCW_DEFAULT_ORGANIZATION_ID", "SCW_ORGANIZATION", "SCALEWAY_ORGANIZATION"]
            case .region: ["SCW_DEFAULT_REGION", "SCW_REGION", "SCALEWAY_REGION"]
            case .zone: ["SCW_DEFAULT_ZONE"]
            case .apiURL: ["SCW_API_URL"]
            }
        }
    }

    /// The public half of the API key; it is checked and never sent.
    public var accessKey: String? {
        get { values[.accessKey] }
        set { values[.accessKey] = newValue }
    }
    /// The secret half of the API key.
    public var secretKey: String? {
        get { values[.secretKey] }
        set { values[.secretKey] = newValue }
    }
    /// The default project.
    public var projectID: String? {
        get { values[.projectID] }
        set { values[.projectID] = newValue }
    }
    /// The default organization.
    public var organizationID: String? {
        get { values[.organizationID] }
        set { values[.organizationID] = newValue }
    }
    /// The default region.
    public var region: String? {
        get { values[.region] }
        set { values[.region] = newValue }
    }
    /// The default zone, whose region counts where ``region`` is missing.
    public var zone: String? {
        get { values[.zone] }
        set { values[.zone] = newValue }
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

    /// The values of an environment, also under their former names.
    ///
    /// A variable that is set but empty counts as set, as in Scaleway's own tools.
    public init(environment: [String: String]) {
        origins = ["the variable SCW_SECRET_KEY"]
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
    public func over(_ base: ScalewayProfile) -> ScalewayProfile {
        var result = self
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
