"""A home-made gateway: it answers 200 whatever happens, and says in `code` how it went."""

import json
from urllib.parse import unquote

from tests.gray.drivers.rigs import Answer, Rig
from tests.ground.outside_server import Request

KEY = "gateway-key-0123456789"


class Gateway(Rig):
    """`flags` holds name → body of the last PUT."""

    driver = "http"
    secrets = (KEY,)
    texts = False
    off = "closed"

    def __init__(self) -> None:
        self.flags: dict[str, dict[str, object]] = {}
        self.options_more: dict[str, str] = {}

    def options(self) -> dict[str, str]:
        return {
            "method": "PUT", "address": f"{self.url}/flags/{{{{flag}}}}", "secret": KEY,
            "headers": "X-Key: {{secret}}\nX-Env: {{env}}\nIdempotency-Key: {{idempotency_key}}",
            "content_type": "application/json",
            "body": '{"gray": {{percent}}, "text": "{{percent_string}}%", "plan": {{plan_id}}}',
            "off_body": '{"gray": 0, "text": "closed"}',
            "read_method": "GET", "read_address": f"{self.url}/flags/{{{{flag}}}}",
            "read_pointer": "/data/gray", "read_form": "percent", "missing": "",
            "ok_pointer": "/code", "ok_value": "0", "precision": "hundredths", "moves": "set",
            "test_address": f"{self.url}/health", "timeout": "1", **self.options_more,
        }  # fmt: skip

    def answer(self, request: Request) -> Answer:
        if request.headers.get("X-Key") != KEY:
            return _said(40101, "bad key")
        if request.path == "/health":
            return _said(0)
        start, name = request.path[:7], unquote(request.path[7:])
        assert start == "/flags/" and "/" not in request.path[7:]
        if request.method == "GET":
            return _said(0, data=self.flags.get(name, {"gray": 0}))
        if request.method == "DELETE":
            self.flags.pop(name, None)
            return _said(0)
        assert request.method == "PUT" and request.headers["Content-Type"] == "application/json"
        body = json.loads(request.body)
        assert isinstance(body["gray"], int | float) and isinstance(body["text"], str)
        self.flags[name] = body
        return _said(0)

    def meddle(self) -> None:
        self.flags["coin.refund"]["gray"] = 77

    def off_text(self) -> str:
        return str(self.flags["coin.refund"]["text"])


def _said(code: int, message: str = "ok", **more: object) -> Answer:
    body = json.dumps({"code": code, "message": message, **more}).encode()
    return 200, {"Content-Type": "application/json"}, body
