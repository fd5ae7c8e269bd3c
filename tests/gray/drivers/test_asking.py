"""Questions to an outside system: every bad answer is a sentence, and no secret is in one."""

import pytest

from gray.drivers.asking import MOST, Refused, ask
from gray.drivers.base import DriverError
from ground import outside
from tests.ground.outside_server import serving

SECRET = "tok/en-1234567890"
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with serving(lambda request: (200, {}, b'{"a": 1}')) as running:
        yield running


def test_json_goes_out_and_comes_back(server):
    reply = ask("POST", server.url(), body={"名": "值"})
    assert (reply.status, reply.json()) == (200, {"a": 1})
    (request,) = server.seen
    assert request.body.decode() == '{"名": "值"}'
    assert request.headers["Content-Type"] == "application/json;charset=UTF-8"


def test_bytes_go_out_as_they_are(server):
    ask("POST", server.url(), body=b"a=b", headers={"Content-Type": "text/x"})
    (request,) = server.seen
    assert (request.body, request.headers["Content-Type"]) == (b"a=b", "text/x")


def test_text_beyond_the_first_plane_is_text(server):
    server.answer = lambda request: (200, {}, b'["\\ud83d\\ude00", "\\\\ud800"]')
    assert ask("GET", server.url()).json() == ["\N{GRINNING FACE}", "\\ud800"]


def test_an_empty_answer_is_none_and_a_page_is_no_answer(server):
    server.answer = lambda request: (200, {}, b" ")
    assert ask("GET", server.url()).json() is None
    for body in (
        b"<html></html>", b"NaN", b"[" * 100_000, b'{"a": 1', b"\xff\xfe", b'["\\uD800"]',
    ):  # fmt: skip
        server.answer = lambda request, body=body: (200, {}, body)
        with pytest.raises(DriverError, match="不是 JSON"):
            ask("GET", server.url()).json()


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (302, "最终的地址"), (400, "没有接受"), (401, "换成有效的"), (403, "授权"),
        (404, "请核对"), (429, "自动再试"), (500, "它的日志"), (503, "它的日志"),
    ],
)  # fmt: skip
def test_every_status_says_what_to_do(server, status, advice):
    server.answer = lambda request: (status, {"Location": "http://169.254.169.254/"}, b"<html>")
    with pytest.raises(Refused, match=advice) as refusal:
        ask("GET", server.url())
    assert refusal.value.status == status and "127.0.0.1" in str(refusal.value)
    assert len(server.seen) == 1, "a redirect is not followed"


def test_the_reason_of_the_other_side_is_repeated_short_and_plain(server):
    reason = "x\\u0000\\ud800\\r\\ny " + "长" * 500
    server.answer = lambda request: (400, {}, f'{{"message": "{reason}"}}'.encode())
    with pytest.raises(Refused) as refusal:
        ask("GET", server.url())
    assert refusal.value.said.startswith("x y 长") and len(refusal.value.said) == MOST + 1
    str(refusal.value).encode()


@pytest.mark.parametrize("shown", [SECRET, "tok%2Fen-1234567890", "长" * 190 + SECRET])
def test_a_secret_that_is_sent_back_is_not_repeated(server, shown, caplog):
    server.answer = lambda request: (500, {}, f'{{"message": "bad {shown}"}}'.encode())
    with pytest.raises(Refused) as refusal:
        ask("GET", server.url(f"/?t={SECRET}"), headers={"A": SECRET}, secrets=[SECRET])
    told = f"{refusal.value} {refusal.value!r} {refusal.value.said} {caplog.text}"
    assert "tok" not in told and "***" in told


@pytest.mark.parametrize("value", [f"{SECRET}\r\nX: y", f"{SECRET}令牌", f"{SECRET}\n"])
def test_a_token_that_no_header_can_hold_is_refused_without_repeating_it(server, value):
    with pytest.raises(DriverError, match="Authorization") as refusal:
        ask("GET", server.url(), headers={"Authorization": value}, secrets=[value])
    assert SECRET not in str(refusal.value) and not server.seen


def test_nobody_there_too_slow_too_long_or_not_allowed_is_said(server, settings, monkeypatch):
    monkeypatch.setattr(outside, "MOST_BYTES", 4)
    with pytest.raises(DriverError, match="回答太长"):
        ask("GET", server.url())
    with pytest.raises(DriverError, match="没有及时回答"):
        ask("GET", server.url(), seconds=0)
    with pytest.raises(DriverError, match="连不上"):
        ask("GET", "http://127.0.0.1:1/")
    settings.OUTBOUND_ALLOWED_HOSTS = []
    with pytest.raises(DriverError, match="管理员"):
        ask("GET", server.url("/", "https"))
