import CloudContainers
import TestSupport

/// Makes Qovery bundles as the API answers them, within what its document allows.
struct QoveryGenerator {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func bundle() -> JSONValue {
        var parts: [(String, JSONValue)] = [("container", container())]
        if random.isTrue(percent: 80) { parts.append(("variables", variables())) }
        if random.isTrue(percent: 80) { parts.append(("advanced_settings", advancedSettings())) }
        parts += maybe(70, "network", ["sticky_session": .bool(random.isTrue(percent: 30))])
        if random.isTrue(percent: 60) {
            parts.append(("custom_domains", .array((0..<random.number(0...2)).map { domain($0) })))
        }
        if random.isTrue(percent: 60) { parts.append(("registry", registry())) }
        return object(parts)
    }

    func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }

    mutating func maybe(_ percent: Int, _ name: String, _ value: JSONValue) -> [(String, JSONValue)] {
        random.isTrue(percent: percent) ? [(name, value)] : []
    }

    mutating func container() -> JSONValue {
        let minimum = random.number(1...15)
        var members: [(String, JSONValue)] = [
            ("id", .string(random.uuid())), ("created_at", "2026-01-02T03:04:05.678Z"),
            ("environment", ["id": .string(random.uuid())]), ("service_type", "CONTAINER"),
            ("maximum_cpu", 16000), ("maximum_memory", 32768), ("maximum_gpu", 0),
            ("name", .string(random.pick("web", "Catalog API", "a", "Ünïcode Service"))),
            (
                "registry",
                [
                    "id": .string(random.uuid()), "name": "hub",
                    "url": .string(
                        random.pick("https://docker.io", "https://ghcr.io", "https://registry.example.org:5000/x")
                    ),
                    "kind": .string(random.pick("DOCKER_HUB", "GITHUB_CR", "GENERIC_CR", "PUBLIC_ECR")),
                ]
            ),
            ("image_name", .string(random.pick("nginx", "team/app", "a/b/c"))),
            ("tag", .string(random.pick("1.27", "latest", "v2"))),
            ("cpu", .number(random.pick(10, 50, 250, 500, 1000, 4000, 8000))),
            ("memory", .number(random.pick(64, 128, 256, 512, 2048, 4096, 11718, 16384))),
            ("gpu", .number(random.isTrue(percent: 5) ? 1 : 0)),
            ("min_running_instances", .number(minimum)),
            ("max_running_instances", .number(random.isTrue(percent: 5) ? -1 : random.number(minimum...80))),
            ("healthchecks", healthchecks()), ("auto_preview", .bool(random.isTrue(percent: 50))),
            ("icon_uri", "app://qovery-console/container"),
        ]
        members += maybe(50, "updated_at", "2026-02-02T03:04:05Z")
        members += maybe(
            50,
            "description",
            .string(random.pick("", "the shop", "ends with ]", "shop [cloud-containers owner=migration.1a2b]"))
        )
        members += maybe(40, "arguments", ["--port", "8080"])
        members += maybe(40, "entrypoint", .string(random.pick("/bin/app", "run all", "")))
        members += maybe(40, "ephemeral_storage_in_gib", .number(random.number(1...40)))
        members += maybe(40, "cpu_architecture", random.pick(.null, "AMD64", "AMD64", "ARM64"))
        members += maybe(30, "auto_deploy", .bool(random.isTrue(percent: 50)))
        if random.isTrue(percent: 90) {
            members.append(("ports", .array((0..<random.number(0...3)).map { port($0) })))
        }
        if random.isTrue(percent: 20) { members.append(("storage", [storage()])) }
        if random.isTrue(percent: 20) { members.append(("labels_groups", [group("labels")])) }
        if random.isTrue(percent: 20) { members.append(("annotations_groups", [group("annotations")])) }
        if random.isTrue(percent: 10) { members.append(("autoscaling", autoscaling())) }
        return object(members)
    }

    private mutating func port(_ index: Int) -> JSONValue {
        let isPublic = random.isTrue(percent: 60)
        var members: [(String, JSONValue)] = [
            ("id", .string(random.uuid())), ("internal_port", .number(8080 + index)),
            ("publicly_accessible", .bool(isPublic)), ("is_default", .bool(index == 0)),
            ("protocol", .string(random.pick("HTTP", "HTTP", "HTTP", "GRPC", "TCP", "UDP"))),
        ]
        members += maybe(70, "name", .string("p\(8080 + index)"))
        if isPublic { members += maybe(50, "external_port", 443) }
        members += maybe(10, "public_path", "/api/")
        members += maybe(5, "public_path_rewrite", "/v1/")
        return object(members)
    }

    private mutating func storage() -> JSONValue {
        [
            "id": .string(random.uuid()), "type": "FAST_SSD", "size": .number(random.number(1...100)),
            "mount_point": "/data",
        ]
    }

    private mutating func group(_ kind: String) -> JSONValue {
        object([
            ("id", .string(random.uuid())), ("created_at", "2026-01-02T03:04:05Z"), ("name", "team"),
            (kind, [["key": "team", "value": "shop"]]),
        ])
    }

    private mutating func autoscaling() -> JSONValue {
        [
            "id": .string(random.uuid()), "created_at": "2026-01-02T03:04:05Z", "service_id": .string(random.uuid()),
            "mode": "KEDA", "polling_interval_seconds": 30, "cooldown_period_seconds": 300,
            "scalers": [
                [
                    "id": .string(random.uuid()), "created_at": "2026-01-02T03:04:05Z", "scaler_type": "rabbitmq",
                    "enabled": true, "role": "PRIMARY", "config_json": ["queueName": "orders", "value": 20],
                ]
            ],
        ]
    }

    private mutating func healthchecks() -> JSONValue {
        var members: [(String, JSONValue)] = []
        if random.isTrue(percent: 70) { members.append(("readiness_probe", probe())) }
        if random.isTrue(percent: 70) {
            members.append(("liveness_probe", random.isTrue(percent: 90) ? probe() : .null))
        }
        return object(members)
    }

    private mutating func probe() -> JSONValue {
        let check: (String, JSONValue)
        switch random.number(0...5) {
        case 0: check = ("exec", ["command": ["sh", "-c", "true"]])
        case 1: check = ("grpc", ["port": 8080, "service": .null])
        case 2, 3: check = ("tcp", ["port": .number(random.pick(8080, 9000)), "host": .null])
        default: check = ("http", ["path": "/health", "scheme": .string(random.pick("HTTP", "HTTPS")), "port": 8080])
        }
        let type = ["tcp", "http", "exec", "grpc"].map { name -> (String, JSONValue) in
            name == check.0 ? check : (name, .null)
        }
        return object([
            ("type", object(type)), ("initial_delay_seconds", .number(random.number(0...120))),
            ("period_seconds", .number(random.pick(1, 3, 10, 30, 180))),
            ("timeout_seconds", .number(random.number(1...10))),
            ("success_threshold", .number(random.number(1...3))), ("failure_threshold", .number(random.number(1...90))),
        ])
    }

    mutating func variables() -> JSONValue {
        var all: [JSONValue] = []
        let names = ["A", "LOG_LEVEL", "URL", "GREETING", "TOKEN", "DB_PASSWORD", "CONF"].shuffled(using: &random)
        for name in names.prefix(random.number(0...6)) {
            let isSecret = random.isTrue(percent: 30)
            let isFile = random.isTrue(percent: 10)
            all.append(
                variable(
                    name,
                    isSecret ? .null : .string(random.pick("", "1", "{{A}}", "see {{NOBODY}}", "line\nbreak")),
                    scope: random.pick("CONTAINER", "ENVIRONMENT", "PROJECT"),
                    type: isFile ? "FILE" : "VALUE",
                    isSecret: isSecret,
                    mountPath: isFile ? JSONValue.string("/etc/\(name)") : .null
                )
            )
        }
        if random.isTrue(percent: 60) {
            all.append(variable("QOVERY_ENVIRONMENT_ID", .string(random.uuid()), scope: "BUILT_IN", type: "BUILT_IN"))
        }
        if random.isTrue(percent: 20) {
            var alias = variable("LEVEL", .null, scope: "CONTAINER", type: "ALIAS").object ?? JSONObject()
            alias.set(
                "aliased_variable",
                [
                    "id": .string(random.uuid()), "key": "LOG_LEVEL", "value": "debug", "mount_path": "",
                    "scope": "ENVIRONMENT", "variable_type": "VALUE",
                ]
            )
            all.append(.object(alias))
        }
        return .array(all)
    }

    private mutating func variable(
        _ key: String,
        _ value: JSONValue,
        scope: String,
        type: String,
        isSecret: Bool = false,
        mountPath: JSONValue = .null
    ) -> JSONValue {
        object([
            ("id", .string(random.uuid())), ("created_at", "2026-01-02T03:04:05Z"), ("key", .string(key)),
            ("value", value), ("mount_path", mountPath), ("scope", .string(scope)), ("variable_type", .string(type)),
            ("is_secret", .bool(isSecret)),
        ])
    }

    mutating func advancedSettings() -> JSONValue {
        var members: [(String, JSONValue)] = []
        members += maybe(80, "hpa.cpu.average_utilization_percent", .number(random.number(1...100)))
        members += maybe(50, "hpa.memory.average_utilization_percent", random.pick(.null, 70))
        members += maybe(70, "network.ingress.force_ssl_redirect", random.pick(true, false, "true"))
        members += maybe(50, "network.ingress.proxy_read_timeout_seconds", random.pick(60, 900, "60", 5000))
        members += maybe(30, "network.ingress.grpc_read_timeout_seconds", 60)
        members += maybe(30, "network.gateway_api.http_request_timeout_seconds", .null)
        members += maybe(20, "resources.override.limit.cpu_in_milli", random.pick(.null, 1500))
        members += maybe(20, "resources.override.limit.ram_in_mib", random.pick(.null, 3000))
        members += maybe(40, "deployment.termination_grace_period_seconds", random.pick(60, 90))
        members += maybe(30, "security.read_only_root_filesystem", .bool(random.isTrue(percent: 30)))
        members += maybe(20, "network.ingress.whitelist_source_range", random.pick("0.0.0.0/0", "10.0.0.0/8"))
        members += maybe(10, "future.setting", "on")
        return object(members)
    }

    private mutating func domain(_ index: Int) -> JSONValue {
        object([
            ("id", .string(random.uuid())), ("created_at", "2026-01-02T03:04:05Z"),
            ("domain", .string(random.pick("shop\(index).example.org", "*.shop\(index).example.org"))),
            ("generate_certificate", .bool(random.isTrue(percent: 80))), ("use_cdn", .bool(random.isTrue(percent: 20))),
            ("validation_domain", "z1.example.net"), ("status", "VALIDATION_PENDING"),
        ])
    }

    mutating func registry() -> JSONValue {
        object([
            ("id", .string(random.uuid())), ("created_at", "2026-01-02T03:04:05Z"), ("name", "hub"),
            ("kind", "GENERIC_CR"), ("url", "https://registry.example.org:5000"),
            ("config", random.isTrue(percent: 30) ? ["username": "reader"] : [:]),
        ])
    }
}
