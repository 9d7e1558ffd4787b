"""What the Qovery simulator takes, refuses and answers is what the official OpenAPI document describes, whatever is sent.

A test sends every operation right requests and wrong ones, and writes them with their answers to the file that
QOVERY_HOSTILE_DUMP names; without that variable it is run here. Its table of operations is held to the document too.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import openapi

# What the simulator refuses although the document's schemas allow it: the rule, and a pattern of what it answers.
RULES = [
    ("names, images and tags are not blank", r"must not be blank"),
    ("what a body refers to has to exist", r"does not exist|is not valid|cannot be pulled"),
    ("numbers have bounds", r"has to be (at least|from|above)|has to be an integer"),
    ("a minimum of 0 needs KEDA, and minimum, maximum and KEDA have to fit", r"(min|max)_running_instances|KEDA"),
    ("a probe has one type", r"exactly one of tcp|type must not be null|command must not be empty"),
    ("a probe's kind needs its port", r"(tcp|http|grpc)\.port must not be null"),
    ("ports, their names and mount points are there once", r"is there twice"),
    ("a mount point or file is an absolute path", r"has to be an absolute path"),
    ("paths belong to public web ports", r"is for public HTTP and GRPC ports only"),
    ("exactly one of a scaler's two forms", r"exactly one of config_json"),
    ("a job has an image or a repository", r"exactly one of image and docker"),
    ("a job has a cron schedule or events", r"either cronjob, or at least one of"),
    ("a cron schedule has five fields, and a time zone a form", r"not a cron expression|not a time zone"),
    ("a tag is for an image, a commit for a repository", r"is for jobs with"),
    ("keys of variables have a form and no reserved prefix", r"does not match|reserved prefix"),
    ("what is built in or derived has its limits", r"built-in|alias|override|higher scope"),
    ("a scope has to fit its parent", r"has no variables here|does not fit the service"),
    ("some service has to be named", r"No service was given"),
    ("a registry needs an address over HTTPS", r"url must not be null|https://|url has to be a URI"),
    ("a domain name has a form", r"is not a valid domain name"),
    ("advanced settings have types", r"Advanced setting"),
    ("the first deployment or an automatic one names a tag", r"image_tag|image_name must|tag must"),
    ("query and path", r"Required request parameter|Invalid id|pageSize|forceEvent|has to be true or false"),
    ("a body that is no JSON, or has a member twice", r"JSON parse error|Required request body"),
    ("a body is an object", r"The body has to be an object"),
    ("null is refused where the schema of an unused member says nothing", r"must not be null"),
    ("a text has at most 255 characters", r"255 characters"),
]

# Statuses that the document does not name for an operation, and why the simulator answers them.
UNNAMED = {
    400: "the document names no status for a wrong query or body of this operation",
    405: "the document names no status for a verb that a path has not",
    409: "a name or key is taken; clients of the service know this status where the document does not name it",
    415: "the document names no status for a body that is not declared as JSON",
    401: "the document names no refusals at all for this operation",
    403: "the document names no refusals at all for this operation",
    404: "the document names no refusals at all for this operation",
    429: "the document does not know the limit of requests",
}
# The operations of the document that the simulator leaves out, by a pattern.
LEFT_OUT = [
    ("queries of Prometheus and Loki are passed through to the cluster", r".*/cluster/\{[^/]*\}/(logs|metrics)"),
    ("previews make environments by rules of the pull request", r".*/container/preview"),
]
ENDPOINTS = openapi.ROOT / "Sources/Providers/Qovery/Simulator/Endpoints.swift"

# Faults of the document, without which nothing that works could be valid.
DETAILS = "DeploymentHistoryServiceDetails"
SETTINGS = ("ContainerAdvancedSettings", "JobAdvancedSettings")


def mend(schemas):
    """Takes the faults out of the document's schemas before the first validator is made of them."""
    # The fourth of these forms allows any object, so whatever fits another one fits two.
    schemas[DETAILS]["anyOf"] = schemas[DETAILS].pop("oneOf")
    # The required list misspells the property.
    check = schemas["ContainerImageCheckRequest"]
    check["required"] = ["registry_id" if name == "registry_d" else name for name in check["required"]]


def operations(document, schemas):
    """Pattern, method, path, request schema and answer schemas of each operation, fixed paths before others."""
    found = []

    def schema_name(content, path, kind):
        schema = content.get("application/json", {}).get("schema")
        if schema is None:
            return None
        if "$ref" in schema:
            return schema["$ref"].split("/")[-1]
        name = f"inline_{len(found)}_{kind}"
        schemas[name] = schema
        return name

    def resolved(value):
        while "$ref" in value:
            target = document
            for step in value["$ref"].split("/")[1:]:
                target = target[step]
            value = target
        return value

    for path, item in document["paths"].items():
        pattern = re.compile(re.sub(r"\\{[^/]*?\\}", "[^/]+", re.escape(path)))
        for method, operation in item.items():
            if method not in ("get", "put", "post", "delete"):
                continue
            body = resolved(operation.get("requestBody", {}))
            answers = {
                int(status): schema_name(resolved(answer).get("content", {}), path, status)
                for status, answer in operation["responses"].items()
                if status.isdigit()
            }
            request = schema_name(body.get("content", {}), path, "request")
            required = resolved(operation.get("requestBody", {})).get("required", False)
            found.append((path.count("{"), pattern, method.upper(), path, request, answers, required))
    return sorted(found, key=lambda entry: entry[0])


def find(found, method, path):
    for _, pattern, verb, name, request, answers, _ in found:
        if verb == method and pattern.fullmatch(path):
            return f"{verb} {name}", request, answers
    return None, None, None


def table_problems(found):
    """Where the simulator's own table of operations is not what the document says."""
    table = {}
    for line in ENDPOINTS.read_text().split('"""')[1].splitlines():
        if line.split():
            method, path, *statuses = line.split()
            table[f"{method} {path}"] = {int(status) for status in statuses if status.isdigit()}
    for _, _, method, path, _, answers, _ in found:
        key = method + " " + re.sub(r"\{[^/]*\}", "*", path.replace("{serviceType}", "~"))
        named = {status for status in answers if status >= 400} - {401, 403, 404}
        reason = next((reason for reason, pattern in LEFT_OUT if re.fullmatch(pattern, path)), None)
        if reason:
            print(f"left out: {method} {path}: {reason}")
            if key in table:
                yield f"{key} is in the simulator's table and left out"
        elif key not in table:
            yield f"{key} is not in the simulator's table"
        elif table.pop(key) != named:
            yield f"{key}: the document names {sorted(named)}"
    for key in table:
        yield f"the document has no {key}"


def is_error(body):
    return (
        isinstance(body, dict)
        and isinstance(body.get("status"), int)
        and bool(body.get("error"))
        and bool(body.get("detail"))
    )


def request_errors(entry, request):
    """What the document has against the body of a request."""
    if request is None:
        return
    if entry.get("text") is not None:
        try:
            body = json.loads(entry["text"])
        except (ValueError, RecursionError) as error:
            yield f"no JSON: {error}"
            return
    else:
        body = entry["request"]
        if body is None:
            return
    for error in openapi.errors(request, body):
        if request in SETTINGS and error.validator == "type" and isinstance(error.instance, str):
            # The service may answer a number as a text, and takes back what it answered.
            continue
        yield f"request {error.json_path}: {error.message[:200]}"


def problems_of(entry, request, answers, seen):
    status, answer = entry["status"], entry["answer"]
    if status >= 500:
        yield "a server error"
    if status >= 400:
        if not is_error(answer) or answer["status"] != status:
            yield "the error has no status, error and detail"
            return
        if status not in answers:
            seen["unnamed"][f"{status}: {UNNAMED.get(status, '')}"] += 1
            if status not in UNNAMED:
                yield f"the document has no answer {status}, only {sorted(answers)}"
            elif 401 in answers and status in (401, 403, 404):
                yield f"the document has no answer {status}, only {sorted(answers)}"
        if status == 400 and not list(request_errors(entry, request)):
            rule = next((name for name, pattern in RULES if re.search(pattern, answer["detail"])), None)
            seen["rules"][rule] += 1
            if rule is None:
                yield f"what the document allows is refused: {answer['detail'][:200]}"
        return
    if status not in answers:
        yield f"the document has no answer {status}, only {sorted(answers)}"
        return
    schema = answers[status]
    if schema is None and answer is not None:
        yield "there is a body where the document has none"
    if schema is not None:
        for error in openapi.errors(schema, answer):
            yield f"answer {error.json_path}: {error.message[:200]}"
    # What the simulator takes has to be what the document allows.
    yield from request_errors(entry, request)


def dump(folder):
    """The lines of the dump; the test writes it where nobody has before."""
    name = "QOVERY_HOSTILE_DUMP"
    file = pathlib.Path(os.environ.get(name) or f"{folder}/requests.jsonl")
    if not file.is_file():
        run = subprocess.run(
            ["swift", "test", "--filter", "QoverySimulatorHostile"],
            cwd=openapi.ROOT,
            env={**os.environ, name: str(file)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if run.returncode != 0:
            print("\n".join(run.stdout.splitlines()[-20:]))
            sys.exit("the test failed")
    return file.read_text().splitlines()


def main():
    schemas = openapi.schemas()
    mend(schemas)
    found = operations(json.loads(openapi.DOCUMENT.read_text()), schemas)
    passed = failed = 0
    seen = {"unnamed": collections.Counter(), "rules": collections.Counter()}
    answered = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        lines = dump(folder)
    for problem in table_problems(found):
        print(problem)
        failed += 1
    for line in lines:
        entry = json.loads(line)
        name, request, answers = find(found, entry["method"], entry["path"].split("?")[0])
        if name is None:
            # Anything may be asked for; what the document does not know is not there.
            problems = [] if entry["status"] >= 400 else ["the document has no such operation"]
        else:
            problems = list(problems_of(entry, request, answers, seen))
        if name and entry["status"] < 400:
            answered[name] += 1
        passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
        for problem in problems:
            print(f"{entry['method']} {entry['path'][:200]} → {entry['status']}: {problem}")
    for name, count in sorted(answered.items()):
        print(f"{name}: {count} answers")
    for status, count in sorted(seen["unnamed"].items()):
        print(f"not named by the document: {status} ({count} answers)")
    for rule, count in seen["rules"].most_common():
        print(f"stricter than the document: {rule} ({count} answers)")
    jobs = {f"{method} {path}" for _, _, method, path, *_ in found if "job" in path.lower()}
    jobs -= {name for name in jobs if any(re.fullmatch(pattern, name) for _, pattern in LEFT_OUT)}
    for name in sorted(jobs - set(answered)):
        print(f"{name}: no request of a job is taken")
        failed += 1
    passed += len(jobs & set(answered))
    print(f"{len(jobs & set(answered))} of {len(jobs)} operations of jobs answered")
    print(f"{len(answered)} of {len(found)} operations of the document answered, {len(lines)} requests")
    if not answered:
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
