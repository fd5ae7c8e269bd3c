"""Every address × who asks × how: what is open, what is shut, and what does not exist."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from ground import policies
from people.permissions import FromBrowser
from plans.models import PlanQuerySet
from tests.security.doors import UNSAFE, Door, doors
from tests.security.world import ELSEWHERE, Furnished, World

pytestmark = pytest.mark.long

Visitor = Callable[..., Client]

PUBLIC = {
    "healthz", "readyz", "metrics", "javascript-catalog", "schema", "api-docs",
    "people:login", "people:logout", "people:first", "people:set-password",
    "people:language", "people:theme", "desk:help", "desk:help-page",
    "admin:login", "admin:logout", "admin:jsi18n",
}  # fmt: skip
"""Open to everybody: what says nothing about plans or people, and the ways in and out."""

ONE_S_OWN = {
    "plans:keep-view", "plans:drop-view",
    "api-me", "people:password", "people:profile", "people:sign-out-others", "people:new-token",
    "notices:wishes", "people:delegation", "api-delegations",
    "desk:plan-schema",
}  # fmt: skip
"""For whoever is signed in, about nobody else: no policy has to be asked."""

ENDS_THE_SESSION = {"people:logout", "admin:logout", "people:sign-out-others"}
QUERY = "?app=coin-center"
"""What one door cannot be asked without; the others do not mind."""

OURS = [door for door in doors() if not door.is_admin]
OF_A_PLAN = [door for door in OURS if door.is_of_a_plan]
REST = [door for door in OURS if door.is_api]


def ask(client: Client, method: str, door: Door, here: Furnished, **ids: Any) -> HttpResponse:
    """One request, of which nothing stays."""
    mark = transaction.savepoint()
    is_json = door.is_api and door.name not in ("api-import", "api-import-into")
    kind = "application/json" if is_json else "multipart/form-data; boundary=x"
    body = "--x--\r\n" if not is_json else "{}" if method != "GET" else ""
    try:
        return client.generic(method, f"{door.at({**here.ids, **ids})}{QUERY}", body, kind)
    finally:
        transaction.savepoint_rollback(mark)


def is_shut(answer: HttpResponse) -> bool:
    """The sign-in page, or a refusal to talk to strangers."""
    to_the_door = ("/login/?next=", "/admin/login/?next=")
    if answer.status_code == 302:
        return answer.headers["Location"].startswith(to_the_door)
    return answer.status_code in (401, 403, 405)


def in_person(door: Door) -> bool:
    """What no token does, whatever its scopes."""
    return FromBrowser in door.view.view_class.permission_classes


def words_of(answer: HttpResponse) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8", "replace")


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements inside that change anything but sessions and when a token was used."""
    seen: list[str] = []
    unimportant = ("django_session", "people_token")

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        changes = sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if changes and not any(f'"{table}"' in sql for table in unimportant):
            seen.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def test_the_lists_name_doors_that_exist() -> None:
    assert {door.name for door in doors()} >= PUBLIC | ONE_S_OWN
    assert not PUBLIC & ONE_S_OWN


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_strangers_find_every_door_shut_but_the_public_ones(
    world: World, visitor: Visitor, method: str
) -> None:
    client = visitor()
    opened = {
        door.name or door.route
        for door in doors()
        if not is_shut(ask(client, method, door, world.open))
    }
    assert opened <= PUBLIC, f"open to strangers: {opened - PUBLIC}"


@pytest.mark.parametrize("name", ["ann", "adm"])
def test_looking_breaks_nothing_and_changes_nothing(
    world: World, visitor: Visitor, name: str
) -> None:
    client = visitor(name)
    for door in doors():
        with writes() as changed:
            answer = ask(client, "GET", door, world.open)
        assert answer.status_code < 500 or door.name == "readyz", door.route
        assert not changed, f"GET {door.route} wrote {changed}"


def test_an_empty_request_is_answered_in_words(world: World, visitor: Visitor) -> None:
    client = visitor("ann")
    for door in doors():
        if door.name in ENDS_THE_SESSION:
            continue
        for method in ("POST",) if not door.is_api else UNSAFE:
            answer = ask(client, method, door, world.open)
            assert answer.status_code < 500 or door.name == "readyz", f"{method} {door.route}"


@pytest.mark.parametrize("name", ["eve", "adm"])
def test_an_invisible_plan_does_not_exist_at_any_address(
    world: World, visitor: Visitor, name: str
) -> None:
    client = visitor(name)
    for door in OF_A_PLAN:
        for method in ("GET", *UNSAFE):
            status = ask(client, method, door, world.hidden).status_code
            assert status in (404, 405), f"{method} {door.route}: {status}"


def test_nor_for_a_token(world: World, machine: Callable[[str], Client]) -> None:
    client = machine("eve")
    for door in OF_A_PLAN:
        if door.is_api and not in_person(door):
            for method in ("GET", *UNSAFE):
                status = ask(client, method, door, world.hidden).status_code
                assert status in (404, 405), f"{method} {door.route}: {status}"


QUERIES = ("", f"?search={ELSEWHERE}", "?app=coin-center", "?scope=joined", "?show=copies")


@pytest.mark.parametrize("name", ["eve", "machine"])
def test_no_page_speaks_of_an_invisible_plan(
    world: World, visitor: Visitor, machine: Callable[[str], Client], name: str
) -> None:
    client = machine("eve") if name == "machine" else visitor(name)
    told = {ELSEWHERE, world.hidden.plan.number, "vault.move"}
    for door in OURS:
        for query in QUERIES if not door.is_of_a_plan else [""]:
            if door.is_api is not (name == "machine"):
                continue
            words = words_of(client.get(door.at(world.open.ids) + query)).replace(query[8:], "")
            assert not [word for word in told if word in words], f"{door.route}{query}"


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_ids_of_another_plan_lead_nowhere(world: World, visitor: Visitor, method: str) -> None:
    """Ann may see and change both plans; an address still names one of them only."""
    client, foreign = visitor("ann"), {**world.hidden.ids, "number": world.open.plan.number}
    for door in OF_A_PLAN:
        if "pk>" in door.route or "signoff>" in door.route:
            status = ask(client, method, door, world.open, **foreign).status_code
            assert status in (404, 405) or (status, method) == (400, "PATCH"), (
                f"{door.route}: {status}"
            )


@pytest.mark.parametrize("method", UNSAFE)
def test_every_change_from_a_browser_needs_the_csrf_token(
    world: World, visitor: Visitor, method: str
) -> None:
    client = visitor("ann", enforce_csrf_checks=True)
    for door in doors() if method == "POST" else REST:
        with writes() as changed:
            status = ask(client, method, door, world.open).status_code
        refused = status == 403 or (status in (405, 415) and not changed)
        assert refused, f"{door.route}: {status}"


def test_a_token_does_what_its_scopes_say_and_no_more(
    world: World, machine: Callable[[str], Client]
) -> None:
    clients = {scope: machine(scope) for scope in ("read", "write", "deploy", "ramp")}
    for door in REST:
        if door.name in PUBLIC:
            continue
        wanted = getattr(door.view.view_class, "scope", "write")
        for scope, client in clients.items():
            for method in ("GET", "POST", "DELETE"):
                has = scope == ("read" if method == "GET" else wanted)
                status = ask(client, method, door, world.open).status_code
                alone = in_person(door) or (door.name == "api-delegations" and method != "GET")
                assert (status == 403) or (has and not alone), f"{scope} {method} {door}: {status}"


def test_no_token_signs(world: World, machine: Callable[[str], Client]) -> None:
    found = [door for door in REST if in_person(door)]
    assert {
        "api-signoffs",
        "api-waivers",
        "api-signoff-withdrawal",
        "api-override-confirmation",
    } <= {one.name for one in found}
    for door in found:
        answer = ask(machine("all"), "POST", door, world.open)
        assert answer.status_code == 403 and "浏览器" in answer.json()["detail"], door


def test_every_door_asks_a_policy_or_stands_on_a_list(
    world: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noting(rule: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: (asked.append("asked"), rule(*args))[1]

    for name, rule in list(policies._policies.items()):
        monkeypatch.setitem(policies._policies, name, noting(rule))
    monkeypatch.setattr(PlanQuerySet, "open_to", noting(PlanQuerySet.open_to))
    client = visitor("ann")
    unasked = set()
    for door in OURS:
        asked.clear()
        for method in ("GET", "POST", "PUT", "PATCH"):
            if door.name not in PUBLIC | ENDS_THE_SESSION and not asked:
                ask(client, method, door, world.open)
        if not asked and door.name not in PUBLIC | ONE_S_OWN:
            unasked.add(door.name)
    assert not unasked
