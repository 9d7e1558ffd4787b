import CloudContainers

/// All that is known of one service.
struct ServicePage {
    private let located: LocatedContainer
    private let ledger: Ledger
    private var container: Container { located.container }

    /// Makes the page of a service as a single answer gives it.
    ///
    /// - Throws: An error of the library, where the answer is none of the dialect's.
    init(_ located: LocatedContainer, _ dialect: any ContainerDialect) throws {
        self.located = located
        ledger = try dialect.ledger(of: located.container)
    }

    /// The page for programs.
    var json: JSONValue {
        get throws {
            var object = JSONValue.identity(located)
            object.set("status", .status(container.status))
            object.set("endpoints", .array(container.endpoints.map { .endpoint($0) }))
            object.set("createdAt", .optional(container.createdAt?.description))
            object.set("updatedAt", .optional(container.updatedAt?.description))
            object.set("manifest", ManifestFormat.escaping(try ManifestFormat.manifest(of: [container.spec])).root)
            let findings = ledger.findings.map { JSONReport.finding($0.finding, of: $0.entry, Resolutions()) }
            object.set("findings", .array(findings))
            return .object(object)
        }
    }

    /// Adds the page for people.
    func add(to sheet: inout Sheet) {
        addIdentity(to: &sheet)
        sheet.space()
        sheet.line(.init("Specification", .strong))
        // What the emitter cannot write, no document of a service holds.
        let text = (try? YAMLWriter.text(JSONDocument(specification))) ?? ""
        for line in text.split(separator: "\n") { sheet.line(.init("  " + TerminalText.escaped(String(line)))) }
        FindingGroup.addSummaries(of: ledger, to: &sheet)
    }

    /// Adds what the service is called, how it is, and where it is.
    func addIdentity(to sheet: inout Sheet) {
        sheet.line(.init(located.title, .strong))
        let status = container.status
        addLine("state", ServiceWords.text(status), ServiceWords.emphasis(status.state), to: &sheet)
        if let message = status.message { addLine("message", message, to: &sheet) }
        for endpoint in container.endpoints {
            addLine(endpoint.isCustomDomain ? "domain" : "address", endpoint.url, to: &sheet)
        }
        addLine("id", container.id.rawValue, .faint, to: &sheet)
        let place = located.namespace
        addLine("namespace", "\(place.name)\(place.parent.map { " of \($0)" } ?? ""), \(place.id)", to: &sheet)
        if let time = container.createdAt { addLine("created", time.description, to: &sheet) }
        if let time = container.updatedAt { addLine("changed", time.description, to: &sheet) }
    }

    /// The service's part of the manifest, in which long maps of a provider are only counted.
    private var specification: JSONValue {
        let service = ManifestFormat.document(of: [container.spec]).root["services"]?[container.spec.name]
        guard var object = service?.object, let providers = object["providers"]?.object else { return service ?? [:] }
        object.set("providers", Self.folded(providers))
        return .object(object)
    }

    /// What only providers know, in which long maps are only counted.
    static func folded(_ providers: JSONObject) -> JSONValue {
        var folded = JSONObject()
        for provider in providers {
            guard var settings = provider.value.object else { continue }
            for setting in settings {
                guard let count = setting.value.object?.count, count > longestMap else { continue }
                settings.set(setting.name, .string("\(count) settings, which --output yaml shows"))
            }
            folded.set(provider.name, .object(settings))
        }
        return .object(folded)
    }

    /// The most members of a provider's map that are shown to people.
    private static let longestMap = 12

    private func addLine(_ name: String, _ text: String, _ emphasis: Style.Emphasis = .plain, to sheet: inout Sheet) {
        Self.addLine(name, text, emphasis, to: &sheet)
    }

    /// Adds a line that begins with what it is about.
    static func addLine(_ name: String, _ text: String, _ emphasis: Style.Emphasis, to sheet: inout Sheet) {
        sheet.paragraph(
            [.init(TerminalText.padded(name, to: 11), .faint), .init(TerminalText.escaped(text), emphasis)],
            indent: 2,
            hanging: 13
        )
    }
}
