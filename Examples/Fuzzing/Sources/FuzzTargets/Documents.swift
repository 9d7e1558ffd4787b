import CloudContainers
import ContainerMigration
import QoveryContainers
import ScalewayContainers

private let dialects: [any ContainerDialect] = [QoveryDialect(), ScalewayDialect()]
private let manifests = ManifestFormat(providers: dialects)

/// What a caller decides, as far as it can be the same for every input.
private let given: Resolutions = {
    var given = Resolutions()
    given.allowsAll = true
    given.secretNames = ["TOKEN"]
    given.registries["docker.io"] = "5f5a2b1e-0c5d-4d2c-9a57-2f4b1f0f6c11"
    return given
}()

func readJSON(_ bytes: [UInt8]) throws(ContainerServiceError) {
    let document = try JSONDocument(parsing: bytes)
    for style in [JSONDocument.Style.compact, .pretty] {
        let text = document.text(style)
        let again = try JSONDocument(parsing: text)
        require(again == document && again.text(style) == text, "\(text) is read as another document")
    }
    for leaf in document.root.leaves() {
        require(document.root.value(at: leaf.path) == leaf.value, "there is another value at \(leaf.path)")
    }
}

func readPayload(_ bytes: [UInt8]) throws(ContainerServiceError) {
    let document = try JSONDocument(parsing: bytes)
    for dialect in dialects {
        _ = dialect.recognises(document)
        do throws(ContainerServiceError) {
            for read in try dialect.read(document, given) { try write(read.value) }
        } catch {
            check(error)
        }
    }
}

func readManifest(_ bytes: [UInt8]) throws(ContainerServiceError) {
    let document = try JSONDocument(parsing: bytes)
    let application = manifests.application(of: [document], environment: ["NAME": "value"])
    for service in application.services { try write(service.translation.value) }
    for read in try manifests.read(document, given) { try write(read.value) }
}

/// Writes a service for each provider: there is a payload where nothing is in the way, and it can be read.
private func write(_ spec: ContainerSpec) throws(ContainerServiceError) {
    for dialect in dialects {
        let written = dialect.write(spec, given)
        let isClear = written.ledger.obstacles.isEmpty
        require((written.value != nil) == isClear, "\(spec.name) for \(dialect.provider): \(written.ledger.obstacles)")
        guard let payload = written.value else { continue }
        let (told, there) = (written.ledger.entries.flatMap(\.targets).map(\.path), payload.root.leaves().map(\.path))
        require(
            told.count == there.count && Set(told) == Set(there),
            "\(dialect.provider): the account differs from the payload in \(Set(told).symmetricDifference(there))"
        )
        let services = try dialect.read(payload, given)
        require(services.count == 1, "the payload for \(dialect.provider) holds \(services.count) services")
        let change = try dialect.prepare(.create(spec), given)
        require((change.value != nil) == change.ledger.obstacles.isEmpty, "\(spec.name) has no requests")
    }
}

func readJob(_ bytes: [UInt8]) throws(ContainerServiceError) {
    let document = try JSONDocument(parsing: bytes)
    let jobs = dialects.compactMap(\.jobs)
    for dialect in jobs {
        _ = dialect.recognises(document)
        do throws(ContainerServiceError) {
            for read in try dialect.read(document, given) {
                for other in jobs {
                    let written = other.write(read.value, given)
                    let isClear = written.ledger.obstacles.isEmpty
                    require((written.value != nil) == isClear, "\(read.value.name): \(written.ledger.obstacles)")
                    if let payload = written.value { _ = try other.read(payload, given) }
                }
            }
        } catch {
            check(error)
        }
    }
}

func readPlan(_ bytes: [UInt8]) throws(ContainerServiceError) {
    let document = try JSONDocument(parsing: bytes)
    for dialect in dialects {
        do throws(ContainerServiceError) {
            let plan = try MigrationPlan(document: document, for: dialect)
            let again = try MigrationPlan(document: plan.document, for: dialect)
            require(again.document == plan.document, "the plan is saved as another one")
        } catch {
            check(error)
        }
    }
}
