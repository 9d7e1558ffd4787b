import CloudContainers

/// What version 1beta1 of the API answered or took, said in the words of version 1.
///
/// The document is translated into one of version 1, with an account of its own, and read as such; the two accounts become
/// one, so that each field of the document is accounted for under its own path.
struct ScalewayOlderForm {
    static let megabyte = 1_000_000

    /// Members of a container that only version 1beta1 has.
    static let marks: Set<String> = [
        "registry_image", "memory_limit", "cpu_limit", "local_storage_limit", "domain_name", "http_option",
        "health_check", "max_concurrency",
    ]
    /// Members that only version 1 has: a document with one of them is of that version, whatever else it holds.
    private static let newerMarks: Set<String> = [
        "image", "mvcpu_limit", "memory_limit_bytes", "local_storage_limit_bytes", "liveness_probe", "startup_probe",
        "https_connections_only", "https_connection_only", "public_endpoint",
    ]
    /// What a member of version 1 was called, for an error about it.
    private static let olderNames = [
        "image": "registry_image", "mvcpu_limit": "cpu_limit", "memory_limit_bytes": "memory_limit",
        "local_storage_limit_bytes": "local_storage_limit", "liveness_probe": "health_check",
        "https_connections_only": "http_option", "public_endpoint": "domain_name",
    ]

    var ledger = LedgerBuilder()

    /// Whether a bundle holds a container of version 1beta1.
    static func recognises(_ bundle: JSONValue) -> Bool {
        guard let names = bundle["container"]?.object?.names else { return false }
        return names.contains(where: marks.contains) && !names.contains(where: newerMarks.contains)
    }

    /// Translates a bundle of version 1beta1.
    static func read(
        _ bundle: JSONValue,
        _ given: Resolutions
    ) throws(WireError) -> Translation<ContainerSpec> {
        var form = ScalewayOlderForm()
        let newer = try form.newer(bundle)
        let ledger = form.ledger.finish(source: bundle, target: newer)
        do {
            var translation = try ScalewayReader.read(newer, given)
            translation.ledger = ledger.followed(by: translation.ledger)
            return translation
        } catch {
            throw inOlderWords(error)
        }
    }

    /// An error about a document that nobody wrote, in the words of the one that was given.
    private static func inOlderWords(_ error: WireError) -> WireError {
        guard let field = error.diagnostic.field?.description else { return error }
        for (newer, older) in olderNames where FieldPath("container." + newer).contains(FieldPath(field)) {
            var error = error
            let rest = field.dropFirst("container.".count + newer.count)
            error.diagnostic.field = FieldPath("container." + older + rest)
            return error
        }
        return error
    }

    private mutating func newer(_ bundle: JSONValue) throws(WireError) -> JSONValue {
        ledger.record(
            [],
            to: [],
            .noted,
            [Finding(.olderAPI, .noted, before: .text("v1beta1"), after: .text("v1"))]
        )
        var parts = JSONObject()
        var triggers = bundle["triggers"]?.array ?? []
        for part in bundle.object ?? [:] {
            let path = FieldPath.root.appending(part.name)
            switch part.name {
            case "container": parts.set("container", try container(part.value))
            case "namespace": parts.set("namespace", try namespace(part.value))
            case "domains": parts.set("domains", domains(part.value))
            case "crons":
                guard let crons = part.value.array else {
                    throw .wrongType(part.value, expected: "a list").inside(path)
                }
                ledger.recordEmpty(path)
                for (index, cron) in crons.enumerated() {
                    triggers.append(
                        trigger(cron, path.appending(index), FieldPath("triggers").appending(triggers.count))
                    )
                }
            case "triggers":
                parts.set("triggers", part.value)
                // Credentials may stand in them.
                ledger.hide(path)
                keep(path)
                for index in (part.value.array ?? []).indices { keep(path.appending(index)) }
            default:
                parts.set(part.name, part.value)
                keep(path)
            }
        }
        if bundle["crons"] != nil, !triggers.isEmpty { parts.set("triggers", .array(triggers)) }
        return JSONValue(.object(parts), offset: bundle.offset)
    }

    /// Carries a place as it is.
    mutating func keep(_ path: FieldPath) { ledger.record([path], to: [path]) }

    /// A note that something has no place in version 1.
    static func note(_ detail: String, before: LedgerValue = .none) -> Finding {
        Finding(.olderAPI, .noted, before: before, detail: detail)
    }
}
