"""Requests held against Apollo's own description of its interface, where that is at hand."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.ground.outside_server import Request

SPEC = Path(__file__).parents[4] / "shared" / "contracts" / "apollo-openapi.yaml"
DOCUMENT = "urn:apollo"


def complaints(request: Request, body: Any) -> list[str]:
    """What the description says against this request; nothing where it is not at hand."""
    if not SPEC.exists():
        return []
    path, query = urlsplit(request.path).path, parse_qsl(urlsplit(request.path).query)
    found = _operation(request.method, path)
    if found is None:
        return [f"no such call: {request.method} {path}"]
    return [*_query(found, dict(query)), *_body(found, body)]


def _operation(method: str, path: str) -> dict[str, Any] | None:
    """The call with the fewest wild parts that fits."""
    fitting = [
        (template.count("{"), calls[method.lower()])
        for template, calls in _spec()["paths"].items()
        if method.lower() in calls and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path)
    ]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _query(operation: dict[str, Any], given: dict[str, str]) -> list[str]:
    known = {one["name"]: one for one in operation.get("parameters", []) if one["in"] == "query"}
    missing = [name for name, one in known.items() if one.get("required") and name not in given]
    wrong = [
        name for name, text in given.items()
        if name in known and not _fits(known[name].get("schema", {}), text)
    ]  # fmt: skip
    unknown = sorted(given.keys() - known.keys())
    return [f"query: {word} {names}" for word, names in
            (("missing", missing), ("wrong", wrong), ("unknown", unknown)) if names]  # fmt: skip


def _fits(schema: dict[str, Any], text: str) -> bool:
    kinds = {"boolean": "true|false", "integer": r"-?\d+"}
    return bool(re.fullmatch(kinds.get(schema.get("type", ""), ".*"), text))


def _body(operation: dict[str, Any], body: Any) -> list[str]:
    said = operation.get("requestBody")
    if said is None:
        return [] if body is None else ["body: none is taken"]
    if body is None:
        return ["body: missing"] if said.get("required") else []
    schema = next(iter(said["content"].values()))["schema"]
    unknown = sorted(set(body) - set(_properties(schema)))
    problems = [error.message for error in _validator(_absolute(schema)).iter_errors(body)]
    return [f"body: {each}" for each in problems + [f"unknown {name}" for name in unknown]]


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema["$ref"].rpartition("/")[2]
    found: dict[str, Any] = _spec()["components"]["schemas"][name]["properties"]
    return found


def _absolute(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$ref": f"{DOCUMENT}{schema['$ref']}"}


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, registry=_registry())


@cache
def _registry() -> Any:
    resource = Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **_spec()}
    )
    return Registry().with_resource(DOCUMENT, resource)


@cache
def _spec() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(SPEC.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found
