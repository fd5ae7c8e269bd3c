"""OpenFeature's own clients, unchanged, against the running product."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

from gray.bucket import position
from tests.gray.node import Node
from tests.gray.switches import HALF
from tests.processes import Processes, free_port, is_open, wait_for

pytestmark = [pytest.mark.servers, pytest.mark.long, pytest.mark.xdist_group("clients")]
NEW, OLD = {"版本": "新", "n": [1, 2]}, {"版本": "旧"}
A_SECOND = 3
"""Questions that the second server lets a key ask in one."""


def person(flag: str, is_in: bool, form: str) -> str:
    """The first of these people on that side of fifty per cent."""
    names = map(form.format, range(1_000))
    return next(name for name in names if (position(flag, name) < HALF) is is_in)


IN, OUT = person("half", True, "u-{}"), person("half", False, "u-{}")
CHINESE_IN, CHINESE_OUT = person("half", True, "用户{}号"), person("half", False, "用户{}号")

ANSWERS = [
    ("boolean", "all", "u-1", False, True, "on", "STATIC"),
    ("boolean", "nobody", "u-1", True, False, "off", "STATIC"),
    ("boolean", "killed", "无忌", True, False, "off", "DISABLED"),
    ("boolean", "named", "无忌", False, True, "on", "TARGETING_MATCH"),
    ("boolean", "named", "u-1", True, False, "off", "STATIC"),
    ("boolean", "half", IN, False, True, "on", "SPLIT"),
    ("boolean", "half", OUT, True, False, "off", "SPLIT"),
    ("boolean", "half", CHINESE_IN, False, True, "on", "SPLIT"),
    ("boolean", "half", CHINESE_OUT, True, False, "off", "SPLIT"),
    ("string", "word", "u-1", "-", "新版", "on", "STATIC"),
    ("integer", "number", "u-1", -1, 42, "on", "STATIC"),
    ("float", "float", "u-1", -1.5, 1.0, "on", "STATIC"),
    ("object", "thing", person("thing", True, "u-{}"), {}, NEW, "on", "SPLIT"),
    ("object", "thing", person("thing", False, "u-{}"), {}, OLD, "off", "SPLIT"),
]
REFUSALS = [("half", None, "TARGETING_KEY_MISSING"), ("unknown", "u-1", "FLAG_NOT_FOUND")]


@dataclass
class Served:
    """The product on two ports: without a limit, and with one of A_SECOND."""

    processes: Processes
    key: str
    port: int
    slow_port: int

    def url(self, port: int = 0) -> str:
        return f"http://127.0.0.1:{port or self.port}"

    def run(self, code: str) -> str:
        """What a process of the product prints that does this."""
        done = self.processes.manage("shell", "-v0", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clients")
    processes = Processes(folder, {"VAR_DIR": str(folder)})
    assert processes.manage("migrate", "-v0").returncode == 0
    made = Served(processes, "", free_port(), free_port())
    made.key = made.run("from tests.gray.switches import write; write()")
    for port, rate in ((made.port, 0), (made.slow_port, A_SECOND)):
        processes.start(
            "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--blocking-threads", "4", "releaseplan.wsgi:application",
            name=f"web{rate}", OFREP_RATE=str(rate),
        )  # fmt: skip
    for port in (made.port, made.slow_port):
        wait_for(lambda port=port: is_open(port), what="the web server")
    yield made
    processes.stop()


@pytest.fixture
def python(served: Served) -> Iterator[Callable[..., tuple[OpenFeatureClient, list[str]]]]:
    """Makes Python clients; each with the list of the addresses that it asked."""

    def make(port: int = 0, key: str = "") -> tuple[OpenFeatureClient, list[str]]:
        headers = {"X-API-Key": key or served.key}
        provider = OFREPProvider(served.url(port), headers_factory=lambda: headers)
        asked: list[str] = []
        provider.session.hooks["response"].append(lambda answer, **_: asked.append(answer.url))
        api.set_provider(provider)
        return api.get_client(), asked

    yield make
    api.clear_providers()


@pytest.fixture
def node(served: Served) -> Iterator[Callable[..., Node]]:
    """Starts scripts of tests/gray/clients."""
    started: list[Node] = []

    def start(script: str, port: int = 0, key: str = "") -> Node:
        started.append(Node(script, served.url(port), key or served.key))
        return started[-1]

    yield start
    for one in started:
        one.close()


def in_node(kind: str) -> str:
    """JavaScript has one kind of number."""
    return "number" if kind in ("integer", "float") else kind


def test_python_gets_every_kind_of_value_with_variant_and_reason(python):
    client, _asked = python()
    for kind, flag, who, otherwise, value, variant, reason in ANSWERS:
        ask = getattr(client, f"get_{kind}_details")
        got = ask(flag, otherwise, EvaluationContext(who))
        assert (got.value, got.variant, got.reason, got.error_code) == (
            value, variant, reason, None,
        ), (kind, flag, who)  # fmt: skip
        assert type(got.value) is type(value)


def test_python_falls_back_to_the_code_with_the_right_code(python):
    client, _asked = python()
    for flag, who, code in REFUSALS:
        got = client.get_boolean_details(flag, True, EvaluationContext(who))
        assert (got.value, got.error_code, bool(got.error_message)) == (True, code, True)
    stranger, _asked = python(key="rp_env_wrong")
    got = stranger.get_boolean_details("all", False, EvaluationContext("u-1"))
    assert (got.value, got.error_code) == (False, "GENERAL")


def test_python_waits_for_the_whole_seconds_of_a_429(served, python):
    client, asked = python(served.slow_port)
    someone = EvaluationContext("u-1")

    def details() -> Any:
        return client.get_boolean_details("all", False, someone)

    limited = next(got for got in (details() for _ in range(20)) if got.error_code)
    assert "retry after: 1" in limited.error_message.lower()
    before = len(asked)
    assert "paused" in details().error_message and len(asked) == before
    wait_for(lambda: details().value, within=5, what="the end of the pause")


def test_the_server_client_of_node_gets_the_same(node):
    client = node("server.mjs")
    for kind, flag, who, otherwise, value, variant, reason in ANSWERS:
        context = {"targetingKey": who}
        got = client.ask(kind=in_node(kind), flag=flag, otherwise=otherwise, context=context)
        assert (got["value"], got["variant"], got["reason"], got.get("errorCode")) == (
            value, variant, reason, None,
        ), (kind, flag, who)  # fmt: skip
    for flag, who, code in REFUSALS:
        context = {"targetingKey": who} if who else {}
        got = client.ask(kind="boolean", flag=flag, otherwise=True, context=context)
        assert (got["value"], got["errorCode"], got["reason"]) == (True, code, "ERROR")


def test_the_server_client_of_node_is_refused_and_paused(served, node):
    question = {"kind": "boolean", "flag": "all", "context": {"targetingKey": "u-1"}}
    got = node("server.mjs", key="rp_env_wrong").ask(**question, otherwise=False)
    assert (got["value"], got["errorCode"]) == (False, "GENERAL")
    client = node("server.mjs", port=served.slow_port)

    def details() -> dict[str, Any]:
        return client.ask(**question, otherwise=False)

    limited = next(got for got in (details() for _ in range(20)) if "errorCode" in got)
    assert details()["sent"] == limited["sent"], "a paused client asks nobody"
    wait_for(lambda: details()["value"], within=5, what="the end of the pause")


def test_the_web_client_gets_the_same_in_bulk(node):
    client = node("web.mjs")
    for kind, flag, who, otherwise, value, variant, reason in ANSWERS:
        got = client.ask(who=who, kind=in_node(kind), flag=flag, otherwise=otherwise)
        assert (got["value"], got["variant"], got["reason"], got.get("errorCode")) == (
            value, variant, reason, None,
        ), (kind, flag, who)  # fmt: skip
    got = client.ask(kind="boolean", flag="unknown", otherwise=True)
    assert (got["value"], got["errorCode"]) == (True, "FLAG_NOT_FOUND")


def test_the_web_client_without_a_person_knows_what_needs_none(node):
    client = node("web.mjs")
    got = client.ask(kind="boolean", flag="half", otherwise=True)
    assert (got["value"], got["errorCode"]) == (True, "TARGETING_KEY_MISSING")
    assert client.ask(kind="boolean", flag="all", otherwise=False)["value"] is True


def test_the_web_client_is_told_304_until_something_changed(served, node):
    client = node("web.mjs")
    first = client.ask(who="u-1", kind="boolean", flag="nobody", otherwise=True)
    assert first["value"] is False
    [fetched] = [one for one in first["requests"] if one["status"] == 200]
    polled = wait_for(lambda: client.ask()["requests"], what="a poll")
    assert {(one["status"], one["tag"], one["length"]) for one in polled} == {  # type: ignore[attr-defined]
        (304, fetched["etag"], 0)
    }
    other = client.ask(who="u-2", kind="boolean", flag="nobody", otherwise=True)["requests"][-1]
    assert other["status"] in (200, 304) and other["etag"] != fetched["etag"]
    served.run("from tests.gray.switches import expose; expose('nobody', 10_000)")

    def told() -> Any:
        got = client.ask(kind="boolean", flag="nobody", otherwise=False)
        return got["value"] and got

    assert wait_for(told, within=5, what="the change")["variant"] == "on"  # type: ignore[index]
    served.run("from tests.gray.switches import expose; expose('nobody', 0)")
    wait_for(lambda: not told(), within=5, what="the change back")


def test_the_web_client_pauses_and_keeps_what_it_knows(served, node):
    client = node("web.mjs", port=served.slow_port)
    client.ask(who="u-1")
    seen: list[dict[str, Any]] = []
    end = time.monotonic() + 5
    while time.monotonic() < end:
        got = client.ask(kind="boolean", flag="all", otherwise=False)
        seen += got["requests"]
        assert got["value"] is True
        time.sleep(0.1)
    limited = [at for at, one in enumerate(seen[:-1]) if one["status"] == 429]
    assert limited, [one["status"] for one in seen]
    assert all(seen[at + 1]["at"] - seen[at]["at"] > 900 for at in limited), "milliseconds"


def test_a_float_has_a_decimal_point_on_the_wire(served):
    link = http.client.HTTPConnection("127.0.0.1", served.port, timeout=5)
    body = json.dumps({"context": {"targetingKey": "u-1"}})
    link.request("POST", "/ofrep/v1/evaluate/flags/float", body, {"X-API-Key": served.key})
    assert b'"value":1.0}' in link.getresponse().read()
    link.close()


def test_a_command_to_a_ramp_reaches_every_client(served, python, node):
    """Fixed users first, then advanced to 1 and 10 %, rolled back, switched off."""
    key = json.loads(served.run("from tests.gray.seeding import seed; seed(36_000)"))["key"]
    client, _asked = python(key=key)
    server, web = node("server.mjs", key=key), node("web.mjs", key=key)
    names = map("用户-{}".format, range(10_000))
    who = next(name for name in names if 100 <= position("flag.0", name) < 1_000)
    question = {"kind": "boolean", "flag": "flag.0", "otherwise": False}

    def answers() -> set[bool]:
        return {
            client.get_boolean_value("flag.0", False, EvaluationContext(who)),
            server.ask(**question, context={"targetingKey": who})["value"],
            web.ask(**question, who=who)["value"],
        }

    assert answers() == {False}
    for verb, is_in in (("advance", False), ("advance", True), ("roll_back", False)):
        served.run(COMMAND.format(verb=verb))
        wait_for(lambda is_in=is_in: answers() == {is_in}, within=5, what=f"{verb} {is_in}")
    assert client.get_boolean_value("flag.0", False, EvaluationContext("无忌")) is True
    served.run(COMMAND.format(verb="off"))
    got = wait_for(
        lambda: (
            client.get_boolean_details("flag.0", True, EvaluationContext("无忌")).reason
            == "DISABLED"
        ),
        within=5,
        what="off",
    )
    assert got


COMMAND = """
from gray.actions import command
from gray.models import Run
from people.models import User
run = Run.objects.select_related("ramp").get()
command(run.ramp, by=User.objects.get(username="oli"), command="{verb}", reason="测试")
"""
