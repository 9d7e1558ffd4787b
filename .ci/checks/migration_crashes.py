"""Ends migrations with SIGKILL at every point, and goes on until they are done.

The simulators run in a process of their own, which is never killed. `dying-migration`, a program on the library, kills itself in
the middle of every line of its journal, before requests, and between the server's act and its answer, with fleets of four and of
twelve and a job each (CRASH_STEP=4 takes every fourth point of the larger one). `cloudctl migrate` is killed from outside at every line of its
journal, with a fleet of three. At the end everything has to be there once, as an undisturbed run leaves it, and the source has to
be what it was.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import simulation

SERVICES = ["web", "api", "search"]
FLEET = SERVICES + [f"service-{number}" for number in range(9)]
SMALL_FLEET = FLEET[:4]
# Every so many-th point is taken with the whole fleet.
STEP = int(os.environ.get("CRASH_STEP", "1"))
JOB = "nightly"
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
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            text = answer.read()
    except urllib.error.HTTPError as refusal:
        raise OSError(f"{method} {path}: {refusal} {refusal.read()[:500]}") from None
    except OSError as problem:
        raise OSError(f"{method} {path}: {problem}") from None
    return json.loads(text) if text else None


def fill_qovery(server, names, environment):
    """Containers in an environment, deployed."""
    ids = []
    for name in names:
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


def fill_qovery_job(server, environment):
    """A cron job with a secret, deployed."""
    body = {
        "name": JOB, "cpu": 250, "memory": 512, "max_nb_restart": 1, "max_duration_seconds": 600, "healthchecks": {},
        "source": {"image": {"registry_id": server["QOVERY_REGISTRY_ID"], "image_name": "library/nginx", "tag": "1.27"}},
        "schedule": {"cronjob": {"scheduled_at": "0 3 * * *", "timezone": "Etc/UTC", "arguments": ["run"]}},
    }
    job = call(server, "qovery", "POST", f"/environment/{environment}/job", body)["id"]
    variable = {
        "key": "TOKEN", "value": CANARY, "is_secret": True, "variable_scope": "JOB", "variable_parent_id": job,
    }
    call(server, "qovery", "POST", "/variable", variable)
    call(server, "qovery", "POST", f"/job/{job}/deploy", {"image_tag": "1.27"})
    while call(server, "qovery", "GET", f"/job/{job}/status")["state"] != "DEPLOYED":
        time.sleep(0.1)


def regional(path):
    return f"/containers/v1/regions/fr-par/{path}"


def job_path(path):
    return f"/serverless-jobs/v1alpha2/regions/fr-par/{path}"


def fill_scaleway_job(server, place):
    """A definition with a schedule that names its namespace, since definitions belong to a project."""
    body = {
        "project_id": server["SCW_DEFAULT_PROJECT_ID"], "name": JOB, "cpu_limit": 250, "memory_limit": 512,
        "local_storage_capacity": 1000, "image_uri": "docker.io/library/nginx:1.27", "job_timeout": "600s",
        "description": f"tidies up [cloud-containers namespace={place}]", "args": ["run"],
        "environment_variables": {"GREETING": "hello"},
        "cron_schedule": {"schedule": "0 3 * * *", "timezone": "Etc/UTC"},
    }
    call(server, "scaleway", "POST", job_path("job-definitions"), body)


def jobs(server, provider, place):
    """The jobs of a place."""
    if provider == "qovery":
        return call(server, provider, "GET", f"/environment/{place}/job")["results"]
    found = call(server, provider, "GET", job_path("job-definitions?page_size=1000"))["job_definitions"]
    return [one for one in found if f"namespace={place}" in one["description"]]


def fill_scaleway(server, names, name):
    """Containers in a namespace of their own."""
    namespace = {"name": name, "project_id": server["SCW_DEFAULT_PROJECT_ID"]}
    place = call(server, "scaleway", "POST", regional("namespaces"), namespace)["id"]
    while call(server, "scaleway", "GET", regional(f"namespaces/{place}"))["status"] != "ready":
        time.sleep(0.1)
    for name in names:
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
    found += jobs(server, provider, place)
    return sorted(found, key=lambda one: one["name"])


def delete_definition(server, job):
    """Deletes a job of Scaleway's; where its schedule has just begun a run, once that is over, soon at this pace."""
    end = time.monotonic() + 60
    while True:
        try:
            return call(server, "scaleway", "DELETE", job_path(f"job-definitions/{job}"))
        except OSError as refusal:
            if "job runs are still running" not in str(refusal) or time.monotonic() > end:
                raise
        time.sleep(0.02)


def delete(server, provider, place):
    """Deletes a place with all that belongs to it; a shorter list of namespaces is read sooner."""
    if provider == "scaleway":
        for job in jobs(server, provider, place):
            delete_definition(server, job["id"])
    path = f"/environment/{place}" if provider == "qovery" else regional(f"namespaces/{place}")
    call(server, provider, "DELETE", path)


def places(server, provider, name):
    """The ids of the target's namespaces of this name."""
    if provider == "scaleway":
        spaces = call(server, provider, "GET", regional("namespaces?page_size=1000"))["namespaces"]
    else:
        spaces = call(server, provider, "GET", f"/project/{server['QOVERY_PROJECT_ID']}/environment")["results"]
    return [one["id"] for one in spaces if one["name"] == name]


def target_names(server, provider, name):
    """The names of the containers in the target's namespace of this name."""
    return [[one["name"] for one in configured(server, provider, place)] for place in places(server, provider, name)]


def whole(server, provider, name):
    """All that is configured in the target's namespaces of this name, with ids, dates, salts and marks taken out."""
    found = []
    for place in places(server, provider, name):
        for container in configured(server, provider, place):
            one = {"container": container}
            if provider == "qovery":
                kind = "job" if "schedule" in container else "container"
                path = f"/variable?parent_id={container['id']}&scope={kind.upper()}"
                # Those that are built in hold the ids of all containers, and nobody has set them.
                found_here = call(server, provider, "GET", path)["results"]
                one["variables"] = [each for each in found_here if each["scope"] != "BUILT_IN"]
                one["settings"] = call(server, provider, "GET", f"/{kind}/{container['id']}/advancedSettings")
                one["state"] = call(server, provider, "GET", f"/{kind}/{container['id']}/status")["state"]
            found.append(mapped(one))
    return found


def mapped(value):
    if isinstance(value, dict):
        return {key: mapped(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((mapped(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    if not isinstance(value, str):
        return value
    value = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", value)
    value = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:?\d\d)", "TIME", value)
    value = re.sub(r"\$argon2id\$\S+", "HASH", value)
    value = re.sub(r"owner[=:][^\s\]]+", "OWNER", value)
    # The first part of an id, or a part of a name with one, in a host name.
    return re.sub(r"https?://\S+|[a-z0-9-]+(\.[a-z0-9-]+){2,}", "HOST", value)


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
    title = f"{way.source} to {way.target}, cloudctl"
    before = configured(way.server, way.source, way.place)
    _, journal, _, output = way.killed(1_000_000, False)
    lines = journal.read_bytes().count(b"\n")
    checks.expect(lines > 10, f"{title}: {lines} lines", output[-1500:])
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda number: dies_at_line(way, number), range(1, lines + 1)))
    problems = [problem for _, found in ends for problem in found]
    for problem in problems[:20]:
        print(f"FAILED: {title}, {problem}")
    kills = sum(was_killed for was_killed, _ in ends)
    checks.expect(not problems, f"{title}: {kills} kills at {lines} lines, {len(SERVICES)} services")
    checks.expect(kills > 10, f"{title}: the process was killed at most lines", kills)
    checks.expect(configured(way.server, way.source, way.place) == before, f"{title}: the source is as it was")


def dies_at_line(way, number):
    """Is killed at a line and goes on; gives whether that came in time, and what is wrong."""
    name, journal, was_killed, output = way.killed(number, number % 2 == 0)
    if was_killed:
        status, more = way.run(way.command("resume", journal))
        output += more
        if status != 0:
            return True, [f"line {number}: resume ends with {status}: {more[-1500:]}"]
    problems = []
    names = target_names(way.server, way.target, name)
    if names != [sorted(SERVICES)]:
        problems.append(f"line {number}: lost or doubled: {names}")
    status, more = way.run(way.command("verify", journal))
    if status != 0:
        problems.append(f"line {number}: not as planned: {more[-1500:]}")
    if CANARY in output + more + journal.read_text() + journal.with_suffix(".plan.json").read_text():
        problems.append(f"line {number}: a secret is told")
    return was_killed, problems


class DyingWay:
    """Migrations of a fleet in one direction by the program that kills itself, each into a namespace of its own."""

    def __init__(self, server, source, target, place, folder, fleet):
        self.server, self.source, self.target, self.place = server, source, target, place
        self.fleet = sorted([*fleet, JOB])
        self.prefix = f"{target}-{len(fleet)}"
        self.folder = pathlib.Path(folder) / f"dying-{self.prefix}"
        self.folder.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "TOKEN": CANARY, **server.variables,
        }

    def live(self, name, point):
        """Runs one process; gives its status and what it printed."""
        words = [
            os.environ["DYING_MIGRATION"], self.source, self.target, self.place, name,
            str(self.folder / f"{name}.jsonl"), point,
        ]
        try:
            result = subprocess.run(
                words, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                timeout=300,
            )
        except subprocess.TimeoutExpired as life:
            lines = (self.folder / f"{name}.jsonl").read_text().splitlines()
            said = [life.stdout, life.stderr]
            raise OSError(f"{name} has not ended after {life.timeout} s, at {lines[-1:]}: {said}") from None
        return result.returncode, result.stdout + result.stderr

    def dies(self, point, wanted):
        """Dies at a point and goes on; gives whether the point came, and what is wrong."""
        try:
            return self.dies_once(point, wanted)
        except OSError as problem:
            return False, [f"{point}: {problem}"]

    def dies_once(self, point, wanted):
        name = f"{self.prefix}-{point.replace(':', '-')}"
        status, output = self.live(name, point)
        if status not in (0, -9):
            return False, [f"{point}: the process was not killed: {status} {output[-500:]}"]
        was_killed = status == -9
        lives = 1
        while status != 0 and lives <= 3:
            status, more = self.live(name, "never")
            output += more
            lives += 1
        if status != 0:
            return was_killed, [f"{point}: not done after {lives} processes: {output[-500:]}"]
        problems = []
        found = whole(self.server, self.target, name)
        if [one["container"]["name"] for one in found] != self.fleet:
            problems.append(f"{point}: lost or doubled: {[one['container']['name'] for one in found]}")
        elif found != wanted:
            different = [(a, b) for a, b in zip(found, wanted) if a != b]
            problems.append(f"{point}: not as undisturbed: {different[:1]}")
        journal = (self.folder / f"{name}.jsonl").read_text()
        if CANARY in output + journal + (self.folder / f"{name}.jsonl.plan").read_text():
            problems.append(f"{point}: a secret is told")
        for place in places(self.server, self.target, name):
            delete(self.server, self.target, place)
        return was_killed, problems


def check_dying(checks, way, step=1):
    title = f"{way.source} to {way.target}, {len(way.fleet) - 1} services and a job"
    before = configured(way.server, way.source, way.place)
    name = f"{way.prefix}-undisturbed"
    status, output = way.live(name, "never")
    sums = re.search(r"(\d+) lines, (\d+) requests\nturns: (.*)\nchanges: (.*)", output)
    if not checks.expect(status == 0 and sums, f"{title}: undisturbed", output[-1500:]):
        return
    wanted = whole(way.server, way.target, name)
    checks.expect([one["container"]["name"] for one in wanted] == way.fleet, f"{title}: all are there")
    # An end before a read that follows another one leaves what the end before the first leaves, and so does one behind a read.
    points = [f"write:{number}" for number in range(1, int(sums[1]) + 1)]
    points += [f"before:{number}" for number in json.loads(sums[3])]
    points += [f"behind:{number}" for number in json.loads(sums[4])]
    chosen = points[::step]
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda point: way.dies(point, wanted), chosen))
    seconds = time.monotonic() - began
    problems = [problem for _, found in ends for problem in found]
    for problem in problems[:20]:
        print(f"FAILED: {title}, {problem}")
    kills = sum(was_killed for was_killed, _ in ends)
    checks.expect(not problems, f"{title}: {kills} kills at {len(chosen)} of {len(points)} points in {seconds:.0f} s")
    # How often a wait asks is not the same in each run, so that the last points of it do not always come.
    checks.expect(kills >= 0.9 * len(chosen), f"{title}: the process was killed at most points", kills)
    same = configured(way.server, way.source, way.place) == before
    checks.expect(same, f"{title}: nothing is changed at the source")


def check_two_writers(checks, way):
    """Row 16: of two processes that start at once one writes and the other one waits its turn or is told, 200 starts."""
    name = f"{way.prefix}-undisturbed"
    journal = way.folder / f"{name}.jsonl"
    told = 0
    problems = []
    for number in range(100):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            ends = list(pool.map(lambda _: way.live(name, "never"), range(2)))
        told += sum(1 for status, _ in ends if status == 75)
        if all(status != 0 for status, _ in ends) or any(status not in (0, 75) for status, _ in ends):
            problems.append(f"start {number}: {ends}")
        if any(status == 75 and "another process" not in output for status, output in ends):
            problems.append(f"start {number}: who writes is not told: {ends}")
    events = [json.loads(line)["event"] for line in journal.read_text().splitlines()]
    runs = [event for event in events if event in ("began", "ended")]
    if runs != ["began", "ended"] * (len(runs) // 2):
        problems.append("two processes wrote at the same time")
    checks.expect(not problems, f"200 starts, {told} told that another process writes", problems[:3])


def main():
    checks = simulation.Checks()
    with tempfile.TemporaryDirectory() as folder:
        with simulation.running(folder, "--time-scale", "20000") as server:
            environment = server["QOVERY_ENVIRONMENT_ID"]
            shop = fill_qovery(server, SERVICES, environment)
            check(checks, Way(server, "qovery", "scaleway", shop, folder))
            check(checks, Way(server, "scaleway", "qovery", fill_scaleway(server, SERVICES, "source"), folder))
            for fleet, step in [(SMALL_FLEET, 1), (FLEET, STEP)]:
                place = call(
                    server, "qovery", "POST", f"/project/{server['QOVERY_PROJECT_ID']}/environment",
                    {"name": f"fleet-{len(fleet)}", "cluster": server["QOVERY_CLUSTER_ID"]},
                )["id"]
                fill_qovery(server, fleet, place)
                fill_qovery_job(server, place)
                check_dying(checks, DyingWay(server, "qovery", "scaleway", place, folder, fleet), step)
                place = fill_scaleway(server, fleet, f"fleet-{len(fleet)}")
                fill_scaleway_job(server, place)
                back = DyingWay(server, "scaleway", "qovery", place, folder, fleet)
                check_dying(checks, back, step)
                if fleet == SMALL_FLEET:
                    check_two_writers(checks, back)
    checks.end()


if __name__ == "__main__":
    main()
