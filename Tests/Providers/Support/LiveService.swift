import CloudContainers
import QoveryContainers
import TestSupport

/// What a provider answers about a service that was just made from a bundle, with its defaults filled in.
enum LiveService {
    static func answer(of bundle: JSONValue, _ provider: ProviderID, _ random: inout SeededGenerator) -> JSONValue {
        provider == .qovery ? qovery(bundle, &random) : scaleway(bundle, &random)
    }

    /// The bundle after the requests of a change to the container, its settings and its variables.
    static func applying(_ change: PreparedChange, to bundle: JSONValue) -> JSONValue {
        var result = bundle.object ?? JSONObject()
        for request in change.requests {
            guard var container = result["container"]?.object else { continue }
            let body = request.body?.root ?? .null
            switch (request.method, request.path) {
            case ("PATCH", _):
                for member in body.object?.members ?? [] {
                    let name = member.name == "https_connection_only" ? "https_connections_only" : member.name
                    container.set(name, member.value)
                }
                result.set("container", .object(container))
            case ("PUT", "/container/{container}"):
                // Whatever a PUT leaves out is set back to the default; what answers only have stays.
                for name in QoveryContainer.memberNames where body[name] == nil && !answerOnly.contains(name) {
                    container.remove(name)
                }
                for member in body.object?.members ?? [] { container.set(member.name, member.value) }
                for (name, value) in [
                    "cpu": 500, "memory": 512, "min_running_instances": 1, "max_running_instances": 1,
                ]
                where container[name] == nil { container.set(name, .number(value)) }
                result.set("container", .object(container))
            case ("PUT", "/container/{container}/advancedSettings"): result.set("advanced_settings", body)
            case ("DELETE", let path) where path.hasPrefix("/variable/"):
                let id = String(path.dropFirst("/variable/".count))
                let left = (result["variables"]?.array ?? []).filter { $0["id"]?.string != id }
                result.set("variables", .array(left))
            default: break
            }
        }
        return .object(result)
    }

    private static let answerOnly: Set<String> = [
        "id", "created_at", "updated_at", "environment", "service_type", "maximum_cpu", "maximum_memory", "maximum_gpu",
        "registry",
    ]

    private static func scaleway(_ bundle: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        // The recorded answer to a creation of nothing but an image and a port.
        var container: JSONObject = [
            "status": "ready", "region": "fr-par", "error_message": "", "description": "", "min_scale": 0,
            "max_scale": 5,
            "mvcpu_limit": 1000, "memory_limit_bytes": 2_048_000_000, "local_storage_limit_bytes": 1_000_000_000,
            "timeout": "300s", "privacy": "public", "protocol": "http1", "port": 8080, "https_connections_only": false,
            "sandbox": "v2", "scaling_option": ["concurrent_requests_threshold": 50], "startup_probe": .null,
            "liveness_probe": ["failure_threshold": 30, "interval": "10s", "timeout": "1s", "tcp": [:]],
            "tags": [], "command": [], "args": [], "environment_variables": [:], "secret_environment_variables": [:],
        ]
        for member in bundle["container"]?.object?.members ?? [] { container.set(member.name, member.value) }
        container.set("id", .string(random.uuid()))
        container.set("namespace_id", .string(random.uuid()))
        let secrets = (container["secret_environment_variables"]?.object?.names ?? []).map { name in
            JSONObject.Member(name: name, value: .string("$argon2id$v=19$m=65536,t=3,p=64$\(random.uuid())$x"))
        }
        container.set("secret_environment_variables", .object(JSONObject(secrets)))
        var result: JSONObject = ["container": .object(container), "namespace": ["name": "shop"]]
        result.set("domains", bundle["domains"] ?? [])
        let triggers = (bundle["triggers"]?.array ?? []).map { trigger in
            var trigger = trigger.object ?? JSONObject()
            for name in ["sqs_config", "nats_config"] {
                guard var config = trigger[name]?.object else { continue }
                config.remove("secret_access_key")
                config.remove("credentials_file_content")
                trigger.set(name, .object(config))
            }
            return JSONValue.object(trigger)
        }
        result.set("triggers", .array(triggers))
        return .object(result)
    }

    private static func qovery(_ bundle: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        var container: JSONObject = [
            "cpu": 500, "memory": 512, "gpu": 0, "min_running_instances": 1, "max_running_instances": 1,
            "auto_preview": true, "auto_deploy": false, "icon_uri": "app://qovery-console/container",
            "maximum_cpu": 16000,
            "maximum_memory": 32768, "maximum_gpu": 0, "service_type": "CONTAINER",
            "created_at": "2026-01-02T03:04:05Z",
        ]
        for member in bundle["container"]?.object?.members ?? [] { container.set(member.name, member.value) }
        container.set("id", .string(random.uuid()))
        for name in ["ports", "storage"] {
            guard let items = container[name]?.array else { continue }
            let answered = items.enumerated().map { index, item in
                var item = item.object ?? JSONObject()
                item.set("id", .string(random.uuid()))
                if name == "ports", item["name"] == nil {
                    item.set("name", .string("p\(item["internal_port"]?.integer ?? 0)"))
                }
                return JSONValue.object(item)
            }
            container.set(name, .array(answered))
        }
        // The API has no defaults for some keys that the manifest need not say.
        var settings: JSONObject = [
            "hpa.cpu.average_utilization_percent": 60, "network.ingress.force_ssl_redirect": true,
            "network.ingress.proxy_read_timeout_seconds": 60, "deployment.termination_grace_period_seconds": 60,
        ]
        for member in bundle["advanced_settings"]?.object?.members ?? [] { settings.set(member.name, member.value) }
        let imported = (bundle["variables"]?["vars"]?.array ?? []).map { variable(of: $0, $0["name"], &random) }
        let files = (bundle["files"]?.array ?? []).map { variable(of: $0, $0["key"], &random) }
        return [
            "container": .object(container), "advanced_settings": .object(settings),
            "variables": .array(imported + files), "network": bundle["network"] ?? ["sticky_session": false],
            "custom_domains": bundle["custom_domains"] ?? [],
        ]
    }

    private static func variable(
        of sent: JSONValue,
        _ key: JSONValue?,
        _ random: inout SeededGenerator
    ) -> JSONValue {
        let isSecret = sent["is_secret"]?.bool == true
        return [
            "id": .string(random.uuid()), "created_at": "2026-01-02T03:04:05Z", "key": key ?? "",
            "value": isSecret ? .null : sent["value"] ?? .null, "mount_path": sent["mount_path"] ?? .null,
            "scope": "CONTAINER", "variable_type": sent["mount_path"] == nil ? "VALUE" : "FILE",
            "is_secret": .bool(isSecret),
        ]
    }
}
