"""Apollo's Portal with its admin service behind it, as strict as 2.5.2 and 3.0 together.

Items and releases are two things here; a publish takes all items; an update resets what it does
not repeat; one gray branch; the namespace lock; refusals as Apollo words them.
"""

import hmac
import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.gray.drivers.openapi import complaints
from tests.gray.drivers.rigs import PLACE, Answer, Rig
from tests.ground.outside_server import Request

TOKEN = "3f1c9a77d0e84b2b-apollo"
USERS = {"apollo", "robot", "release-robot"}
SPACE = re.compile(r"/envs/([^/]+)/apps/([^/]+)/clusters/([^/]+)/namespaces/([^/]+)(/.*)?")


class Refusal(Exception):
    """An error as Apollo's exception handler writes it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@dataclass
class Space:
    """One namespace in one cluster; `releases` are snapshots, the newest last."""

    format: str = "properties"
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    releases: list[dict[str, str]] = field(default_factory=list)
    locked_by: str = ""
    begun_by: str = "apollo"

    @property
    def served(self) -> dict[str, str]:
        return self.releases[-1] if self.releases else {}


class Apollo(Rig):
    driver = "apollo"
    secrets = (TOKEN,)
    machines: ClassVar[bool] = True

    def __init__(self) -> None:
        self.spaces = {("coin-center", "default", "application"): Space()}
        self.branch: str = ""
        self.rules: list[dict[str, Any]] = []
        self.granted = {"modify", "release", "create"}
        self.lock_is_on = False
        self.instances: list[str] | None = ["10.0.0.2", "10.0.0.1", "10.0.0.2"]
        self.options_more: dict[str, str] = {}
        self.titles: list[str] = []
        self.access_key = ""
        self.behind = 0
        self.calls: list[str] = []
        other = {"key": "pool.size", "value": "20", "comment": "连接池", "type": 1}
        self.space.items["pool.size"] = other
        self.space.releases.append({"pool.size": "20"})

    @property
    def space(self) -> Space:
        return self.spaces["coin-center", "default", "application"]

    @property
    def branch_space(self) -> Space:
        return self.spaces["coin-center", self.branch, "application"]

    def options(self) -> dict[str, str]:
        return {
            "address": f"{self.url}/", "token": TOKEN, "env": "PRO", "cluster": "default",
            "operator": "robot", "publisher": "", "pending": "refuse", "timeout": "1",
            **self.options_more,
        }  # fmt: skip

    def moves(self, request: Request) -> bool:
        return request.method == "POST" and urlsplit(request.path).path.endswith("/releases")

    def meddle(self) -> None:
        self.space.items[PLACE.key]["value"] = "77"
        self.space.releases.append({**self.space.served, PLACE.key: "77"})

    def off_text(self) -> str:
        return self.space.served[PLACE.key]

    def answer(self, request: Request) -> Answer:
        parts = urlsplit(request.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.calls.append(f"{request.method} {unquote(parts.path)}")
        if parts.path.startswith("/configs/"):
            return self._config_service(request, parts.path)
        if request.headers.get("Authorization") != TOKEN:
            return 401, {"Content-Type": "text/html"}, b"<html><body>Unauthorized</body></html>"
        body = json.loads(request.body) if request.body else None
        try:
            self._hold_against_the_description(request, body)
            found = self._route(request.method, parts.path.removeprefix("/openapi/v1"), query, body)
        except Refusal as refusal:
            return refusal.status, {}, _json(
                {"status": refusal.status, "message": refusal.message, "exception": "x"}
            )  # fmt: skip
        return 200, {"Content-Type": "application/json"}, b"" if found is None else _json(found)

    def _config_service(self, request: Request, path: str) -> Answer:
        """Another process in truth; it knows no Portal token, and is a moment behind."""
        assert TOKEN not in request.headers.values()
        app, cluster, name = map(unquote, path.split("/")[2:])
        if self.access_key and request.headers.get("Authorization") != self._signature(request):
            return 401, {}, b""
        releases = self.spaces[app, cluster, name].releases
        if self.behind:
            self.behind -= 1
            releases = releases[:-1]
        if not releases:
            return 404, {}, b""
        return 200, {}, _json({"configurations": releases[-1], "releaseKey": "x"})

    def _signature(self, request: Request) -> str:
        text = f"{request.headers.get('Timestamp')}\n{request.path}".encode()
        digest = hmac.new(self.access_key.encode(), text, "sha1").digest()
        return f"Apollo coin-center:{b64encode(digest).decode()}"

    def _hold_against_the_description(self, request: Request, body: Any) -> None:
        wrong = complaints(request, body)
        if wrong:
            raise Refusal(418, "; ".join(wrong))

    def _route(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        if (method, path) == ("GET", "/apps/authorized"):
            return [{"appId": app, "name": app} for app in sorted({key[0] for key in self.spaces})]
        if method == "GET" and path.endswith("/envclusters"):
            return [{"env": env, "clusters": ["default"]} for env in ("DEV", "PRO")]
        if path.endswith("/instances/by-namespace"):
            return self._instances()
        found = SPACE.fullmatch(path)
        if not found:
            raise Refusal(404, f"No message available for {path}")
        env, app, cluster, name, rest = (unquote(part or "") for part in found.groups())
        if env.upper() not in ("DEV", "PRO", "PROD"):
            raise Refusal(500, "服务异常，请稍后再试！")
        space = self.spaces.get((app, cluster, name))
        if space is None:
            raise Refusal(404, f"namespace not found for appId:{app} clusterName:{cluster}")
        return self._in_space(space, method, rest, query, body, raw=found[5] or "")

    def _instances(self) -> Any:
        if self.instances is None:
            raise Refusal(404, "No static resource")
        listed = [{"id": at, "ip": ip} for at, ip in enumerate(self.instances)]
        return {"page": 0, "size": 1000, "total": len(listed), "instances": listed}

    def _in_space(
        self, space: Space, method: str, rest: str, query: dict[str, str], body: Any, raw: str
    ) -> Any:
        match method, rest.split("/")[1:]:
            case "GET", []:
                return self._whole(space, query)
            case "GET", ["releases", "latest"]:
                return (
                    {"id": len(space.releases), "configurations": space.served}
                    if space.releases
                    else None
                )
            case "PUT", ["items", *_]:
                return self._put(space, unquote(raw.removeprefix("/items/")), query, body)
            case "PUT", ["encodedItems", key]:
                return self._put(space, b64decode(key, validate=True).decode(), query, body)
            case "POST", ["releases"]:
                return self._publish(space, query, body)
            case _, ["branches", *more]:
                return self._branches(space, method, more, query, body)
        raise Refusal(400, f"Request method '{method}' not supported")

    def _whole(self, space: Space, query: dict[str, str]) -> Any:
        items = list(space.items.values()) if query.get("fillItemDetail") == "true" else None
        return {
            "format": space.format, "items": items, "isPublic": False,
            "dataChangeCreatedBy": space.begun_by,
        }  # fmt: skip

    def _put(self, space: Space, key: str, query: dict[str, str], body: Any) -> None:
        self._need("modify")
        who = body.get("dataChangeLastModifiedBy")
        if not body.get("key") or not who:
            raise Refusal(400, "key and dataChangeLastModifiedBy can not be empty")
        if body["key"] != key:
            raise Refusal(400, "Key in path and payload is not consistent")
        self._known(who, query)
        if len(key) > 128 or len(body["value"]) > 20_000 or len(body.get("comment") or "") > 256:
            raise Refusal(400, "value too long")
        self._lock(space, who)
        if key not in space.items:
            if query.get("createIfNotExists") != "true":
                raise Refusal(404, f"item not found for key:{key}")
            self._known(body.get("dataChangeCreatedBy"), query)
        space.items[key] = {
            "key": key, "value": body["value"], "comment": body.get("comment"),
            "type": body.get("type") or 0,
        }  # fmt: skip

    def _publish(self, space: Space, query: dict[str, str], body: Any) -> Any:
        self._need("release")
        self._released_by(space, query, body)
        snapshot = {key: item["value"] for key, item in space.items.items() if key}
        space.releases.append(snapshot)
        if self.branch and space is self.space and self.branch_space.releases:
            self.branch_space.releases.append(self._branch_snapshot())
        return {"id": len(space.releases), "name": body["releaseTitle"], "configurations": snapshot}

    def _released_by(self, space: Space, query: dict[str, str], body: Any) -> None:
        title, who = body.get("releaseTitle"), body.get("releasedBy")
        if not title or not who or len(title) > 64 or len(body.get("releaseComment") or "") > 256:
            raise Refusal(400, "Params(releaseTitle and releasedBy) can not be empty")
        self._known(who, query)
        if self.lock_is_on and space.locked_by == who and not body["isEmergencyPublish"]:
            raise Refusal(400, "Config can not be published by yourself.")
        space.locked_by = ""
        self.titles.append(title)

    def _branch_snapshot(self) -> dict[str, str]:
        own = {key: item["value"] for key, item in self.branch_space.items.items()}
        return {**self.space.served, **own}

    def _branches(
        self, space: Space, method: str, rest: list[str], query: dict[str, str], body: Any
    ) -> Any:
        if rest and rest[0] != self.branch:
            raise Refusal(400, "branch not found")
        match method, rest[1:]:
            case "GET", [] if not rest:
                return self._branch_dto() if self.branch else None
            case "POST", []:
                self._need("create")
                self._known(query.get("operator"), query)
                return self.begin_branch(query["operator"])
            case "DELETE", []:
                self._need("release" if self.branch_space.releases else "modify")
                self._known(query.get("operator"), query)
                del self.spaces["coin-center", self.branch, "application"]
                self.branch, self.rules = "", []
                return None
            case "GET", ["rules"]:
                return {"ruleItems": self.rules, "branchName": self.branch} if self.rules else None
            case "PUT", ["rules"]:
                self._need("modify")
                self._known(query.get("operator"), query)
                self.rules = body["ruleItems"]
                return None
            case "POST", ["releases"]:
                self._need("release")
                self._released_by(self.branch_space, query, body)
                self.branch_space.releases.append(self._branch_snapshot())
                return {"id": 1, "configurations": self.branch_space.served}
        raise Refusal(400, f"Request method '{method}' not supported")

    def begin_branch(self, by: str) -> Any:
        if self.branch:
            raise Refusal(400, "namespace not exist in cluster.")
        self.branch = "20261120120000-aa11"
        self.spaces["coin-center", self.branch, "application"] = Space(begun_by=by)
        return self._branch_dto()

    def _branch_dto(self) -> Any:
        space = self.branch_space
        return {
            "clusterName": self.branch, "namespaceName": "application",
            "items": list(space.items.values()), "dataChangeCreatedBy": space.begun_by,
        }  # fmt: skip

    def served_to(self, machine: str) -> dict[str, str]:
        """What a client on this machine gets."""
        for rule in self.rules:
            is_named = {machine, "*"} & set(rule["clientIpList"])
            if (
                rule["clientAppId"].lower() == "coin-center"
                and is_named
                and self.branch_space.releases
            ):
                return self.branch_space.served
        return self.space.served

    def _lock(self, space: Space, who: str) -> None:
        if self.lock_is_on and space.locked_by not in ("", who):
            raise Refusal(400, f"namespace:application is modified by {space.locked_by}")
        space.locked_by = who if self.lock_is_on else ""

    def _need(self, permission: str) -> None:
        if permission not in self.granted:
            raise Refusal(403, "Access is denied")

    def _known(self, who: str | None, query: dict[str, str]) -> None:
        """The operator stands in the query too: 3.0 reads it there."""
        if not query.get("operator"):
            raise Refusal(400, "operator can not be empty")
        for one in (who, query["operator"]):
            if one not in USERS:
                raise Refusal(400, f"user not exists for userName:{one}")


def _json(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()
