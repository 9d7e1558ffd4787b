"""Kills `cloudctl migrate` with SIGKILL at every line of its journal, and goes on with `resume`.

The simulators run in a process of their own, which is never killed. At the end everything has to be there once, as planned, and
the source has to be what it was.
"""

import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.request

import simulation

SERVICES = ["web", "api", "search"]
CANARY = "canary-9d2f-crash-value"


def call(server, provider, method, path, body=None):
    if provider == "qovery":
        header = ("Authorization", f"Token {server['QOVERY_API_TOKEN']}")
    else:
        header = ("X-Auth-Token", server["SCW_SECRET_KEY"])
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server["QOVERY_API_URL"] + path, data=data, method=method)
    request.add_header(*header)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def fill_qovery(server):
    """Three containers in the environment that is there, deployed."""
    environment = server["QOVERY_ENVIRONMENT_ID"]
    ids = []
    for name in SERVICES:
        body = {
            "name": name, "registry_id": server["QOVERY_REGISTRY_ID"], "image_name": "library/nginx", "tag": "1.27",
            "cpu": 500, "memory": 1024, "min_running_instances": 1, "max_running_instances": 3, "healthchecks": {},
            "ports": [{"internal_port": 8080, "publicly_accessible": True, "protocol": "HTTP", "is_default": True}],
        }
        made = call(server, "qovery", "POST", f"/environment/{environment}/container", body)
        ids.append(made["id"])
        for key, is_secret in [("GREETING", False), ("TOKEN", True)]:
            variable = {
                "key": key, "value": CANARY if is_secret else "hello", "is_secret": is_secret,
                "variable_scope": "CONTAINER", "variable_parent_id": made["id"],
            }
            call(server, "qovery", "POST", "/variable", variable)
    tags = [{"id": one, "image_tag": "1.27"} for one in ids]
    call(server, "qovery", "POST", f"/environment/{environment}/service/deploy", {"containers": tags})
    while any(call(server, "qovery", "GET", f"/container/{one}/status")["state"] != "DEPLOYED" for one in ids):
        time.sleep(0.1)
    return environment


def regional(path):
    return f"/containers/v1/regions/fr-par/{path}"


def fill_scaleway(server):
    """Three containers in a namespace of their own."""
    namespace = {"name": "source", "project_id": server["SCW_DEFAULT_PROJECT_ID"]}
    place = call(server, "scaleway", "POST", regional("namespaces"), namespace)["id"]
    while call(server, "scaleway", "GET", regional(f"namespaces/{place}"))["status"] != "ready":
        time.sleep(0.1)
    for name in SERVICES:
        body = {
            "namespace_id": place, "name": name, "image": "nginx:1.27", "port": 8080, "min_scale": 1, "max_scale": 3,
            "mvcpu_limit": 500, "memory_limit_bytes": 1_000_000_000,
            "environment_variables": {"GREETING": "hello"}, "secret_environment_variables": {"TOKEN": CANARY},
        }
        call(server, "scaleway", "POST", regional("containers"), body)
    listed = regional(f"containers?namespace_id={place}")
    while any(one["status"] != "ready" for one in call(server, "scaleway", "GET", listed)["containers"]):
        time.sleep(0.1)
    return place


def configured(server, provider, place):
    """What is configured at a place, without what time changes."""
    if provider == "qovery":
        found = call(server, provider, "GET", f"/environment/{place}/container")["results"]
    else:
        found = call(server, provider, "GET", regional(f"containers?namespace_id={place}"))["containers"]
    return sorted(found, key=lambda one: one["name"])


def target_names(server, provider, name):
    """The names of the containers in the target's namespace of this name."""
    if provider == "scaleway":
        spaces = call(server, provider, "GET", regional("namespaces?page_size=1000"))["namespaces"]
    else:
        spaces = call(server, provider, "GET", f"/project/{server['QOVERY_PROJECT_ID']}/environment")["results"]
    places = [one["id"] for one in spaces if one["name"] == name]
    return [[one["name"] for one in configured(server, provider, place)] for place in places]


class Way:
    """Migrations in one direction, each into a namespace of its own."""

    def __init__(self, server, source, target, place, folder):
        self.server, self.source, self.target, self.place = server, source, target, place
        self.folder = pathlib.Path(folder)
        self.secrets = self.folder / "shop.env"
        self.secrets.write_text(f"TOKEN={CANARY}\n")
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "NO_COLOR": "1", **server.variables,
        }

    def command(self, verb, journal, *options):
        words = [os.environ["CLOUDCTL"], "migrate", verb, "--journal", str(journal), *options]
        if verb in ("run", "resume", "verify"):
            words += ["--secrets", str(self.secrets)]
        return words

    def run_options(self, name):
        options = [
            "--from", self.source, "--to", self.target, "--namespace", self.place, "--to-namespace", name, "--yes",
            "--allow", "all", "--concurrency", "1",
        ]
        if self.target == "qovery":
            options += ["--registry", f"docker.io={self.server['QOVERY_REGISTRY_ID']}", "--ingress", "nginx"]
        return options

    def start(self, words):
        return subprocess.Popen(
            words, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )

    def run(self, words):
        result = subprocess.run(
            words, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=300,
        )
        return result.returncode, result.stdout + result.stderr

    def killed(self, number, is_cut):
        """Runs until the journal has a number of lines; says whether the process was killed, and what it printed."""
        name = f"{self.target}-{number}"
        journal = self.folder / f"{name}.jsonl"
        process = self.start(self.command("run", journal, *self.run_options(name)))
        while process.poll() is None:
            if journal.exists() and journal.read_bytes().count(b"\n") >= number:
                process.kill()
                break
            time.sleep(0.001)
        output, _ = process.communicate()
        if process.returncode >= 0:
            return name, journal, False, output
        if is_cut:
            # As a crash in the middle of a write leaves it.
            content = journal.read_bytes()
            start = content[:-1].rfind(b"\n") + 1
            journal.write_bytes(content[: start + (len(content) - start) // 2])
        return name, journal, True, output


def check(checks, way):
    before = configured(way.server, way.source, way.place)
    kills = 0
    for number in range(1, 200):
        title = f"{way.source} to {way.target}, killed at line {number}"
        name, journal, was_killed, output = way.killed(number, number % 2 == 0)
        if was_killed:
            kills += 1
            status, more = way.run(way.command("resume", journal))
            output += more
            if not checks.expect(status == 0, f"{title}: resume ends well", more[-1500:]):
                continue
        names = target_names(way.server, way.target, name)
        checks.expect(names == [sorted(SERVICES)], f"{title}: everything is there once", names)
        status, more = way.run(way.command("verify", journal))
        checks.expect(status == 0, f"{title}: as planned", more[-1500:])
        traces = output + more + journal.read_text() + journal.with_suffix(".plan.json").read_text()
        checks.expect(CANARY not in traces, f"{title}: no secret in output, journal or plan")
        if not was_killed:
            break
    checks.expect(kills > 10, f"{way.source} to {way.target}: {kills} kills", kills)
    checks.expect(configured(way.server, way.source, way.place) == before, f"{way.source}: the source is as it was")


def main():
    checks = simulation.Checks()
    with tempfile.TemporaryDirectory() as folder:
        with simulation.running(folder, "--time-scale", "2000") as server:
            check(checks, Way(server, "qovery", "scaleway", fill_qovery(server), folder))
            check(checks, Way(server, "scaleway", "qovery", fill_scaleway(server), folder))
    checks.end()


if __name__ == "__main__":
    main()
