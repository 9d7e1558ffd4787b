import CloudContainers
import TestSupport

/// Makes Scaleway bundles of jobs as the API answers them, within the bounds of reference §14.
struct ScalewayJobGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func bundle() -> JSONValue {
        var bundle: JSONObject = ["definition": definition()]
        if random.isTrue(percent: 60) {
            bundle.set("secrets", .array((0..<random.number(0...3)).map { secret($0) }))
        }
        if random.isTrue(percent: 60) {
            bundle.set("triggers", .array((0..<random.number(0...3)).map { trigger($0) }))
        }
        return .object(bundle)
    }

    private mutating func definition() -> JSONValue {
        var definition: JSONObject = [
            "id": .string(random.uuid()), "name": .string(random.pick("nightly", "A_b-3", "x1y")),
            "project_id": .string(random.uuid()), "created_at": "2026-02-16T17:24:00.467867Z",
            "updated_at": "2026-02-17T17:24:00Z", "cpu_limit": .number(random.number(1...6000)),
            "memory_limit": .number(random.number(1...16384)),
            "local_storage_capacity": .number(random.number(1...10240)),
            "image_uri": .string(random.pick("docker.io/alpine:latest", "rg.fr-par.scw.cloud/shop/web:3", "nginx")),
            "command": .string(random.pick("", "", "echo $HOME")), "environment_variables": variables(),
            "job_timeout": .string(random.pick("86400s", "1200s", "1200.000000000s", "61.5s")),
            "description": .string(random.pick("", "tidies up", "tidies up [cloud-containers namespace=n owner=me]")),
            "cron_schedule": random.isTrue(percent: 50) ? cron() : .null, "startup_command": words(),
            "args": words(), "region": "fr-par",
        ]
        if random.isTrue(percent: 50) {
            definition.set("retry_policy", ["max_retries": .number(random.number(0...5))])
        }
        return .object(definition)
    }

    private mutating func words() -> JSONValue {
        .array((0..<random.number(0...2)).map { _ in .string(random.pick("sh", "-c", "echo \"hi\"")) })
    }

    private mutating func variables() -> JSONValue {
        .object(JSONObject((0..<random.number(0...2)).map { .init(name: "PLAIN_\($0)", value: .string("v\($0)")) }))
    }

    private mutating func cron() -> JSONValue {
        [
            "schedule": .string(random.pick("5 4 1 * *", "*/15 * * * SUN", "0 0 * * *")),
            "timezone": .string(random.pick("Europe/Paris", "Etc/UTC", "America/Jamaica")),
        ]
    }

    private mutating func secret(_ index: Int) -> JSONValue {
        var secret: JSONObject = [
            "secret_id": .string(random.uuid()), "secret_manager_id": .string(random.uuid()),
            "secret_manager_version": .string(random.pick("latest", "1", "7")),
            "job_definition_id": .string(random.uuid()),
        ]
        if random.isTrue(percent: 60) {
            secret.set("env_var", ["name": .string("SECRET_\(index)")])
        } else {
            secret.set("file", ["path": .string("/etc/secrets/key-\(index).pem")])
        }
        return .object(secret)
    }

    private mutating func trigger(_ index: Int) -> JSONValue {
        var config = cron().object ?? JSONObject()
        if random.isTrue(percent: 50) { config.set("startup_command", words()) }
        if random.isTrue(percent: 50) { config.set("args", words()) }
        return [
            "id": .string(random.uuid()), "job_definition_id": .string(random.uuid()),
            "name": .string("extra-\(index)"), "cron_config": .object(config),
            "created_at": "2026-02-16T17:24:00Z", "updated_at": "2026-02-16T17:24:00Z",
        ]
    }
}
