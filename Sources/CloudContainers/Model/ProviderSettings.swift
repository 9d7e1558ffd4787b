/// What only one provider knows about a service, as a type of that provider's own module.
///
/// A specification carries these settings from and to that provider; every other provider reports each of them.
public protocol ProviderSettings: Sendable, Hashable {
    /// The provider they belong to.
    static var provider: ProviderID { get }
    /// The settings as JSON, as a manifest holds them under the provider's name.
    var document: JSONValue { get }
    /// The fields of ``document`` whose values may hold credentials, and so are kept out of ledgers.
    var hiddenFields: [FieldPath] { get }
    /// What happens when the service leaves this provider: for each field of ``document`` that matters, a finding.
    ///
    /// A field without an entry has its default value or is a plain fact, and nothing is lost with it. A field whose loss
    /// would let more callers in gives a blocked finding unless the caller has resolved it.
    func departures(of spec: ContainerSpec, _ given: Resolutions) -> [(path: FieldPath, finding: Finding)]
    /// The jobs that do elsewhere what a field of ``document`` does here, for those that the caller has decided so.
    func jobsInstead(of spec: ContainerSpec, _ given: Resolutions) -> [Translation<JobSpec>]
}

extension ProviderSettings {
    /// No field, unless a provider says otherwise.
    public var hiddenFields: [FieldPath] { [] }
    /// No job, unless a provider says otherwise.
    public func jobsInstead(of spec: ContainerSpec, _ given: Resolutions) -> [Translation<JobSpec>] { [] }
}

/// The provider settings of a specification, at most one value for each provider.
public struct ProviderSettingsSet: Sendable, Hashable {
    private var settings: [ProviderID: any ProviderSettings] = [:]
    /// Sections of a manifest that no dialect has read yet.
    private var unread = OrderedMap<JSONValue>()

    /// Makes an empty set.
    public init() {}

    /// The settings of a type.
    public subscript<Settings: ProviderSettings>(_ type: Settings.Type) -> Settings? {
        get { settings[Settings.provider] as? Settings }
        set {
            settings[Settings.provider] = newValue
            unread[Settings.provider.rawValue] = nil
        }
    }

    /// The settings of all providers, in the order of their names.
    public var all: [(provider: ProviderID, settings: any ProviderSettings)] {
        settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Adds settings of a type that is known at run time only.
    public mutating func insert(_ value: some ProviderSettings) {
        let provider = type(of: value).provider
        settings[provider] = value
        unread[provider.rawValue] = nil
    }

    /// The settings as a manifest holds them, by the provider's name.
    package var sections: OrderedMap<JSONValue> {
        get {
            var sections = unread
            for (provider, settings) in all { sections[provider.rawValue] = settings.document }
            return sections
        }
        set {
            unread = newValue
            settings = settings.filter { newValue[$0.key.rawValue] == $0.value.document }
            for provider in settings.keys { unread[provider.rawValue] = nil }
        }
    }

    /// Whether both hold the same settings, read or not.
    public static func == (left: ProviderSettingsSet, right: ProviderSettingsSet) -> Bool {
        left.sections.json == right.sections.json
    }

    /// Feeds the hasher so that equal sets hash alike.
    public func hash(into hasher: inout Hasher) { hasher.combine(sections.json) }
}
