public import CloudContainers

/// What only Qovery knows about a service.
public struct QoverySettings: ProviderSettings {
    /// A KEDA policy: instances follow sources of events.
    public struct Autoscaling: Sendable, Hashable {
        /// A source of events, without its credentials.
        public struct Scaler: Sendable, Hashable {
            /// KEDA's name of the kind of source.
            public var type = ""
            /// `PRIMARY` or `SAFETY`; an unknown word is kept.
            public var role: String?
            /// Whether it is in use; `nil` is yes.
            public var isEnabled: Bool?
            /// The configuration as an object, as the API holds it.
            public var configuration: JSONValue?
            /// The configuration as YAML text.
            public var configurationText: String?
            /// The name of the object that authenticates it.
            public var authentication: String?
            /// Makes an empty scaler.
            public init() {}
        }

        /// The word for the kind of policy, `KEDA`.
        public var mode = "KEDA"
        /// How often the sources are asked.
        public var pollingInterval: Duration?
        /// How long to wait before instances go.
        public var cooldown: Duration?
        /// The sources.
        public var scalers: [Scaler] = []
        /// Makes an empty policy.
        public init() {}
    }

    /// The provider that the settings belong to.
    public static let provider = ProviderID.qovery

    /// The id of the registry in the organization, and the host that it stands for.
    public var registryID: String?
    /// The host of the registry that ``registryID`` names.
    public var registryHost: String?
    /// The service's picture.
    public var iconURI: String?
    /// Whether a preview environment takes the service along; `nil` follows the environment.
    public var autoPreview: Bool?
    /// Whether a new tag, told to Qovery, is deployed by itself.
    public var autoDeploy: Bool?
    /// The ids of the label groups.
    public var labelsGroups: [String] = []
    /// The ids of the annotation groups.
    public var annotationsGroups: [String] = []
    /// A KEDA policy.
    public var autoscaling: Autoscaling?
    /// Whether a caller stays with one instance.
    public var stickySession: Bool?
    /// The advanced settings that have no portable counterpart, by their dotted keys.
    public var advancedSettings = OrderedMap<JSONValue>()

    /// Makes settings that say nothing.
    public init() {}

    /// The settings as a manifest holds them.
    public var document: JSONValue { json }

    /// Headers, configuration texts and what scalers are told, in which credentials may stand.
    public var hiddenFields: [FieldPath] {
        let settings = advancedSettings.keys.filter(QoveryAdvancedSettings.holdsHeaders)
        let scalers = (autoscaling?.scalers ?? []).indices.map { FieldPath("autoscaling.scalers").appending($0) }
        return settings.map { FieldPath("advancedSettings").appending($0) }
            + scalers.flatMap { [$0.appending("configuration"), $0.appending("configurationText")] }
    }

    /// What is lost of the settings when the service goes elsewhere.
    public func departures(of spec: ContainerSpec, _ given: Resolutions) -> [(path: FieldPath, finding: Finding)] {
        var result: [(FieldPath, Finding)] = []
        if autoDeploy == true {
            result.append(("autoDeploy", Finding(.settingDropped, .dropped, subject: "auto_deploy")))
        }
        for (name, groups, code) in [
            ("labelsGroups", labelsGroups, FindingCode.labelsDropped),
            ("annotationsGroups", annotationsGroups, FindingCode.labelsDropped),
        ] {
            for (index, id) in groups.enumerated() {
                result.append((FieldPath(name).appending(index), Finding(code, .dropped, before: .text(id))))
            }
        }
        if let autoscaling {
            let wakesOnEvents = (spec.scaling.minimum?.value ?? 0) == 0 && given.instances[spec.name] == nil
            let before = LedgerValue.text(autoscaling.scalers.map(\.type).joined(separator: ", "))
            result.append(
                (
                    "autoscaling",
                    wakesOnEvents
                        ? Finding(
                            .kedaZero,
                            .blocked,
                            before: before,
                            resolution: "--instances \(spec.name)=1-\(top(spec))"
                        )
                        : Finding(.kedaDropped, .dropped, before: before)
                )
            )
            result.append(
                ("autoscaling", Finding(.doubleEffect, .noted, before: before, detail: "both sides take events"))
            )
        }
        if stickySession == true {
            result.append(("stickySession", Finding(.stickySession, .dropped, before: .boolean(true))))
        }
        for entry in advancedSettings {
            guard
                let finding = QoveryAdvancedSettings.departure(entry.key, entry.value, of: spec, given)
            else { continue }
            result.append((FieldPath("advancedSettings").appending(entry.key), finding))
        }
        return result
    }

    private func top(_ spec: ContainerSpec) -> String {
        if case .instances(let count)? = spec.scaling.maximum, count.value > 0 { "\(count)" } else { "5" }
    }
}

extension ProviderID {
    /// Qovery.
    public static let qovery = ProviderID(rawValue: "qovery")
}

extension ContainerSpec {
    /// What only Qovery knows about the service.
    public var qovery: QoverySettings? {
        get { providers[QoverySettings.self] }
        set { providers[QoverySettings.self] = newValue }
    }
}

extension QoverySettings.Autoscaling.Scaler: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("type", &type)
        try visitor.optional("role", &role)
        try visitor.optional("enabled", &isEnabled)
        try visitor.optional("configuration", &configuration)
        try visitor.optional("configurationText", &configurationText)
        try visitor.optional("authentication", &authentication)
    }
}

extension QoverySettings.Autoscaling: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("mode", &mode)
        try visitor.optional("pollingInterval", &pollingInterval)
        try visitor.optional("cooldown", &cooldown)
        try visitor.collection("scalers", &scalers)
    }
}

extension QoverySettings: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("registryID", &registryID)
        try visitor.optional("registryHost", &registryHost)
        try visitor.optional("iconURI", &iconURI)
        try visitor.optional("autoPreview", &autoPreview)
        try visitor.optional("autoDeploy", &autoDeploy)
        try visitor.collection("labelsGroups", &labelsGroups)
        try visitor.collection("annotationsGroups", &annotationsGroups)
        try visitor.optional("autoscaling", &autoscaling)
        try visitor.optional("stickySession", &stickySession)
        try visitor.collection("advancedSettings", &advancedSettings)
    }
}
