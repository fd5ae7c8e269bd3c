"""A body says only what its address is for: nothing else is written, whatever it names."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gray.runs import Run
from ground.models import Event
from people.models import User
from plans.models import Note, Plan, Revision
from plans.sections.app import App
from tests.security.world import World

pytestmark = pytest.mark.long
Visitor = Callable[..., Client]
PLANS = "/api/v1/plans/"

GUARDED = {
    "id": 999, "pk": 999, "number": "RP-1999-0001", "status": "done", "owner": 1, "owner_id": 1,
    "created_by": 1, "created_at": "2000-01-01T00:00:00Z", "submitted_by": 1, "plan": 1, "plan_id": 1,
    "changed_by": 1, "changed_by_id": 1, "rank": 0, "actor": 1, "by": 1, "state_by": "eve",
    "state_at": "2000-01-01T00:00:00Z", "digest": "0" * 64, "snapshot": {}, "status_before_pause": "draft",
    "share": 10_000, "started_at": "2000-01-01T00:00:00Z", "is_superuser": True, "is_staff": True,
    "roles": ["dba"], "draft": {}, "source_name": "x", "finished_at": "2000-01-01T00:00:00Z",
}  # fmt: skip


def guarded(world: World) -> list[Any]:
    """Everything that these words could have changed."""
    plans = Plan.objects.filter(pk__in=[world.open.plan.pk, world.hidden.plan.pk]).values_list(
        "number", "status", "owner", "created_by", "created_at", "submitted_by", "finished_at",
        "status_before_pause", "source_name", "started_at",
    )  # fmt: skip
    apps = App.objects.values_list(
        "pk", "plan", "rank", "changed_by", "state", "state_by", "state_at"
    )
    people = User.objects.values_list("pk", "username", "is_superuser", "is_staff", "roles")
    notes = Note.objects.values_list("pk", "plan", "rank")
    revisions = Revision.objects.values_list("pk", "number", "digest", "created_by")
    runs = Run.objects.values_list("pk", "plan", "ramp", "state", "share")
    found = (plans, apps, people, notes, revisions, runs)
    return [sorted(map(str, rows)) for rows in found]


@pytest.mark.parametrize("name", GUARDED)
def test_rest_writes_no_guarded_word(world: World, visitor: Visitor, name: str) -> None:
    ids, client = world.open.ids, visitor("ann")
    base = f"{PLANS}{world.open.plan.number}/"
    before, word = guarded(world), {name: GUARDED[name]}
    changes = [
        ("PATCH", base, word),
        ("PATCH", f"{base}sections/apps/{ids['apps']}/", {"row_version": 1, **word}),
        ("PATCH", f"{base}sections/apps/", {"rows": [{"id": ids["apps"], "row_version": 1, **word}]}),
        ("POST", f"{base}sections/steps/{ids['steps']}/progress/", word),
        ("PATCH", f"{base}gates/{ids['gate']}/record/", {"record_version": 1, **word}),
        ("POST", f"{base}ramps/{ids['ramp']}/commands/", {"command": "nothing", **word}),
        ("POST", f"{base}apps/coin-center/deployment/", {"state": "verified", **word}),
        ("POST", PLANS, {"title": "t", **word}),
    ]  # fmt: skip
    for method, place, body in changes:
        status = client.generic(method, place, body_of(body), "application/json").status_code
        assert status in (200, 400, 403, 409), f"{method} {place}: {status}"
    assert guarded(world) == before


def body_of(value: Any) -> str:
    return Client()._encode_json(value, "application/json")


def test_pages_write_no_guarded_word(world: World, visitor: Visitor) -> None:
    ids, plan = world.open.ids, f"/plans/{world.open.plan.number}/"
    client, before = visitor("rob"), guarded(world)
    forms = [
        (f"{plan}info/", {"title": "t", "version_lock": "1"}),
        (f"{plan}notes/{ids['note']}/edit/", {"text": "x", "version": "1"}),
        (f"{plan}board/rows/steps/{ids['steps']}/", {"state": "nonsense"}),
        (f"{plan}gates/{ids['gate']}/record/", {"version": "1"}),
        ("/profile/save/", {"display_name": "罗博", "email": "rob@example.test"}),
        ("/settings/people/new/", {"username": "mallory"}),
        (f"/settings/people/{world.people.rob.pk}/", {"is_administrator": "on"}),
    ]
    for place, form in forms:
        client.post(place, {**{name: str(value) for name, value in GUARDED.items()}, **form})
        assert guarded(world) == before, place


def test_a_new_plan_belongs_to_whoever_makes_it(world: World, visitor: Visitor) -> None:
    form = {
        "title": "偷来的",
        "owner": world.people.ann.pk,
        "number": "RP-1999-0001",
        "status": "done",
    }
    visitor("eve").post("/plans/new/", form)
    made = Plan.objects.get(title="偷来的")
    assert (made.owner, made.created_by, made.status) == (
        world.people.eve,
        world.people.eve,
        "draft",
    )
    assert made.number != "RP-1999-0001"


def test_the_log_names_whoever_did_it(world: World, visitor: Visitor) -> None:
    body = {"heading": ["x"], "text": "x", "by": world.people.ann.pk, "actor": world.people.ann.pk}
    place = f"{PLANS}{world.open.plan.number}/notes/"
    assert visitor("dev").post(place, body, "application/json").status_code in (201, 400)
    event = Event.objects.filter(chain=world.open.plan.chain).order_by("-position")[0]
    if event.kind == "note.added":
        assert event.actor == world.people.dev


def test_rows_of_another_plan_stay_where_they_are(world: World, visitor: Visitor) -> None:
    """Ann may change both plans: a row id in a body does not reach over."""
    client, foreign = visitor("ann"), world.hidden.ids
    base = f"{PLANS}{world.open.plan.number}/sections/apps/"
    before = guarded(world)
    for method, place, body in (
        ("PATCH", base, {"rows": [{"id": foreign["apps"], "row_version": 1, "app": "偷"}]}),
        ("DELETE", base, {"ids": [foreign["apps"]]}),
        ("PUT", f"{base}order/", {"ids": [world.open.ids["apps"], foreign["apps"]]}),
        ("PATCH", f"{base}{foreign['apps']}/", {"row_version": 1, "app": "偷"}),
    ):
        answer = client.generic(method, place, body_of(body), "application/json")
        assert answer.status_code in (404, 409), f"{method} {place}"
    assert guarded(world) == before


def test_an_anchor_of_another_plan_cannot_be_commanded(world: World, visitor: Visitor) -> None:
    client, ids = visitor("ann"), world.hidden.ids
    base = f"{PLANS}{world.open.plan.number}/"
    for place, body in (
        (f"{base}ramps/{ids['ramp']}/commands/", {"command": "off", "reason": "x"}),
        (f"{base}gates/{ids['gate']}/signoffs/", {"decision": "approve", "digest": "x"}),
        (f"{base}gates/{ids['gate']}/reopening/", {"reason": "x"}),
    ):
        assert client.post(place, body, "application/json").status_code == 404
    assert Run.objects.get(ramp=ids["ramp"]).state == "held"
