import CloudContainers
import TestSupport

/// Makes Scaleway bundles as the API answers them, within the bounds of reference §4.
struct ScalewayGenerator {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func bundle() -> JSONValue {
        var parts: [(String, JSONValue)] = [("container", container())]
        if random.isTrue(percent: 60) { parts.append(("namespace", namespace())) }
        if random.isTrue(percent: 40) {
            parts.append(("domains", .array((0..<random.number(0...2)).map { domain($0) })))
        }
        if random.isTrue(percent: 40) {
            parts.append(("triggers", .array((0..<random.number(0...2)).map { trigger($0) })))
        }
        return object(parts)
    }

    private func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }

    private mutating func maybe(_ percent: Int, _ name: String, _ value: JSONValue) -> [(String, JSONValue)] {
        random.isTrue(percent: percent) ? [(name, value)] : []
    }

    private mutating func date() -> JSONValue {
        .string(
            "2026-0\(random.number(1...9))-1\(random.number(0...9))T08:00:00\(random.pick("", ".123456", ".123456789"))Z"
        )
    }

    mutating func container() -> JSONValue {
        let mvcpu = random.number(70...6000)
        let megabytes = random.number(max(128, mvcpu)...min(12288, 4 * mvcpu))
        var members: [(String, JSONValue)] = [
            ("id", .string(random.uuid())), ("name", .string(random.pick("web", "api-2", "a1", "checkout-service"))),
            ("namespace_id", .string(random.uuid())), ("status", .string(random.pick("ready", "error", "updating"))),
            ("created_at", date()), ("updated_at", date()), ("region", "fr-par"),
            ("public_endpoint", "https://web.functions.fnc.fr-par.scw.cloud"),
            ("image", .string(random.pick("nginx:1.27", "rg.fr-par.scw.cloud/shop/web:3", "ghcr.io/a/b:v1", "redis"))),
            ("description", .string(random.pick("", "the shop", "ünïcode ✓"))),
            ("mvcpu_limit", .number(mvcpu)), ("memory_limit_bytes", .number(megabytes * 1_000_000)),
            ("local_storage_limit_bytes", .number(random.number(1000...24456) * 1_000_000)),
            ("timeout", .string(random.pick("300s", "10s", "3600s", "300.000000000s", "61.5s"))),
            ("privacy", .string(random.pick("public", "private"))), ("protocol", .string(random.pick("http1", "h2c"))),
            ("port", .number(random.pick(8080, 80, 3000, 65535))),
            ("https_connections_only", .bool(random.isTrue(percent: 50))),
            ("sandbox", .string(random.pick("v1", "v2"))), ("liveness_probe", probe()),
            ("startup_probe", random.isTrue(percent: 40) ? probe() : .null),
            ("command", strings(0...3)), ("args", strings(0...3)), ("tags", tags()),
        ]
        let option = scalingOption()
        let minimum = random.number(option["concurrent_requests_threshold"] == nil ? 1...10 : 0...10)
        members += [
            ("scaling_option", option), ("min_scale", .number(minimum)),
            ("max_scale", .number(random.number(max(1, minimum)...50))),
        ]
        members += [("environment_variables", variables(0...5, ["A", "LOG_LEVEL", "GREETING", "X_1", "URL"]))]
        members += [("secret_environment_variables", secrets(0...3, ["TOKEN", "DB_PASSWORD", "KEY"]))]
        members += maybe(30, "private_network_id", .string(random.uuid()))
        members += maybe(30, "error_message", .string(random.pick("", "Container is unable to start")))
        return object(members)
    }

    private mutating func strings(_ count: ClosedRange<Int>) -> JSONValue {
        .array((0..<random.number(count)).map { _ in .string(random.pick("serve", "--port", "$(PORT)", "a b", "é")) })
    }

    private mutating func tags() -> JSONValue {
        let mark: [JSONValue] = random.isTrue(percent: 20) ? ["cloud-containers:owner=migration.1a2b"] : []
        return .array((strings(0...3).array ?? []) + mark)
    }

    private mutating func scalingOption() -> JSONValue {
        switch random.number(0...2) {
        case 0: ["concurrent_requests_threshold": .number(random.number(1...80))]
        case 1: ["cpu_usage_threshold": .number(random.number(1...100))]
        default: ["memory_usage_threshold": .number(random.number(1...100))]
        }
    }

    private mutating func probe() -> JSONValue {
        let check: (String, JSONValue) =
            random.isTrue(percent: 50) ? ("tcp", [:]) : ("http", ["path": .string(random.pick("/", "/health"))])
        return object([
            ("failure_threshold", .number(random.number(3...50))),
            ("interval", .string("\(random.number(5...120))s")), ("timeout", .string(random.pick("1s", "2.5s", "5s"))),
            check,
        ])
    }

    private mutating func variables(_ count: ClosedRange<Int>, _ names: [String]) -> JSONValue {
        object(
            names.shuffled(using: &random).prefix(random.number(count)).map { name in
                (name, .string(random.pick("", "1", "a longer value", "line\nbreak", "{{OTHER}}", "ünïcode")))
            }
        )
    }

    private mutating func secrets(_ count: ClosedRange<Int>, _ names: [String]) -> JSONValue {
        object(
            names.shuffled(using: &random).prefix(random.number(count)).map { name in
                (name, .string("$argon2id$v=19$m=65536,t=3,p=64$\(random.uuid())$\(random.uuid())"))
            }
        )
    }

    private mutating func namespace() -> JSONValue {
        object([
            ("id", .string(random.uuid())), ("name", "shop"), ("organization_id", .string(random.uuid())),
            ("project_id", .string(random.uuid())), ("description", ""), ("status", "ready"), ("created_at", date()),
            ("updated_at", date()), ("region", "fr-par"), ("tags", []),
            ("environment_variables", variables(0...3, ["LOG_LEVEL", "REGION", "A"])),
            ("secret_environment_variables", secrets(0...2, ["TOKEN", "SHARED"])),
        ])
    }

    private mutating func domain(_ index: Int) -> JSONValue {
        object([
            ("id", .string(random.uuid())), ("container_id", .string(random.uuid())),
            ("hostname", .string("shop\(index).example.org")), ("status", "ready"), ("error_message", ""),
            ("tags", random.isTrue(percent: 20) ? ["old"] : []), ("created_at", date()), ("updated_at", date()),
        ])
    }

    private mutating func trigger(_ index: Int) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("id", .string(random.uuid())), ("container_id", .string(random.uuid())),
            ("name", .string("trigger-\(index)")), ("description", ""), ("tags", []), ("status", "ready"),
            ("created_at", date()), ("updated_at", date()), ("error_message", ""),
            ("destination_config", ["http_path": "/run", "http_method": .string(random.pick("post", "get"))]),
        ]
        switch random.number(0...2) {
        case 0:
            members += [
                ("source_type", "cron"),
                (
                    "cron_config",
                    ["schedule": "5 4 * * SUN", "timezone": "Europe/Paris", "body": "{}", "headers": ["X-A": "b"]]
                ),
            ]
        case 1:
            members += [
                ("source_type", "sqs"),
                (
                    "sqs_config",
                    [
                        "region": "fr-par", "endpoint": "https://sqs.example.org", "access_key_id": "ACCESSKEY",
                        "queue_url": "https://sqs.example.org/q",
                    ]
                ),
            ]
        default:
            members += [
                ("source_type", "nats"),
                ("nats_config", ["server_urls": ["nats://nats.example.org:4222"], "subject": "orders.*"]),
            ]
        }
        return object(members)
    }
}
