import CloudContainers
import InMemoryContainers

/// The settings of a provider that exists in tests only.
struct AcmeSettings: ProviderSettings, WireObject {
    static let provider = ProviderID(rawValue: "acme")

    var tier: String?
    var pinned = false

    init() {}

    init(tier: String?, pinned: Bool) {
        self.tier = tier
        self.pinned = pinned
    }

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var isPinned: Bool? = pinned ? true : nil
        try visitor.optional("tier", &tier)
        try visitor.optional("pinned", &isPinned)
        pinned = isPinned ?? false
    }

    var document: JSONValue { json }

    func departures(of spec: ContainerSpec, _ given: Resolutions) -> [(path: FieldPath, finding: Finding)] {
        guard let tier else { return [] }
        return [(path: FieldPath("tier"), finding: Finding(.fieldUnknown, .dropped, before: .text(tier)))]
    }
}

/// The dialect of that provider, which spells services as the provider in memory does.
struct AcmeDialect: ContainerDialect {
    private let inner = InMemoryDialect()

    var provider: ProviderID { AcmeSettings.provider }
    var capabilities: Capabilities { inner.capabilities }
    var rules: [FieldRule] { inner.rules }

    func recognises(_ document: JSONDocument) -> Bool { inner.recognises(document) }

    func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<ContainerSpec>] { try inner.read(bundle, given) }

    func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?> { inner.write(spec, given) }

    func prepare(
        _ change: ContainerChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> { try inner.prepare(change, given) }

    func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        do {
            return try AcmeSettings(json: section)
        } catch {
            throw error.located(in: JSONDocument(section))
        }
    }
}
