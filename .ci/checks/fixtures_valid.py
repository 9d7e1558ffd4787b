"""Every Qovery fixture is what the official OpenAPI document describes, and all of it occurs in some fixture."""

import collections
import json
import sys

import openapi

FOLDER = openapi.ROOT / "Fixtures" / "qovery"

# The parts of a bundle of a service and the schema of each; a list is checked item by item.
PARTS = {
    "container": "ContainerResponse",
    "variables": "VariableResponse",
    "advanced_settings": "ContainerAdvancedSettings",
    "network": "ContainerNetwork",
    "custom_domains": "CustomDomain",
    "registry": "ContainerRegistryResponse",
}

# The same of a job.
JOB_PARTS = {
    "job": "JobResponse",
    "variables": "VariableResponse",
    "advanced_settings": "JobAdvancedSettings",
    "registry": "ContainerRegistryResponse",
}
# What occurs in some fixture, property by property.
COVERED = [*PARTS.values(), *JOB_PARTS.values(), "ContainerRequest", "JobRequest"]

# This fixture stands for an API that has grown: its only faults are words that the document does not know yet.
GROWN = "future-proof.json"
GROWN_WORDS = [
    "advanced_settings deployment.antiaffinity.pod Required",
    "advanced_settings deployment.topology_spread.zone PreferSameZone",
    "advanced_settings deployment.update_strategy.type BlueGreen",
    "container cpu_architecture RISCV64",
    "container ports.0.protocol HTTP3",
    "container registry.kind QOVERY_CR",
    "container service_type WASM_COMPONENT",
    "container storage.0.type COLD_HDD",
    "custom_domains status VALIDATED",
    "registry kind QOVERY_CR",
    "variables scope CLUSTER",
    "variables variable_type GENERATED",
]


def parts(payload):
    """Pairs of part name and schema name with each value that has to validate."""
    if "container" in payload or "job" in payload:
        expected = JOB_PARTS if "job" in payload else PARTS
        for name in payload:
            if name not in expected:
                raise ValueError(f"{name} is no part of a bundle")
        for name, schema in expected.items():
            if name not in payload:
                raise ValueError(f"the bundle has no {name}")
            values = payload[name] if isinstance(payload[name], list) else [payload[name]]
            for value in values:
                yield name, schema, value
    elif "results" in payload:
        for value in payload["results"]:
            yield "results", "JobResponse" if "job_type" in value else "ContainerResponse", value
    elif "environment" in payload:
        yield "answer", "JobResponse" if "job_type" in payload else "ContainerResponse", payload
    else:
        yield "request", "JobRequest" if "source" in payload else "ContainerRequest", payload


def grown_words(found):
    return sorted(f"{name} {'.'.join(map(str, error.absolute_path))} {error.instance}" for name, error in found)


def main():
    passed = failed = 0
    counts = collections.Counter()
    occurring = set()
    files = sorted(FOLDER.rglob("*.json"))
    if not files:
        sys.exit(f"there are no fixtures in {FOLDER}")
    for file in files:
        problems = []
        grown = []
        try:
            payload = json.loads(file.read_text())
            for name, schema, value in parts(payload):
                counts[schema] += 1
                occurring |= openapi.properties(schema, value)
                for error in openapi.errors(schema, value):
                    if file.name == GROWN and error.validator == "enum":
                        grown.append((name, error))
                    else:
                        problems.append(f"{name} {error.json_path}: {error.message}")
            if file.name == GROWN and grown_words(grown) != GROWN_WORDS:
                problems.append(f"unknown words are {grown_words(grown)}, expected {GROWN_WORDS}")
        except ValueError as error:
            problems.append(str(error))
        passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
        for problem in problems:
            print(f"{file.relative_to(openapi.ROOT)}: {problem}")
    for schema, count in counts.items():
        print(f"{schema}: {count} validated")
    declared = set().union(*map(openapi.properties, COVERED))
    for path in sorted(declared - occurring):
        print(f"no fixture has {path}")
    passed, failed = (passed, failed + 1) if declared - occurring else (passed + 1, failed)
    print(f"{len(declared & occurring)} of {len(declared)} declared properties occur in {len(files)} files")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
