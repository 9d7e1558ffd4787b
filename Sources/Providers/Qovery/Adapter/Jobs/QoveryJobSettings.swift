public import CloudContainers

/// What only Qovery knows about a job.
public struct QoveryJobSettings: ProviderSettings {
    /// The provider that the settings belong to.
    public static let provider = ProviderID.qovery

    /// The id of the registry in the organization, and the host that it stands for.
    public var registryID: String?
    /// The host of the registry that ``registryID`` names.
    public var registryHost: String?
    /// The kind of Git server of a repository that is built: `GITHUB`, `GITLAB` or `BITBUCKET`.
    public var gitProvider: String?
    /// The owner of the repository, in the Git server's word.
    public var gitOwner: String?
    /// The name of the repository, in the Git server's word.
    public var gitName: String?
    /// The id of the token in the organization with which the repository is read.
    public var gitTokenID: String?
    /// The kind of a lifecycle job: `GENERIC`, `TERRAFORM` or `CLOUDFORMATION`.
    public var lifecycleType: String?
    /// The port that the probes ask, which nobody else reaches.
    public var port: PortNumber?
    /// The checks while it runs.
    public var probes = Probes()
    /// The job's picture.
    public var iconURI: String?
    /// Whether a preview environment takes the job along; `nil` follows the environment.
    public var autoPreview: Bool?
    /// Whether a new tag or commit, told to Qovery, is deployed by itself.
    public var autoDeploy: Bool?
    /// The ids of the label groups.
    public var labelsGroups: [String] = []
    /// The ids of the annotation groups.
    public var annotationsGroups: [String] = []
    /// The advanced settings that have no portable counterpart, by their dotted keys.
    public var advancedSettings = OrderedMap<JSONValue>()

    /// Makes settings that say nothing.
    public init() {}

    /// The settings as a manifest holds them.
    public var document: JSONValue { json }

    /// Headers and configuration texts, in which credentials may stand.
    public var hiddenFields: [FieldPath] { container.hiddenFields }

    /// What is lost of the settings when the job goes elsewhere.
    public func departures(of spec: ContainerSpec, _ given: Resolutions) -> [(path: FieldPath, finding: Finding)] {
        var result = container.departures(of: spec, given)
        for (name, probe) in [("readiness", probes.readiness), ("liveness", probes.liveness)] {
            guard let probe else { continue }
            let finding = Finding(.settingDropped, .dropped, subject: "\(name) probe", before: .text(probe.check.title))
            result.append((FieldPath("probes").appending(name), finding))
        }
        if let port {
            result.append(("port", Finding(.settingDropped, .dropped, subject: "port", before: .number(port.value))))
        }
        return result
    }
}

extension QoveryJobSettings {
    /// What a job has in common with a container.
    var container: QoverySettings {
        get {
            var settings = QoverySettings()
            settings.registryID = registryID
            settings.registryHost = registryHost
            settings.iconURI = iconURI
            settings.autoPreview = autoPreview
            settings.autoDeploy = autoDeploy
            settings.labelsGroups = labelsGroups
            settings.annotationsGroups = annotationsGroups
            settings.advancedSettings = advancedSettings
            return settings
        }
        set {
            registryID = newValue.registryID
            registryHost = newValue.registryHost
            iconURI = newValue.iconURI
            autoPreview = newValue.autoPreview
            autoDeploy = newValue.autoDeploy
            labelsGroups = newValue.labelsGroups
            annotationsGroups = newValue.annotationsGroups
            advancedSettings = newValue.advancedSettings
        }
    }
}

extension JobSpec {
    /// What only Qovery knows about the job.
    public var qovery: QoveryJobSettings? {
        get { providers[QoveryJobSettings.self] }
        set { providers[QoveryJobSettings.self] = newValue }
    }
}

extension QoveryJobSettings: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("registryID", &registryID)
        try visitor.optional("registryHost", &registryHost)
        try visitor.optional("gitProvider", &gitProvider)
        try visitor.optional("gitOwner", &gitOwner)
        try visitor.optional("gitName", &gitName)
        try visitor.optional("gitTokenID", &gitTokenID)
        try visitor.optional("lifecycleType", &lifecycleType)
        try visitor.optional("port", &port)
        try visitor.section("probes", &probes)
        try visitor.optional("iconURI", &iconURI)
        try visitor.optional("autoPreview", &autoPreview)
        try visitor.optional("autoDeploy", &autoDeploy)
        try visitor.collection("labelsGroups", &labelsGroups)
        try visitor.collection("annotationsGroups", &annotationsGroups)
        try visitor.collection("advancedSettings", &advancedSettings)
    }
}
