"""What the Qovery adapter sends, and what the simulator takes and answers, is what the official OpenAPI document describes.

Tests write every request with its answer to the files that QOVERY_REQUEST_DUMP (the adapter's requests) and
QOVERY_SIMULATOR_DUMP (requests of the simulator's own tests) name; where one is missing, the tests are run here.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

import openapi

# Faults of the document, without which nothing that works could be valid.
DETAILS = "DeploymentHistoryServiceDetails"
SETTINGS = ("ContainerAdvancedSettings", "JobAdvancedSettings")

# Every operation that the adapter has; one that no test sends is a failure, and so is one that is not named here.
ADAPTER = {
    line.strip()
    for line in """
    GET /organization
    GET /organization/{organizationId}/project
    GET /organization/{organizationId}/services
    GET /project/{projectId}/environment
    POST /project/{projectId}/environment
    GET /environment/{environmentId}
    DELETE /environment/{environmentId}
    GET /environment/{environmentId}/container
    POST /environment/{environmentId}/container
    GET /environment/{environmentId}/statuses
    POST /environment/{environmentId}/service/deploy
    POST /environment/{environmentId}/service/restart-service
    POST /environment/{environmentId}/service/stop
    GET /container/{containerId}
    PUT /container/{containerId}
    DELETE /container/{containerId}
    GET /container/{containerId}/advancedSettings
    PUT /container/{containerId}/advancedSettings
    GET /container/{containerId}/network
    PUT /container/{containerId}/network
    GET /container/{containerId}/customDomain
    POST /container/{containerId}/customDomain
    PUT /container/{containerId}/customDomain/{customDomainId}
    DELETE /container/{containerId}/customDomain/{customDomainId}
    GET /container/{containerId}/checkCustomDomain
    GET /container/{containerId}/log
    GET /environment/{environmentId}/logs
    GET /container/{containerId}/link
    GET /container/{containerId}/status
    GET /variable
    POST /variable
    POST /variable/import
    PUT /variable/{variableId}
    DELETE /variable/{variableId}
    POST /variable/{variableId}/override
    POST /variable/{variableId}/alias
    GET /organization/{organizationId}/containerRegistry
    POST /organization/{organizationId}/containerRegistry
    GET /organization/{organizationId}/containerRegistry/{containerRegistryId}
    PUT /organization/{organizationId}/containerRegistry/{containerRegistryId}
    DELETE /organization/{organizationId}/containerRegistry/{containerRegistryId}
    GET /organization/{organizationId}/containerRegistry/{containerRegistryId}/associatedServices
    GET /organization/{organizationId}/containerRegistry/{containerRegistryId}/images
    POST /environment/{environmentId}/checkContainerImage
    GET /container/{containerId}/deploymentHistoryV2
    GET /environment/{environmentId}/deploymentHistoryV2
    GET /environment/{environmentId}/deploymentQueue
    GET /service/{serviceId}/deploymentQueue
    GET /environment/deploymentStatus
    GET /environment/{environmentId}/status
    POST /environment/{environmentId}/cancelDeployment
    POST /deploymentQueue/{deploymentRequestId}/cancelDeployment
    POST /environment/{environmentId}/deploy
    POST /environment/{environmentId}/redeploy
    POST /environment/{environmentId}/stop
    POST /environment/{environmentId}/uninstall
    POST /organization/{organizationId}/container/deploy
    POST /container/{containerId}/clone
    POST /environment/{environmentId}/clone
    GET /defaultContainerAdvancedSettings
    GET /defaultJobAdvancedSettings
    GET /environment/{environmentId}/job
    POST /environment/{environmentId}/job
    GET /job/{jobId}
    PUT /job/{jobId}
    DELETE /job/{jobId}
    GET /job/{jobId}/advancedSettings
    PUT /job/{jobId}/advancedSettings
    GET /job/{jobId}/status
    GET /job/{jobId}/deploymentHistoryV2
    POST /job/{jobId}/deploy
    POST /job/{jobId}/stop
    """.strip().splitlines()
}
# The schemas of the document about jobs, each of which something sent or answered has to be held to.
JOB_SCHEMAS = {
    "JobRequest", "JobResponse", "JobResponseList", "CronJobResponse", "LifecycleJobResponse", "JobAdvancedSettings",
    "JobDeployRequest",
}  # fmt: skip
# Creations that a look for missing rights sends without any field, so that they are refused whatever the rights are.
PROBES = {"POST /environment/{environmentId}/container", "POST /project/{projectId}/environment"}
ADAPTER_SOURCES = openapi.ROOT / "Sources/Providers/Qovery/Adapter"


def mend(schemas):
    """Takes the faults out of the document's schemas before the first validator is made of them."""
    # The fourth of these forms allows any object, so whatever fits another one fits two.
    schemas[DETAILS]["anyOf"] = schemas[DETAILS].pop("oneOf")
    # The required list misspells the property.
    check = schemas["ContainerImageCheckRequest"]
    check["required"] = ["registry_id" if name == "registry_d" else name for name in check["required"]]
    # These two are required without being described.
    repository = schemas["ApplicationGitRepositoryRequest"]
    repository["properties"] |= {"owner": {"type": "string"}, "name": {"type": "string"}}


class Operation:
    """One method of one path, with the names of the schemas of its parameters, request and answers."""

    def __init__(self, document, schemas, path, item, method):
        operation = item[method]

        def resolved(value):
            while "$ref" in value:
                target = document
                for step in value["$ref"].split("/")[1:]:
                    target = target[step]
                value = target
            return value

        def schema_name(content, kind):
            schema = content.get("application/json", {}).get("schema")
            if schema is None:
                return None
            if set(schema) == {"$ref"}:
                return schema["$ref"].split("/")[-1]
            name = self.schema(kind)
            schemas[name] = schema
            return name

        self.name = f"{method.upper()} {path}"
        self.method = method.upper()
        self.pattern = re.compile(re.sub(r"\\{([^/]*?)\\}", r"(?P<\1>[^/]+)", re.escape(path)))
        self.steps = path.count("{")
        body = resolved(operation.get("requestBody", {}))
        self.request = schema_name(body.get("content", {}), "request")
        self.needs_body = body.get("required", False)
        self.answers = {
            int(status): schema_name(resolved(answer).get("content", {}), status)
            for status, answer in operation["responses"].items()
            if status.isdigit()
        }
        parameters = map(resolved, [*item.get("parameters", []), *operation.get("parameters", [])])
        self.parameters = {(parameter["in"], parameter["name"]): parameter for parameter in parameters}
        for (place, name), parameter in self.parameters.items():
            schemas[self.schema(place, name)] = parameter["schema"]

    def schema(self, *parts):
        """A name for a schema that the document gives none, fit to stand in a reference."""
        return "_".join([re.sub(r"\W+", "_", self.name), *parts])


def operations(document, schemas):
    """The operations, those with fixed paths before others."""
    found = [
        Operation(document, schemas, path, item, method)
        for path, item in document["paths"].items()
        for method in item
        if method in ("get", "put", "post", "delete", "patch")
    ]
    return sorted(found, key=lambda operation: operation.steps)


def literals(text):
    """The string literals of a Swift source, with a star for each interpolation."""
    index = 0
    while (index := text.find('"', index)) >= 0:
        literal, index = literal_at(text, index + 1)
        yield literal


def literal_at(text, index):
    literal = ""
    while index < len(text) and text[index] not in '"\n':
        if text.startswith("\\(", index):
            literal, index = literal + "*", after_parenthesis(text, index + 2)
        else:
            literal, index = literal + text[index], index + (2 if text[index] == "\\" else 1)
    return literal, index + 1


def after_parenthesis(text, index):
    """Where the parenthesis ends that began before; it may hold literals of its own."""
    while text[index] != ")":
        if text[index] == '"':
            _, index = literal_at(text, index + 1)
        else:
            index = after_parenthesis(text, index + 1) if text[index] == "(" else index + 1
    return index + 1


def spelled_paths(names):
    """The paths that stand in the sources of the adapter, with a star for what is filled in; some are beginnings only."""
    roots = {name.split("/")[1] for name in names}
    for file in sorted(ADAPTER_SOURCES.rglob("*.swift")):
        code = "\n".join(line.partition("//")[0] for line in file.read_text().splitlines())
        for literal in literals(code):
            path = re.sub(r"\{[^}]*\}", "*", literal.partition("?")[0])
            # A query may be appended to the last word.
            steps = re.sub(r"(?<=\w)\*$", "", path).split("/")
            if steps[0] == "" and len(steps) > 1 and (steps[1] in roots or steps[1] == "*") and steps[1:] != ["*"]:
                yield file.relative_to(openapi.ROOT), steps[1:]


def begins(steps, name):
    """Whether the path of an operation begins with these steps."""
    others = name.partition(" ")[2].split("/")[1:]
    pairs = zip(steps, others)
    return len(steps) <= len(others) and all(step in ("*", other) for step, other in pairs)


def find(found, method, path):
    for operation in found:
        match = operation.pattern.fullmatch(path)
        if operation.method == method and match:
            return operation, match.groupdict()
    return None, {}


def undeclared(schema_name, value):
    """The members of the value that the schema does not name, as paths."""
    schemas = openapi.schemas()
    found = set()

    def forms(schema):
        while "$ref" in schema:
            schema = schemas[schema["$ref"].split("/")[-1]]
        yield schema
        for member in [*schema.get("allOf", []), *schema.get("oneOf", []), *schema.get("anyOf", [])]:
            yield from forms(member)

    def walk(candidates, value, path):
        if isinstance(value, list):
            items = [form["items"] for form in candidates if "items" in form]
            for item in value if items else []:
                walk([inner for schema in items for inner in forms(schema)], item, f"{path}[]")
        if not isinstance(value, dict):
            return
        objects = [form for form in candidates if form.get("properties")]
        # A schema without any property says nothing about its members.
        is_open = not objects or any(form.get("additionalProperties") for form in candidates)
        for name, member in value.items():
            declared = [form["properties"][name] for form in objects if name in form["properties"]]
            if declared:
                walk([inner for schema in declared for inner in forms(schema)], member, f"{path}.{name}")
            elif not is_open:
                found.add(f"{path}.{name}")

    # The service has settings that the document does not name, and takes back what it answered.
    if schema_name not in SETTINGS:
        walk(list(forms({"$ref": schema_name})), value, "$")
    return sorted(found)


def is_error(body):
    return (
        isinstance(body, dict)
        and isinstance(body.get("status"), int)
        and bool(body.get("error"))
        and bool(body.get("detail"))
    )


def scalar(schema, text):
    """A parameter's text as the value that its schema speaks of."""
    kind = schema.get("type")
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind in ("integer", "number"):
        return int(text) if re.fullmatch(r"-?\d+", text) else text
    return text


def address_problems(operation, steps, query):
    """What is wrong with the path and the query of a request."""
    items = urllib.parse.parse_qsl(query, keep_blank_values=True)
    for name, _ in items:
        if ("query", name) not in operation.parameters:
            yield f"the document has no query parameter {name}"
    given = {("query", name): text for name, text in items}
    given |= {("path", name): urllib.parse.unquote(text) for name, text in steps.items()}
    for key, parameter in operation.parameters.items():
        if key in given:
            for error in openapi.errors(operation.schema(*key), scalar(parameter["schema"], given[key])):
                yield f"{key[0]} parameter {key[1]}: {error.message}"
        elif parameter.get("required") and key[0] == "query":
            yield f"the query parameter {key[1]} is missing"


def body_problems(operation, body):
    """What is wrong with the body of a request."""
    if body is None:
        if operation.needs_body:
            yield "the body is missing"
        return
    if operation.request is None:
        yield "there is a body where the document has none"
        return
    for error in openapi.errors(operation.request, body):
        if operation.request in SETTINGS and error.validator == "type" and isinstance(error.instance, str):
            # The service may answer a number as a text, and takes back what it answered.
            continue
        yield f"request {error.json_path}: {error.message}"
    for path in undeclared(operation.request, body):
        yield f"request {path}: the schema has no such member"


def answer_problems(operation, entry, notes):
    """What is wrong with an answer; a member that the schema does not name is noted only."""
    status, answer = entry["status"], entry["answer"]
    if status >= 400:
        if not is_error(answer) or answer["status"] != status:
            yield "the error has no status, error and detail"
        return
    if status not in operation.answers:
        yield f"the document has no answer {status}, only {sorted(operation.answers)}"
        return
    schema = operation.answers[status]
    if schema is None:
        if answer is not None:
            yield "there is a body where the document has none"
        return
    for error in openapi.errors(schema, answer):
        yield f"answer {error.json_path}: {error.message}"
    for path in undeclared(schema, answer):
        notes[f"{operation.name} → {status}: {schema} has no member {path}"] += 1


def job_schemas(operation, entry):
    """The schemas about jobs that a request and its answer are held to."""
    if entry["request"] is not None and operation.request in JOB_SCHEMAS:
        yield operation.request
    schema = operation.answers.get(entry["status"])
    if schema not in JOB_SCHEMAS:
        return
    yield schema
    answer = entry["answer"]
    for job in answer["results"] if schema == "JobResponseList" else [answer]:
        if "job_type" in job:
            yield "CronJobResponse" if job["job_type"] == "CRON" else "LifecycleJobResponse"


def dumps(folder):
    """The lines of both dumps; the tests write those that nobody has given."""
    names = {"QOVERY_REQUEST_DUMP": "QoveryRequestDump", "QOVERY_SIMULATOR_DUMP": "QoverySimulator"}
    files = {name: pathlib.Path(os.environ.get(name) or f"{folder}/{name}.jsonl") for name in names}
    missing = [name for name, file in files.items() if not file.is_file()]
    if missing:
        subprocess.run(
            ["swift", "test", "--skip-build", "--filter", "|".join(names[name] for name in missing)],
            cwd=openapi.ROOT,
            env={**os.environ, **{name: str(files[name]) for name in missing}},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return {name: files[name].read_text().splitlines() for name in names}


def main():
    schemas = openapi.schemas()
    mend(schemas)
    found = operations(json.loads(openapi.DOCUMENT.read_text()), schemas)
    names = {operation.name for operation in found}
    passed = failed = probes = 0
    problems = collections.Counter()
    notes = collections.Counter()
    held = collections.Counter()
    seen = collections.defaultdict(collections.Counter)
    with tempfile.TemporaryDirectory() as folder:
        lines = dumps(folder)
    for source, texts in lines.items():
        is_adapter = source == "QOVERY_REQUEST_DUMP"
        for text in texts:
            entry = json.loads(text)
            path, _, query = entry["path"].partition("?")
            operation, steps = find(found, entry["method"], path)
            name = operation.name if operation else f"{entry['method']} {path}"
            if operation is None:
                # Tests may ask for anything; what the document does not know is not there.
                wrong = [] if entry["status"] >= 400 and not is_adapter else ["the document has no such operation"]
            else:
                wrong = list(answer_problems(operation, entry, notes))
                if entry["status"] < 400:
                    held.update(job_schemas(operation, entry))
                # What the simulator's own tests have refused may be wrong in any way; what the adapter sends may not.
                if is_adapter or entry["status"] < 400:
                    is_probe = is_adapter and name in PROBES and entry["request"] == {} and entry["status"] >= 400
                    probes += is_probe
                    if not is_probe:
                        wrong += body_problems(operation, entry["request"])
                    wrong += address_problems(operation, steps, query)
                    seen[source][name] += 1
                if is_adapter and name not in ADAPTER:
                    wrong.append("the adapter is not known to use this operation")
            passed, failed = (passed, failed + 1) if wrong else (passed + 1, failed)
            problems.update(f"{name} → {entry['status']}: {problem}" for problem in wrong)
    for note, count in sorted(notes.items()):
        print(f"noted: {note} ({count} times)")
    for problem, count in sorted(problems.items()):
        print(f"{problem} ({count} times)")
    sent = seen["QOVERY_REQUEST_DUMP"]
    for name in sorted(ADAPTER):
        if name not in names or not sent[name]:
            failed += 1
            print(f"{name}: " + ("no test of the adapter sends it" if name in names else "not in the document"))
        else:
            passed += 1
    spelled = list(spelled_paths(names))
    for file, steps in spelled:
        if any(begins(steps, name) for name in ADAPTER):
            passed += 1
        else:
            failed += 1
            print(f"{file}: /{'/'.join(steps)} begins no operation that the adapter is known to use")
    # Without any the look at the sources, or at the rights, is broken.
    failed += (not spelled) + (not probes)
    print(f"paths in the sources of the adapter: {len(spelled)}; looks for missing rights: {probes}")
    total = len(lines["QOVERY_REQUEST_DUMP"])
    covered = sum(sent[name] > 0 for name in ADAPTER)
    print(f"the adapter: {total} requests, {covered} of its {len(ADAPTER)} operations")
    print("schemas of jobs: " + ", ".join(f"{name}: {held[name]}" for name in sorted(JOB_SCHEMAS)))
    for name in sorted(JOB_SCHEMAS):
        passed, failed = (passed + 1, failed) if held[name] else (passed, failed + 1)
        if not held[name]:
            print(f"{name}: nothing that is sent or answered is held to it")
    total = len(lines["QOVERY_SIMULATOR_DUMP"])
    own = seen["QOVERY_SIMULATOR_DUMP"]
    print(f"the simulator: {total} requests of its own tests, {len(own)} of {len(found)} operations answered")
    if not own:
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
