import CloudContainers
import TestSupport

// Jobs as the API answers them.
extension QoveryGenerator {
    mutating func jobBundle() -> JSONValue {
        var parts: [(String, JSONValue)] = [("job", job())]
        if random.isTrue(percent: 80) { parts.append(("variables", variables())) }
        if random.isTrue(percent: 80) {
            var settings = advancedSettings().object ?? JSONObject()
            if random.isTrue(percent: 40) { settings.set("cronjob.concurrency_policy", random.pick("Forbid", "Allow")) }
            parts.append(("advanced_settings", .object(settings)))
        }
        if random.isTrue(percent: 60) { parts.append(("registry", registry())) }
        return object(parts)
    }

    private mutating func job() -> JSONValue {
        let container = container()
        let isCron = random.isTrue(percent: 60)
        let others: Set = [
            "registry", "image_name", "tag", "min_running_instances", "max_running_instances", "arguments",
            "entrypoint", "ports", "storage", "autoscaling", "service_type",
        ]
        var job = JSONObject((container.object?.members ?? []).filter { !others.contains($0.name) })
        job.set("service_type", "JOB")
        job.set("job_type", isCron ? "CRON" : "LIFECYCLE")
        job.set("schedule", isCron ? cron() : events())
        job.set("source", random.isTrue(percent: 75) ? image(container) : docker())
        if random.isTrue(percent: 70) { job.set("max_nb_restart", .number(random.number(0...9))) }
        if random.isTrue(percent: 70) { job.set("max_duration_seconds", .number(random.pick(0, 60, 300, 86_400))) }
        job.set("port", random.pick(.null, 8080))
        return .object(job)
    }

    private mutating func image(_ container: JSONValue) -> JSONValue {
        var members: [(String, JSONValue)] = ["image_name", "tag", "registry"].map { ($0, container[$0] ?? .null) }
        members += maybe(80, "registry_id", container["registry"]?["id"] ?? .null)
        return object([("image", object(members))] + maybe(20, "docker", .null))
    }

    private mutating func docker() -> JSONValue {
        let repository: JSONValue = [
            "has_access": true, "provider": .string(random.pick("GITHUB", "GITLAB")), "owner": "sample",
            "url": "https://github.com/sample/tasks.git", "name": "tasks",
            "branch": .string(random.pick("main", "next")), "root_path": "/", "deployed_commit_id": "1f2e3d",
            "git_token_id": random.pick(.null, "3c90c3cc-0d44-4b50-8888-8dd25736052a"),
        ]
        return [
            "docker": [
                "git_repository": repository, "dockerfile_path": random.pick(.null, "Dockerfile"),
                "dockerfile_raw": random.pick(.null, "FROM nginx"),
                "docker_target_build_stage": random.pick(.null, "run"),
            ]
        ]
    }

    private mutating func cron() -> JSONValue {
        var members = command()
        members.append(("scheduled_at", .string(random.pick("0 3 * * *", "*/5 * * * *", "15 4 1 * 1-5"))))
        members += maybe(80, "timezone", .string(random.pick("Etc/UTC", "Europe/Paris")))
        return ["cronjob": object(members)]
    }

    private mutating func events() -> JSONValue {
        var members: [(String, JSONValue)] = []
        for name in ["on_start", "on_stop", "on_delete"] where members.isEmpty || random.isTrue(percent: 40) {
            members.append((name, object(command())))
        }
        if random.isTrue(percent: 20) { members.append(("cronjob", .null)) }
        members += maybe(80, "lifecycle_type", .string(random.pick("GENERIC", "TERRAFORM")))
        return object(members)
    }

    private mutating func command() -> [(String, JSONValue)] {
        maybe(60, "arguments", random.pick([], ["--all", "now"]))
            + maybe(60, "entrypoint", .string(random.pick("/bin/job", "run all", "")))
    }
}
