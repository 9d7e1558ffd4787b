import CloudContainers
import ContainerMigration
import Testing

/// What a saved plan keeps of the caller's decisions.
@Suite("Saved decisions") struct ResolutionsDocumentTests {
    @Test func decisionsAboutTriggersAndSecretsComeBack() throws {
        var given = Resolutions()
        given.cronTriggers = [
            "reports": .job(caller: try ImageReference(parsing: "docker.io/curlimages/curl:8.10.1")),
            "reports/weekly": .dropped,
        ]
        given.renewedSecrets = ["TOKEN"]
        #expect(try Resolutions(json: given.json) == given)
        #expect(Resolutions().json == [:])
    }
}
