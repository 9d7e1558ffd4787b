public import CloudContainers

extension ScalewayJobDialect {
    static let jobs = "/serverless-jobs/v1alpha2/regions/{region}"
    static let secretManager = "/secret-manager/v1beta1/regions/{region}"

    /// Works out the requests that a change needs, with `{region}` and `{project}` for where the job is made.
    public func prepare(
        _ change: JobChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        switch change {
        case .create(let spec):
            let written = write(spec, given)
            guard let bundle = written.value else { return Translation(value: nil, ledger: written.ledger) }
            let requests = Self.creation(of: spec, bundle.root)
            return Translation(value: PreparedChange(requests: requests, deploys: true), ledger: written.ledger)
        case .update(let spec, let live): return try prepareUpdate(spec, live, given)
        }
    }

    /// Secrets come first, so that a job is never there without them, and the job's own schedule comes last.
    private static func creation(of spec: JobSpec, _ bundle: JSONValue) -> [PreparedRequest] {
        var definition = bundle["definition"]?.object ?? JSONObject()
        let secrets = bundle["secrets"]?.array ?? []
        let cron = definition["cron_schedule"]
        if !secrets.isEmpty { definition.remove("cron_schedule") }
        var requests = newSecrets(bundle)
        requests.append(
            PreparedRequest(
                "POST",
                "\(jobs)/job-definitions",
                body: .object(definition),
                purpose: "create \(spec.name)",
                makes: "job"
            )
        )
        requests += references(secrets)
        if !secrets.isEmpty, let cron {
            requests.append(update(["cron_schedule": cron], "set the schedule of \(spec.name)"))
        }
        return requests + (bundle["triggers"]?.array ?? []).map(addition)
    }

    private static func newSecrets(_ bundle: JSONValue) -> [PreparedRequest] {
        (bundle["new_secrets"]?.array ?? []).enumerated().flatMap { index, new in
            let name = new["secret"]?["name"]?.string ?? ""
            let placeholder = "secret-\(index + 1)"
            return [
                PreparedRequest(
                    "POST",
                    "\(secretManager)/secrets",
                    body: new["secret"],
                    purpose: "create the secret \(name)",
                    makes: placeholder
                ),
                PreparedRequest(
                    "POST",
                    "\(secretManager)/secrets/{\(placeholder)}/versions",
                    body: new["version"],
                    purpose: "set the secret \(name)"
                ),
            ]
        }
    }

    private static func references(_ secrets: [JSONValue]) -> [PreparedRequest] {
        if secrets.isEmpty { return [] }
        let names = secrets.map(key).joined(separator: ", ")
        return [
            PreparedRequest(
                "POST",
                "\(jobs)/secrets",
                body: ["job_definition_id": "{job}", "secrets": .array(secrets)],
                purpose: "add the secrets \(names)"
            )
        ]
    }

    private static func addition(of trigger: JSONValue) -> PreparedRequest {
        let name = trigger["name"]?.string ?? ""
        return PreparedRequest("POST", "\(jobs)/triggers", body: trigger, purpose: "add the schedule \(name)")
    }

    private static func update(_ patch: JSONObject, _ purpose: String) -> PreparedRequest {
        PreparedRequest("PATCH", "\(jobs)/job-definitions/{job}", body: .object(patch), purpose: purpose)
    }

    // MARK: Updates

    private func prepareUpdate(
        _ spec: JobSpec,
        _ live: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        guard let seen = try read(live, given).first else {
            throw ContainerServiceError(.invalidInput, "the live payload holds no job", provider: provider)
        }
        let current = seen.value
        let definition = live.root["definition"] ?? live.root
        let home = OwnershipMark.split(description: definition["description"]?.string ?? "").mark.namespace
        let wish = try Self.laid(spec, over: current)
        let written = ScalewayJobWriter.write(wish, in: home, given)
        guard let new = written.value?.root else { return Translation(value: nil, ledger: written.ledger) }
        let old = ScalewayJobWriter.bundle(of: current, in: home, given)
        let patch = Self.patch(from: old["definition"] ?? .null, to: new["definition"] ?? .null)
        var requests = patch.isEmpty ? [] : [Self.update(patch, "update \(spec.name)")]
        requests += Self.triggerRequests(new, live.root)
        // What is made for the job comes last: where a later request failed, it would be taken away from under the job.
        requests += Self.secretRequests(wish, new, live.root, given.renewedSecrets)
        let change = PreparedChange(requests: requests, deploys: true, basis: basis(of: live))
        var ledger = written.ledger
        for path in spec.container.resetFields.sorted() where !Self.isResettable(path) {
            let finding = Finding(.resetImpossible, .approximated, subject: path.description)
            ledger.entries.append(
                LedgerEntry(sources: [], targets: [], outcome: .approximated, findings: [finding])
            )
        }
        return Translation(value: change, ledger: ledger)
    }

    /// Whether a field can be set back, or is one that no job of Scaleway has.
    private static func isResettable(_ path: FieldPath) -> Bool {
        let fields: [FieldPath] = [
            "description", "command", "arguments", "schedules", "events", "resources", "retries", "timeLimit",
            "environment", "secrets", "files", "imageAccess", "providers.scaleway.shellCommand",
        ]
        return fields.contains { $0.contains(path) }
    }

    /// The members of the definition that differ; what the wish has no more is cleared.
    private static func patch(from old: JSONValue, to new: JSONValue) -> JSONObject {
        var patch = JSONObject()
        for member in new.object?.members ?? [] where member.name != "project_id" && old[member.name] != member.value {
            patch.set(member.name, member.value)
        }
        for member in old.object?.members ?? [] where new[member.name] == nil {
            patch.set(member.name, cleared[member.name] ?? .null)
        }
        return patch
    }

    /// What takes the value of a member away; for nested objects nulls inside of them (recorded).
    private static let cleared: [String: JSONValue] = [
        "description": "", "command": "", "startup_command": [], "args": [], "environment_variables": [:],
        "job_timeout": .string(longestRun.secondsText), "cron_schedule": ["schedule": .null, "timezone": .null],
        "retry_policy": ["max_retries": .null],
    ]

    /// The requests that make the further schedules what the wish says, compared by name.
    private static func triggerRequests(_ wanted: JSONValue, _ live: JSONValue) -> [PreparedRequest] {
        var rest = live["triggers"]?.array ?? []
        var requests: [PreparedRequest] = []
        for trigger in wanted["triggers"]?.array ?? [] {
            let name = trigger["name"]?.string ?? ""
            guard let index = rest.firstIndex(where: { $0["name"]?.string == name }) else {
                requests.append(addition(of: trigger))
                continue
            }
            let old = rest.remove(at: index)
            var config = trigger["cron_config"]?.object ?? JSONObject()
            for member in ["startup_command", "args"] where config[member] == nil {
                if old["cron_config"]?[member]?.array?.isEmpty == false { config.set(member, []) }
            }
            let isSame = config.members.allSatisfy { old["cron_config"]?[$0.name] == $0.value }
            guard !isSame, let id = old["id"]?.string else { continue }
            requests.append(
                PreparedRequest(
                    "PATCH",
                    "\(jobs)/triggers/\(PercentCoding.encoded(id))",
                    body: ["cron_config": .object(config)],
                    purpose: "update the schedule \(name)"
                )
            )
        }
        // A schedule that cannot be read is not the wish's to remove.
        for old in rest {
            guard let id = old["id"]?.string, let text = old["cron_config"]?["schedule"]?.string,
                (try? CronExpression(parsing: text)) != nil
            else { continue }
            requests.append(
                PreparedRequest(
                    "DELETE",
                    "\(jobs)/triggers/\(PercentCoding.encoded(id))",
                    purpose: "delete the schedule \(old["name"]?.string ?? id)"
                )
            )
        }
        return requests
    }

    /// The requests that make the references to secrets what the wish says, compared by variable or path.
    ///
    /// What is made comes first, and what cannot be undone, the deletion of a secret, comes last of all.
    private static func secretRequests(
        _ wish: JobSpec,
        _ wanted: JSONValue,
        _ live: JSONValue,
        _ renewed: Set<String>
    ) -> [PreparedRequest] {
        let secrets = wanted["secrets"]?.array ?? []
        let there = live["secrets"]?.array ?? []
        var changes: [PreparedRequest] = []
        var versions: [PreparedRequest] = []
        var pins: [PreparedRequest] = []
        var added: [JSONValue] = []
        for secret in secrets {
            let old = there.first { isSamePlace($0, secret) }
            // The API cannot change which secret a reference is to.
            guard let old, old["secret_manager_id"] == secret["secret_manager_id"], let id = old["secret_id"]?.string
            else {
                added.append(secret)
                continue
            }
            let version = secret["secret_manager_version"]
            if let name = variable(of: secret, in: wish), renewed.contains(name) {
                let placeholder = "version-\(versions.count + 1)"
                versions.append(newVersion(of: name, in: secret, makes: placeholder))
                // A reference to the latest version sees the new one by itself.
                guard version?.string?.hasPrefix("latest") != true || version != old["secret_manager_version"] else {
                    continue
                }
                let isLatest = version?.string?.hasPrefix("latest") == true
                pins.append(change(of: id, to: isLatest ? version : .string("{\(placeholder)}"), key(secret)))
            } else if let version, version != old["secret_manager_version"] {
                changes.append(change(of: id, to: version, key(secret)))
            }
        }
        var removals: [PreparedRequest] = []
        var deletions: [PreparedRequest] = []
        for old in there {
            let stays = secrets.contains { secret in
                isSamePlace(secret, old) && secret["secret_manager_id"] == old["secret_manager_id"]
            }
            guard !stays, let id = old["secret_id"]?.string else { continue }
            removals.append(
                PreparedRequest(
                    "DELETE",
                    "\(jobs)/secrets/\(PercentCoding.encoded(id))",
                    purpose: "remove the secret \(key(old))"
                )
            )
            let isUsed = secrets.contains { $0["secret_manager_id"] == old["secret_manager_id"] }
            guard !isUsed, let secret = old["secret_manager_id"]?.string else { continue }
            deletions.append(
                PreparedRequest(
                    "DELETE",
                    "\(secretManager)/secrets/\(PercentCoding.encoded(secret))",
                    purpose: "delete the secret \(key(old)) if it was made for the job"
                )
            )
        }
        return changes + versions + newSecrets(wanted) + removals + references(added) + pins + deletions
    }

    private static func newVersion(of name: String, in secret: JSONValue, makes placeholder: String) -> PreparedRequest
    {
        let id = PercentCoding.encoded(secret["secret_manager_id"]?.string ?? "")
        return PreparedRequest(
            "POST",
            "\(secretManager)/secrets/\(id)/versions",
            body: ["data": .string("{secret-base64:\(name)}")],
            purpose: "set the secret \(name)",
            makes: placeholder
        )
    }

    private static func change(of id: String, to version: JSONValue?, _ key: String) -> PreparedRequest {
        PreparedRequest(
            "PATCH",
            "\(jobs)/secrets/\(PercentCoding.encoded(id))",
            body: ["secret_manager_version": version ?? "latest"],
            purpose: "change the version of the secret \(key)"
        )
    }

    /// The name of the wish's variable that a reference is for.
    private static func variable(of secret: JSONValue, in wish: JobSpec) -> String? {
        wish.variables.first { variable in
            variable.isSecret
                && (isFile(secret) ? variable.mountPath == key(secret) : variable.name == key(secret))
        }?.name
    }

    private static func isSamePlace(_ one: JSONValue, _ other: JSONValue) -> Bool {
        key(one) == key(other) && isFile(one) == isFile(other)
    }

    /// The variable or the path of a reference, in the words of an answer or of a request.
    private static func key(_ secret: JSONValue) -> String {
        secret["env_var"]?["name"]?.string ?? secret["env_var_name"]?.string ?? secret["file"]?["path"]?.string
            ?? secret["path"]?.string ?? ""
    }

    private static func isFile(_ secret: JSONValue) -> Bool {
        secret["file"]?.object != nil || secret["path"]?.string != nil
    }
}
