"""What the Qovery simulator takes and answers is what the official OpenAPI document describes.

The tests of the simulator write every request with its answer to the file that QOVERY_SIMULATOR_DUMP names; without that
variable they are run here.
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

# Faults of the document, without which nothing that works could be valid.
DETAILS = "DeploymentHistoryServiceDetails"
SETTINGS = "ContainerAdvancedSettings"


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
            found.append((path.count("{"), pattern, method.upper(), path, request, answers))
    return sorted(found, key=lambda entry: entry[0])


def find(found, method, path):
    for _, pattern, verb, name, request, answers in found:
        if verb == method and pattern.fullmatch(path):
            return f"{verb} {name}", request, answers
    return None, None, None


def is_error(body):
    return (
        isinstance(body, dict)
        and isinstance(body.get("status"), int)
        and bool(body.get("error"))
        and bool(body.get("detail"))
    )


def problems_of(entry, request, answers):
    status, answer = entry["status"], entry["answer"]
    if status >= 400:
        if not is_error(answer) or answer["status"] != status:
            yield "the error has no status, error and detail"
        return
    if status not in answers:
        yield f"the document has no answer {status}, only {sorted(answers)}"
        return
    schema = answers[status]
    if schema is None and answer is not None:
        yield "there is a body where the document has none"
    if schema is not None:
        for error in openapi.errors(schema, answer):
            yield f"answer {error.json_path}: {error.message}"
    # What the simulator takes has to be what the document allows.
    if request is not None and entry["request"] is not None:
        for error in openapi.errors(request, entry["request"]):
            if request == SETTINGS and error.validator == "type" and isinstance(error.instance, str):
                # The service may answer a number as a text, and takes back what it answered.
                continue
            yield f"request {error.json_path}: {error.message}"


def dump(folder):
    """The file with the dump; the tests write it where nobody has before."""
    given = os.environ.get("QOVERY_SIMULATOR_DUMP")
    if given and pathlib.Path(given).is_file():
        return pathlib.Path(given)
    file = pathlib.Path(folder) / "qovery-simulator.jsonl"
    run = subprocess.run(
        ["swift", "test", "--filter", "QoverySimulator"],
        cwd=openapi.ROOT,
        env={**os.environ, "QOVERY_SIMULATOR_DUMP": str(file)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if run.returncode != 0:
        print("\n".join(run.stdout.splitlines()[-20:]))
        sys.exit("the tests of the simulator failed")
    return file


def main():
    schemas = openapi.schemas()
    mend(schemas)
    found = operations(json.loads(openapi.DOCUMENT.read_text()), schemas)
    passed = failed = 0
    answered = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        lines = dump(folder).read_text().splitlines()
    for line in lines:
        entry = json.loads(line)
        name, request, answers = find(found, entry["method"], entry["path"].split("?")[0])
        if name is None:
            # Anything may be asked for; what the document does not know is not there.
            problems = [] if entry["status"] >= 400 else ["the document has no such operation"]
        else:
            problems = list(problems_of(entry, request, answers))
        if name and entry["status"] < 400:
            answered[name] += 1
        passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
        for problem in problems:
            print(f"{entry['method']} {entry['path']} → {entry['status']}: {problem}")
    for name, count in sorted(answered.items()):
        print(f"{name}: {count} answers")
    print(f"{len(answered)} of {len(found)} operations of the document answered, {len(lines)} requests")
    if not answered:
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
