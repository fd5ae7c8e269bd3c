"""The vendors' robot services, as strict as they are known to be, on this machine.

Each refuses in an HTTP 200 what the vendor refuses: a wrong signature, media type or
field, a text that is too long, a missing keyword, and who speaks too often.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.ground.outside_server import Request, Server, serving

HOUR = 3600


@dataclass
class Vendor:
    """Common to all: `texts` that were taken, `times` of every request, `answers` to give first."""

    secret: str = "SECtest"
    keyword: str = ""
    clock: Callable[[], float] = time.monotonic
    texts: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    blocked_until: float = 0
    on_taken: Callable[[], None] | None = None
    server: Server | None = None

    most_a_minute = 20
    penalty = 60.0
    path = "/"

    @property
    def url(self) -> str:
        return self.server.url(self.path)

    def __call__(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        said = self.answers.pop(0) if self.answers else self.check(request)
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()

    def check(self, request: Request) -> dict[str, Any]:
        moment = self.clock()
        self.times.append(moment)
        if moment < self.blocked_until or self.is_too_often(moment):
            self.blocked_until = max(self.blocked_until, moment + self.penalty)
            return self.too_often
        if not request.headers.get("Content-Type", "").startswith("application/json"):
            return self.bad_body
        return self.judge(request, json.loads(request.body)) or self.take(json.loads(request.body))

    def is_too_often(self, moment: float) -> bool:
        return len([one for one in self.times if moment - one < 60]) > self.most_a_minute

    def take(self, body: dict[str, Any]) -> dict[str, Any]:
        self.texts.append(self.text(body))
        if self.on_taken:
            self.on_taken()
        return self.ok

    @property
    def most_in_a_minute(self) -> int:
        """The busiest sliding minute."""
        return max(
            len([one for one in self.times if start <= one < start + 60]) for start in self.times
        )


class DingTalk(Vendor):
    path = "/robot/send?access_token=TOKEN1234"
    penalty = 600.0
    ok = {"errcode": 0, "errmsg": "ok"}
    bad_body = {"errcode": 40035, "errmsg": "缺少参数 json"}
    too_often = {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}

    def text(self, body):
        return body["text"]["content"]

    def judge(self, request, body):
        query = parse_qs(urlsplit(request.path).query, strict_parsing=True)
        if query.get("access_token") != ["TOKEN1234"]:
            return {"errcode": 300001, "errmsg": "token is not exist"}
        if self.secret and not self.is_signed(query):
            return {"errcode": 310000, "errmsg": "sign not match"}
        if set(body) - {"msgtype", "text", "at"} or body["msgtype"] != "text":
            return self.bad_body
        if self.keyword not in self.text(body):
            return {"errcode": 310000, "errmsg": "keywords not in content"}
        if len(request.body) > 20_000:
            return {"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"}
        assert not body["at"].get("isAtAll")
        return None

    def is_signed(self, query):
        (stamp,), (sign,) = query["timestamp"], query["sign"]
        if abs(int(stamp) / 1000 - time.time()) > HOUR:
            return False
        digest = hmac.new(
            self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256
        ).digest()
        return base64.b64decode(sign, validate=True) == digest


class WeCom(Vendor):
    path = "/cgi-bin/webhook/send?key=KEY-1234"
    ok = {"errcode": 0, "errmsg": "ok"}
    bad_body = {"errcode": 40008, "errmsg": "invalid message type"}
    too_often = {"errcode": 45009, "errmsg": "api freq out of limit"}

    def text(self, body):
        return body["text"]["content"]

    def judge(self, request, body):
        if parse_qs(urlsplit(request.path).query).get("key") != ["KEY-1234"]:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        if body["msgtype"] != "text":
            return self.bad_body
        if len(self.text(body).encode()) > 2048:
            return {"errcode": 40058, "errmsg": "text.content exceed max length 2048"}
        assert "@all" not in body["text"]["mentioned_list"]
        return None


class Feishu(Vendor):
    path = "/open-apis/bot/v2/hook/HOOK-1234"
    most_a_minute = 100
    ok = {"code": 0, "msg": "success", "data": {}}
    bad_body = {"code": 9499, "msg": "Bad Request", "data": {}}
    too_often = {"code": 11232, "msg": "frequency limited"}

    def text(self, body):
        return body["content"]["text"]

    def judge(self, request, body):
        if request.path != self.path or body["msg_type"] != "text":
            return self.bad_body
        if self.secret and not self.is_signed(body):
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}
        if self.keyword not in self.text(body):
            return {"code": 19024, "msg": "Key Words Not Found"}
        if len(request.body) > 20 * 1024:
            return self.bad_body
        return None

    def is_signed(self, body):
        stamp = body.get("timestamp", "")
        if not isinstance(stamp, str) or abs(int(stamp or 0) - time.time()) > HOUR:
            return False
        key = f"{stamp}\n{self.secret}".encode()
        return base64.b64decode(body["sign"]) == hmac.new(key, b"", hashlib.sha256).digest()


VENDORS = {"dingtalk": DingTalk, "wecom": WeCom, "feishu": Feishu}


@contextmanager
def vendor(kind: str, **changes: Any) -> Iterator[Vendor]:
    """The service of that kind of robot."""
    service = VENDORS[kind](**changes)
    with serving(service) as server:
        service.server = server
        yield service
