/// Puts the documents of a manifest together, and reads the services with all that is wrong with them.
struct ApplicationReader {
    /// Something of a document, with the offset of its key.
    private struct Named {
        var name: String
        var value: JSONValue
        var keyOffset: Int?
    }

    /// An overlay that may be spread over documents.
    private struct Overlay {
        var name: String
        var target: JSONValue?
        var services: [Named] = []
    }

    private let format: ManifestFormat
    /// What references stand for; `nil` leaves them as they are.
    private let environment: [String: String]?
    private var text = JoinedText()
    private var documents: [JSONValue] = []
    private var application = Application()
    private var nameOffset: Int?
    private var target: JSONValue?
    private var services: [Named] = []
    private var overlays: [Overlay] = []
    private var errors: [WireError] = []

    init(_ format: ManifestFormat, environment: [String: String]?) {
        self.format = format
        self.environment = environment
    }

    mutating func add(_ document: JSONDocument) { documents.append(text.add(document)) }

    /// Reads what was added.
    mutating func application(overlay: String?) -> Application {
        for document in documents {
            do throws(WireError) {
                try take(document)
            } catch {
                errors.append(error)
            }
        }
        application.overlays = overlays.map(\.name)
        var chosen: Overlay?
        if let overlay { chosen = chosenOverlay(overlay) }
        application.overlay = chosen?.name
        readTarget(chosen)
        for other in overlays where other.name != chosen?.name { checkUnchosen(other) }
        readServices(merged(chosen))
        application.problems = problems()
        return application
    }

    // MARK: Documents

    private mutating func take(_ document: JSONValue) throws(WireError) {
        let root = document.object
        // A document beside others can hold environments only.
        let isPart = documents.count > 1 && root?["services"] == nil && root?["environments"] != nil
        var whole = document
        if isPart, var object = root {
            object.set("services", JSONValue(.object(JSONObject())))
            whole = JSONValue(.object(object), offset: document.offset)
        }
        let manifest = try read(whole)
        try checkVersion(manifest.apiVersion)
        if manifest.services.isEmpty, !isPart {
            throw WireError(
                Diagnostic(
                    problem: "there is no service in it",
                    field: "services",
                    advice: "Add a service by its name."
                ),
                at: root?["services"] ?? document
            )
        }
        takeName(manifest.application, at: root?["application"])
        if !manifest.target.isNull { takeTarget(manifest.target) }
        for member in root?["services"]?.object?.members ?? [] {
            let service = Named(name: member.name, value: member.value, keyOffset: member.nameOffset)
            if let error = doubled(service, in: services, at: "services") {
                errors.append(error)
            } else {
                services.append(service)
            }
        }
        for member in root?["environments"]?.object?.members ?? [] { takeOverlay(member) }
    }

    /// Reads the top of a document, once more without each field of it that is wrong.
    private mutating func read(_ document: JSONValue) throws(WireError) -> ManifestDocument {
        do throws(WireError) {
            return try ManifestDocument(json: document)
        } catch {
            let optional = ["application", "target", "environments"]
            guard let field = error.diagnostic.field?.keys.first, var object = document.object, object[field] != nil,
                optional.contains(field) || !ManifestDocument.memberNames.contains(field)
            else { throw error }
            let nearest = NearestName.find(field, in: ManifestDocument.memberNames)
            if let nearest, nearest != field, object[nearest] == nil, !optional.contains(nearest) { throw error }
            errors.append(error)
            object.remove(field)
            return try read(JSONValue(.object(object), offset: document.offset))
        }
    }

    private func checkVersion(_ version: JSONValue) throws(WireError) {
        if version.string == ManifestFormat.apiVersion { return }
        throw WireError(
            Diagnostic(
                problem: "unknown version of the manifest",
                field: "apiVersion",
                value: Diagnostic.shortened(version.text(.compact)),
                allowed: ManifestFormat.apiVersion,
                advice: "Write \(ManifestFormat.apiVersion).",
                replacement: ManifestFormat.apiVersion
            ),
            at: version
        )
    }

    private mutating func takeName(_ name: String?, at value: JSONValue?) {
        guard let name else { return }
        if let other = application.name, other != name {
            errors.append(doubled("the application has two names", "application", value?.offset, nameOffset))
        } else {
            application.name = name
            nameOffset = value?.offset
        }
    }

    private mutating func takeTarget(_ value: JSONValue) {
        if let target, target != value {
            errors.append(doubled("the application has two targets", "target", value.offset, target.offset))
        } else {
            target = value
        }
    }

    private mutating func takeOverlay(_ member: JSONObject.Member) {
        guard let object = member.value.object else { return }
        let path = FieldPath("environments").appending(member.name)
        var overlay = Overlay(name: member.name)
        let place = overlays.firstIndex { $0.name == member.name }
        if let place { overlay = overlays[place] }
        if let target = object["target"], !target.isNull {
            if let other = overlay.target, other != target {
                let field = path.appending("target")
                errors.append(doubled("the overlay has two targets", field, target.offset, other.offset))
            }
            overlay.target = overlay.target ?? target
        }
        for service in object["services"]?.object?.members ?? [] {
            let named = Named(name: service.name, value: service.value, keyOffset: service.nameOffset)
            if let error = doubled(named, in: overlay.services, at: path.appending("services")) {
                errors.append(error)
            } else {
                overlay.services.append(named)
            }
        }
        if let place { overlays[place] = overlay } else { overlays.append(overlay) }
    }

    private func doubled(_ service: Named, in services: [Named], at path: FieldPath) -> WireError? {
        guard let other = services.first(where: { $0.name == service.name }) else { return nil }
        let problem = "the service \(Diagnostic.quoted(service.name)) is given twice"
        return doubled(problem, path.appending(service.name), service.keyOffset, other.keyOffset)
    }

    private func doubled(_ problem: String, _ field: FieldPath, _ offset: Int?, _ other: Int?) -> WireError {
        let place = text.place(of: other).description
        return WireError(
            Diagnostic(
                problem: problem,
                field: field,
                allowed: "one of the two",
                advice: place.isEmpty ? "Keep one of the two." : "It stands first at \(place); keep one of the two."
            ),
            offset: offset
        )
    }

    // MARK: Overlays

    private mutating func chosenOverlay(_ name: String) -> Overlay? {
        if let overlay = overlays.first(where: { $0.name == name }) { return overlay }
        let known = overlays.map(\.name)
        let nearest = NearestName.find(name, in: known)
        errors.append(
            WireError(
                Diagnostic(
                    problem: "there is no overlay \(Diagnostic.quoted(name))",
                    field: "environments",
                    allowed: known.isEmpty ? "none, since there are no environments" : known.joined(separator: ", "),
                    advice: nearest.map { "Did you mean \($0)?" } ?? "Choose one of these, or add it.",
                    replacement: nearest
                ),
                offset: documents.compactMap { $0["environments"]?.offset ?? $0.offset }.first
            )
        )
        return nil
    }

    /// The services with an overlay laid over them.
    private func merged(_ overlay: Overlay?) -> [Source] {
        var result = services.map { Source(named: $0, path: FieldPath("services").appending($0.name)) }
        guard let overlay else { return result }
        let path = FieldPath("environments").appending(overlay.name).appending("services")
        for change in overlay.services {
            guard let index = result.firstIndex(where: { $0.named.name == change.name }) else {
                if change.value.isNull { continue }
                result.append(Source(named: change, path: path.appending(change.name)))
                continue
            }
            if change.value.isNull {
                result.remove(at: index)
                continue
            }
            change.value.collectOffsets(into: &result[index].overlayOffsets)
            result[index].overlayPath = path.appending(change.name)
            result[index].named.value = result[index].named.value.overlaid(by: change.value)
        }
        return result
    }

    /// Looks for what is wrong in an overlay that is not laid over anything this time.
    private mutating func checkUnchosen(_ overlay: Overlay) {
        checkTarget(overlay.target, FieldPath("environments").appending(overlay.name).appending("target"))
        let own = FieldPath("environments").appending(overlay.name)
        for source in merged(overlay) where source.overlayPath != nil || own.contains(source.path) {
            // Its variables need not be set here.
            var reader = ServiceReader(format, source.named.value, environment: environment, text: text)
            _ = reader.read(named: source.named.name, keyOffset: source.named.keyOffset)
            for error in reader.errors {
                let isOwn = source.overlayPath == nil || error.offset.map(source.overlayOffsets.contains) ?? false
                if isOwn { errors.append(source.completed(error)) }
            }
        }
    }

    // MARK: Targets and services

    private mutating func readTarget(_ overlay: Overlay?) {
        let path = overlay.map { FieldPath("environments").appending($0.name).appending("target") }
        checkTarget(target, "target")
        if let path { checkTarget(overlay?.target, path) }
        let whole = [target, overlay?.target].compactMap(\.self).reduce(JSONValue(.object(JSONObject()))) {
            base,
            value in
            base.overlaid(by: value, at: ["target"])
        }
        var completed = whole
        if let environment {
            var texts = TextCompletion(environment: environment, text: text)
            completed = texts.complete(whole)
            let overlaid = overlay?.target
            errors += texts.errors.map { error in
                let isOverlaid = error.diagnostic.field.map { overlaid?.value(at: $0) != nil } ?? false
                return error.inside(isOverlaid ? path ?? "target" : "target")
            }
        }
        if let target = try? Application.Target(json: completed) { application.target = target }
    }

    private mutating func checkTarget(_ value: JSONValue?, _ path: FieldPath) {
        guard let value else { return }
        do throws(WireError) {
            let target = try Application.Target(json: value)
            guard let provider = target.provider, !provider.contains("$"), !format.targets.contains(provider) else {
                return
            }
            let nearest = NearestName.find(provider, in: format.targets)
            throw WireError(
                Diagnostic(
                    problem: "unknown provider",
                    field: "provider",
                    value: Diagnostic.quoted(provider),
                    allowed: format.targets.joined(separator: ", "),
                    advice: nearest.map { "Did you mean \($0)?" } ?? "Name one of these.",
                    replacement: nearest
                ),
                at: value["provider"] ?? value
            )
        } catch {
            errors.append(error.inside(path))
        }
    }

    private mutating func readServices(_ sources: [Source]) {
        let names = sources.map(\.named.name)
        for source in sources {
            var reader = ServiceReader(format, source.named.value, environment: environment, text: text)
            let result = reader.read(named: source.named.name, keyOffset: source.named.keyOffset)
            errors += (reader.missing + reader.errors).map(source.completed)
            guard let result else { continue }
            if let former = result.management.formerName, names.contains(former) {
                errors.append(source.completed(Self.stillThere(former, source.named.value)))
            }
            application.services.append(
                Application.Service(
                    translation: result.translation,
                    management: result.management,
                    secrets: secrets(of: result.translation.value, in: source.named.value),
                    place: text.place(of: source.named.keyOffset)
                )
            )
        }
    }

    private static func stillThere(_ name: String, _ service: JSONValue) -> WireError {
        WireError(
            Diagnostic(
                problem: "a service is renamed from one that is still there",
                field: "renamedFrom",
                value: Diagnostic.quoted(name),
                allowed: "a name that no service of the manifest has",
                advice: "Remove the field, or the service \(name)."
            ),
            at: service["renamedFrom"] ?? service
        )
    }

    private func secrets(of spec: ContainerSpec, in service: JSONValue) -> [Application.Secret] {
        spec.variables.compactMap { variable in
            guard case .secret(let reference) = variable.value else { return nil }
            let member = [service["secrets"], service["files"]].compactMap { map in
                map?.object?.members.first { $0.name == variable.name }
            }.first
            return Application.Secret(
                variable: variable.name,
                reference: reference,
                place: text.place(of: member?.nameOffset)
            )
        }
    }

    /// All that is wrong, in the order of the text.
    private func problems() -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return errors.enumerated()
            .sorted { ($0.element.offset ?? -1, $0.offset) < ($1.element.offset ?? -1, $1.offset) }
            .map { text.located($0.element) }
            .filter { seen.insert($0).inserted }
    }

    /// A service as it is read, and the part of it that an overlay brought.
    private struct Source {
        var named: Named
        var path: FieldPath
        var overlayPath: FieldPath?
        var overlayOffsets: Set<Int> = []

        /// An error of the service as one of the documents.
        func completed(_ error: WireError) -> WireError {
            let isOverlaid = error.offset.map(overlayOffsets.contains) ?? false
            return error.inside(isOverlaid ? overlayPath ?? path : path)
        }
    }
}
