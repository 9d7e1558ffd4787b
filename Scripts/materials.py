#!/usr/bin/env python3
"""Writes what a release of cloudctl is made of as CycloneDX 1.6: materials.py PROGRAM VERSION < DEPENDENCIES > FILE.

DEPENDENCIES is what `swift package show-dependencies --format json` prints. The same commit gives the same file: its time is
SOURCE_DATE_EPOCH, and its serial number comes from what is in it.
"""

import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import uuid

LICENSES = {"Apache License": "Apache-2.0", "MIT License": "MIT", "Permission is hereby granted, free of charge": "MIT"}


def license_of(folder):
    """The SPDX name of the licence in a folder; none where it is not one of those that we know."""
    for path in sorted(pathlib.Path(folder).glob("LICENSE*")):
        text = path.read_text(errors="replace")
        for words, name in LICENSES.items():
            if words in text:
                return [{"license": {"id": name}}]
    return []


def component(package):
    """A package as a component, by the address that Swift packages go by."""
    address = package["url"].removeprefix("https://").removesuffix(".git")
    reference = f"pkg:swift/{address}@{package['version']}"
    return {
        "type": "library",
        "bom-ref": reference,
        "name": package["name"],
        "version": package["version"],
        "licenses": license_of(package["path"]),
        "purl": reference,
        "externalReferences": [{"type": "vcs", "url": package["url"]}],
    }


def fetched(package):
    """The packages that one is made of which are not part of this repository, which count as the package itself."""
    for dependency in package["dependencies"]:
        if dependency["version"] == "unspecified":
            yield from fetched(dependency)
        else:
            yield dependency


def main():
    program, version = sys.argv[1:]
    root = json.load(sys.stdin)
    components, edges = {}, {}

    def visit(package):
        own = component(package)
        if own["bom-ref"] not in components:
            components[own["bom-ref"]] = own
            edges[own["bom-ref"]] = sorted({visit(dependency) for dependency in fetched(package)})
        return own["bom-ref"]

    tool = f"cloudctl@{version}"
    direct = sorted({visit(package) for package in fetched(root)})
    compiler = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    swift = compiler.split("Swift version ")[1].split()[0]
    runtime = f"pkg:generic/swift@{swift}"
    components[runtime] = {
        "type": "platform",
        "bom-ref": runtime,
        "name": "swift",
        "version": swift,
        "description": "The standard library and Foundation, linked into the program.",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "purl": runtime,
    }
    edges[runtime] = []
    digest = hashlib.sha256(pathlib.Path(program).read_bytes()).hexdigest()
    seconds = int(os.environ["SOURCE_DATE_EPOCH"])
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": tool,
                "name": "cloudctl",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
            },
        },
        "components": [components[key] for key in sorted(components)],
        "dependencies": [{"ref": tool, "dependsOn": [*direct, runtime]}]
        + [{"ref": key, "dependsOn": edges[key]} for key in sorted(edges)],
    }
    json.dump(document, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
