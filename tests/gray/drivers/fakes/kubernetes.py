"""The part of an API server that patches objects, and the dashboard of Argo Rollouts."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.gray.drivers.rigs import Answer
from tests.ground.outside_server import Request

TOKEN = "eyJhbGciOi-service-account"


@dataclass
class Kubernetes:
    """`objects` holds path → object; those outside networking.k8s.io are custom resources."""

    objects: dict[str, dict[str, Any]]

    def answer(self, request: Request) -> Answer:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _json({"kind": "Status", "message": "Unauthorized", "code": 401}, 401)
        found = self.objects.get(request.path)
        if found is None:
            return _json({"kind": "Status", "message": "not found", "code": 404}, 404)
        if request.method == "GET":
            return _json(found)
        assert request.method == "PATCH"
        match request.headers["Content-Type"]:
            case "application/json-patch+json":
                for one in json.loads(request.body):
                    _replace(found, one)
            case "application/merge-patch+json":
                _merge(found, json.loads(request.body))
            case _:
                return _json({"kind": "Status", "message": "unsupported", "code": 415}, 415)
        annotations = found.get("metadata", {}).get("annotations", {})
        assert all(isinstance(value, str) for value in annotations.values())
        return _json(found)


@dataclass
class Rollouts:
    """A rollout with `weights` as its steps; abort goes back to nobody."""

    weights: tuple[int, ...] = (20, 50, 100)
    step: int = -1
    asked: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Answer:
        start, _sign, verb = request.path.rpartition("/")
        assert start == "/api/v1/rollouts/trade/coin-center"
        if verb == "info":
            return _json({"status": "Paused", "setWeight": str(self.weight)})
        body = json.loads(request.body)
        assert request.method == "PUT" and (body["name"], body["namespace"]) == (
            "coin-center", "trade",
        )  # fmt: skip
        self.asked.append(verb if not body.get("full") else "full")
        last = len(self.weights) - 1
        moved = {"promote": min(self.step + 1, last), "abort": -1}[verb]
        self.step = last if body.get("full") else moved
        return _json({})

    @property
    def weight(self) -> int:
        return self.weights[self.step] if self.step >= 0 else 0


def _replace(found: Any, change: dict[str, Any]) -> None:
    assert change["op"] == "replace"
    *way, last = change["path"].split("/")[1:]
    for part in way:
        found = found[int(part)] if isinstance(found, list) else found[part]
    assert last in found and isinstance(change["value"], int)
    found[last] = change["value"]


def _merge(found: dict[str, Any], patch: dict[str, Any]) -> None:
    for key, value in patch.items():
        if isinstance(value, dict):
            _merge(found.setdefault(key, {}), value)
        else:
            found[key] = value


def _json(value: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()
