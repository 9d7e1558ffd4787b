"""Every recorded Scaleway container and job converts to a Qovery bundle whose parts the OpenAPI document accepts.

Without `--registry` nothing is written and the status is 4; secret values given to the tool never come out of it.
"""

import collections
import concurrent.futures
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import uuid

import openapi

RECORDINGS = openapi.SHARED / "scaleway" / "recordings"
# What is converted: the folder of its recordings, its addresses, its list, and the member that holds its image.
CONTAINER = ("container", re.compile(r"/containers/v1/regions/[^/]+/containers(/[^/?]+)?(\?|$)"), "containers", "image")
JOB = (
    "jobs",
    re.compile(r"/serverless-jobs/v1alpha2/regions/[^/]+/job-definitions(/[^/?]+)?(\?|$)"),
    "job_definitions",
    "image_uri",
)
BLOCKED = 4
REGISTRY = str(uuid.UUID("8e0f4c52-7b1d-4d3a-9c66-2f5a1b0e9d37"))

# The parts of the result and the schema of what the API takes; a list is checked item by item.
PARTS = {
    "container": "ContainerRequest",
    "variables": "VariableImportRequest",
    "advanced_settings": "ContainerAdvancedSettings",
    "network": "ContainerNetworkRequest",
    "custom_domains": "CustomDomainRequest",
}
JOB_PARTS = {
    "job": "JobRequest",
    "variables": "VariableImportRequest",
    "advanced_settings": "JobAdvancedSettings",
}


def payloads(form):
    """Each different create body and answer, with what it is and where it was first seen."""
    folder, addresses, members, image = form
    found = {}
    for file in sorted((RECORDINGS / folder).glob("*.json")):
        for number, turn in enumerate(json.loads(file.read_text())["interactions"]):
            if turn["status"] != 200 or not addresses.search(turn["url"]):
                continue
            values = [("body", turn["request_body"])] if turn["method"] == "POST" else []
            answer = turn["response_body"]
            if isinstance(answer, dict):
                values += [("answer", value) for value in answer.get(members, [answer])]
            for kind, value in values:
                if isinstance(value, dict) and image in value:
                    key = (kind, json.dumps(value, sort_keys=True))
                    found.setdefault(key, (kind, f"{file.name} interaction {number} {kind}", value))
    return list(found.values())


def registry_host(image):
    """The registry's host in an image reference, by Docker's rule."""
    first = image.split("/")[0]
    return first if "/" in image and ("." in first or ":" in first or first == "localhost") else "docker.io"


def converted(tool, payload, *options):
    return subprocess.run(
        [tool, "convert", "-", "--from", "scaleway", "--to", "qovery", "--report", "none", *options],
        input=json.dumps(payload).encode(),
        capture_output=True,
        timeout=60,
    )


def refusal_problems(run, options):
    """What is wrong with a run that has no registry id."""
    if run.returncode != BLOCKED or run.stdout:
        given = "with all other resolutions" if options else "without any resolution"
        text = run.stderr.decode(errors="replace").strip()
        yield f"no --registry, {given}: status {run.returncode}, {len(run.stdout)} bytes written; {text}"


def result_problems(run, hidden, counts):
    """What is wrong with a run that has everything it needs."""
    for text in (run.stdout, run.stderr):
        for value in hidden:
            if value.encode() in text:
                yield f"a secret value or its hash came out: {value[:4]}..."
    if run.returncode != 0:
        yield f"status {run.returncode}: {run.stderr.decode(errors='replace').strip()}"
        return
    try:
        bundle = json.loads(run.stdout)
    except ValueError as error:
        yield f"the result is not JSON: {error}"
        return
    parts = JOB_PARTS if isinstance(bundle, dict) and "job" in bundle else PARTS
    if not isinstance(bundle, dict) or next(iter(parts)) not in bundle:
        yield "the result is not a bundle with a container or a job"
        return
    for name, schema in parts.items():
        if name not in bundle:
            continue
        values = bundle[name] if name == "custom_domains" else [bundle[name]]
        for value in values:
            counts["parts validated"] += 1
            for error in openapi.errors(schema, value):
                yield f"{name} {error.json_path}: {error.message}"


def check(tool, kind, payload, folder):
    """The problems with one payload, and what was counted."""
    image = payload.get("image") or payload["image_uri"]
    what = "containers" if "image" in payload else "jobs"
    counts = collections.Counter({f"{kind} payloads of {what}": 1})
    own = payload.get("secret_environment_variables") or {}
    options = ["--allow", "all"]
    hidden = ["$argon2id$"]
    if own:
        canaries = {key: secrets.token_hex(16) for key in own}
        hidden += [value[:8] for value in canaries.values()]
        # A short literal of the recording may stand elsewhere in the payload, where it is no secret.
        rest = json.dumps({**payload, "secret_environment_variables": sorted(own)})
        hidden += [value for value in own.values() if value and value not in rest]
        handle, file = tempfile.mkstemp(suffix=".env", dir=folder)
        with os.fdopen(handle, "w") as lines:
            lines.writelines(f"{key}={value}\n" for key, value in canaries.items())
        options += ["--secrets", file]
    if payload.get("privacy") == "private":
        options += ["--expose", payload["name"]]

    problems = []
    for given in ([], options):
        found = list(refusal_problems(converted(tool, payload, *given), given))
        problems += found
        counts["refused as expected"] += not found
    registry = f"{registry_host(image)}={REGISTRY}"
    found = list(result_problems(converted(tool, payload, "--registry", registry, *options), hidden, counts))
    counts["converted"] += not found
    return problems + found, counts


def main():
    tool = os.environ.get("CLOUDCTL")
    if not tool:
        sys.exit("set CLOUDCTL to the cloudctl executable")
    if not os.access(tool, os.X_OK):
        sys.exit(f"CLOUDCTL is {tool}, which is no executable file")
    cases = []
    for form in (CONTAINER, JOB):
        found = payloads(form)
        if not found:
            sys.exit(f"there are no recordings in {RECORDINGS / form[0]}")
        cases += found

    passed = failed = 0
    totals = collections.Counter()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(4) as pool:
        runs = [(where, pool.submit(check, tool, kind, payload, folder)) for kind, where, payload in cases]
        for where, run in runs:
            try:
                problems, counts = run.result()
                totals += counts
            except subprocess.TimeoutExpired:
                problems = ["cloudctl did not end within a minute"]
            passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
            for problem in problems:
                print(f"{where}: {problem}")
    print(", ".join(f"{name}: {count}" for name, count in totals.items()))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
