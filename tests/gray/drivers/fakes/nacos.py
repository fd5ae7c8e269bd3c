"""Nacos servers of three generations, with log-in, compare-and-swap and beta versions.

What a publish does not repeat is reset; addresses of machines are not trimmed; errors come with
the codes, and the statuses, that each interface gives them.
"""

import hashlib
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from gray.drivers.nacos.server import _tokens
from tests.gray.drivers.rigs import PLACE, Answer, Rig
from tests.ground.outside_server import Request

PASSWORD = "n4c0s pass+word/"
TYPES = {"text", "json", "xml", "yaml", "html", "properties", "toml"}
FORM = "application/x-www-form-urlencoded"


@dataclass
class Config:
    content: str
    type: str = "text"
    desc: str | None = None
    tags: str | None = None
    app: str | None = None

    @property
    def md5(self) -> str:
        return hashlib.md5(self.content.encode()).hexdigest()


class Refusal(Exception):
    """`code` is that of the envelope; v1 has only texts."""

    def __init__(self, status: int, code: int, message: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass
class Call:
    """A request, taken apart: the names of its configuration, whatever the version calls them."""

    method: str
    path: str
    given: dict[str, str]
    headers: dict[str, str]
    key: tuple[str, str, str] = field(default=("", "", ""))


class Nacos(Rig):
    secrets = (PASSWORD,)
    machines: ClassVar[bool] = True
    version: ClassVar[str]
    offered: ClassVar[tuple[str, ...]]
    login: ClassVar[str] = "/nacos/v1/auth/login"

    def __init__(self) -> None:
        _tokens.clear()
        self.configs: dict[tuple[str, str, str], Config] = {}
        self.betas: dict[tuple[str, str, str], tuple[str, str]] = {}
        self.tokens: dict[str, float] = {}
        self.life, self.may = 18_000, {"r", "w"}
        self.options_more: dict[str, str] = {}
        self.logins = 0
        self.listening = ["10.0.0.2", "10.0.0.1"]
        self.calls: list[Call] = []

    key = ("", "DEFAULT_GROUP", PLACE.key)

    def options(self) -> dict[str, str]:
        return {
            "address": f"{self.url}/nacos/", "version": self.version, "username": "robot",
            "password": PASSWORD, "namespace": "", "group": "DEFAULT_GROUP", "timeout": "1",
            **self.options_more,
        }  # fmt: skip

    def moves(self, request: Request) -> bool:
        return request.method == "POST" and "/cs/" in request.path

    def meddle(self) -> None:
        self.configs[self.key].content = "77"

    def off_text(self) -> str:
        return self.configs[self.key].content

    def served_to(self, ip: str, key: tuple[str, str, str] | None = None) -> str:
        """What a client at this address gets."""
        key = key or self.key
        content, ips = self.betas.get(key, ("", ""))
        return content if ip in ips.split(",") and ips else self.configs[key].content

    def published(self) -> list[Call]:
        return [call for call in self.calls if call.method == "POST" and "/cs/" in call.path]

    def answer(self, request: Request) -> Answer:
        parts = urlsplit(request.path)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        if request.body:
            if not request.headers.get("Content-Type", "").startswith(FORM):
                return 415, {}, b""
            given |= dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        call = Call(request.method, parts.path, given, request.headers)
        self.calls.append(call)
        try:
            return self._route(call)
        except Refusal as refusal:
            if call.path.startswith("/nacos/v1"):
                return refusal.status, {}, refusal.message.encode()
            found = {"code": refusal.code, "message": refusal.message, "data": None}
            return refusal.status, {}, json.dumps(found).encode()

    def _route(self, call: Call) -> Answer:
        if call.path == self.login and call.method == "POST":
            return self._log_in(call.given)
        version = call.path.removeprefix("/nacos/").partition("/")[0]
        if version not in ("v1", "v2", "v3") or not call.path.startswith("/nacos/"):
            return 404, {"Content-Type": "text/html"}, b"<html>Not Found</html>"
        if version not in self.offered:
            return self._not_offered(version)
        self._need(call, "w" if call.method in ("POST", "DELETE") else "r")
        return getattr(self, f"_{version}")(call)

    def _not_offered(self, version: str) -> Answer:
        """A newer server says so by code; an older one has never heard of it."""
        if version < max(self.offered):
            found = {"code": 40001, "message": "API is disabled", "data": None}
            return 410, {}, json.dumps(found).encode()
        return 404, {}, b'{"timestamp": 1, "status": 404, "error": "Not Found", "path": "/x"}'

    def _log_in(self, given: dict[str, str]) -> Answer:
        self.logins += 1
        if (given.get("username"), given.get("password")) != ("robot", PASSWORD):
            return 403, {}, b"unknown user!"
        token = f"token-{len(self.tokens)}-{time.monotonic_ns()}"
        self.tokens[token] = time.monotonic() + self.life
        found = {"accessToken": token, "tokenTtl": self.life, "globalAdmin": False}
        return 200, {"Authorization": f"Bearer {token}"}, json.dumps(found).encode()

    def _need(self, call: Call, right: str) -> None:
        token = call.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token, 0) < time.monotonic():
            raise Refusal(403, 10001, "token invalid!")
        if right not in self.may:
            raise Refusal(403, 10001, "authorization failed!")

    def _find(self, call: Call, group: str, space: str) -> None:
        """Take the names under which this version takes them, and no others."""
        data_id = call.given.get("dataId", "")
        if not data_id or not call.given.get(group):
            raise Refusal(400, 10000, f"Required parameter '{group}' is not present")
        if not re.fullmatch(r"[\w.:-]+", data_id, re.ASCII):
            raise Refusal(400, 20008, "invalid dataId")
        call.key = (call.given.get(space, ""), call.given[group], data_id)
        if call.key[0] not in ("", "ns-1"):
            raise Refusal(404, 22001, "namespace not exist")

    def _v1(self, call: Call) -> Answer:
        if call.path == "/nacos/v1/cs/configs/listener":
            found = {
                "collectStatus": 200,
                "lisentersGroupkeyStatus": self._listeners(call, "group"),
            }
            return 200, {}, json.dumps(found).encode()
        if call.path != "/nacos/v1/cs/configs":
            return 404, {}, b"<html>"
        self._find(call, "group", "tenant")
        if call.given.get("beta") == "true":
            return self._beta_of_v1(call)
        if call.method == "POST":
            return self._publish_by_v1(call)
        found = self.configs.get(call.key)
        if call.given.get("show") == "all":
            return 200, {}, json.dumps(_all(found)).encode() if found else b""
        if found is None:
            return 404, {}, b"config data not exist\n"
        return 200, {"Content-MD5": found.md5, "Config-Type": found.type}, found.content.encode()

    def _listeners(self, call: Call, group: str) -> dict[str, str]:
        assert call.method == "GET" and call.given["dataId"] and call.given[group]
        return dict.fromkeys(self.listening, "md5")

    def _publish_by_v1(self, call: Call) -> Answer:
        try:
            self._publish(call, "config_tags")
        except Refusal as refusal:
            if refusal.code == 20005:
                return 500, {}, b"false"
            raise
        return 200, {}, b"true"

    def _beta_of_v1(self, call: Call) -> Answer:
        if call.method == "DELETE":
            self.betas.pop(call.key, None)
            return _envelope(True, code=200)
        content, ips = self.betas.get(call.key, ("", ""))
        return _envelope({"content": content, "betaIps": ips} if ips else None, code=200)

    def _v2(self, call: Call) -> Answer:
        if call.path != "/nacos/v2/cs/config":
            return 404, {}, b"<html>"
        self._find(call, "group", "namespaceId")
        if call.method == "POST":
            return self._publish(call, "configTags")
        return _envelope(self._there(call).content)

    def _v3(self, call: Call) -> Answer:
        self._find(call, "groupName", "namespaceId")
        if call.path == "/nacos/v3/admin/cs/config/beta":
            return self._beta_of_v3(call)
        if call.path == "/nacos/v3/admin/cs/config/listener":
            self._need(call, "w")
            return _envelope(
                {"queryType": "config", "listenersStatus": self._listeners(call, "groupName")}
            )
        if call.path != "/nacos/v3/admin/cs/config":
            return 404, {}, b"<html>"
        if call.method == "POST":
            return self._publish(call, "configTags")
        return _envelope(_all(self._there(call)))

    def _beta_of_v3(self, call: Call) -> Answer:
        if call.method == "DELETE":
            self.betas.pop(call.key, None)
            return _envelope(True)
        if call.key not in self.betas:
            raise Refusal(404, 20004, "Config is not in beta.")
        content, ips = self.betas[call.key]
        rule = json.dumps({"type": "beta", "version": "1.0.0", "expr": ips, "priority": 1})
        return _envelope({"content": content, "grayName": "beta", "grayRule": rule})

    def _there(self, call: Call) -> Config:
        if call.key not in self.configs:
            raise Refusal(404, 20004, "Config not exist, please publish Config first.")
        return self.configs[call.key]

    def _publish(self, call: Call, tags: str) -> Answer:
        given, before = call.given, self.configs.get(call.key)
        if not given.get("content"):
            raise Refusal(400, 10000, "Required parameter 'content' is not present")
        if call.headers.get("betaIps"):
            self.betas[call.key] = given["content"], call.headers["betaIps"]
            return _envelope(True)
        guard = call.headers.get("casMd5")
        if guard and before and guard != before.md5:
            raise Refusal(500, 20005, "Cas publish fail, server md5 may have changed.")
        kind = given.get("type", "")
        app = given.get("appName", before.app if before else None)
        self.configs[call.key] = Config(
            given["content"], kind if kind in TYPES else "text", given.get("desc"),
            given.get(tags), app,
        )  # fmt: skip
        return _envelope(True)


class NacosV1(Nacos):
    driver = "nacos"
    version = "v1"
    offered = ("v1",)


class NacosV2(Nacos):
    driver = "nacos"
    version = "v2"
    offered = ("v1", "v2")


class NacosV3(Nacos):
    driver = "nacos"
    version = "v3"
    offered = ("v3",)
    login = "/nacos/v3/auth/user/login"


def _all(found: Config) -> dict[str, Any]:
    return {
        "content": found.content, "md5": found.md5, "type": found.type, "desc": found.desc,
        "configTags": found.tags, "appName": found.app,
    }  # fmt: skip


def _envelope(data: Any, code: int = 0) -> Answer:
    found = {"code": code, "message": "success", "data": data}
    return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()
