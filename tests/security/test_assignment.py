"""A body says only what its address is for: nothing else is written, whatever it names."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from approvals.models import Gate, Waiver
from gray.models import Connection
from gray.runs import Run
from ground.models import AllowedHost, Event
from notices.models import Robot, Wish
from people.models import Delegation, User
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


FORGED = {
    "giver": "ann", "giver_id": 1, "signer": 1, "signer_id": 1, "asked_by": 1, "asked_by_id": 1,
    "confirmed_by": 1, "reviewed_by": 1, "state": "confirmed", "codes": ["test_lead"], "person": 1,
    "added_by": 1, "sha256": "0" * 64, "media": "text/html", "name": "../../evil.html", "plan": 1,
    "created_at": "2000-01-01T00:00:00Z", "revoked_at": None, "digests": {}, "is_active": True,
}  # fmt: skip
"""Words of the tables behind gates, delegations and files that no body writes."""


def test_a_delegation_is_ones_own_whatever_the_body_says(world: World, visitor: Visitor) -> None:
    days = {"taker": "rob", "first": "2999-01-01", "last": "2999-01-02"}
    place = "/api/v1/delegations/"
    answer = visitor("eve").post(place, {**FORGED, **days}, "application/json")
    assert answer.status_code == 201 and answer.json()["giver"] == "eve"
    visitor("pia").post("/profile/delegation/", {**texts(FORGED), **days})
    pairs = Delegation.objects.filter(taker=world.people.rob).values_list("giver__username")
    assert sorted(pairs) == [("eve",), ("pia",)]


def test_a_waiver_is_only_asked_for_by_whoever_asks(world: World, visitor: Visitor) -> None:
    client, gate = visitor("oli"), Gate.objects.get(plan=world.open.plan, key="tested")
    place = f"{PLANS}{world.open.plan.number}/gates/{gate.pk}/"
    asked = {"reason": "测试负责人出差，今晚必须修复", "digest": client.get(place).json()["digest"]}
    forged = {**FORGED, "confirmed_by": world.people.rob.pk, "asked_by": world.people.dev.pk}
    answer = client.post(f"{place}waivers/", {**forged, **asked}, "application/json")
    assert answer.status_code == 201, answer.content
    made = Waiver.objects.get(gate=gate)
    assert (made.state, made.asked_by, made.confirmed_by) == ("asked", world.people.oli, None)
    assert made.digests, "what it covers is computed"


def test_a_file_is_what_its_bytes_are(world: World, visitor: Visitor) -> None:
    plan = world.open.plan
    file = SimpleUploadedFile("../../a.txt", b"<script>alert(1)</script>", "text/html")
    sent = {**texts(FORGED), "file": file, "section": "plan"}
    answer = visitor("rob").post(f"{PLANS}{plan.number}/attachments/", sent)
    assert answer.status_code == 201, answer.content
    made = plan.attachments.get(pk=answer.json()["id"])
    assert (made.name, made.media, made.added_by) == ("a.txt", "text/plain", world.people.rob)
    assert made.sha256 == hashlib.sha256(b"<script>alert(1)</script>").hexdigest()


def test_wishes_are_ones_own(world: World, visitor: Visitor) -> None:
    forged = {**texts(FORGED), "person": str(world.people.ann.pk), "plans": "never"}
    wished = {"gates": "never", "comments": "never", "asked": "never"}
    visitor("rob").post("/profile/notices/", {**forged, **wished})
    assert set(Wish.objects.values_list("person__username", flat=True)) == {"rob"}
    assert not Wish.objects.filter(group="asked", way="never").exists(), "somebody waits for it"


@pytest.mark.parametrize("name", ["rob", "ann", "eve"])
def test_robots_and_hosts_are_the_administrators(world: World, visitor: Visitor, name: str) -> None:
    client, ids = visitor(name), world.open.ids
    before = list(Robot.objects.values()), list(AllowedHost.objects.values())
    for place, form in (
        (f"/settings/robots/{ids['robot']}/", {"name": "x", "address": "https://evil.test/"}),
        ("/settings/robots/new/webhook/", {"name": "y", "address": "https://evil.test/",
                                           "secret": "0123456789abcdef"}),
        (f"/settings/robots/{ids['robot']}/state/", {"to": "paused"}),
        (f"/settings/robots/{ids['robot']}/deletion/", {}),
        (f"/settings/robots/{ids['robot']}/test/", {}),
        ("/settings/outbound/", {"name": "10.0.0.1"}),
        (f"/settings/outbound/{ids['host']}/deletion/", {}),
    ):  # fmt: skip
        assert client.post(place, form).status_code == 403, place
    assert (list(Robot.objects.values()), list(AllowedHost.objects.values())) == before


@pytest.mark.parametrize("name", ["rob", "ann", "eve"])
def test_connections_are_the_administrators(world: World, visitor: Visitor, name: str) -> None:
    client, pk = visitor(name), world.open.ids["connection"]
    before = list(Connection.objects.values())
    form = {"name": "x", "environment": "prod", "option_address": "https://evil.test/",
            "option_token": "t", "option_project": "p", "option_place": "e", "version": "1"}  # fmt: skip
    for place in (
        "/settings/connections/new/unleash/",
        f"/settings/connections/{pk}/",
        f"/settings/connections/{pk}/state/",
        f"/settings/connections/{pk}/deletion/",
        f"/settings/connections/{pk}/test/",
    ):
        assert client.post(place, {**form, "to": "off"}).status_code == 403, place
    assert list(Connection.objects.values()) == before


@pytest.mark.parametrize(
    "extra",
    [{"sealed": "x"}, {"driver": "http"}, {"changed_by": "1"}, {"works": "on", "said": "连上了"},
     {"option_secret": "x", "values": "{}"}],
)  # fmt: skip
def test_a_connection_takes_no_more_than_its_form_asks(
    world: World, visitor: Visitor, extra: dict[str, str]
) -> None:
    row = Connection.objects.get(pk=world.open.ids["connection"])
    form = {f"option_{name}": text for name, text in row.values.items()}
    form |= {"name": row.name, "environment": row.environment, "version": str(row.version)}
    assert (
        visitor("adm").post(f"/settings/connections/{row.pk}/", {**form, **extra}).status_code
        == 302
    )
    now = Connection.objects.get(pk=row.pk)
    kept = ("driver", "values", "sealed", "works", "said", "changed_by_id", "version")
    assert [getattr(now, name) for name in kept] == [getattr(row, name) for name in kept]


def texts(values: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
