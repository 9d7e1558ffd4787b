import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import Testing

/// The fields in the documentation of manifests are those of the code.
@Suite("The documentation of manifests") struct ManifestPageTests {
    private static let format = ManifestFormat(
        providers: [QoveryDialect(), ScalewayDialect()],
        targets: ["qovery", "scaleway", "qovery-simulator", "scaleway-simulator"]
    )

    @Test func thePageHoldsTheFieldsOfTheCode() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/CloudContainers/Documentation.docc/Manifest.md")
        var page = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let written = page
        for (heading, table) in [
            ("### Of a target\n\n", ManifestFieldTable.ofTarget(Self.format)),
            ("### Of a service\n\n", ManifestFieldTable.ofService(Self.format)),
        ] {
            let start = try #require(page.range(of: heading)).upperBound
            let end = try #require(page.range(of: "\n###", range: start..<page.endIndex)).lowerBound
            page.replaceSubrange(start..<end, with: table)
        }
        if ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_UPDATE_DOCS"] != nil {
            try Data(page.utf8).write(to: file)
            return
        }
        #expect(written == page, "Run CLOUD_CONTAINERS_UPDATE_DOCS=1 swift test --filter ManifestPageTests.")
    }

    @Test func everyFieldIsDescribed() { #expect(Self.format.undescribedFields.isEmpty) }
}
