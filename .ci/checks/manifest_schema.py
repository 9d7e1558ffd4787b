"""Validates manifests with an independent validator against the JSON Schema that `cloudctl schema` prints.

Every example has to be valid, every mutation of one has to be refused by the schema and by `cloudctl check` alike.
"""

import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLOUDCTL = os.environ["CLOUDCTL"]
MODELINE = "# yaml-language-server: $schema="
SHIPPED = ROOT / "Examples/cloudctl/Schema/cloudctl.schema.json"

passed = failed = 0


def expect(condition, message):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {message}")


def run(*arguments, **options):
    return subprocess.run([CLOUDCTL, *arguments], capture_output=True, text=True, timeout=60, **options)


def accepts(manifest):
    """Whether the loader reads a manifest: 65 is a wrong input, 4 only asks for decisions about a provider."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "manifest.json"
        path.write_text(json.dumps(manifest))
        status = run("check", str(path)).returncode
    if status not in (0, 4, 65):
        raise RuntimeError(f"cloudctl check ended with {status}")
    return status != 65


def main():
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    expect(json.loads(SHIPPED.read_text()) == schema, f"{SHIPPED} is stale")

    examples = {}
    for path in sorted((ROOT / "Examples").rglob("*.yaml")):
        if "Golden" in path.parts or "Broken" in path.parts or ".build" in path.parts:
            continue
        text = path.read_text()
        if "apiVersion: cloudctl/v1" not in text:
            continue
        examples[str(path.relative_to(ROOT))] = text
    first = run("init", "-").stdout
    examples["cloudctl init"] = first

    for name, text in examples.items():
        expect(text.startswith(MODELINE), f"{name} does not begin with the modeline")
        target = text.splitlines()[0].removeprefix(MODELINE)
        if name != "cloudctl init":
            expect((ROOT / name).parent.joinpath(target).resolve() == SHIPPED, f"{name} names another schema: {target}")
        for document in yaml.safe_load_all(text):
            errors = list(validator.iter_errors(document))
            expect(not errors, f"{name}: {errors[:1]}")
            # The loader takes what the schema takes, overlay by overlay.
            expect(accepts(document), f"{name} is refused by cloudctl check")

    shop = next(yaml.safe_load_all(examples["Examples/shop/shop.yaml"]))

    def mutations():
        def at(*path, value, name=None):
            changed = copy.deepcopy(shop)
            place = changed
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            return name or ".".join(map(str, path)) + f" = {value!r}", changed

        yield at("apiVersion", value="cloudctl/v2")
        yield at("metadata", value={})
        yield at("application", value=5)
        yield at("target", "provider", value="aws")
        yield at("target", "zone", value="x")
        yield at("services", value={})
        yield at("services", value=[])
        yield at("services", "web", value={})
        yield at("services", "api", value="nginx")
        api = ("services", "api")
        yield at(*api, "name", value="api")
        yield at(*api, "imge", value="x")
        yield at(*api, "image", value="two words")
        yield at(*api, "image", value=["nginx"])
        yield at(*api, "imageAccess", value="public")
        yield at(*api, "imageManagedBy", value="jenkins")
        yield at(*api, "command", value="run me")
        yield at(*api, "arguments", value=[1])
        yield at(*api, "resources", "cpu", value="500mc")
        yield at(*api, "resources", "cpu", value=-1)
        yield at(*api, "resources", "memory", value="512mb")
        yield at(*api, "resources", "memory", value="1.5 Gi")
        yield at(*api, "resources", "gpu", value=-1)
        yield at(*api, "resources", "disk", value="1Gi")
        yield at(*api, "scaling", "minimum", value="one")
        yield at(*api, "scaling", "minimum", value=-1)
        yield at(*api, "scaling", "maximum", value="none")
        yield at(*api, "scaling", "maximum", value=-1)
        yield at(*api, "scaling", "cpu", value="60 percent")
        yield at(*api, "scaling", "minimun", value=1)
        yield at(*api, "probes", "liveness", value={"interval": "10s"})
        yield at(*api, "probes", "liveness", "tcp", value={})
        yield at(*api, "probes", "liveness", "interval", value=10)
        yield at(*api, "probes", "liveness", "interval", value="10 seconds")
        yield at(*api, "probes", "liveness", "http", value={"port": 80})
        yield at(*api, "probes", "live", value=None)
        yield at(*api, "ports", value={})
        yield at(*api, "ports", 0, "number", value=0)
        yield at(*api, "ports", 0, "number", value=70000)
        yield at(*api, "ports", 0, "exposure", value="pubic")
        yield at(*api, "ports", 0, value={"number": 80})
        yield at(*api, "ports", 0, "pth", value="/")
        yield at(*api, "httpsOnly", value="yes")
        yield at(*api, "timeouts", value={"request": "10"})
        yield at(*api, "timeouts", value={"total": "10s"})
        yield at(*api, "environment", "LOG_LEVEL", value=["a"])
        yield at(*api, "environment", value=[])
        yield at(*api, "secrets", "PAYMENT_KEY", value="hunter2")
        yield at(*api, "secrets", "PAYMENT_KEY", value={"value": "hunter2"})
        yield at(*api, "secrets", "PAYMENT_KEY", value={"env": "A", "file": "b"})
        yield at(*api, "secrets", "PAYMENT_KEY", value={"command": "op read"})
        yield at(*api, "files", value={"A": {"path": "/a"}})
        yield at(*api, "files", value={"A": {"path": "/a", "content": "x", "secret": {}}})
        yield at(*api, "volumes", value=[{"mountPath": "/data"}])
        yield at(*api, "volumes", value=[{"mountPath": "/data", "size": "10gb"}])
        yield at(*api, "domains", value=["shop.example.com"])
        yield at(*api, "providers", value={"scalway": {}})
        yield at(*api, "providers", value={"scaleway": {"sandbx": "v2"}})
        yield at(*api, "providers", value={"scaleway": {"tags": "shop"}})
        yield at(*api, "providers", value={"qovery": {"autoDeploy": "yes"}})
        yield at("environments", "staging", "service", value={})
        yield at("environments", "staging", "services", "storefront", "scaling", "maximun", value=1)
        yield at("environments", "production", "services", "api", "resources", "memory", value="2gb")
        yield at("environments", "production", "services", "api", "secrets", value={"A": "literal"})
        yield at("environments", "production", "services", "api", "ports", value=[{"number": 80}])
        for field in ("apiVersion", "services"):
            changed = copy.deepcopy(shop)
            del changed[field]
            if field == "services":
                del changed["environments"]
            yield f"without {field}", changed
        changed = copy.deepcopy(shop)
        del changed["services"]["api"]["image"]
        yield "without an image", changed

    for name, manifest in mutations():
        expect(not validator.is_valid(manifest), f"the schema takes {name}")
        expect(not accepts(manifest), f"cloudctl check takes {name}")

    def variations():
        """What has to be taken although it looks odd."""
        for path, value in [
            (("services", "api", "scaling", "minimum"), "${SHOP_API_MINIMUM:-1}"),
            (("services", "api", "scaling", "maximum"), "unlimited"),
            (("services", "api", "scaling", "cpu"), None),
            (("services", "api", "resources", "memory"), 536870912),
            (("services", "api", "resources", "cpu"), 0.5),
            (("services", "api", "environment", "LOG_LEVEL"), 5),
            (("services", "api", "secrets", "PAYMENT_KEY"), {}),
            (("services", "api", "httpsOnly"), "${HTTPS_ONLY:-true}"),
            (("services", "api", "providers"), {"qovery": {"autoDeploy": False}, "scaleway": None}),
            (("environments", "staging", "services", "api"), {"environment": {"LOG_LEVEL": None}}),
            (("environments", "staging", "services", "cache"), {"image": "valkey/valkey:8"}),
            (("application",), None),
        ]:
            changed = copy.deepcopy(shop)
            place = changed
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            yield path, value, changed

    for path, value, manifest in variations():
        name = ".".join(path) + f" = {value!r}"
        errors = list(validator.iter_errors(manifest))
        agreed = accepts(manifest)
        expect(agreed == (not errors), f"schema and loader differ about {name}: {agreed}, {errors[:1]}")

    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
