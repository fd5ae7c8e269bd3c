"""The part of Unleash's admin API that concerns strategies, as strict as its OpenAPI is."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from tests.gray.drivers.rigs import Answer, Rig
from tests.ground.outside_server import Request

TOKEN = "user:0123456789abcdef-unleash"


class Unleash(Rig):
    """`environments` holds flag → environment → {enabled, strategies}."""

    driver = "unleash"
    users = True
    machines = True
    secrets = (TOKEN,)
    texts = False
    off = "False"

    def __init__(self) -> None:
        start = {"enabled": False, "strategies": []}
        self.environments: dict[str, dict[str, Any]] = {"coin.refund": {"production": start}}
        self.permissions = {"CREATE_FEATURE_STRATEGY", "UPDATE_FEATURE_STRATEGY",
                            "UPDATE_FEATURE_ENVIRONMENT"}  # fmt: skip
        self.needs_review = False

    @property
    def state(self) -> dict[str, Any]:
        return self.environments["coin.refund"]["production"]

    def options(self) -> dict[str, str]:
        return {
            "address": self.url, "token": TOKEN, "project": "default", "place": "production",
            "timeout": "1",
        }  # fmt: skip

    def moves(self, request: Request) -> bool:
        return request.path.endswith("/on")

    def answer(self, request: Request) -> Answer:
        if request.headers.get("Authorization") != TOKEN:
            return _refusal(401, "AuthenticationRequired", "You must log in to use Unleash.")
        words = [unquote(word) for word in urlsplit(request.path).path.split("/")[1:]]
        match [request.method, *words]:
            case ["GET", "api", "admin", "environments", "project", "default"]:
                rows = [{"name": "development"}, {"name": "production"}]
                return _json({"version": 1, "environments": rows})
            case [_, "api", "admin", "projects", "default", "features", flag, "environments", name,
                  *rest]:  # fmt: skip
                found = self.environments.get(flag, {}).get(name)
                if found is None:
                    return _refusal(404, "NotFoundError", f"Could not find feature {flag}")
                return self._environment(request, found, rest)
        return _refusal(404, "NotFoundError", "The path you were looking for is not available.")

    def _environment(self, request: Request, found: dict[str, Any], rest: list[str]) -> Answer:
        match [request.method, *rest]:
            case ["GET"]:
                return _json(found)
            case ["POST", ("on" | "off") as way]:
                return self._may("UPDATE_FEATURE_ENVIRONMENT") or self._toggle(found, way == "on")
            case ["POST", "strategies"]:
                return self._may("CREATE_FEATURE_STRATEGY") or self._add(found, request)
            case ["PATCH", "strategies", pk]:
                return self._may("UPDATE_FEATURE_STRATEGY") or self._patch(found, pk, request)
        raise AssertionError(f"nothing else is sent: {request.method} {request.path}")

    def _may(self, permission: str) -> Answer | None:
        if self.needs_review:
            return _refusal(403, "PermissionError", "You need the SKIP_CHANGE_REQUEST permission")
        if permission not in self.permissions:
            return _refusal(403, "PermissionError", f"You need the {permission} permission")
        return None

    def _toggle(self, found: dict[str, Any], is_on: bool) -> Answer:
        """Without an active strategy the project's default one is added: everybody is in."""
        found["enabled"] = is_on
        if is_on and all(one["disabled"] for one in found["strategies"]):
            parameters = {"rollout": "100", "stickiness": "default", "groupId": "coin.refund"}
            found["strategies"].append(_strategy("flexibleRollout", parameters))
        return 200, {}, b""

    def _add(self, found: dict[str, Any], request: Request) -> Answer:
        body = json.loads(request.body)
        assert set(body) <= {"name", "title", "parameters", "constraints", "segments", "disabled"}
        assert all(isinstance(value, str) for value in body["parameters"].values())
        strategy = _strategy(body["name"], body["parameters"], body.get("title", ""))
        found["strategies"].append(strategy)
        return _json(strategy)

    def _patch(self, found: dict[str, Any], pk: str, request: Request) -> Answer:
        assert request.headers["Content-Type"].startswith("application/json")
        strategy = next((one for one in found["strategies"] if one["id"] == pk), None)
        if strategy is None:
            return _refusal(404, "NotFoundError", f"Could not find strategy with id {pk}")
        for change in json.loads(request.body):
            if change["op"] not in ("add", "remove", "replace", "copy", "move"):
                return _refusal(400, "BadDataError", "Request validation failed")
            *way, last = change["path"].split("/")[1:]
            inner = strategy[way[0]] if way else strategy
            assert isinstance(change["value"], bool if last == "disabled" else str)
            inner[last] = change["value"]
        return _json(strategy)

    def meddle(self) -> None:
        for strategy in self.state["strategies"]:
            if strategy["name"] == "flexibleRollout":
                strategy["parameters"]["rollout"] = "77"

    def off_text(self) -> str:
        return str(self.state["enabled"])

    def put(self, name: str, **values: Any) -> dict[str, Any]:
        """A strategy that somebody made by hand; `values` go over its own."""
        strategy = {**_strategy(name, values.pop("parameters", {})), **values}
        self.state["strategies"].append(strategy)
        return strategy


def _strategy(name: str, parameters: dict[str, str], title: str = "") -> dict[str, Any]:
    return {
        "id": str(uuid4()), "name": name, "title": title, "parameters": parameters,
        "constraints": [], "segments": [], "variants": [], "sortOrder": 0, "disabled": False,
    }  # fmt: skip


def _json(value: Any) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def _refusal(status: int, name: str, message: str) -> Answer:
    body = {"id": str(uuid4()), "name": name, "message": message, "details": [{"message": message}]}
    return status, {}, json.dumps(body).encode()
