"""Flags for pages of other origins: by leave, and only where the installation says so."""

import json
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from gray.origins import Origins
from gray.questions import PATH
from tests.gray.test_ofrep import KEY, Asker, who

SHOP = "https://shop.example.com"
WISHES = {"HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST", "HTTP_X_API_KEY": ""}


@pytest.fixture
def ask():
    asker = Asker()
    asker.door = Origins(asker.door, [SHOP])  # type: ignore[assignment]
    return asker


def test_a_page_of_a_named_origin_gets_leave_and_can_read_what_clients_read(ask):
    status, headers, body = ask("", REQUEST_METHOD="OPTIONS", HTTP_ORIGIN=SHOP, **WISHES)
    assert (status, body) == (204, None)
    assert headers["Access-Control-Allow-Origin"] == SHOP and headers["Vary"] == "Origin"
    wanted = {"x-api-key", "content-type", "if-none-match"}
    assert wanted <= set(headers["Access-Control-Allow-Headers"].lower().split(", "))
    status, headers, _body = ask("", who("ann"), HTTP_ORIGIN=SHOP)
    assert status == 200 and headers["Access-Control-Allow-Origin"] == SHOP
    assert headers["Access-Control-Expose-Headers"] == "ETag, Retry-After"
    etag = headers["ETag"]
    status, headers, _body = ask("", who("ann"), HTTP_ORIGIN=SHOP, HTTP_IF_NONE_MATCH=etag)
    assert status == 304 and headers["Access-Control-Allow-Origin"] == SHOP


def test_refusals_can_be_read_too(ask):
    status, headers, _body = ask("/half", who("ann"), HTTP_ORIGIN=SHOP, HTTP_X_API_KEY="wrong")
    assert status == 401 and headers["Access-Control-Allow-Origin"] == SHOP


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", f"{SHOP}.evil.com", ""])
def test_another_origin_gets_no_leave(ask, origin):
    status, headers, _body = ask("", REQUEST_METHOD="OPTIONS", HTTP_ORIGIN=origin, **WISHES)
    assert status == 405 and "Access-Control-Allow-Origin" not in headers
    status, headers, _body = ask("/half", who("ann"), HTTP_ORIGIN=origin)
    assert status == 200 and "Access-Control-Allow-Origin" not in headers


def test_a_star_lets_every_page_in_and_servers_notice_nothing():
    asker = Asker()
    plain = asker("/half", who("ann"))
    asker.door = Origins(asker.door, ["*"])  # type: ignore[assignment]
    assert asker("/half", who("ann")) == plain
    assert asker("/half", who("ann"), HTTP_ORIGIN=SHOP)[1]["Access-Control-Allow-Origin"] == SHOP


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Nothing on the terminal of the tests."""


@pytest.fixture
def serve():
    """Serves a WSGI function on a port of its own; its origin."""
    servers = []

    def start(application) -> str:
        server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def blank(_environ, start):
    start("200 OK", [("Content-Type", "text/html")])
    return [b"<title>shop</title>"]


@pytest.mark.browser
def test_a_real_browser_may_ask_from_the_named_port_and_from_no_other(serve, desktop):
    shop, stranger = serve(blank), serve(blank)
    flags = serve(Origins(Asker().door, [shop]))
    desktop.goto(shop)
    status, etag, body = desktop.evaluate(FETCH, [f"{flags}{PATH}", KEY])
    assert status == 200 and etag.startswith('"')
    assert {"half", "all"} <= {flag["key"] for flag in json.loads(body)["flags"]}
    desktop.goto(stranger)
    assert desktop.evaluate(FETCH, [f"{flags}{PATH}", KEY]) == ["refused"]


FETCH = """async ([address, key]) => {
    const headers = {"X-API-Key": key, "Content-Type": "application/json"};
    const body = JSON.stringify({context: {targetingKey: "ann"}});
    try {
        const answer = await fetch(address, {method: "POST", headers, body});
        return [answer.status, answer.headers.get("ETag"), await answer.text()];
    } catch {
        return ["refused"];
    }
}"""
