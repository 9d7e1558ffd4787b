import CloudContainers
import Testing

@Suite("Provider settings")
struct ProviderSettingsTests {
    @Test func areReachedByTheirType() {
        var set = ProviderSettingsSet()
        #expect(set[AcmeSettings.self] == nil && set.all.isEmpty)
        set[AcmeSettings.self] = AcmeSettings(tier: "gold", pinned: true)
        #expect(set[AcmeSettings.self]?.tier == "gold")
        #expect(set.all.map(\.provider.rawValue) == ["acme"])
        #expect(set.sections.json == ["acme": ["tier": "gold", "pinned": true]])
        var same = ProviderSettingsSet()
        same.insert(AcmeSettings(tier: "gold", pinned: true))
        #expect(set == same && set.hashValue == same.hashValue)
        set[AcmeSettings.self] = nil
        #expect(set == ProviderSettingsSet())
    }

    @Test func ofAManifestAreGoneWhenTheyAreTakenOut() throws {
        let text =
            #"{"apiVersion":"cloudctl/v1","services":{"w":{"image":"nginx","providers":{"acme":{"tier":"gold"}}}}}"#
        let format = ManifestFormat(providers: [AcmeDialect()])
        var spec = try #require(try format.read(try JSONDocument(parsing: text), Resolutions()).first?.value)
        #expect(spec.providers[AcmeSettings.self] == AcmeSettings(tier: "gold", pinned: false))
        spec.providers[AcmeSettings.self] = nil
        #expect(spec.providers == ProviderSettingsSet())
        #expect(spec.document["providers"] == nil)
    }

    @Test func scalingIsFixedIfItsBoundsAreOne() {
        var scaling = Scaling()
        #expect(!scaling.isFixed)
        scaling.minimum = .of(2)
        scaling.maximum = .instances(.of(2))
        #expect(scaling.isFixed)
        scaling.maximum = .unlimited
        #expect(!scaling.isFixed)
    }
}
