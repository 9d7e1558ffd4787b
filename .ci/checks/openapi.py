"""JSON Schema validators made from an OpenAPI 3.0 document.

OpenAPI 3.0 is not JSON Schema: `nullable`, `discriminator` and formats are translated here, everything else is the same.
"""

import functools
import json
import os
import pathlib
import re
import sys
import urllib.parse
import uuid
from datetime import datetime

try:
    import jsonschema
except ImportError:
    sys.exit("the Python package jsonschema is needed: python3 -m pip install jsonschema")

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("SHARED", ROOT.parent / "shared")).resolve()
DOCUMENT = SHARED / "qovery" / "openapi-containers.json"
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

formats = jsonschema.FormatChecker(formats=())


@formats.checks("uuid", raises=ValueError)
def is_uuid(value):
    return not isinstance(value, str) or str(uuid.UUID(value)) == value.lower()


@formats.checks("date-time", raises=ValueError)
def is_date_time(value):
    if not isinstance(value, str):
        return True
    return bool(DATE_TIME.fullmatch(value)) and bool(datetime.strptime(value[:19], "%Y-%m-%dT%H:%M:%S"))


@formats.checks("uri", raises=ValueError)
def is_uri(value):
    return not isinstance(value, str) or bool(urllib.parse.urlsplit(value).scheme) and " " not in value


@formats.checks("int32")
def is_int32(value):
    return not isinstance(value, int) or -(2**31) <= value < 2**31


def _reference(text):
    return text.replace("#/components/schemas/", "#/$defs/")


def _converted(schema):
    """The JSON Schema that accepts what the OpenAPI schema accepts."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": _reference(schema["$ref"])}
    result = {}
    for key, value in schema.items():
        if key in ("nullable", "discriminator", "readOnly", "writeOnly", "example", "description", "default", "title"):
            continue
        if key == "properties":
            result[key] = {name: _converted(member) for name, member in value.items()}
        elif key in ("allOf", "oneOf", "anyOf"):
            result[key] = [_converted(member) for member in value]
        elif key in ("items", "additionalProperties", "not"):
            result[key] = _converted(value)
        else:
            result[key] = value
    mapping = schema.get("discriminator", {}).get("mapping")
    if mapping:
        # The discriminator decides which form holds, so the error is about that form only.
        name = schema["discriminator"]["propertyName"]
        del result["oneOf"]
        result["required"] = [*result.get("required", []), name]
        result["properties"] = {**result.get("properties", {}), name: {"enum": list(mapping)}}
        result["allOf"] = [
            *result.get("allOf", []),
            *(
                {"if": {"properties": {name: {"const": word}}}, "then": {"$ref": _reference(target)}}
                for word, target in mapping.items()
            ),
        ]
    if schema.get("nullable"):
        return {"if": {"not": {"type": "null"}}, "then": result}
    return result


@functools.cache
def schemas():
    """The document's schemas by name, as OpenAPI has them."""
    try:
        return json.loads(DOCUMENT.read_text())["components"]["schemas"]
    except OSError as error:
        sys.exit(f"cannot read the OpenAPI document: {error}")


@functools.cache
def _definitions():
    return {name: _converted(schema) for name, schema in schemas().items()}


@functools.cache
def validator(schema_name):
    """The validator of the schema with this name."""
    if schema_name not in schemas():
        raise KeyError(f"{DOCUMENT.name} has no schema {schema_name}")
    schema = {"$ref": f"#/$defs/{schema_name}", "$defs": _definitions()}
    return jsonschema.Draft202012Validator(schema, format_checker=formats)


def errors(schema_name, value):
    """What is wrong with the value, in the order of its members."""
    return sorted(validator(schema_name).iter_errors(value), key=lambda error: error.json_path)


def properties(schema_name, value=None):
    """The properties that the schema declares, such as `ServicePort.name`; with a value, those that occur in it.

    A path starts at the nearest schema that has a name.
    """
    found = set()
    declared = value is None

    def walk(schema, path, value, above):
        if "$ref" in schema:
            name = schema["$ref"].split("/")[-1]
            if not declared or name not in above:
                walk(schemas()[name], name, value, above | {name})
            return
        for member in [*schema.get("allOf", []), *schema.get("oneOf", []), *schema.get("anyOf", [])]:
            walk(member, path, value, above)
        for name, member in schema.get("properties", {}).items():
            if declared or isinstance(value, dict) and name in value:
                found.add(f"{path}.{name}")
                walk(member, f"{path}.{name}", None if declared else value[name], above)
        if "items" in schema:
            for item in [None] if declared else value if isinstance(value, list) else []:
                walk(schema["items"], f"{path}[]", item, above)

    walk({"$ref": schema_name}, schema_name, value, frozenset())
    return found
