"""Requests that nobody of ours sends get one clear sentence, and never reach the depths."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from ground.bodies import MOST_BYTES
from releaseplan import plain
from releaseplan.wsgi import application
from tests.security.doors import doors
from tests.security.world import World

pytestmark = pytest.mark.long

Visitor = Callable[..., Client]
PLANS = "/api/v1/plans/"
HALF, NUL = "\ud800", "\x00"


@pytest.fixture
def ann(world: World, visitor: Visitor) -> Client:
    return visitor("ann")


@pytest.fixture
def base(world: World) -> str:
    return f"{PLANS}{world.open.plan.number}/"


def places(world: World) -> list[tuple[str, str]]:
    """(method, address) of everything that takes a JSON body."""
    ids, base = world.open.ids, f"{PLANS}{world.open.plan.number}/"
    rows, row = f"{base}sections/apps/", f"{base}sections/apps/{ids['apps']}/"
    return [
        ("POST", PLANS), ("PATCH", base), ("POST", rows), ("PATCH", rows), ("PATCH", row),
        ("PUT", f"{rows}order/"), ("POST", f"{base}sections/steps/{ids['steps']}/progress/"),
        ("POST", f"{base}notes/"), ("PATCH", f"{base}notes/{ids['note']}/"),
        ("POST", f"{base}ramps/"), ("POST", f"{base}ramps/{ids['ramp']}/commands/"),
        ("POST", f"{base}apps/coin-center/deployment/"), ("POST", f"{base}revisions/"),
        ("PATCH", f"{base}gates/{ids['gate']}/record/"), ("POST", f"{base}submission/"),
        ("POST", f"{base}gates/{ids['gate']}/signoffs/"), ("POST", f"{base}start/"),
    ]  # fmt: skip


def said(answer: Any) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("[" * 100_000 + "]" * 100_000, "JSON"),
        (json.dumps({"title": [[[[[[[[[[[[[[[[[[[[[["x"]]]]]]]]]]]]]]]]]]]]]]}), "嵌套"),
        (json.dumps({"title": HALF}), "不完整的字符"),
        (json.dumps({"extra": {NUL: "x"}}), "空字符"),
        (json.dumps([{"rows": [f"a{NUL}"]}]), "空字符"),
        ('{"title": NaN}', "JSON"),
        ('{"batch": ' + "9" * 5000 + "}", "JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        ("nonsense", "JSON"),
    ],
)
def test_json_that_is_none_of_ours_is_refused_everywhere(
    world: World, ann: Client, body: Any, word: str
) -> None:
    for method, place in places(world):
        answer = ann.generic(method, place, body, "application/json")
        assert answer.status_code == 400, place
        assert word in said(answer)


def test_a_body_without_end_is_not_read(ann: Client) -> None:
    answer = ann.generic("POST", PLANS, b" " * (MOST_BYTES + 2), "application/json")
    assert (answer.status_code, "太长" in said(answer)) == (413, True)


ODD: list[Any] = [None, -1, 10**30, 1.5, True, [], {}, "x" * 3_000, "²", [[]], [{}]]
MOMENTS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-01T10:00+99:99"]
SPANS = ["PT99999999999999H"]


@pytest.mark.parametrize("value", [*ODD, MOMENTS[0], SPANS[0]], ids=lambda value: repr(value)[:20])
def test_no_value_in_any_field_is_a_fault_of_ours(world: World, ann: Client, value: Any) -> None:
    fields = [
        "title", "kind", "timezone", "window_start", "observe", "visibility", "by", "draft",
        "app", "batch", "depends_on", "extra", "raw", "id", "state", "actual_start", "heading",
        "text", "rows", "ids", "name", "flag", "stages", "command", "stage", "build", "bugs_a",
        "record", "decision", "digest", "reason",
    ]  # fmt: skip
    usual = {"version_lock": 1, "row_version": 1, "version": 1, "record_version": 1, "name": "n"}
    whole = dict.fromkeys(fields, value)
    for method, place in places(world):
        for body in ([value], {**usual, **whole}):
            answer = ann.generic(method, place, json.dumps(body), "application/json")
            assert answer.status_code < 500, f"{method} {place} {str(body)[:60]}"


@pytest.mark.parametrize("value", [*MOMENTS, "1899-12-31 10:00", "2200-01-01 10:00"])
def test_moments_beyond_all_calendars_are_refused_in_words(
    ann: Client, base: str, value: str
) -> None:
    body = {"rows": [{"action": "x", "planned_start": value}]}
    answer = ann.patch(f"{base}sections/steps/", body, "application/json")
    assert answer.status_code == 400
    assert "planned_start" in answer.json()["fields"]["rows"]["0"]


@pytest.mark.parametrize("field", ["title", "version", "project"])
def test_a_text_that_is_too_long_is_said_at_its_field(ann: Client, base: str, field: str) -> None:
    for answer in (
        ann.post(PLANS, {"title": "t", field: "长" * 501}, "application/json"),
        ann.patch(base, {field: "长" * 501}, "application/json"),
    ):
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


@pytest.mark.parametrize("query", ["a=%00", "search=" + "a" * 9_000])
@pytest.mark.parametrize("place", ["/login/", "/plans/", "/plans/find/", PLANS, "/settings/"])
def test_odd_addresses_are_refused_before_they_are_asked(
    ann: Client, place: str, query: str
) -> None:
    assert ann.get(f"{place}?{query}").status_code == 400


NUMBERS = ["²", "9" * 30, "9" * 5_000, "-1"]
QUERIES = [
    "{plan}history/diff/?from=", "{plan}history/diff/?to=", "{plan}history/?page=",
    "/plans/?page=", "/plans/?from=", "/plans/?to=", "/calendar/?month=", "/calendar/?week=",
    "/calendar/windows/?year=", "/gray/?page=", "/outbox/?page=", "{plan}gray/?ramp=",
    "{rest}sections/apps/?page_size=", "{rest}sections/apps/?page=", "{rest}events/?page_size=",
    PLANS + "?page=", PLANS + "?from=",
]  # fmt: skip
DATES = ["0001-01-01", "9999-12-31", "9999-12", "0001-W01"]


@pytest.mark.parametrize("value", [*NUMBERS, *DATES], ids=lambda value: value[:12])
def test_no_number_or_date_in_an_address_is_a_fault_of_ours(
    world: World, ann: Client, base: str, value: str
) -> None:
    plan = f"/plans/{world.open.plan.number}/"
    for query in QUERIES:
        place = query.format(plan=plan, rest=base) + value
        assert ann.get(place).status_code in (200, 400, 404), place


@pytest.mark.parametrize("value", NUMBERS, ids=lambda value: value[:12])
def test_nor_in_a_form(world: World, ann: Client, value: str) -> None:
    ids, plan = world.open.ids, f"/plans/{world.open.plan.number}/"
    form = dict.fromkeys(("version", "version_lock", "stage", "year", "revision", "bugs_a"), value)
    for place in (
        f"{plan}info/", f"{plan}notes/{ids['note']}/edit/", f"{plan}gray/{ids['ramp']}/jump/",
        f"{plan}gates/{ids['gate']}/record/", "/calendar/windows/workdays/",
    ):  # fmt: skip
        assert ann.post(place, {**form, "reason": "x", "title": "t"}).status_code < 500, place


@pytest.mark.parametrize("name", ["reason", "title", "text", "username"])
def test_a_form_carries_no_empty_characters(world: World, ann: Client, name: str) -> None:
    plan = f"/plans/{world.open.plan.number}/"
    for place in (f"{plan}notes/new/", f"{plan}cancellation/", "/plans/new/", "/login/"):
        assert ann.post(place, {name: f"a{NUL}b"}).status_code == 400


def test_a_request_beyond_all_documents_is_refused_unread(ann: Client) -> None:
    huge = str(plain.MOST_BYTES + 1)
    answer = ann.post("/plans/import/", {"text": "x"}, CONTENT_LENGTH=huge)
    assert answer.status_code == 413
    assert "24 MB" in answer.content.decode()


@pytest.mark.parametrize("charset", ["rot13", "base64", "utf-16", "nonsense"])
def test_another_charset_is_refused_at_the_door(charset: str) -> None:
    seen = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/login/", "QUERY_STRING": "next=/", "SERVER_PORT": "80",
        "CONTENT_TYPE": f"text/plain; charset={charset}", "SERVER_NAME": "localhost",
        "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
    }  # fmt: skip
    body = application(environ, lambda status, _headers: seen.append(status))
    assert (seen, b"UTF-8" in b"".join(body)) == (["415 Unsupported Media Type"], True)


@pytest.mark.parametrize(
    ("what", "ask"),
    [
        ("api", lambda client, plan: client.get(f"{PLANS}{plan}/")),
        ("print", lambda client, plan: client.get(f"/plans/{plan}/export/md/")),
        ("import", lambda client, plan: client.post("/plans/import/", {"text": "# x"})),
        ("search", lambda client, plan: client.get("/plans/?search=x")),
        ("search", lambda client, plan: client.get("/plans/find/?search=x")),
        ("check", lambda client, plan: client.get(f"/plans/{plan}/check/panel/")),
        ("check", lambda client, plan: client.post(f"/plans/{plan}/check/mend/", {"fix": "x"})),
        ("search", lambda client, plan: client.get(f"{PLANS}?search=x")),
        ("check", lambda client, plan: client.get(f"{PLANS}{plan}/check/")),
        ("compare", lambda client, plan: client.get(f"{PLANS}{plan}/revisions/1/diff/current/")),
        ("compare", lambda client, plan: client.get(f"/plans/{plan}/history/diff/")),
        ("compare", lambda client, plan: client.get(f"/plans/{plan}/history/1/restoration/")),
        ("comment", lambda client, plan: client.post(f"/plans/{plan}/comments/at/apps/0/")),
    ],
)
def test_one_person_asks_so_often_a_minute(
    world: World, visitor: Visitor, settings: Any, what: str, ask: Any, within_a_minute: None
) -> None:
    settings.RATES = {what: 3}
    client, number = visitor("ann"), world.open.plan.number
    answers = [ask(client, number).status_code for _time in range(5)]
    assert answers[-1] == 429 and 429 not in answers[:3]
    assert ask(visitor("rob"), number).status_code != 429
    assert "秒后再试" in ask(client, number).content.decode()


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_freeze_of_all_time_is_refused_in_words(
    world: World, visitor: Visitor, year: str
) -> None:
    form = {"reason": "x", "start": f"{year}-01-01T00:00", "end": f"{year}-12-31T10:00", "apps": ""}
    answer = visitor("adm").post("/calendar/windows/new/freeze/", form)
    assert answer.status_code == 200
    assert "年份" in answer.content.decode()


def test_a_text_that_nobody_would_read_is_refused(ann: Client, base: str) -> None:
    endless = "长" * 200_001
    for body in ({"change": endless, "app": "x"}, {"app": "x", "extra": {"x": endless}}):
        answer = ann.post(f"{base}sections/apps/", body, "application/json")
        assert answer.status_code == 400 and "200000" in answer.content.decode()
    plan = base.removeprefix("/api/v1")
    answer = ann.post(f"{plan}cancellation/", {"reason": endless})
    assert answer.status_code == 400
    assert "一万字" in answer.content.decode()


@pytest.mark.parametrize("name", ["HX-Current-URL", "Referer", "HX-Target", "Origin"])
@pytest.mark.parametrize("said", ["http://[", "//evil.test", "javascript:alert(1)", "\x85"])
def test_nonsense_in_a_header_breaks_no_fragment(
    world: World, visitor: Visitor, name: str, said: str
) -> None:
    number = world.open.plan.number
    headers = {name: said, "HX-Request": "true"}
    for url in (
        f"/desk/awaited/{number}/",
        f"/plans/{number}/check/panel/",
        "/plans/find/?search=x",
    ):
        for client in (visitor("ann"), visitor()):
            assert client.get(url, headers=headers).status_code < 500, url
    answer = visitor().post(f"/plans/{number}/start/", headers={name: said})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=%2F")
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("method", ["OPTIONS", "HEAD", "TRACE", "PROPFIND", "PUT", "DELETE"])
def test_no_method_breaks_a_page(world: World, visitor: Visitor, method: str) -> None:
    clients = visitor(), visitor("ann")
    for door in doors():
        if door.is_admin or door.name == "readyz":
            continue
        for client in clients:
            mark = transaction.savepoint()
            status = client.generic(method, door.at(world.open.ids)).status_code
            transaction.savepoint_rollback(mark)
            assert status < 500, f"{method} {door.route}: {status}"


def test_more_ids_than_a_section_can_have_name_nothing(
    world: World, machine: Callable[[str], Client]
) -> None:
    place = f"{PLANS}{world.open.plan.number}/sections/apps/"
    many = {"ids": list(range(10**6, 10**6 + 300_000)), "reason": "x"}
    for method, tail in (("DELETE", ""), ("POST", "restoration/"), ("PUT", "order/")):
        answer = machine("all").generic(method, place + tail, json.dumps(many), "application/json")
        assert 400 <= answer.status_code < 500, f"{method} {tail}"
