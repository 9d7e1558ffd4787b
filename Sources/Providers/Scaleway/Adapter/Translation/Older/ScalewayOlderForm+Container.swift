import CloudContainers

extension ScalewayDialect {
    static let olderRules: [FieldRule] = [
        FieldRule("container.registry_image", "image", .read, "Version 1beta1's name of `image`."),
        FieldRule("container.cpu_limit", "resources.cpu", .read, "Version 1beta1: thousandths of a vCPU."),
        FieldRule(
            "container.memory_limit",
            "resources.memory",
            .read,
            "Version 1beta1: decimal MB (10^6), times 1000000 for `memory_limit_bytes`.",
            [.olderAPI]
        ),
        FieldRule(
            "container.local_storage_limit",
            "resources.ephemeralStorage",
            .read,
            "Version 1beta1: decimal MB (10^6), times 1000000 for `local_storage_limit_bytes`.",
            [.olderAPI]
        ),
        FieldRule("container.domain_name", nil, .read, "Version 1beta1: the address without `https://`, a fact."),
        FieldRule(
            "container.http_option",
            "httpsOnly",
            .read,
            "Version 1beta1: `redirected` is HTTPS only, `enabled` is not.",
            [.wordUnknown]
        ),
        FieldRule(
            "container.health_check.**",
            "probes.liveness",
            .read,
            "Version 1beta1: gated traffic and restarted nothing; version 1 has a liveness probe in its place.",
            [.olderAPI]
        ),
        FieldRule(
            "container.max_concurrency",
            "scaling.concurrentRequests",
            .read,
            "Version 1beta1: the same as `scaling_option.concurrent_requests_threshold`, which wins.",
            [.olderAPI]
        ),
        FieldRule(
            "container.secret_environment_variables[].*",
            "secrets.*",
            .read,
            "Version 1beta1: a list of keys with hashes or values; neither leaves as a value.",
            [.olderAPI]
        ),
        FieldRule("container.ready_at", nil, .read, "Version 1beta1: a fact of the source."),
        FieldRule(
            "container.redeploy",
            nil,
            .read,
            "Version 1beta1: version 1 deploys with every change.",
            [.olderAPI]
        ),
        FieldRule(
            "crons[].**",
            "providers.scaleway.triggers[]",
            .read,
            "Version 1beta1: a schedule, whose `args` are the body of a trigger's request.",
            [.olderAPI]
        ),
    ]
}

extension ScalewayOlderForm {
    mutating func container(_ value: JSONValue) throws(WireError) -> JSONValue {
        guard let members = value.object else { return value }
        var result = JSONObject()
        let root = FieldPath("container")
        for member in members {
            let path = root.appending(member.name)
            switch member.name {
            case "registry_image": rename(member, to: "image", &result)
            case "cpu_limit": rename(member, to: "mvcpu_limit", &result)
            case "memory_limit", "local_storage_limit":
                try megabytes(member, path, to: member.name + "_bytes", &result)
            case "domain_name": endpoint(member, path, &result)
            case "http_option": httpOption(member, path, &result)
            case "health_check": healthCheck(member, path, &result)
            case "max_concurrency", "scaling_option": continue
            case "secret_environment_variables": try secrets(member, path, &result)
            case "environment_variables":
                ledger.hide(path)
                result.set(member.name, member.value)
                keep(path)
            case "status": status(member, path, &result)
            case "ready_at": ledger.record([path], to: [], .noted)
            case "redeploy":
                ledger.record([path], to: [], .noted, [Self.note("version 1 deploys with every change")])
            default:
                result.set(member.name, member.value)
                keep(path)
            }
        }
        scaling(members, root, &result)
        return JSONValue(.object(result), offset: value.offset)
    }

    private mutating func rename(_ member: JSONObject.Member, to name: String, _ result: inout JSONObject) {
        let root = FieldPath("container")
        result.set(name, member.value)
        ledger.record([root.appending(member.name)], to: [root.appending(name)])
    }

    private mutating func megabytes(
        _ member: JSONObject.Member,
        _ path: FieldPath,
        to name: String,
        _ result: inout JSONObject
    ) throws(WireError) {
        // What is no number is refused under its own name by the reader of version 1.
        guard let count = member.value.integer else { return rename(member, to: name, &result) }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: Self.megabyte)
        guard !overflows, let amount = try? ByteCount(bytes: bytes) else {
            throw WireError(
                Diagnostic(
                    problem: "not an amount of memory",
                    field: path,
                    value: "\(count)",
                    allowed: "decimal MB, 0 or more"
                ),
                at: member.value
            )
        }
        result.set(name, JSONValue(.number(JSONNumber(bytes)), offset: member.value.offset))
        let unit = Finding(
            .olderAPI,
            .noted,
            before: .text("\(count) MB"),
            after: .bytes(amount),
            detail: "version 1beta1 counts in decimal MB, version 1 in bytes"
        )
        ledger.record([path], to: [FieldPath("container").appending(name)], .converted, [unit])
    }

    private mutating func endpoint(_ member: JSONObject.Member, _ path: FieldPath, _ result: inout JSONObject) {
        guard let host = member.value.string, !host.isEmpty else { return ledger.record([path], to: [], .noted) }
        let url = host.contains("://") ? host : "https://" + host
        result.set("public_endpoint", JSONValue(.string(url), offset: member.value.offset))
        ledger.record([path], to: ["container.public_endpoint"], .noted)
    }

    private mutating func httpOption(_ member: JSONObject.Member, _ path: FieldPath, _ result: inout JSONObject) {
        var findings: [Finding] = []
        var isRedirected: Bool?
        switch member.value.string ?? "unknown_http_option" {
        case "redirected": isRedirected = true
        case "enabled": isRedirected = false
        case "unknown_http_option": break
        case let word:
            // The narrower of the two, as with every word that is not known.
            isRedirected = true
            findings.append(Finding(.wordUnknown, .replaced, before: .text(word), after: .text("redirected")))
        }
        guard let isRedirected else { return ledger.record([path], to: [], .noted) }
        result.set("https_connections_only", JSONValue(.bool(isRedirected), offset: member.value.offset))
        ledger.record([path], to: ["container.https_connections_only"], .converted, findings)
    }

    /// A check of version 1beta1 kept traffic away, one of version 1 restarts the container.
    private mutating func healthCheck(_ member: JSONObject.Member, _ path: FieldPath, _ result: inout JSONObject) {
        guard var check = member.value.object, !check.isEmpty else { return ledger.record([path], to: [], .noted) }
        if check["http"]?.isNull ?? true, check["tcp"]?.isNull ?? true { check.set("tcp", [:]) }
        result.set("liveness_probe", JSONValue(.object(check), offset: member.value.offset))
        let interval = check["interval"].map { $0.string.flatMap { try? Duration(parsingSeconds: $0) } }
        let isStandard =
            check["tcp"]?.isNull == false && check["http"]?.isNull ?? true
            && (check["failure_threshold"].map { $0.integer == 30 } ?? true)
            && (interval.map { $0 == .seconds(10) } ?? true)
        // Version 1 gives this very probe to every container that has no other.
        let finding = Finding(
            .olderAPI,
            isStandard ? .noted : .approximated,
            detail:
                "a health check kept traffic away, a liveness probe restarts the container; it had no timeout of its own"
        )
        ledger.record([path], to: ["container.liveness_probe"], .exact, [finding])
    }

    private mutating func status(_ member: JSONObject.Member, _ path: FieldPath, _ result: inout JSONObject) {
        switch member.value.string {
        case "created":
            let finding = Self.note(
                "stored and never deployed, which version 1 does not have",
                before: .text("created")
            )
            ledger.record([path], to: [], .noted, [finding])
        case "pending":
            result.set("status", JSONValue(.string("updating"), offset: member.value.offset))
            ledger.record([path], to: [path], .noted)
        default:
            result.set("status", member.value)
            keep(path)
        }
    }

    /// The two ways to say how many requests start another instance; the older one only mirrors the other.
    private mutating func scaling(_ members: JSONObject, _ root: FieldPath, _ result: inout JSONObject) {
        let optionPath = root.appending("scaling_option")
        let countPath = root.appending("max_concurrency")
        let option = members["scaling_option"]
        let count = members["max_concurrency"]
        let hasOption = option?.object.map { !$0.allSatisfy(\.value.isNull) } ?? false
        if let count, !hasOption, (count.integer ?? 1) > 0, !count.isNull {
            result.set("scaling_option", ["concurrent_requests_threshold": count])
            ledger.record([countPath], to: [optionPath.appending("concurrent_requests_threshold")])
            if option != nil { ledger.record([optionPath], to: [], .noted) }
            return
        }
        if let option {
            result.set("scaling_option", option)
            keep(optionPath)
        }
        guard let count else { return }
        let said = option?["concurrent_requests_threshold"]
        // Without the rule of requests the API answers 0.
        let isMirror = count.isNull || count == said ?? 0
        let finding = Finding(
            .olderAPI,
            .dropped,
            before: LedgerValue(count),
            after: LedgerValue(said ?? .null),
            detail: "scaling_option says otherwise and wins"
        )
        ledger.record([countPath], to: [], .noted, isMirror ? [] : [finding])
    }
}
